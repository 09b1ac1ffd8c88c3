/* SPDX-License-Identifier: GPL-2.0 */
/* What is pending of a record, from event to notification. */
#ifndef NTHROTTLE_PENDING_H
#define NTHROTTLE_PENDING_H

#include "gate.h"
#include "netns.h"
#include "record.h"
#include "trace.h"

/**
 * nthrottle_pending_add() - merge an event, whatever the gates say
 * @nn: the namespace, its lock held
 * @r: the interface's record
 * @p: which of its two lots of events
 * @event: the event's bit
 * @now_ns: when it happened
 */
static inline void nthrottle_pending_add(struct nthrottle_net *nn,
					 struct nthrottle_record *r,
					 struct nthrottle_pending *p, u32 event,
					 u64 now_ns)
{
	lockdep_assert_held(&nn->lock);
	nthrottle_merge_event(p, event, now_ns);
	r->counters.events++;
	nn->stats.pending++;
	trace_merge(r);
}

void nthrottle_pending_stray(struct nthrottle_net *nn,
			     const struct net_device *dev, u32 event,
			     u64 now_ns);
void nthrottle_pending_event(struct nthrottle_net *nn, struct net_device *dev,
			     u32 event);
void nthrottle_pending_requeue(struct nthrottle_net *nn,
			       struct nthrottle_record *r);
void nthrottle_pending_adopt(struct nthrottle_net *nn,
			     struct nthrottle_record *r,
			     const struct nthrottle_profile *p, u64 now_ns);
void nthrottle_pending_flush(struct nthrottle_net *nn,
			     struct nthrottle_record *r, u64 now_ns);
bool nthrottle_pending_end(struct nthrottle_net *nn,
			   struct nthrottle_record *r, u64 now_ns);
struct nthrottle_record *nthrottle_pending_pop(struct nthrottle_net *nn,
					       u64 now_ns);
struct nthrottle_verdict
nthrottle_pending_verdict(struct nthrottle_net *nn, struct nthrottle_record *r,
			  u64 now_ns);

#endif /* NTHROTTLE_PENDING_H */
