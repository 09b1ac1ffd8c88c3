// SPDX-License-Identifier: GPL-2.0
/*
 * What is pending of a record: events are merged into it, the gates say until
 * when it is held back, a notification takes it along. All under the
 * namespace's lock.
 */
#include <linux/ktime.h>

#include "pending.h"

static const struct nthrottle_profile *profile_of(const struct nthrottle_net *nn)
{
	return &nthrottle_net_ruleset(nn)->profile;
}

/**
 * nthrottle_pending_requeue() - put a record where its gates want it
 * @nn: its namespace, the lock held; the caller arms the queue
 * @r: a registered interface's record with events pending
 */
void nthrottle_pending_requeue(struct nthrottle_net *nn,
			       struct nthrottle_record *r)
{
	struct nthrottle_verdict v;

	v = nthrottle_gates_due(&r->gates, &profile_of(nn)->gates);
	r->generation = nthrottle_net_ruleset(nn)->generation;
	nthrottle_queue_add(&nn->queue, &r->entry, v.due_ns);
}

static void event_of(struct nthrottle_net *nn, struct nthrottle_record *r,
		     u32 event, u64 now_ns)
{
	const struct nthrottle_profile *p = profile_of(nn);

	nthrottle_stats_event(&nn->stats, event);
	if (!(event & p->events)) {
		nn->stats.filtered++;
		return;
	}
	nthrottle_pending_add(nn, r, event, now_ns);
	if (!nthrottle_gates_mind(&r->gates, &p->gates, event) ||
	    !nthrottle_gates_on_event(&r->gates, &p->gates, now_ns, event))
		return;
	nthrottle_pending_requeue(nn, r);
	nthrottle_queue_arm(&nn->queue, now_ns);
}

/**
 * nthrottle_pending_stray() - an event of an interface without a record
 * @nn: the namespace, its lock held
 * @event: the event's bit
 * @now_ns: when it happened
 *
 * Either the allocation failed, or the event comes after UNREGISTER and
 * concerns nobody any more.
 */
void nthrottle_pending_stray(struct nthrottle_net *nn, u32 event, u64 now_ns)
{
	lockdep_assert_held(&nn->lock);
	if (!nn->incomplete)
		return;
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
		nthrottle_pending_stray(nn, event, now_ns);
	spin_unlock_bh(&nn->lock);
}

/**
 * nthrottle_pending_elide() - forget the events of an interface nobody knows
 * @nn: the namespace, its lock held
 * @r: the record of an interface that is gone
 *
 * Return: true if they were, false if the listeners must hear of its end.
 */
bool nthrottle_pending_elide(struct nthrottle_net *nn,
			     struct nthrottle_record *r)
{
	if (r->known)
		return false;
	nthrottle_queue_del(&nn->queue, &r->entry);
	nn->stats.elided += r->pending.count;
	nn->stats.pending -= r->pending.count;
	return true;
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
	struct nthrottle_entry *e = nthrottle_queue_pop(&nn->queue, now_ns);

	return e ? container_of(e, struct nthrottle_record, entry) : NULL;
}

/**
 * nthrottle_pending_notify() - number the notification of a record
 * @nn: its namespace, the lock and RTNL held
 * @r: the record, just popped
 * @now_ns: the time
 * @wall_ns: the wall-clock time
 *
 * With this the events count as delivered: the gates know of it, the state is
 * stored as notified, and the record is free for new events. That the check by
 * nthrottle_pending_pop() and this happen in one section of the lock is what
 * makes the gates' promises hold.
 */
void nthrottle_pending_notify(struct nthrottle_net *nn,
			      struct nthrottle_record *r, u64 now_ns,
			      u64 wall_ns)
{
	u32 why = NTHROTTLE_WHY_URGENT;

	lockdep_assert_held(&nn->lock);
	if (r->dev) {
		why = nthrottle_gates_on_sent(&r->gates, &profile_of(nn)->gates,
					      now_ns);
		nthrottle_state_read(&r->last, r->dev);
	}
	r->report = (struct nthrottle_report){
		.seq = ++nn->seq,
		.led_here = r->pending,
		.sent_ns = now_ns,
		.wall_ns = wall_ns,
		.why = why,
		.deleted = !r->dev,
	};
	r->known = true;
	r->counters.notifications++;
	r->counters.merged += r->pending.count - 1;
	nthrottle_stats_notified(&nn->stats, why, r->pending.count,
				 now_ns - r->pending.first_ns);
	r->pending = (struct nthrottle_pending){};
}

/**
 * nthrottle_pending_verdict() - until when is a record held back, and why?
 * @nn: its namespace, the lock held
 * @r: a registered interface's record with events pending
 * @now_ns: the time
 *
 * Return: the answer of all gates, that at the queue's head included.
 */
struct nthrottle_verdict
nthrottle_pending_verdict(struct nthrottle_net *nn, struct nthrottle_record *r,
			  u64 now_ns)
{
	struct nthrottle_verdict v;
	u64 open_ns;

	lockdep_assert_held(&nn->lock);
	v = nthrottle_gates_due(&r->gates, &profile_of(nn)->gates);
	open_ns = nthrottle_pace_due(&nn->queue.pace, v.due_ns);
	if (open_ns > v.due_ns && open_ns > now_ns) {
		v.due_ns = open_ns;
		v.reason = NTHROTTLE_GATE_PACE;
	}
	return v;
}
