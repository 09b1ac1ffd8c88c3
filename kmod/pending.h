/* SPDX-License-Identifier: GPL-2.0 */
/* What is pending of a record, from event to notification. */
#ifndef NTHROTTLE_PENDING_H
#define NTHROTTLE_PENDING_H

#include "gate.h"
#include "netns.h"
#include "record.h"

/**
 * nthrottle_pending_add() - merge an event, whatever the gates say
 * @nn: the namespace, its lock held
 * @r: the interface's record
 * @event: the event's bit
 * @now_ns: when it happened
 */
static inline void nthrottle_pending_add(struct nthrottle_net *nn,
					 struct nthrottle_record *r, u32 event,
					 u64 now_ns)
{
	struct nthrottle_pending *p = &r->pending;

	lockdep_assert_held(&nn->lock);
	if (!p->count)
		p->first_ns = now_ns;
	p->last_ns = now_ns;
	p->events |= event;
	p->count++;
	r->counters.events++;
	nn->stats.pending++;
}

void nthrottle_pending_stray(struct nthrottle_net *nn, u32 event, u64 now_ns);
void nthrottle_pending_event(struct nthrottle_net *nn, struct net_device *dev,
			     u32 event);
void nthrottle_pending_requeue(struct nthrottle_net *nn,
			       struct nthrottle_record *r);
bool nthrottle_pending_elide(struct nthrottle_net *nn,
			     struct nthrottle_record *r);
struct nthrottle_record *nthrottle_pending_pop(struct nthrottle_net *nn,
					       u64 now_ns);
void nthrottle_pending_notify(struct nthrottle_net *nn,
			      struct nthrottle_record *r, u64 now_ns,
			      u64 wall_ns);
struct nthrottle_verdict
nthrottle_pending_verdict(struct nthrottle_net *nn, struct nthrottle_record *r,
			  u64 now_ns);

#endif /* NTHROTTLE_PENDING_H */
