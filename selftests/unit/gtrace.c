// SPDX-License-Identifier: GPL-2.0
#include <inttypes.h>
#include <linux/minmax.h>
#include <linux/nthrottle.h>
#include <stdio.h>

#include "gtrace.h"
#include "unit.h"

#define SKEW_NS	2000

static void set_link(struct gtrace *t, bool admin_up, bool carrier)
{
	struct nthrottle_link *l = &t->port.link;

	if (t->carrier && !carrier)
		l->losses++;
	t->carrier = carrier;
	l->admin_up = admin_up;
	l->up = admin_up && carrier;
}

/* An event that is not about the link. */
static u32 other_event(struct gtrace *t)
{
	static const u32 events[] = {
		NTHROTTLE_EVENT_MTU, NTHROTTLE_EVENT_ADDRESS, NTHROTTLE_EVENT_MASTER,
		NTHROTTLE_EVENT_MASTER, NTHROTTLE_EVENT_TYPE, NTHROTTLE_EVENT_REGISTER,
	};

	return events[rng_below(&t->rng, ARRAY_SIZE(events))];
}

static const char *set_admin(struct gtrace *t)
{
	bool up = !t->port.link.admin_up;

	/* Some drivers lose the carrier then, before the event. */
	set_link(t, up, t->carrier && (up || rng_percent(&t->rng, 50)));
	return gtrace_event(t, up ? NTHROTTLE_EVENT_UP : NTHROTTLE_EVENT_DOWN);
}

/* The carrier comes or goes, more than once perhaps before anybody hears. */
static const char *flap(struct gtrace *t)
{
	u64 times = rng_percent(&t->rng, 60) ? 1 : 1 + rng_below(&t->rng, 4);

	while (times--)
		set_link(t, t->port.link.admin_up, !t->carrier);
	if (rng_percent(&t->rng, 25))
		return NULL;
	return gtrace_event(t, rng_percent(&t->rng, 90) ? NTHROTTLE_EVENT_CHANGE :
			    other_event(t));
}

static u64 step_ns(struct gtrace *t)
{
	const struct nthrottle_gate_params *p = &t->port.p;
	struct rng *r = &t->rng;

	switch (rng_below(r, 9)) {
	case 0:
		return rng_below(r, 3);
	case 1:
		return rng_below(r, MS(1));
	case 2:
		return rng_below(r, p->throttle.threshold_ns / 4);
	case 3:
		return p->throttle.threshold_ns - 1 + rng_below(r, 3);
	case 4:
		return rng_below(r, 1 + 2 * p->debounce.updelay_ns);
	case 5:
		return rng_below(r, 1 + 2 * p->debounce.downdelay_ns);
	case 6:
		return rng_below(r, 3 * p->damp.half_life_ns);
	case 7:
		return rng_below(r, p->throttle.threshold_ns * 3);
	default:
		return rng_below(r, p->damp.half_life_ns / 4);
	}
}

/* A time at which something ends, or just before or after it. */
static u64 boundary(struct gtrace *t)
{
	const struct nthrottle_gate_params *p = &t->port.p;
	const struct nthrottle_gates *g = &t->port.g;
	u64 ns;

	switch (rng_below(&t->rng, 4)) {
	case 0:
		ns = t->sent_ns + p->throttle.threshold_ns *
		     (1 + rng_below(&t->rng, p->throttle.burst + 1));
		break;
	case 1:
		ns = g->debounce.since_ns + (g->debounce.reported ? p->debounce.downdelay_ns :
					     p->debounce.updelay_ns);
		break;
	case 2:
		ns = g->damp.reuse_ns;
		break;
	default:
		ns = g->damp.at_ns + p->damp.half_life_ns * rng_below(&t->rng, 4);
	}
	return max(ns, 1ULL) - 1 + rng_below(&t->rng, 3);
}

static void advance(struct gtrace *t)
{
	u64 r = rng_below(&t->rng, 100);
	u64 to_ns = t->now_ns + step_ns(t);

	if (r < 25)
		to_ns = boundary(t);
	else if (r < 45 && t->queued)
		to_ns = max(t->queued_ns, 1ULL) - 1 + rng_below(&t->rng, 3);
	else if (r < 47)
		to_ns = t->now_ns + rng_below(&t->rng, 3ULL << 42);	/* 3 h */
	if (to_ns > t->now_ns && to_ns < t->start_ns + (1ULL << 62))
		t->now_ns = to_ns;
}

/* The worker wakes at the due time, or later. */
static const char *wake(struct gtrace *t)
{
	if (t->queued && t->queued_ns > t->now_ns)
		t->now_ns = t->queued_ns;
	if (rng_percent(&t->rng, 15))
		t->now_ns += step_ns(t);
	return gtrace_work(t);
}

static const char *step(struct gtrace *t)
{
	u64 r = rng_below(&t->rng, 100);

	if (r < 30)
		return flap(t);
	if (r < 35)	/* spurious, or of something silent */
		return gtrace_event(t, NTHROTTLE_EVENT_CHANGE);
	if (r < 43)
		return gtrace_event(t, other_event(t));
	if (r < 47)
		return set_admin(t);
	if (r < 49) {	/* another flag */
		t->port.other = true;
		return rng_percent(&t->rng, 50) ? gtrace_event(t, NTHROTTLE_EVENT_CHANGE) : NULL;
	}
	if (r < 52)
		return gtrace_flush(t);
	if (r < 53)
		return gtrace_reset(t);
	if (r < 59 && t->kind->live)
		return gtrace_change(t);
	if (r < 70)
		return wake(t);
	if (r < 78)
		return gtrace_work(t);
	advance(t);
	return NULL;
}

/* The storm is over, and whoever is silent speaks. What waits gets out, on time
 * and in few notifications, and the last one is the truth.
 */
static const char *settle(struct gtrace *t)
{
	u64 skew_ns = t->kind->skewed ? SKEW_NS : 0;
	const char *broken = gtrace_event(t, NTHROTTLE_EVENT_CHANGE);
	int i;

	for (i = 0; i < 8 && t->queued && !broken; i++) {
		t->now_ns = max(t->now_ns, t->queued_ns + skew_ns);
		broken = gtrace_work(t);
	}
	if (broken)
		return broken;
	if (t->queued || t->damped)
		return "P4: it does not come to an end";
	if (t->port.reported != t->port.link.up)
		return "P4: the last notification is not the truth";
	return promises_end(&t->promises);
}

static void begin(struct gtrace *t, const struct gtrace_kind *kind, u64 seed, bool verbose)
{
	static const u64 starts[] = { 0, 1, 1000000000, ~0ULL / 2, ~0ULL / 2 - 1000000 };

	t->kind = kind;
	t->verbose = verbose;
	t->rng.state = seed;
	gtrace_first_params(t);
	t->start_ns = starts[rng_below(&t->rng, 5)];
	t->now_ns = t->start_ns;
	t->sent_ns = t->start_ns;
	t->queued = false;
	t->queued_ns = 0;
	t->len_seen = 0;
	t->unseen = false;
	t->damped = false;
	t->carrier = rng_percent(&t->rng, 80);
	t->port = (struct port){ .link = { .losses = rng_percent(&t->rng, 10) ? ~0U - 2 : 7 } };
	set_link(t, rng_percent(&t->rng, 90), t->carrier);
	gtrace_begin(t);
}

const char *gtrace_run(struct gtrace *t, const struct gtrace_kind *kind, u64 seed,
		       bool verbose)
{
	const char *broken = NULL;
	int steps, rounds;

	begin(t, kind, seed, verbose);
	for (rounds = 0; rounds < 2 && !broken; rounds++) {
		steps = 10 + rng_below(&t->rng, 21);
		while (steps-- && !broken)
			broken = step(t);
		if (!broken)
			broken = settle(t);
	}
	say(t, "%s", broken ? broken : "nothing wrong");
	return broken;
}
