/* SPDX-License-Identifier: GPL-2.0 */
/* Counters of a network namespace. */
#ifndef NTHROTTLE_STATS_H
#define NTHROTTLE_STATS_H

#include <linux/bitops.h>
#include <linux/types.h>

#include "event.h"

#define NTHROTTLE_LATENCY_BUCKETS	32

/**
 * struct nthrottle_stats - counters; the namespace's lock protects them all
 * @events: events that arrived
 * @delivered: events merged into a numbered notification
 * @pending: events not yet notified
 * @filtered: events of kinds that do not count
 * @bounced: events cancelled out by debounce
 * @elided: events of interfaces that came and went unseen
 * @unrecorded: events of interfaces without a record
 * @notifications: notifications numbered
 * @merged: events that notifications carried beyond their first
 * @sends: messages handed to the listeners
 * @unheard: notifications numbered while nobody listened
 * @alloc_failures: failed allocations
 * @driver_failures: sends that a driver could not complete
 * @flaps: carrier losses that the damp gate charged
 * @damped: how often it began to suppress
 * @rate_limited: notifications that had to wait for the rate
 * @evicted: tombstones that were evicted from the journal
 * @resyncs: dumps with since that changes alone could not answer
 * @by_event: events that arrived, by kind
 * @by_why: notifications, by reason
 * @latency: histogram of first event to numbering, log2 of microseconds
 *
 * Always: events = delivered + pending + filtered + bounced + elided +
 * unrecorded.
 */
struct nthrottle_stats {
	u64 events;
	u64 delivered;
	u64 pending;
	u64 filtered;
	u64 bounced;
	u64 elided;
	u64 unrecorded;
	u64 notifications;
	u64 merged;
	u64 sends;
	u64 unheard;
	u64 alloc_failures;
	u64 driver_failures;
	u64 flaps;
	u64 damped;
	u64 rate_limited;
	u64 evicted;
	u64 resyncs;
	u64 by_event[NTHROTTLE_EVENT_KINDS];
	u64 by_why[NTHROTTLE_WHYS];
	u64 latency[NTHROTTLE_LATENCY_BUCKETS];
};

/**
 * nthrottle_stats_event() - count an event that arrived
 * @s: the counters
 * @event: its bit
 */
static inline void nthrottle_stats_event(struct nthrottle_stats *s, u32 event)
{
	s->events++;
	s->by_event[__ffs(event)]++;
}

void nthrottle_stats_notified(struct nthrottle_stats *s, u32 why, u64 count,
			      u64 latency_ns);
void nthrottle_stats_reset(struct nthrottle_stats *s);

#endif /* NTHROTTLE_STATS_H */
