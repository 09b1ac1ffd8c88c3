// SPDX-License-Identifier: GPL-2.0
/* Counters of a network namespace. */
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/time64.h>

#include "stats.h"

/**
 * nthrottle_stats_notified() - count a notification
 * @s: the counters
 * @why: why it is sent
 * @count: events merged into it; 0 if only a gate has something to say
 * @latency_ns: time since the first of them, if there is one
 */
void nthrottle_stats_notified(struct nthrottle_stats *s, u32 why, u64 count,
			      u64 latency_ns)
{
	u64 us = div_u64(latency_ns, NSEC_PER_USEC);

	s->pending -= count;
	s->delivered += count;
	s->notifications++;
	s->by_why[why]++;
	if (!count)
		return;
	s->merged += count - 1;
	s->latency[min(fls64(us), NTHROTTLE_LATENCY_BUCKETS - 1)]++;
}

/**
 * nthrottle_stats_reset() - begin anew; what is pending stays pending
 * @s: the counters
 */
void nthrottle_stats_reset(struct nthrottle_stats *s)
{
	*s = (struct nthrottle_stats){
		.events = s->pending,
		.pending = s->pending,
	};
}
