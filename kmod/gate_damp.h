/* SPDX-License-Identifier: GPL-2.0 */
/* The damp gate: who loses carrier too often is silenced. See gate.h. */
#ifndef NTHROTTLE_GATE_DAMP_H
#define NTHROTTLE_GATE_DAMP_H

#include <linux/nthrottle.h>
#include <linux/types.h>

#include "gate_link.h"

/* Penalties are kept in parts of 2^20, so that small ones decay as exactly as
 * large ones. The ceiling leaves room to add to them.
 */
#define NTHROTTLE_PENALTY_SHIFT		20
#define NTHROTTLE_PENALTY_MAX		0x10000000U

/**
 * struct nthrottle_damp_params - parameters of the damp gate
 * @mode: enum nthrottle_damp
 * @half_life_ns: time in which the penalty decays by half
 * @suppress: above this, the interface is silenced
 * @reuse: at this, it is heard again
 * @ceiling: most that the penalty can be
 * @penalty: what each loss of carrier adds
 * @restart_penalty: what an interface begins with
 *
 * The last five have %NTHROTTLE_PENALTY_SHIFT fraction bits.
 */
struct nthrottle_damp_params {
	u32 mode;
	u64 half_life_ns;
	u64 suppress;
	u64 reuse;
	u64 ceiling;
	u64 penalty;
	u64 restart_penalty;
};

/**
 * struct nthrottle_damping - state of the damp gate, one per record
 * @penalty: as it was at @at_ns, with %NTHROTTLE_PENALTY_SHIFT fraction bits
 * @at_ns: the last loss of carrier
 * @reuse_ns: when the penalty has decayed to reuse
 * @losses: the device's counter, up to which losses were charged
 * @awake: the mode is not off
 * @exceeded: the next notification begins the suppression
 * @damped: suppressed; if monitoring, only marked so
 * @owed: the listeners were told of the suppression and must hear of its end
 */
struct nthrottle_damping {
	u64 penalty;
	u64 at_ns;
	u64 reuse_ns;
	u32 losses;
	bool awake;
	bool exceeded;
	bool damped;
	bool owed;
};

/**
 * enum nthrottle_damp_step - what a notification means to the damp gate
 * @NTHROTTLE_DAMP_NONE: nothing
 * @NTHROTTLE_DAMP_MARK: the suppression begins, but only as a mark
 * @NTHROTTLE_DAMP_BEGIN: the suppression begins; the link is reported down
 * @NTHROTTLE_DAMP_END: it ended
 */
enum nthrottle_damp_step {
	NTHROTTLE_DAMP_NONE,
	NTHROTTLE_DAMP_MARK,
	NTHROTTLE_DAMP_BEGIN,
	NTHROTTLE_DAMP_END,
};

u64 nthrottle_damp_decay(u64 penalty, u64 age_ns, u64 half_life_ns);
u64 nthrottle_damp_time(u64 penalty, u64 until, u64 half_life_ns);
u64 nthrottle_damp_ceiling(u64 reuse, u64 max_suppress_ns, u64 half_life_ns);

void nthrottle_damp_init(struct nthrottle_damping *d,
			 const struct nthrottle_damp_params *p, u64 now_ns,
			 u32 losses);
void nthrottle_damp_adopt(struct nthrottle_damping *d,
			  const struct nthrottle_damp_params *p, u64 now_ns,
			  u32 losses);
u32 nthrottle_damp_on_event(struct nthrottle_damping *d,
			    const struct nthrottle_damp_params *p, u64 now_ns,
			    u32 event, const struct nthrottle_link *link);
enum nthrottle_damp_step
nthrottle_damp_on_sent(struct nthrottle_damping *d,
		       const struct nthrottle_damp_params *p, u64 now_ns);
void nthrottle_damp_reset(struct nthrottle_damping *d, u64 now_ns);
u32 nthrottle_damp_penalty(const struct nthrottle_damping *d,
			   const struct nthrottle_damp_params *p, u64 now_ns);

/**
 * nthrottle_damp_due() - when may the interface be heard again?
 * @d: state
 * @p: parameters, perhaps others than at the event
 *
 * Return: the earliest time in nanoseconds, 0 if it is not silenced.
 */
static inline u64 nthrottle_damp_due(const struct nthrottle_damping *d,
				     const struct nthrottle_damp_params *p)
{
	return d->owed && p->mode == NTHROTTLE_DAMP_ON ? d->reuse_ns : 0;
}

/**
 * nthrottle_damp_baseline() - losses up to now are none of the gate's
 * @d: state
 * @losses: the device's carrier-down counter
 */
static inline void nthrottle_damp_baseline(struct nthrottle_damping *d,
					   u32 losses)
{
	d->losses = losses;
}

/**
 * nthrottle_damp_damped() - is the interface suppressed, or marked so?
 * @d: state
 * @now_ns: the time
 */
static inline bool nthrottle_damp_damped(const struct nthrottle_damping *d,
					 u64 now_ns)
{
	return d->owed || (d->damped && now_ns < d->reuse_ns);
}

#endif /* NTHROTTLE_GATE_DAMP_H */
