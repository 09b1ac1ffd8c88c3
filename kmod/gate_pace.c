// SPDX-License-Identifier: GPL-2.0
/*
 * The pace gate: it stands at the head of the queue and gives listeners time
 * to read between two sends.
 *
 * In the kernel and in userspace: no clock, no lock, no 64-bit division.
 */
#include "gate.h"

/**
 * nthrottle_pace_due() - when may the head of the queue be sent?
 * @p: state
 * @due_ns: when its own gates let it go
 *
 * Return: the earliest time in nanoseconds.
 */
u64 nthrottle_pace_due(const struct nthrottle_pace *p, u64 due_ns)
{
	return max(due_ns, p->open_ns);
}

/**
 * nthrottle_pace_on_sent() - a send ended
 * @p: state
 * @batch_ns: least time until the next send
 * @now_ns: when it ended
 */
void nthrottle_pace_on_sent(struct nthrottle_pace *p, u64 batch_ns, u64 now_ns)
{
	p->open_ns = now_ns + batch_ns;
}
