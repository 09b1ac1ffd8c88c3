// SPDX-License-Identifier: GPL-2.0
/*
 * The rules of all gates together, read aloud; those of the throttle and of damp
 * are in ref_throttle.c and ref_damp.c:
 *
 * - An event is pending until a notification delivers it.
 * - While somebody watches, each event tells of the link. If that is not as
 *   reported, and has to last for a time, it is on trial from then on: events of
 *   the link's kinds are held, others are not, nor are urgent ones. A notification
 *   that finds the link so begins a trial, too. If the carrier was lost once more
 *   since the trial began, while the administrator had it up, it begins anew.
 * - The trial ends when an event tells of the link as reported. If nothing else
 *   changed, what was held and that event are bounced; else they are pending. It
 *   also ends when nobody watches any more: what was held is pending.
 * - A notification reports the link as it is, and with it what was held. Only if
 *   the trial has not lasted long enough, and neither an urgent event nor a flush
 *   is pending, it reports the link as before; the rest is told later, even if no
 *   event was held. The one that begins a suppression reports it down and takes
 *   all along; to the one that ends it, no flush matters.
 * - While an interface is suppressed a notification is owed.
 * - Due is the latest of what the throttle says; of the trial's end, if nothing
 *   is waiting but what is on trial, without urgent event or flush; of the reuse
 *   time, if damping is on and a notification is owed. The reason is who says so
 *   first.
 */
#include <assert.h>
#include <linux/nthrottle.h>
#include <string.h>

#include "ref_gates.h"

#define LINK_EVENTS (NTHROTTLE_EVENT_UP | NTHROTTLE_EVENT_DOWN | NTHROTTLE_EVENT_CHANGE)

struct story {
	struct rg_history *h;
	const struct nthrottle_gate_params *p;
	struct ref_damp damp;
	u8 fate[RG_HISTORY_MAX];	/* enum rg_fate, of each entry */
	size_t settled;		/* what was before this has met its fate */
	size_t now;		/* what is after this has not happened */
	bool trial;		/* the link is not as reported, and that must last */
	u64 trial_ns;
	u32 trial_losses;
	bool untold;		/* a notification did not tell of the link as it was */
	bool must;		/* ... and the trial that was the reason is over */
	bool urgent;
	bool flush;
	struct rg_answer *a;
};

static u64 delay_ns(const struct story *s, bool up)
{
	return up ? s->p->debounce.updelay_ns : s->p->debounce.downdelay_ns;
}

/* All events that are @from are @to. */
static void turn(struct story *s, enum rg_fate from, enum rg_fate to)
{
	size_t i;

	for (i = s->settled; i <= s->now && s->a->fates[from]; i++) {
		if (s->fate[i] != from)
			continue;
		s->fate[i] = to;
		s->a->fates[from]--;
		s->a->fates[to]++;
	}
}

static bool any(const struct story *s, enum rg_fate fate)
{
	return s->a->fates[fate];
}

/* Something that is on no trial. */
static bool free_to_go(const struct story *s)
{
	return any(s, RG_PENDING) || s->damp.owed || s->must;
}

static bool waiting(const struct story *s)
{
	return free_to_go(s) || any(s, RG_HELD) || s->untold;
}

static void tell_throttle(struct story *s, enum ref_what what, u64 at_ns)
{
	ref_add(&s->h->throttle, what, at_ns, &s->p->throttle);
}

static void try_from_now(struct story *s, const struct rg_entry *e)
{
	s->trial = true;
	s->trial_ns = e->at_ns;
	s->trial_losses = e->link.losses;
}

/* The link is not as reported: must it show that it lasts, from now on? */
static void look_at_link(struct story *s, const struct rg_entry *e)
{
	if (!e->link.admin_up)
		s->trial_losses = e->link.losses;
	if (s->trial ? e->link.losses != s->trial_losses : delay_ns(s, e->link.up) > 0)
		try_from_now(s, e);
}

static enum rg_fate try_link(struct story *s, const struct rg_entry *e)
{
	bool about_link = (e->event & LINK_EVENTS) && !(e->event & s->p->urgent);
	bool as_reported = e->link.up == s->a->reported;

	if (s->trial && as_reported) {
		turn(s, RG_HELD, e->link.same ? RG_BOUNCED : RG_PENDING);
		s->trial = false;
		s->untold = false;
		return about_link && e->link.same ? RG_BOUNCED : RG_PENDING;
	}
	if (!as_reported)
		look_at_link(s, e);
	return about_link && s->trial ? RG_HELD : RG_PENDING;
}

static void on_event(struct story *s, const struct rg_entry *e)
{
	enum rg_fate fate = RG_PENDING;

	if (s->p->watch) {
		ref_damp_event(&s->damp, e->at_ns, e->event, &e->link, e->said);
		fate = try_link(s, e);
	}
	s->fate[s->now] = fate;
	s->a->fates[fate]++;
	if (e->event & s->p->urgent) {
		s->urgent = true;
		tell_throttle(s, REF_URGENT, e->at_ns);
	} else if (waiting(s)) {
		tell_throttle(s, REF_EVENT, e->at_ns);
	} else {
		s->flush = false;
		tell_throttle(s, REF_NOTHING, e->at_ns);
	}
}

static void on_adopt(struct story *s, const struct rg_entry *e)
{
	s->p = e->p;
	ref_damp_adopt(&s->damp, &e->p->damp, e->at_ns, e->link.losses, e->said);
	if (s->p->watch)
		return;
	s->must |= s->untold;
	s->untold = false;
	s->trial = false;
	turn(s, RG_HELD, RG_PENDING);
}

/* Does the notification tell of the link as it is? */
static bool tells_all(struct story *s, const struct rg_entry *e, bool ends)
{
	if (e->link.up == s->a->reported || s->urgent || (s->flush && !ends))
		return true;
	look_at_link(s, e);
	return !s->trial || e->at_ns >= s->trial_ns + delay_ns(s, e->link.up);
}

/* The events that a notification takes along. */
static void deliver(struct story *s)
{
	struct nthrottle_pending *sent = &s->a->sent;
	size_t i;

	*sent = (struct nthrottle_pending){};
	for (i = s->settled; any(s, RG_PENDING) && i < s->now; i++)
		if (s->fate[i] == RG_PENDING)
			nthrottle_merge_event(sent, s->h->entry[i].event, s->h->entry[i].at_ns);
	turn(s, RG_PENDING, RG_DELIVERED);
	if (!any(s, RG_HELD))
		s->settled = s->now;
}

static void on_sent(struct story *s, const struct rg_entry *e)
{
	enum nthrottle_damp_step step = ref_damp_sent(&s->damp, e->at_ns);
	struct rg_answer *a = s->a;

	if (step == NTHROTTLE_DAMP_BEGIN) {
		a->all = true;
		a->reported = false;
		s->trial = false;
		if (e->link.up)
			look_at_link(s, e);
	} else {
		a->all = tells_all(s, e, step == NTHROTTLE_DAMP_END);
		s->trial &= !a->all;
		if (a->all)
			a->reported = e->link.up;
	}
	s->untold = !a->all;
	s->must = false;
	s->urgent = false;
	s->flush = false;
	if (a->all)
		turn(s, RG_HELD, RG_PENDING);
	deliver(s);
	a->begins = step == NTHROTTLE_DAMP_BEGIN || step == NTHROTTLE_DAMP_MARK;
	tell_throttle(s, REF_SENT, e->at_ns);
	a->why = step == NTHROTTLE_DAMP_BEGIN ? NTHROTTLE_WHY_DAMPED :
		 step == NTHROTTLE_DAMP_END ? NTHROTTLE_WHY_UNDAMPED : ~0U;
	if (waiting(s))
		tell_throttle(s, REF_EVENT, e->at_ns);
}

static void go_on(struct story *s, const struct rg_entry *e)
{
	switch (e->what) {
	case RG_EVENT:
		on_event(s, e);
		break;
	case RG_FLUSH:
		s->flush = true;
		tell_throttle(s, REF_FLUSH, e->at_ns);
		break;
	case RG_LOOK:
		tell_throttle(s, REF_LOOK, e->at_ns);
		break;
	case RG_SENT:
		on_sent(s, e);
		break;
	case RG_ADOPT:
		on_adopt(s, e);
		break;
	case RG_RESET:
		ref_damp_reset(&s->damp, e->at_ns, e->said);
		break;
	}
}

static void later(struct rg_answer *a, u64 at_ns, u32 reason)
{
	if (at_ns > a->others_ns)
		a->others_ns = at_ns;
	if (at_ns <= a->due_ns)
		return;
	a->due_ns = at_ns;
	a->reason = reason;
}

static void conclude(struct story *s, u64 now_ns)
{
	struct rg_answer *a = s->a;

	a->broken = s->damp.broken;
	a->throttle = ref_ask(&s->h->throttle);
	if (a->why == ~0U)
		a->why = a->throttle.why;
	a->due_ns = a->throttle.due_ns;
	a->reason = a->throttle.reason;
	a->waiting = waiting(s);
	if (a->waiting && !free_to_go(s) && !s->urgent && !s->flush)
		later(a, s->trial_ns + delay_ns(s, !a->reported), NTHROTTLE_GATE_DEBOUNCE);
	if (s->damp.owed && s->p->damp.mode == NTHROTTLE_DAMP_ON)
		later(a, s->damp.reuse_ns, NTHROTTLE_GATE_DAMP);
	a->damped = ref_damp_damped(&s->damp, now_ns);
	a->penalty = ref_damp_penalty(&s->damp, now_ns);
	a->flaps = s->damp.flaps;
}

void rg_begin(struct rg_history *h, const struct rg_entry *first)
{
	h->first = *first;
	h->len = 0;
}

void rg_add(struct rg_history *h, const struct rg_entry *e)
{
	assert(h->len < RG_HISTORY_MAX);
	h->entry[h->len++] = *e;
}

void rg_ask(struct rg_history *h, u64 now_ns, struct rg_answer *a)
{
	struct story s = { .h = h, .p = h->first.p, .a = a };

	*a = (struct rg_answer){ .reported = h->first.link.up };
	ref_damp_begin(&s.damp, &s.p->damp, h->first.at_ns, h->first.link.losses, h->first.said);
	ref_begin(&h->throttle, &s.p->throttle);
	for (; s.now < h->len; s.now++)
		go_on(&s, &h->entry[s.now]);
	conclude(&s, now_ns);
}
