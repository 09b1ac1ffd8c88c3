/* SPDX-License-Identifier: GPL-2.0 */
/* Merging of events. Compiles in userspace as it is. */
#ifndef NTHROTTLE_MERGE_H
#define NTHROTTLE_MERGE_H

#include <linux/minmax.h>
#include <linux/types.h>

/**
 * struct nthrottle_pending - events merged since the last notification
 * @events: their kinds
 * @bounced: events that debounce cancelled out besides
 * @count: their number
 * @first_ns: when the first one happened
 * @last_ns: when the last one happened
 */
struct nthrottle_pending {
	u32 events;
	u32 bounced;
	u64 count;
	u64 first_ns;
	u64 last_ns;
};

/**
 * nthrottle_merge_event() - merge an event
 * @p: what is pending
 * @event: the event's bit
 * @now_ns: when it happened
 */
static inline void nthrottle_merge_event(struct nthrottle_pending *p,
					 u32 event, u64 now_ns)
{
	if (!p->count)
		p->first_ns = now_ns;
	p->last_ns = now_ns;
	p->events |= event;
	p->count++;
}

/**
 * nthrottle_merge_all() - merge what is pending elsewhere
 * @p: what is pending
 * @from: the other events; none afterwards
 */
static inline void nthrottle_merge_all(struct nthrottle_pending *p,
				       struct nthrottle_pending *from)
{
	if (from->count && p->count) {
		p->first_ns = min(p->first_ns, from->first_ns);
		p->last_ns = max(p->last_ns, from->last_ns);
	} else if (from->count) {
		p->first_ns = from->first_ns;
		p->last_ns = from->last_ns;
	}
	p->events |= from->events;
	p->count += from->count;
	*from = (struct nthrottle_pending){};
}

#endif /* NTHROTTLE_MERGE_H */
