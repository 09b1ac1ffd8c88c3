// SPDX-License-Identifier: GPL-2.0
/*
 * The making of a notification: what is pending becomes a report with a
 * number. All under the namespace's lock.
 */
#include "notify.h"
#include "pending.h"
#include "trace.h"

/**
 * nthrottle_notify_damping() - what the damp gate makes of an interface
 * @r: its record, registered, the namespace's lock held
 * @now_ns: the time
 * @d: where to
 */
void nthrottle_notify_damping(const struct nthrottle_record *r, u64 now_ns,
			      struct nthrottle_damping_report *d)
{
	const struct nthrottle_damp_params *p = &r->profile->gates.damp;
	const struct nthrottle_damping *g = &r->gates.damp;

	*d = (struct nthrottle_damping_report){
		.valid = p->mode != NTHROTTLE_DAMP_OFF || g->owed,
		.damped = nthrottle_damp_damped(g, now_ns),
		.ceiling = p->ceiling >> NTHROTTLE_PENALTY_SHIFT,
		.flaps = r->counters.flaps,
	};
	if (!d->valid)
		return;
	d->penalty = nthrottle_damp_penalty(g, p, now_ns);
	d->reuse_in_ns = g->reuse_ns - min(g->reuse_ns, now_ns);
}

/**
 * nthrottle_notify_shown() - somebody is shown an interface
 * @nn: its namespace, the lock and RTNL held
 * @r: its record
 * @s: its state as shown
 *
 * From now on its end must be notified, even if its beginning was not yet.
 */
void nthrottle_notify_shown(const struct nthrottle_net *nn,
			    struct nthrottle_record *r,
			    const struct nthrottle_state *s)
{
	struct nthrottle_state now = *s;
	struct nthrottle_raw raw;

	lockdep_assert_held(&nn->lock);
	if (r->known)
		return;
	nthrottle_state_report(&r->last, &now, r->gates.debounce.reported, &raw);
	r->known = true;
}

/* What a notification says of the gates. Return: why it is sent. */
static u32 gated_report(struct nthrottle_net *nn, struct nthrottle_record *r,
			u64 now_ns)
{
	struct nthrottle_link link = {};
	struct nthrottle_state now;
	struct nthrottle_sent s;

	/* The losses first: one of this moment is then one too many, not too few. */
	if (r->profile->gates.watch)
		nthrottle_state_link(&link, r->dev, &r->last);
	nthrottle_state_read(&now, r->dev);
	link.up = now.carrier;
	s = nthrottle_gates_on_sent(&r->gates, &r->profile->gates, now_ns,
				    &link);
	if (s.all)
		nthrottle_merge_all(&r->pending, &r->held);
	r->counters.damped += s.damped;
	nn->stats.damped += s.damped;
	nthrottle_state_report(&r->last, &now, s.up, &r->report.raw);
	nthrottle_notify_damping(r, now_ns, &r->report.damping);
	if (s.damped)
		trace_damp(r);
	else if (s.why == NTHROTTLE_WHY_UNDAMPED)
		trace_reuse(r);
	return s.why;
}

/**
 * nthrottle_notify_look() - has the first record still to be notified?
 * @nn: the namespace, the lock held
 * @now_ns: the time
 *
 * Return: false if it waits anew.
 */
bool nthrottle_notify_look(struct nthrottle_net *nn, u64 now_ns)
{
	struct nthrottle_entry *e = nthrottle_queue_first(&nn->queue, now_ns);
	struct nthrottle_record *r;
	struct nthrottle_link link;

	if (!e)
		return true;
	r = container_of(e, struct nthrottle_record, entry);
	if (!r->dev || !r->profile->gates.watch)
		return true;
	nthrottle_state_link(&link, r->dev, &r->last);
	if (nthrottle_gates_look(&r->gates, now_ns, &link))
		return true;
	nthrottle_pending_requeue(nn, r);
	return false;
}

/**
 * nthrottle_notify() - number the notification of a record
 * @nn: its namespace, the lock and RTNL held; the caller arms the queue
 * @r: the record, just popped
 * @now_ns: the time
 * @wall_ns: the wall-clock time
 *
 * With this the events count as delivered: the gates know of it, the state is
 * stored as notified, and the record is free for new events. That the check by
 * nthrottle_pending_pop() and this happen in one section of the lock is what
 * makes the gates' promises hold.
 */
void nthrottle_notify(struct nthrottle_net *nn, struct nthrottle_record *r,
		      u64 now_ns, u64 wall_ns)
{
	struct nthrottle_report *rep = &r->report;

	lockdep_assert_held(&nn->lock);
	rep->raw.differs = false;
	rep->damping.valid = false;
	r->why = r->dev ? gated_report(nn, r, now_ns) : NTHROTTLE_WHY_URGENT;
	rep->seq = ++nn->seq;
	rep->led_here = r->pending;
	rep->sent_ns = now_ns;
	rep->wall_ns = wall_ns;
	r->deleted = !r->dev;
	r->known = true;
	r->counters.notifications++;
	r->counters.merged += r->pending.count - !!r->pending.count;
	nthrottle_stats_notified(&nn->stats, r->why, r->pending.count,
				 now_ns - r->pending.first_ns);
	r->pending = (struct nthrottle_pending){};
	trace_send(nn, r);
	/* Debounce may hold something still, or the end of damping be owed. */
	if (r->dev)
		nthrottle_pending_requeue(nn, r);
}
