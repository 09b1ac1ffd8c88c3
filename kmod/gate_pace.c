// SPDX-License-Identifier: GPL-2.0
/*
 * The pace gate stands at the head of the queue. It gives listeners time to
 * read between two sends, keeps the rate of all notifications together, and
 * holds everything back while somebody wants that.
 *
 * The rate is a token bucket, kept as the time at which it will be full again:
 * each notification moves that by one interval.
 *
 * In the kernel and in userspace: no clock, no lock, no 64-bit division.
 */
#include <linux/minmax.h>
#include <linux/nthrottle.h>

#include "gate_pace.h"

/**
 * nthrottle_pace_rate_due() - when does the rate allow one more?
 * @pc: state
 * @p: parameters
 *
 * Return: the earliest time in nanoseconds.
 */
u64 nthrottle_pace_rate_due(const struct nthrottle_pace *pc,
			    const struct nthrottle_pace_params *p)
{
	u64 room_ns = (p->burst - 1) * p->interval_ns;

	return p->interval_ns ? pc->full_ns - min(pc->full_ns, room_ns) : 0;
}

/**
 * nthrottle_pace_due() - when may the head of the queue be sent?
 * @pc: state
 * @p: parameters
 * @due_ns: when its own gates let it go
 * @reason: set to what decides (enum nthrottle_gate), left alone if those gates
 *	do
 *
 * Return: the earliest time in nanoseconds.
 */
u64 nthrottle_pace_due(const struct nthrottle_pace *pc,
		       const struct nthrottle_pace_params *p, u64 due_ns,
		       u32 *reason)
{
	u64 rate_ns = nthrottle_pace_rate_due(pc, p);

	if (pc->open_ns > due_ns) {
		due_ns = pc->open_ns;
		*reason = NTHROTTLE_GATE_PACE;
	}
	if (rate_ns > due_ns) {
		due_ns = rate_ns;
		*reason = NTHROTTLE_GATE_RATE;
	}
	if (pc->hold_ns > due_ns) {
		due_ns = pc->hold_ns;
		*reason = NTHROTTLE_GATE_HOLD;
	}
	return due_ns;
}

/**
 * nthrottle_pace_may() - may one more be sent, once a send has begun?
 * @pc: state
 * @p: parameters
 * @now_ns: the time
 */
bool nthrottle_pace_may(const struct nthrottle_pace *pc,
			const struct nthrottle_pace_params *p, u64 now_ns)
{
	return pc->hold_ns <= now_ns &&
	       nthrottle_pace_rate_due(pc, p) <= now_ns;
}

/**
 * nthrottle_pace_take() - one is sent
 * @pc: state
 * @p: parameters
 * @now_ns: the time
 */
void nthrottle_pace_take(struct nthrottle_pace *pc,
			 const struct nthrottle_pace_params *p, u64 now_ns)
{
	pc->full_ns = max(pc->full_ns, now_ns) + p->interval_ns;
}

/**
 * nthrottle_pace_adopt() - other parameters are in force
 * @pc: state
 * @p: the new parameters
 * @now_ns: the time
 *
 * What was taken at the old rate is not owed at a faster one for longer than
 * an empty bucket takes to fill.
 */
void nthrottle_pace_adopt(struct nthrottle_pace *pc,
			  const struct nthrottle_pace_params *p, u64 now_ns)
{
	pc->full_ns = min(pc->full_ns, now_ns + p->burst * p->interval_ns);
	pc->open_ns = min(pc->open_ns, now_ns + p->batch_ns);
}
