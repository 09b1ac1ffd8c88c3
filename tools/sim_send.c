// SPDX-License-Identifier: GPL-2.0
/* A notification in virtual time, as nthrottle_pending_notify() makes it. */
#include <linux/minmax.h>
#include <linux/nthrottle.h>

#include "sim.h"

/* When the interface's own gates let the events go. */
static u64 let_go_ns(const struct sim *s, const struct sim_dev *d, u64 due_ns)
{
	return min(max(due_ns, d->let_ns), s->now_ns);
}

/*
 * How long the first event waited: for the interface's own gates, and then for
 * the queue's head. The gate that made more of it is the one to be named.
 */
static void account_wait(struct sim *s, struct sim_dev *d, u64 due_ns,
			 struct sim_sent *sent)
{
	u64 first_ns = sent->led_here.first_ns;
	u32 head = NTHROTTLE_GATE_NONE;
	u64 own_ns;

	sent->gate = d->gate;
	d->gate = NTHROTTLE_GATE_NONE;
	if (!sent->led_here.count)
		return;
	due_ns = max(let_go_ns(s, d, due_ns), first_ns);
	nthrottle_pace_due(&d->net->pace, &s->settings->pace, due_ns, &head);
	own_ns = due_ns - first_ns;
	sent->held_ns = s->now_ns - first_ns;
	s->held_ns[sent->gate] += own_ns;
	s->held_ns[head] += sent->held_ns - own_ns;
	if (sent->held_ns - own_ns > own_ns || !own_ns)
		sent->gate = head;
}

static void count_wait(struct sim_counters *c, const struct sim_sent *sent)
{
	if (!sent->led_here.count)
		return;
	c->waits++;
	c->wait_ns += sent->held_ns;
	if (sent->held_ns > c->longest_ns) {
		c->longest_ns = sent->held_ns;
		c->longest_gate = sent->gate;
	}
}

static void count_sent(struct sim_counters *c, const struct sim_sent *sent,
		       bool damped)
{
	u64 count = sent->led_here.count;

	c->notifications++;
	c->delivered += count;
	c->merged += count - !!count;
	c->damped += damped;
	count_wait(c, sent);
}

static void read_damping(const struct sim *s, const struct sim_dev *d,
			 struct sim_sent *sent)
{
	const struct nthrottle_damp_params *p = &d->profile->gates.damp;
	const struct nthrottle_damping *damp = &d->gates.damp;

	sent->watched = p->mode != NTHROTTLE_DAMP_OFF || damp->owed;
	if (!sent->watched)
		return;
	sent->penalty = nthrottle_damp_penalty(damp, p, s->now_ns);
	sent->damped = nthrottle_damp_damped(damp, s->now_ns);
	if (sent->damped)
		sent->reuse_in_ns = damp->reuse_ns - min(damp->reuse_ns,
							 s->now_ns);
}

/* What the gates say. Return: the damp gate begins to suppress. */
static bool gated_report(struct sim *s, struct sim_dev *d,
			 struct sim_sent *sent)
{
	const struct nthrottle_gate_params *p = &d->profile->gates;
	struct nthrottle_link link = sim_dev_link(d);
	struct nthrottle_sent told;

	told = nthrottle_gates_on_sent(&d->gates, p, s->now_ns, &link);
	if (told.all)
		nthrottle_merge_all(&d->pending, &d->held);
	sent->why = told.why;
	sent->up = told.up;
	sim_dev_report(d, told.up);
	read_damping(s, d, sent);
	return told.damped;
}

/* @due_ns is when the gates let it go. */
void sim_send(struct sim *s, struct sim_dev *d, u64 due_ns)
{
	struct sim_sent sent = {
		.dev = d,
		.now_ns = s->now_ns,
		.seq = ++d->net->seq,
		.bounced = d->bounced,
		.why = NTHROTTLE_WHY_URGENT,
		.up = d->last.carrier,
		.raw_up = d->gone ? d->last.carrier : d->live.carrier,
	};
	bool damped = false;

	if (!d->gone)
		damped = gated_report(s, d, &sent);
	sent.led_here = d->pending;
	account_wait(s, d, due_ns, &sent);
	d->pending = (struct nthrottle_pending){};
	d->bounced = 0;
	d->known = true;
	count_sent(&d->counters, &sent, damped);
	count_sent(&s->total, &sent, damped);
	if (s->sent)
		s->sent(s->arg, &sent);
	if (!d->gone)
		sim_queue_dev(s, d);
}
