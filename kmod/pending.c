// SPDX-License-Identifier: GPL-2.0
/*
 * What is pending of a record: events are merged into it, the gates say until
 * when it is held back, a notification takes it along. All under the
 * namespace's lock.
 */
#include <linux/ktime.h>

#include "payer.h"
#include "pending.h"

/**
 * nthrottle_pending_requeue() - put a record where its gates want it
 * @nn: its namespace, the lock held; the caller arms the queue
 * @r: a registered interface's record
 */
void nthrottle_pending_requeue(struct nthrottle_net *nn,
			       struct nthrottle_record *r)
{
	struct nthrottle_verdict v;

	if (!nthrottle_gates_waiting(&r->gates)) {
		nthrottle_queue_del(&nn->queue, &r->entry);
		return;
	}
	v = nthrottle_gates_due(&r->gates, &r->profile->gates);
	/* Whoever changes something meanwhile must not bring it into the worker's
	 * batch once more.
	 */
	v.due_ns = max(v.due_ns, r->report.sent_ns + 1);
	nthrottle_queue_add(&nn->queue, &r->entry, v.due_ns);
	trace_defer(r, &v);
}

/* Of a change that did not last, nobody needs to hear. */
static void bounce(struct nthrottle_net *nn, struct nthrottle_record *r)
{
	trace_drop(r, &r->held, NTHROTTLE_DROP_BOUNCED);
	nn->stats.bounced += r->held.count;
	nn->stats.pending -= r->held.count;
	r->pending.bounced += r->held.count;
	r->held = (struct nthrottle_pending){};
}

static void count_flaps(struct nthrottle_net *nn, struct nthrottle_record *r,
			u32 flaps)
{
	r->counters.flaps += flaps;
	nn->stats.flaps += flaps;
}

/* Damping may end with it: of that, listeners do hear. */
static void filtered_event(struct nthrottle_net *nn, struct nthrottle_record *r,
			   u32 event, u64 now_ns)
{
	const struct nthrottle_gate_params *p = &r->profile->gates;
	struct nthrottle_link link;

	nn->stats.filtered++;
	trace_drop(r, &(struct nthrottle_pending){ .events = event, .count = 1 },
		   NTHROTTLE_DROP_FILTERED);
	if (!p->watch)
		return;
	nthrottle_state_link(&link, r->dev, &r->last);
	count_flaps(nn, r, nthrottle_gates_on_filtered(&r->gates, p, now_ns,
						       event, &link));
	nthrottle_pending_requeue(nn, r);
	nthrottle_queue_arm(&nn->queue, now_ns);
}

/* The events of an interface are told to its gates, as long as they mind. */
static void gated_event(struct nthrottle_net *nn, struct nthrottle_record *r,
			u32 event, u64 now_ns)
{
	const struct nthrottle_gate_params *p = &r->profile->gates;
	struct nthrottle_pending *to = &r->held;
	struct nthrottle_link link = {};
	struct nthrottle_outcome o;

	if (p->watch)
		nthrottle_state_link(&link, r->dev, &r->last);
	o = nthrottle_gates_on_event(&r->gates, p, now_ns, event, &link);
	count_flaps(nn, r, o.flaps);
	if (o.bounce == NTHROTTLE_BOUNCE_RELEASED)
		nthrottle_merge_all(&r->pending, &r->held);
	if (o.merge)
		to = &r->pending;
	/* What cancels a change goes with it. */
	if (o.bounce == NTHROTTLE_BOUNCE_CANCELLED && o.merge)
		bounce(nn, r);
	nthrottle_pending_add(nn, r, to, event, now_ns);
	if (o.bounce == NTHROTTLE_BOUNCE_CANCELLED && !o.merge)
		bounce(nn, r);
	if (!o.requeue)
		return;
	nthrottle_pending_requeue(nn, r);
	nthrottle_queue_arm(&nn->queue, now_ns);
}

static void event_of(struct nthrottle_net *nn, struct nthrottle_record *r,
		     u32 event, u64 now_ns)
{
	const struct nthrottle_profile *p = r->profile;

	nthrottle_stats_event(&nn->stats, event);
	trace_event(nn, r, event, now_ns);
	if (!(event & p->events))
		filtered_event(nn, r, event, now_ns);
	else if (nthrottle_gates_mind(&r->gates, &p->gates, event))
		gated_event(nn, r, event, now_ns);
	else
		nthrottle_pending_add(nn, r, &r->pending, event, now_ns);
}

/**
 * nthrottle_pending_stray() - an event of an interface without a record
 * @nn: the namespace, its lock held
 * @dev: the interface
 * @event: the event's bit
 * @now_ns: when it happened
 *
 * Either the allocation failed, or the event comes after UNREGISTER and
 * concerns nobody any more, or a notifier before us kept REGISTER to itself when
 * the interface moved here, where the kernel ignores that. Only those that are
 * there are listed.
 */
void nthrottle_pending_stray(struct nthrottle_net *nn,
			     const struct net_device *dev, u32 event,
			     u64 now_ns)
{
	lockdep_assert_held(&nn->lock);
	if (!nn->incomplete) {
		if (__dev_get_by_index(nn->net, dev->ifindex) != dev)
			return;
		nthrottle_payer_note(nn);
		nn->incomplete = true;
	}
	nthrottle_stats_event(&nn->stats, event);
	nn->stats.unrecorded++;
	nthrottle_queue_wake(&nn->queue, now_ns + NTHROTTLE_RETRY_NS, now_ns);
}

/**
 * nthrottle_pending_event() - an event of an interface
 * @nn: its namespace
 * @dev: the interface
 * @event: the event's bit, not that of its end
 *
 * Context: RTNL held. Allocates nothing.
 */
void nthrottle_pending_event(struct nthrottle_net *nn, struct net_device *dev,
			     u32 event)
{
	struct nthrottle_record *r = nthrottle_record_find(nn, dev);
	u64 now_ns = ktime_get_boottime_ns();

	spin_lock_bh(&nn->lock);
	if (r)
		event_of(nn, r, event, now_ns);
	else
		nthrottle_pending_stray(nn, dev, event, now_ns);
	spin_unlock_bh(&nn->lock);
}

/**
 * nthrottle_pending_adopt() - other parameters are in force for a record
 * @nn: its namespace, the lock held; the caller arms the queue
 * @r: a registered interface's record
 * @p: its profile from now on
 * @now_ns: the time
 *
 * Context: RTNL need not be held.
 */
void nthrottle_pending_adopt(struct nthrottle_net *nn,
			     struct nthrottle_record *r,
			     const struct nthrottle_profile *p, u64 now_ns)
{
	const struct nthrottle_profile *old = r->profile;
	struct nthrottle_link link;

	lockdep_assert_held(&nn->lock);
	r->profile = p;
	if (!memcmp(&old->params, &p->params, sizeof(p->params)))
		return;
	nthrottle_state_link(&link, r->dev, &r->last);
	nthrottle_gates_adopt(&r->gates, &p->gates, now_ns, &link);
	/* The gates have released it. */
	if (!p->gates.watch)
		nthrottle_merge_all(&r->pending, &r->held);
	nthrottle_pending_requeue(nn, r);
}

/**
 * nthrottle_pending_flush() - let what is pending pass throttle and debounce
 * @nn: the namespace, its lock held; the caller arms the queue
 * @r: a registered interface's record
 * @now_ns: the time
 */
void nthrottle_pending_flush(struct nthrottle_net *nn,
			     struct nthrottle_record *r, u64 now_ns)
{
	if (!nthrottle_gates_waiting(&r->gates))
		return;
	nthrottle_gates_flush(&r->gates, now_ns);
	nthrottle_pending_requeue(nn, r);
}

/**
 * nthrottle_pending_end() - the interface is gone
 * @nn: the namespace, its lock held; the caller arms the queue
 * @r: its record, in no index any more
 * @now_ns: the time
 *
 * Nobody needs to hear of an interface that nobody knows.
 *
 * Return: true if the listeners must hear of it; false if the record can be
 * freed.
 */
bool nthrottle_pending_end(struct nthrottle_net *nn, struct nthrottle_record *r,
			   u64 now_ns)
{
	trace_event(nn, r, NTHROTTLE_EVENT_UNREGISTER, now_ns);
	nthrottle_stats_event(&nn->stats, NTHROTTLE_EVENT_UNREGISTER);
	nthrottle_merge_all(&r->pending, &r->held);
	nthrottle_pending_add(nn, r, &r->pending, NTHROTTLE_EVENT_UNREGISTER,
			      now_ns);
	r->dev = NULL;
	if (r->known) {
		/* Nothing may overtake it: ifindex and name are free now. */
		nthrottle_queue_add_head(&nn->queue, &r->entry);
		return true;
	}
	nthrottle_queue_del(&nn->queue, &r->entry);
	trace_drop(r, &r->pending, NTHROTTLE_DROP_ELIDED);
	nn->stats.elided += r->pending.count;
	nn->stats.pending -= r->pending.count;
	return false;
}

/**
 * nthrottle_pending_pop() - take out the first record that may be notified
 * @nn: the namespace, the lock held
 * @now_ns: the time
 *
 * Return: the record, or NULL if none is due.
 */
struct nthrottle_record *nthrottle_pending_pop(struct nthrottle_net *nn,
					       u64 now_ns)
{
	struct nthrottle_entry *e;
	bool limited;

	e = nthrottle_queue_pop(&nn->queue, now_ns, &limited);
	if (!e)
		return NULL;
	nn->stats.rate_limited += limited;
	return container_of(e, struct nthrottle_record, entry);
}

/**
 * nthrottle_pending_verdict() - until when is a record held back, and why?
 * @nn: its namespace, the lock held
 * @r: a registered interface's record with something to notify
 * @now_ns: the time
 *
 * Return: the answer of all gates, that at the queue's head included.
 */
struct nthrottle_verdict
nthrottle_pending_verdict(struct nthrottle_net *nn, struct nthrottle_record *r,
			  u64 now_ns)
{
	const struct nthrottle_queue *q = &nn->queue;
	struct nthrottle_verdict v;
	u32 reason;
	u64 open_ns;

	lockdep_assert_held(&nn->lock);
	v = nthrottle_gates_due(&r->gates, &r->profile->gates);
	open_ns = nthrottle_pace_due(&q->pace, &q->pace_params, v.due_ns,
				     &reason);
	if (open_ns > v.due_ns && open_ns > now_ns) {
		v.due_ns = open_ns;
		v.reason = reason;
	}
	return v;
}
