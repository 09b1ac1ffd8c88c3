/* SPDX-License-Identifier: GPL-2.0 */
/* The throttle gate: at most one notification per threshold. See gate.h. */
#ifndef NTHROTTLE_GATE_THROTTLE_H
#define NTHROTTLE_GATE_THROTTLE_H

#include <linux/types.h>

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
void nthrottle_throttle_cancel(struct nthrottle_throttle *t);

#endif /* NTHROTTLE_GATE_THROTTLE_H */
