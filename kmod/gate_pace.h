/* SPDX-License-Identifier: GPL-2.0 */
/* The pace gate: what the head of a queue waits for. See gate.h. */
#ifndef NTHROTTLE_GATE_PACE_H
#define NTHROTTLE_GATE_PACE_H

#include <linux/types.h>

/**
 * struct nthrottle_pace_params - parameters of what stands at a queue's head
 * @batch_ns: least time between two sends
 * @interval_ns: time between two notifications at the rate; 0 for no rate
 * @burst: notifications that may go out at once after a quiet time
 */
struct nthrottle_pace_params {
	u64 batch_ns;
	u64 interval_ns;
	u32 burst;
};

/**
 * struct nthrottle_pace - state of what stands at a queue's head
 * @open_ns: when the next send may begin
 * @full_ns: when the rate's bucket is full again
 * @hold_ns: the end of the last hold
 */
struct nthrottle_pace {
	u64 open_ns;
	u64 full_ns;
	u64 hold_ns;
};

u64 nthrottle_pace_rate_due(const struct nthrottle_pace *pc,
			    const struct nthrottle_pace_params *p);
u64 nthrottle_pace_due(const struct nthrottle_pace *pc,
		       const struct nthrottle_pace_params *p, u64 due_ns,
		       u32 *reason);
bool nthrottle_pace_may(const struct nthrottle_pace *pc,
			const struct nthrottle_pace_params *p, u64 now_ns);
void nthrottle_pace_take(struct nthrottle_pace *pc,
			 const struct nthrottle_pace_params *p, u64 now_ns);
void nthrottle_pace_adopt(struct nthrottle_pace *pc,
			  const struct nthrottle_pace_params *p, u64 now_ns);

/**
 * nthrottle_pace_on_sent() - a send ended
 * @pc: state
 * @pause_ns: least time until the next send
 * @now_ns: when it ended
 */
static inline void nthrottle_pace_on_sent(struct nthrottle_pace *pc,
					  u64 pause_ns, u64 now_ns)
{
	pc->open_ns = now_ns + pause_ns;
}

#endif /* NTHROTTLE_GATE_PACE_H */
