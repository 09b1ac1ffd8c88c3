// SPDX-License-Identifier: GPL-2.0
#include <inttypes.h>
#include <linux/minmax.h>
#include <linux/nthrottle.h>
#include <stdio.h>

#include "trace.h"

#define PLAIN	NTHROTTLE_EVENT_CHANGE
#define URGENT	NTHROTTLE_EVENT_UNREGISTER

/* No gate but the throttle is on, so the link means nothing. */
static const struct nthrottle_link link_up = { .admin_up = true, .up = true, .same = true };

#define say(t, format, ...) do {						\
	const struct trace *say_t = (t);				\
									\
	if (say_t->verbose)						\
		fprintf(stderr, "%" PRIu64 ": " format "\n",		\
			say_t->now_ns - say_t->start_ns, ##__VA_ARGS__);	\
} while (0)

static void say_params(const struct trace *t)
{
	const struct nthrottle_throttle_params *p = &t->params.throttle;

	say(t, "threshold %" PRIu64 " threshold-max %" PRIu64 " burst %u",
	    p->threshold_ns, p->threshold_max_ns, p->burst);
}

/* The time at which the gates are told something. */
static u64 told_ns(struct trace *t)
{
	u64 back_ns = t->kind->skewed ? rng_below(&t->rng, 2000) : 0;

	return t->now_ns > back_ns ? t->now_ns - back_ns : 0;
}

static const char *look(struct trace *t)
{
	struct nthrottle_verdict v = nthrottle_gates_due(&t->gates, &t->params);
	struct ref_answer a;

	ref_add(&t->history, REF_LOOK, t->now_ns, &t->params.throttle);
	a = ref_ask(&t->history);
	say(t, "due %" PRId64 " (reference %" PRId64 "), reason %u (%u)",
	    (s64)(v.due_ns - t->start_ns), (s64)(a.due_ns - t->start_ns),
	    v.reason, a.reason);
	t->queued_ns = v.due_ns;
	t->unseen = false;
	if (!t->gates.throttle.waiting || !a.pending)
		return "pending events are forgotten";
	if (v.due_ns != a.due_ns)
		return "the due time differs from the reference";
	if (v.reason != a.reason)
		return "the reason differs from the reference";
	if (t->gates.throttle.ready_ns != a.ready_ns)
		return "the ready time differs from the reference";
	if (nthrottle_throttle_deferred(&t->gates.throttle) != a.deferred)
		return "deferred differs from the reference";
	return promises_due(&t->promises, v.due_ns, 0);
}

static const char *on_event(struct trace *t, u32 bit)
{
	u64 now_ns = told_ns(t), before_ns = t->queued_ns;
	bool was_pending = t->pending, unseen = t->unseen;
	struct nthrottle_outcome o;
	const char *broken;

	say(t, "event %s at %" PRId64, bit == URGENT ? "urgent" : "plain",
	    (s64)(now_ns - t->start_ns));
	o = nthrottle_gates_on_event(&t->gates, &t->params, now_ns, bit, &link_up);
	t->pending = true;
	ref_add(&t->history, bit == URGENT ? REF_URGENT : REF_EVENT, now_ns,
		&t->params.throttle);
	promises_event(&t->promises, now_ns);
	if (bit == URGENT)
		promises_exempt(&t->promises, now_ns);
	if (!o.merge || o.bounce != NTHROTTLE_BOUNCE_PASS || o.flaps)
		return "a gate that is off made something of an event";
	if (!o.requeue && unseen)
		return NULL;	/* the queue's due time may be older */
	broken = look(t);
	if (!broken && !o.requeue && (!was_pending || t->queued_ns != before_ns))
		broken = "an event changed the due time without saying so";
	return broken;
}

static const char *on_flush(struct trace *t)
{
	u64 now_ns = told_ns(t);

	if (!t->pending)
		return NULL;
	say(t, "flush at %" PRId64, (s64)(now_ns - t->start_ns));
	nthrottle_gates_flush(&t->gates, now_ns);
	ref_add(&t->history, REF_FLUSH, now_ns, &t->params.throttle);
	promises_exempt(&t->promises, now_ns);
	return look(t);
}

static const char *on_change(struct trace *t)
{
	trace_change_params(t);
	say_params(t);
	nthrottle_gates_adopt(&t->gates, &t->params, t->now_ns, &link_up);
	promises_params(&t->promises, t->now_ns, &t->params.throttle);
	t->unseen = true;
	/* A record is re-evaluated by and by, not at once. */
	return t->pending && rng_percent(&t->rng, 70) ? look(t) : NULL;
}

/* The worker: it sends what is due. */
static const char *work(struct trace *t)
{
	u64 now_ns = told_ns(t);
	const char *broken = NULL;
	struct nthrottle_sent s;

	if (!t->pending)
		return NULL;
	if (rng_percent(&t->rng, 50))
		broken = look(t);
	if (broken || now_ns < t->queued_ns)
		return broken;

	s = nthrottle_gates_on_sent(&t->gates, &t->params, now_ns, &link_up);
	ref_add(&t->history, REF_SENT, now_ns, &t->params.throttle);
	say(t, "sent at %" PRId64 ", why %u (reference %u)",
	    (s64)(now_ns - t->start_ns), s.why, ref_ask(&t->history).why);
	t->pending = false;
	t->sent_ns = now_ns;
	if (s.why != ref_ask(&t->history).why)
		return "why differs from the reference";
	if (!s.all || !s.up || s.damped)
		return "a gate that is off made something of a notification";
	if (t->gates.throttle.waiting || nthrottle_gates_waiting(&t->gates))
		return "something waits after all was sent";
	return promises_sent(&t->promises, now_ns, s.why == NTHROTTLE_WHY_TRAILING);
}

/* Times of interest: whole intervals after the last notification. */
static u64 boundary(struct trace *t)
{
	const struct nthrottle_throttle_params *p = &t->params.throttle;
	u64 ns = p->threshold_ns;

	if (t->kind->backoff)
		ns = max(min(ns << rng_below(&t->rng, 5), p->threshold_max_ns), ns);
	ns = t->sent_ns + ns * (1 + rng_below(&t->rng, p->burst + 1));
	return ns + rng_below(&t->rng, 3) - 1;
}

static u64 step_ns(struct trace *t)
{
	u64 threshold_ns = t->params.throttle.threshold_ns;

	switch (rng_below(&t->rng, 6)) {
	case 0:
		return rng_below(&t->rng, 3);
	case 1:
		return rng_below(&t->rng, NTHROTTLE_NS_PER_MS);
	case 2:
		return rng_below(&t->rng, threshold_ns / 4);
	case 3:
		return rng_below(&t->rng, threshold_ns);
	case 4:
		return threshold_ns - 1 + rng_below(&t->rng, 3);
	default:
		return rng_below(&t->rng, 6 * threshold_ns);
	}
}

static void advance(struct trace *t)
{
	u64 to_ns = t->now_ns + step_ns(t);
	u64 r = rng_below(&t->rng, 100);

	if (r < 30)
		to_ns = boundary(t);
	else if (r < 50 && t->pending)
		to_ns = max(t->queued_ns, 1ULL) - 1 + rng_below(&t->rng, 3);
	else if (r < 52)
		to_ns = t->now_ns + rng_below(&t->rng, 3ULL << 42);	/* 3 h */
	if (to_ns > t->now_ns)
		t->now_ns = to_ns;
}

/* The worker wakes at the due time, or later. */
static const char *wake(struct trace *t)
{
	if (t->pending && t->queued_ns > t->now_ns)
		t->now_ns = t->queued_ns;
	if (rng_percent(&t->rng, 15))
		t->now_ns += step_ns(t);
	return work(t);
}

static const char *step(struct trace *t)
{
	u64 r = rng_below(&t->rng, 100);

	if (r < 35)
		return on_event(t, PLAIN);
	if (r < 38)
		return on_event(t, URGENT);
	if (r < 40)
		return on_flush(t);
	if (r < 50 && t->kind->live)
		return on_change(t);
	if (r < 75)
		return wake(t);
	if (r < 80)
		return work(t);
	advance(t);
	return NULL;
}

/* The storm is over: what is pending gets out, on time. Then the bucket has what
 * the reference says: events go on until one waits, and that one gets out too.
 */
static const char *settle(struct trace *t)
{
	u64 skew_ns = t->kind->skewed ? 2000 : 0;
	const char *broken = t->pending ? look(t) : NULL;
	bool waited = false;
	int i;

	for (i = 0; i < 40 && !waited && !broken; i++) {
		if (!t->pending)
			broken = on_event(t, PLAIN);
		waited = i && t->now_ns < t->queued_ns;
		t->now_ns = max(t->now_ns, t->queued_ns + skew_ns);
		if (!broken)
			broken = work(t);
	}
	return broken ? broken : promises_end(&t->promises);
}

static void begin(struct trace *t, const struct trace_kind *kind, u64 seed, bool verbose)
{
	static const u64 starts[] = { 0, 1, 1000000000, ~0ULL / 2, ~0ULL / 2 - 1000000 };

	t->kind = kind;
	t->verbose = verbose;
	t->rng.state = seed;
	trace_first_params(t);
	t->params.urgent = URGENT;
	t->start_ns = starts[rng_below(&t->rng, 5)];
	t->now_ns = t->start_ns;
	t->sent_ns = t->start_ns;
	t->pending = false;
	t->unseen = false;
	nthrottle_gates_init(&t->gates, &t->params, t->now_ns, &link_up);
	ref_begin(&t->history, &t->params.throttle);
	promises_begin(&t->promises, t->now_ns, &t->params.throttle);
	t->promises.untimed = kind->skewed;
	say_params(t);
}

const char *trace_run(struct trace *t, const struct trace_kind *kind, u64 seed,
		      bool verbose)
{
	const char *broken = NULL;
	int steps;

	begin(t, kind, seed, verbose);
	steps = 20 + rng_below(&t->rng, 41);
	while (steps-- && !broken)
		broken = step(t);
	if (!broken)
		broken = settle(t);
	say(t, "%s", broken ? broken : "nothing wrong");
	return broken;
}
