/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A gate answers one question: when, at the earliest, may this record be
 * reported?
 *
 * A gate is a few pure functions over its own small state, its parameters and
 * the time, which the caller passes in. It knows no clock, lock, allocation or
 * global, and divides no 64-bit number, so that the same source compiles into
 * the module, into the tool and into the unit tests.
 *
 * All times are nanoseconds of one clock that never goes back (CLOCK_BOOTTIME
 * in the module). Times of different callers may still arrive slightly out of
 * order; a gate must bear that.
 */
#ifndef NTHROTTLE_GATE_H
#define NTHROTTLE_GATE_H

#include <linux/minmax.h>
#include <linux/types.h>

#define NTHROTTLE_NS_PER_MS	1000000ULL

/* Limits of the parameters, in the units of the wire. */
#define NTHROTTLE_THRESHOLD_MS_MIN	10
#define NTHROTTLE_THRESHOLD_MS_MAX	3600000
#define NTHROTTLE_THRESHOLD_MS_DEFAULT	2000
#define NTHROTTLE_BURST_MIN		1
#define NTHROTTLE_BURST_MAX		1000
#define NTHROTTLE_BURST_DEFAULT		4
#define NTHROTTLE_BATCH_MS_MIN		0
#define NTHROTTLE_BATCH_MS_MAX		1000
#define NTHROTTLE_BATCH_MS_DEFAULT	5

/**
 * struct nthrottle_throttle_params - parameters of the throttle gate
 * @threshold_ns: beyond the burst, at most one notification per this time
 * @threshold_max_ns: upper bound of the interval when backing off; a value not
 *	above @threshold_ns turns back-off off
 * @burst: depth of the token bucket, at least 1
 */
struct nthrottle_throttle_params {
	u64 threshold_ns;
	u64 threshold_max_ns;
	u32 burst;
};

/**
 * struct nthrottle_throttle - state of the throttle gate, one per record
 * @anchor_ns: since when the next token has been coming: the last
 *	notification, or whole intervals later
 * @interval_ns: interval in force at the last notification
 * @ready_ns: while @waiting: when the pending events may be notified
 * @tokens: notifications that may go out at once
 * @level: doublings of the threshold by back-off
 * @waiting: events are pending
 */
struct nthrottle_throttle {
	u64 anchor_ns;
	u64 interval_ns;
	u64 ready_ns;
	u32 tokens;
	u8 level;
	bool waiting;
};

void nthrottle_throttle_init(struct nthrottle_throttle *t,
			     const struct nthrottle_throttle_params *p);
void nthrottle_throttle_on_event(struct nthrottle_throttle *t,
				 const struct nthrottle_throttle_params *p,
				 u64 now_ns);
u64 nthrottle_throttle_due(struct nthrottle_throttle *t,
			   const struct nthrottle_throttle_params *p);
bool nthrottle_throttle_deferred(const struct nthrottle_throttle *t);
void nthrottle_throttle_on_sent(struct nthrottle_throttle *t,
				const struct nthrottle_throttle_params *p,
				u64 now_ns);

/**
 * struct nthrottle_pace - state of the pace gate, one per queue
 * @open_ns: when the next send may begin
 */
struct nthrottle_pace {
	u64 open_ns;
};

u64 nthrottle_pace_due(const struct nthrottle_pace *p, u64 due_ns);
void nthrottle_pace_on_sent(struct nthrottle_pace *p, u64 batch_ns, u64 now_ns);

/* What the gates are told of a record and its profile. */

/**
 * struct nthrottle_gate_params - parameters of all gates of a record
 * @throttle: those of the throttle gate
 * @urgent: event bits that skip the gates
 */
struct nthrottle_gate_params {
	struct nthrottle_throttle_params throttle;
	u32 urgent;
};

/**
 * struct nthrottle_gates - state of all gates of a record
 * @throttle: that of the throttle gate
 * @urgent: an urgent event is pending
 * @flushed: a flush was asked for
 * @pass_ns: since when @urgent or @flushed lets the pending events pass
 */
struct nthrottle_gates {
	struct nthrottle_throttle throttle;
	u64 pass_ns;
	bool urgent;
	bool flushed;
};

/**
 * struct nthrottle_verdict - the gates' common answer
 * @due_ns: when the record may be notified at the earliest
 * @reason: the gate that says so (enum nthrottle_gate)
 */
struct nthrottle_verdict {
	u64 due_ns;
	u32 reason;
};

/**
 * nthrottle_gates_mind() - does an event change anything for the gates?
 * @g: state
 * @p: parameters
 * @event: the event's bit
 *
 * In a storm hardly any does: only the first one after a notification, and an
 * urgent one. The others need not be told to nthrottle_gates_on_event().
 */
static inline bool nthrottle_gates_mind(const struct nthrottle_gates *g,
					const struct nthrottle_gate_params *p,
					u32 event)
{
	return !g->throttle.waiting || (event & p->urgent);
}

void nthrottle_gates_init(struct nthrottle_gates *g,
			  const struct nthrottle_gate_params *p);
bool nthrottle_gates_on_event(struct nthrottle_gates *g,
			      const struct nthrottle_gate_params *p,
			      u64 now_ns, u32 event);
void nthrottle_gates_flush(struct nthrottle_gates *g, u64 now_ns);
struct nthrottle_verdict
nthrottle_gates_due(struct nthrottle_gates *g,
		    const struct nthrottle_gate_params *p);
u32 nthrottle_gates_on_sent(struct nthrottle_gates *g,
			    const struct nthrottle_gate_params *p, u64 now_ns);

#endif /* NTHROTTLE_GATE_H */
