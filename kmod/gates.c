// SPDX-License-Identifier: GPL-2.0
/*
 * All gates of a record together: the due time is the latest of their answers,
 * and the gate that gave it is the reason. Urgent events and a flush let
 * everything pending pass throttle and debounce.
 *
 * In the kernel and in userspace: no clock, no lock, no 64-bit division.
 */
#include <linux/minmax.h>
#include <linux/nthrottle.h>

#include "gate.h"

/* What a change of the link is announced with. */
#define LINK_EVENTS (NTHROTTLE_EVENT_UP | NTHROTTLE_EVENT_DOWN | \
		     NTHROTTLE_EVENT_CHANGE)

/**
 * nthrottle_gates_init() - begin with open gates
 * @g: state
 * @p: parameters
 * @now_ns: the time
 * @link: the link
 */
void nthrottle_gates_init(struct nthrottle_gates *g,
			  const struct nthrottle_gate_params *p, u64 now_ns,
			  const struct nthrottle_link *link)
{
	*g = (struct nthrottle_gates){};
	nthrottle_throttle_init(&g->throttle, &p->throttle);
	nthrottle_debounce_report(&g->debounce, link->up);
	nthrottle_damp_init(&g->damp, &p->damp, now_ns, link->losses);
}

/**
 * nthrottle_gates_adopt() - other parameters are in force
 * @g: state
 * @p: the new parameters
 * @now_ns: the time
 * @link: the link
 *
 * If @p->watch is off, what debounce held is pending like the rest.
 */
void nthrottle_gates_adopt(struct nthrottle_gates *g,
			   const struct nthrottle_gate_params *p, u64 now_ns,
			   const struct nthrottle_link *link)
{
	nthrottle_damp_adopt(&g->damp, &p->damp, now_ns, link->losses);
	if (p->watch)
		return;
	/* Nobody would say that the link is as reported again. */
	g->open |= g->held;
	g->held = false;
	g->debounce.holding = false;
}

static bool passes(const struct nthrottle_gates *g)
{
	return g->urgent || g->flushed;
}

static void let_pass(struct nthrottle_gates *g, u64 now_ns)
{
	if (!passes(g))
		g->pass_ns = now_ns;
}

static enum nthrottle_bounce bounce(struct nthrottle_gates *g,
				    const struct nthrottle_gate_params *p,
				    u64 now_ns,
				    const struct nthrottle_link *link)
{
	enum nthrottle_bounce b;

	b = nthrottle_debounce_on_event(&g->debounce, &p->debounce, now_ns,
					link);
	if (b == NTHROTTLE_BOUNCE_RELEASED)
		g->open |= g->held;
	if (b == NTHROTTLE_BOUNCE_RELEASED || b == NTHROTTLE_BOUNCE_CANCELLED)
		g->held = false;
	return b;
}

/* Whether the throttle must know of what is pending is decided in one place. */
static void mind_throttle(struct nthrottle_gates *g,
			  const struct nthrottle_gate_params *p, u64 now_ns)
{
	if (nthrottle_gates_waiting(g)) {
		nthrottle_throttle_on_event(&g->throttle, &p->throttle, now_ns);
	} else {
		nthrottle_throttle_cancel(&g->throttle);
		g->flushed = false;
	}
}

/**
 * nthrottle_gates_on_event() - an event happened that counts
 * @g: state
 * @p: parameters
 * @now_ns: when
 * @event: its bit (enum nthrottle_event)
 * @link: the link; looked at only if @p->watch says so
 *
 * Return: what becomes of it.
 */
struct nthrottle_outcome
nthrottle_gates_on_event(struct nthrottle_gates *g,
			 const struct nthrottle_gate_params *p, u64 now_ns,
			 u32 event, const struct nthrottle_link *link)
{
	struct nthrottle_outcome o = {
		.merge = true,
		.requeue = !g->throttle.waiting || p->watch,
	};
	bool urgent = event & p->urgent;

	if (p->watch) {
		o.flaps = nthrottle_damp_on_event(&g->damp, &p->damp, now_ns,
						  event, link);
		o.bounce = bounce(g, p, now_ns, link);
		if (o.bounce == NTHROTTLE_BOUNCE_HELD ||
		    o.bounce == NTHROTTLE_BOUNCE_CANCELLED)
			o.merge = urgent || !(event & LINK_EVENTS);
	}
	if (o.merge)
		g->open = true;
	else if (o.bounce == NTHROTTLE_BOUNCE_HELD)
		g->held = true;
	mind_throttle(g, p, now_ns);
	if (urgent && !g->urgent) {
		let_pass(g, now_ns);
		g->urgent = true;
		o.requeue = true;
	}
	return o;
}

/**
 * nthrottle_gates_on_filtered() - an event happened that does not count
 * @g: state
 * @p: parameters
 * @now_ns: when
 * @event: its bit (enum nthrottle_event)
 * @link: the link; looked at only if @p->watch says so
 *
 * Nobody will hear of it, but what the administrator does is no flap, and a
 * flap is one when it happens.
 *
 * Return: how many carrier losses were charged.
 */
u32 nthrottle_gates_on_filtered(struct nthrottle_gates *g,
				const struct nthrottle_gate_params *p,
				u64 now_ns, u32 event,
				const struct nthrottle_link *link)
{
	if (!p->watch)
		return 0;
	return nthrottle_damp_on_event(&g->damp, &p->damp, now_ns, event, link);
}

/**
 * nthrottle_gates_flush() - let the pending events pass
 * @g: state, with something pending
 * @now_ns: when that was asked for
 */
void nthrottle_gates_flush(struct nthrottle_gates *g, u64 now_ns)
{
	let_pass(g, now_ns);
	g->flushed = true;
}

static void postpone(struct nthrottle_verdict *v, u64 due_ns, u32 reason)
{
	if (due_ns <= v->due_ns)
		return;
	v->due_ns = due_ns;
	v->reason = reason;
}

/**
 * nthrottle_gates_due() - when may what is pending be notified?
 * @g: state, with something pending
 * @p: parameters, perhaps others than at the event
 *
 * Return: the due time and the gate that decides it.
 */
struct nthrottle_verdict
nthrottle_gates_due(struct nthrottle_gates *g,
		    const struct nthrottle_gate_params *p)
{
	struct nthrottle_verdict v = {
		.due_ns = nthrottle_throttle_due(&g->throttle, &p->throttle),
	};

	if (passes(g))
		v.due_ns = min(v.due_ns, g->pass_ns);
	else if (nthrottle_throttle_deferred(&g->throttle))
		v.reason = NTHROTTLE_GATE_THROTTLE;
	if (!passes(g) && !g->open)
		postpone(&v, nthrottle_debounce_due(&g->debounce, &p->debounce),
			 NTHROTTLE_GATE_DEBOUNCE);
	postpone(&v, nthrottle_damp_due(&g->damp, &p->damp),
		 NTHROTTLE_GATE_DAMP);
	return v;
}

/**
 * nthrottle_gates_look() - is there still a reason to notify what is due?
 * @g: state, with something due
 * @now_ns: the time
 * @link: the link as it is now; of no interest to those who do not watch it
 *
 * If there is nothing to tell but that the link has lasted, it may have been otherwise
 * without an event.
 *
 * Return: false if so; another due time counts then.
 */
bool nthrottle_gates_look(struct nthrottle_gates *g, u64 now_ns,
			  const struct nthrottle_link *link)
{
	return g->open || passes(g) ||
	       !nthrottle_debounce_look(&g->debounce, now_ns, link);
}

static u32 why(const struct nthrottle_gates *g, enum nthrottle_damp_step step)
{
	if (step == NTHROTTLE_DAMP_BEGIN)
		return NTHROTTLE_WHY_DAMPED;
	if (step == NTHROTTLE_DAMP_END)
		return NTHROTTLE_WHY_UNDAMPED;
	if (g->urgent)
		return NTHROTTLE_WHY_URGENT;
	if (g->flushed)
		return NTHROTTLE_WHY_FLUSH;
	return nthrottle_throttle_deferred(&g->throttle) ?
	       NTHROTTLE_WHY_TRAILING : NTHROTTLE_WHY_LEADING;
}

/* How the link is reported. What is not told now is told later, even without
 * another event. A flush was not meant for what came while damping was silent.
 */
static void report(struct nthrottle_gates *g,
		   const struct nthrottle_gate_params *p, u64 now_ns,
		   enum nthrottle_damp_step step,
		   const struct nthrottle_link *link)
{
	bool pass = g->urgent || (g->flushed && step != NTHROTTLE_DAMP_END);
	bool all = true;

	if (step == NTHROTTLE_DAMP_BEGIN) {
		/* If the link is up, that has to last from now on. */
		nthrottle_debounce_report(&g->debounce, false);
		nthrottle_debounce_on_event(&g->debounce, &p->debounce, now_ns,
					    link);
	} else {
		all = nthrottle_debounce_on_sent(&g->debounce, &p->debounce,
						 now_ns, link, pass);
	}
	g->held = !all;
	g->open = g->damp.owed;
	g->urgent = false;
	g->flushed = false;
}

/**
 * nthrottle_gates_on_sent() - what is pending is notified
 * @g: state
 * @p: parameters
 * @now_ns: when
 * @link: the link as it is now
 *
 * Return: why, and how the link is reported.
 */
struct nthrottle_sent
nthrottle_gates_on_sent(struct nthrottle_gates *g,
			const struct nthrottle_gate_params *p, u64 now_ns,
			const struct nthrottle_link *link)
{
	enum nthrottle_damp_step step;
	struct nthrottle_sent s;

	step = nthrottle_damp_on_sent(&g->damp, &p->damp, now_ns);
	s.why = why(g, step);
	report(g, p, now_ns, step, link);
	s.all = !g->held;
	s.up = g->debounce.reported;
	s.damped = step == NTHROTTLE_DAMP_BEGIN || step == NTHROTTLE_DAMP_MARK;
	nthrottle_throttle_on_sent(&g->throttle, &p->throttle, now_ns);
	mind_throttle(g, p, now_ns);
	return s;
}
