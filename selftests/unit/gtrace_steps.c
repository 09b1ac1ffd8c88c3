// SPDX-License-Identifier: GPL-2.0
#include <inttypes.h>
#include <linux/minmax.h>
#include <linux/nthrottle.h>
#include <math.h>
#include <stdio.h>

#include "gtrace.h"

/* The time at which the gates are told something. */
static u64 told_ns(struct gtrace *t)
{
	u64 back_ns = t->kind->skewed ? rng_below(&t->rng, 2000) : 0;

	return t->now_ns > back_ns ? t->now_ns - back_ns : 0;
}

static s64 since(const struct gtrace *t, u64 ns)
{
	return ns - t->start_ns;
}

static void note(struct gtrace *t, enum rg_what what, u64 at_ns, u32 event)
{
	rg_add(&t->history, &(struct rg_entry){
		.what = what,
		.at_ns = at_ns,
		.event = event,
		.link = t->port.link,
		.p = gtrace_params(t),
		.said = { t->port.g.damp.penalty, t->port.g.damp.reuse_ns },
	});
}

/* Where the events are, and whether anything waits. */
static const char *compare(struct gtrace *t)
{
	const struct rg_answer *a = &t->answer;
	const struct port *p = &t->port;
	const char *broken = port_audit(p);

	rg_ask(&t->history, t->now_ns, &t->answer);
	if (broken)
		return broken;
	if (a->broken)
		return a->broken;
	if (p->pending.count != a->fates[RG_PENDING])
		return "not what the reference has pending";
	if (p->held.count != a->fates[RG_HELD])
		return "not what the reference holds";
	if (p->bounced != a->fates[RG_BOUNCED])
		return "not what the reference bounced";
	if (p->delivered != a->fates[RG_DELIVERED])
		return "not what the reference delivered";
	if (p->flaps != a->flaps)
		return "not the flaps of the reference";
	if (nthrottle_gates_waiting(&p->g) != a->waiting)
		return "the reference does not agree whether anything waits";
	return NULL;
}

static const char *compare_damp(const struct gtrace *t)
{
	const struct nthrottle_damping *d = &t->port.g.damp;
	const struct rg_answer *a = &t->answer;
	u32 penalty = nthrottle_damp_penalty(d, &t->port.p.damp, t->now_ns);

	/* In whole units, rounded. */
	if (fabsl(penalty - a->penalty) > 0.501L + a->penalty / 1000000)
		return "the penalty now differs from the reference";
	if (nthrottle_damp_damped(d, t->now_ns) != a->damped)
		return "damped differs from the reference";
	return NULL;
}

static const char *compare_due(struct gtrace *t, struct nthrottle_verdict v)
{
	const struct nthrottle_throttle *g = &t->port.g.throttle;
	const struct rg_answer *a = &t->answer;
	struct nthrottle_verdict again;

	if (v.due_ns != a->due_ns)
		return "the due time differs from the reference";
	if (v.reason != a->reason)
		return "the reason differs from the reference";
	if (g->ready_ns != a->throttle.ready_ns)
		return "the ready time differs from the reference";
	if (nthrottle_throttle_deferred(g) != a->throttle.deferred)
		return "deferred differs from the reference";
	again = nthrottle_gates_due(&t->port.g, &t->port.p);
	if (again.due_ns != v.due_ns || again.reason != v.reason)
		return "the due time moved though nothing happened";
	return promises_due(&t->promises, v.due_ns, a->others_ns);
}

/* The queue asks the gates anew. */
const char *gtrace_look(struct gtrace *t)
{
	bool moved = t->len_seen != t->history.len;
	struct nthrottle_verdict v = {};
	const char *broken;

	t->queued = nthrottle_gates_waiting(&t->port.g);
	if (t->queued) {
		v = nthrottle_gates_due(&t->port.g, &t->port.p);
		t->tally.reasons[v.reason]++;
	}
	/* Else looking is nothing that a later answer could depend on. */
	if (t->queued && t->unseen)
		note(t, RG_LOOK, t->now_ns, 0);
	t->unseen = false;
	broken = compare(t);
	say(t, "due %" PRId64 " (reference %" PRId64 "), reason %u (%u)%s, pending %" PRIu64
	    ", held %" PRIu64 ", penalty %Lf", t->queued ? since(t, v.due_ns) : -1,
	    t->answer.waiting ? since(t, t->answer.due_ns) : -1, v.reason, t->answer.reason,
	    t->answer.damped ? ", damped" : "", t->port.pending.count, t->port.held.count,
	    t->answer.penalty);
	if (!broken && !moved && v.due_ns != t->queued_ns)
		broken = "the due time moved though nothing but time passed";
	t->queued_ns = v.due_ns;
	t->len_seen = t->history.len;
	if (!broken)
		broken = compare_damp(t);
	if (!broken && t->queued)
		broken = compare_due(t, v);
	return broken;
}

const char *gtrace_event(struct gtrace *t, u32 event)
{
	u64 now_ns = told_ns(t), before_ns = t->queued_ns, bounced = t->port.bounced;
	bool was_queued = t->queued, unseen = t->unseen, waiting;
	u64 reuse_ns = t->port.g.damp.reuse_ns;
	const char *broken;

	port_event(&t->port, now_ns, event);
	say(t, "event 0x%x at %" PRId64 ": link %s%s%s, %u losses, bounce %u, merge %u", event,
	    since(t, now_ns), t->port.link.up ? "up" : "down",
	    t->port.link.admin_up ? "" : " (admin)", t->port.link.same ? "" : ", changed",
	    t->port.link.losses, t->port.o.bounce, t->port.o.merge);
	note(t, RG_EVENT, now_ns, event);
	t->tally.events++;
	t->tally.bounces[t->port.o.bounce]++;
	t->tally.prolonged += t->damped && t->port.g.damp.reuse_ns > reuse_ns;
	waiting = nthrottle_gates_waiting(&t->port.g);
	promises_event(&t->promises, now_ns);
	if (event & t->port.p.urgent)
		promises_exempt(&t->promises, now_ns);
	if (t->port.bounced != bounced)
		promises_bounced(&t->promises, t->port.bounced - bounced, waiting);
	if (!t->port.o.requeue && unseen)
		return compare(t);	/* the queue's due time may be older */
	broken = gtrace_look(t);
	if (!broken && !t->port.o.requeue && (!was_queued || t->queued_ns != before_ns))
		broken = "an event changed the due time without saying so";
	return broken;
}

const char *gtrace_flush(struct gtrace *t)
{
	u64 now_ns = told_ns(t);

	if (!nthrottle_gates_waiting(&t->port.g))
		return NULL;
	say(t, "flush at %" PRId64, since(t, now_ns));
	nthrottle_gates_flush(&t->port.g, now_ns);
	note(t, RG_FLUSH, now_ns, 0);
	promises_exempt(&t->promises, now_ns);
	return gtrace_look(t);
}

const char *gtrace_reset(struct gtrace *t)
{
	u64 now_ns = told_ns(t);

	say(t, "reset at %" PRId64, since(t, now_ns));
	nthrottle_damp_reset(&t->port.g.damp, now_ns);
	note(t, RG_RESET, now_ns, 0);
	return gtrace_look(t);
}

static void say_params(const struct gtrace *t)
{
	const struct nthrottle_params *u = &t->user;

	say(t, "threshold %u..%u burst %u urgent 0x%x updelay %u downdelay %u", u->threshold_ms,
	    u->threshold_max_ms, u->burst, u->urgent, u->updelay_ms, u->downdelay_ms);
	say(t, "damp %u half-life %u suppress %u reuse %u max-suppress %u penalty %u restart %u",
	    u->damp, u->half_life_ms, u->suppress, u->reuse, u->max_suppress_ms, u->penalty,
	    u->restart_penalty);
}

const char *gtrace_change(struct gtrace *t)
{
	u64 now_ns = told_ns(t);

	gtrace_change_params(t);
	say_params(t);
	port_adopt(&t->port, gtrace_params(t), now_ns);
	note(t, RG_ADOPT, now_ns, 0);
	promises_params(&t->promises, t->now_ns, &t->port.p.throttle);
	t->unseen = true;
	/* Until it is looked at, the queue goes by the old due time. */
	return rng_percent(&t->rng, 80) ? gtrace_look(t) : compare(t);
}

/* Exactly one undamped follows each damped, and nothing comes between them. */
static const char *check_why(struct gtrace *t, bool silenced)
{
	u32 why = t->port.s.why;

	if (t->damped && why != NTHROTTLE_WHY_UNDAMPED)
		return "P2: after damped comes something else than undamped";
	if (!t->damped && why == NTHROTTLE_WHY_UNDAMPED)
		return "P2: undamped without damped";
	if (silenced)
		return "sent while damped";
	t->damped = why == NTHROTTLE_WHY_DAMPED;
	if (t->damped && t->port.s.up)
		return "damped does not say down";
	return NULL;
}

static const char *compare_sent(const struct gtrace *t)
{
	const struct nthrottle_pending *is = &t->port.sent, *ref = &t->answer.sent;
	const struct rg_answer *a = &t->answer;

	if (t->port.s.why != a->why)
		return "why differs from the reference";
	if (t->port.s.up != a->reported)
		return "the reported link differs from the reference";
	if (t->port.s.all != a->all)
		return "all or not all differs from the reference";
	if (t->port.s.damped != a->begins)
		return "the reference does not begin to damp there";
	if (is->events != ref->events || is->count != ref->count)
		return "other events were sent than the reference's";
	if (!t->kind->skewed && is->count &&
	    (is->first_ns != ref->first_ns || is->last_ns != ref->last_ns))
		return "the events sent are not from the reference's time";
	return NULL;
}

/* The worker: it sends what is due. */
const char *gtrace_work(struct gtrace *t)
{
	const struct nthrottle_damping *d = &t->port.g.damp;
	u64 now_ns = told_ns(t);
	const char *broken = NULL;
	bool silenced;

	if (!t->queued)
		return NULL;
	if (rng_percent(&t->rng, 50))
		broken = gtrace_look(t);
	if (broken || !t->queued || now_ns < t->queued_ns)
		return broken;
	silenced = t->damped && !t->unseen && t->port.p.damp.mode == NTHROTTLE_DAMP_ON &&
		   now_ns < d->reuse_ns;
	port_send(&t->port, now_ns);
	say(t, "sent: %" PRId64 ", why %u, link %s%s, %" PRIu64 " events", since(t, now_ns),
	    t->port.s.why, t->port.s.up ? "up" : "down", t->port.s.all ? "" : ", not all",
	    t->port.sent.count);
	note(t, RG_SENT, now_ns, 0);
	t->sent_ns = now_ns;
	t->tally.whys[t->port.s.why]++;
	t->tally.marks += t->port.s.damped && t->port.s.why != NTHROTTLE_WHY_DAMPED;
	t->tally.partial += !t->port.s.all;
	t->tally.eventless += !t->port.sent.count;
	broken = promises_sent(&t->promises, now_ns, t->port.s.why == NTHROTTLE_WHY_TRAILING);
	if (nthrottle_gates_waiting(&t->port.g))
		promises_left(&t->promises, now_ns, t->port.held.count);
	if (!broken)
		broken = check_why(t, silenced);
	if (!broken)
		broken = gtrace_look(t);
	return broken ? broken : compare_sent(t);
}

void gtrace_begin(struct gtrace *t)
{
	port_init(&t->port, gtrace_params(t), t->now_ns);
	say_params(t);
	rg_begin(&t->history, &(struct rg_entry){
		.at_ns = t->now_ns,
		.link = t->port.link,
		.p = gtrace_params(t),
		.said = { t->port.g.damp.penalty, t->port.g.damp.reuse_ns },
	});
	promises_begin(&t->promises, t->now_ns, &t->port.p.throttle);
	t->promises.untimed = t->kind->skewed;
	t->promises.eventless = true;
}
