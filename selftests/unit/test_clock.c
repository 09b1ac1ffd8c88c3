// SPDX-License-Identifier: GPL-2.0
/*
 * Clocks of all kinds: near 0, near the end, standing still, going back a little,
 * leaping by years. Only differences of times matter to the gates, so the same
 * story must go the same way whenever it begins.
 */
#include <stdlib.h>
#include <string.h>

#include "check.h"

#include <linux/minmax.h>
#include <linux/nthrottle.h>

#include "begins.h"
#include "params.h"
#include "port.h"
#include "rng.h"
#include "seed.h"

#define STORIES	400
#define STEPS	300

/* What a step led to; all times count from the story's beginning. */
struct scene {
	u64 due;
	u64 head;
	u32 why;
	u32 reason;
	u32 head_reason;
	u32 penalty;
	u64 delivered;
	u64 bounced;
	u64 flaps;
	bool waits;
	bool up;
	bool damped;
};

struct story {
	struct rng rng;
	struct port t;
	struct nthrottle_pace pc;
	struct nthrottle_pace_params pp;
	u32 burst;		/* a bucket that was always full has been so since 0 */
	u64 begin_ns;
	u64 end_ns;
	u64 now_ns;
	bool backward;
};

static void pick_params(struct story *s, struct nthrottle_gate_params *g)
{
	struct rng *r = &s->rng;
	struct nthrottle_params p;

	nthrottle_params_init(&p);
	p.threshold_ms = 10 << rng_below(r, 19);
	p.threshold_max_ms = rng_percent(r, 30) ? p.threshold_ms * 2 : 0;
	p.burst = s->burst;
	p.updelay_ms = rng_percent(r, 50) ? rng_below(r, 5000) : 0;
	p.downdelay_ms = rng_percent(r, 50) ? rng_below(r, 5000) : 0;
	p.damp = rng_below(r, 3);
	p.urgent = rng_percent(r, 20) ? NTHROTTLE_EVENT_MTU : 0;
	nthrottle_params_derive(&p, g);
	s->pp = (struct nthrottle_pace_params){
		.batch_ns = MS(rng_below(r, 20)),
		.interval_ns = rng_percent(r, 50) ? MS(1 + rng_below(r, 1000)) : 0,
		.burst = 1 + rng_below(r, 100),
	};
}

static u64 leap(struct story *s)
{
	struct rng *r = &s->rng;

	switch (rng_below(r, 8)) {
	case 0 ... 2:
		return 0;	/* it stands still */
	case 3:
		return rng_below(r, 3);
	case 4:
		return MS(rng_below(r, 3000));
	case 5:
		return SEC(rng_below(r, 100));
	case 6:
		return HOUR(rng_below(r, 50));
	default:
		return rng_percent(r, 20) ? YEAR * rng_below(r, 4) : 0;
	}
}

static void advance(struct story *s)
{
	u64 ns = leap(s), back_ns = rng_below(&s->rng, MS(2));

	if (s->backward && rng_percent(&s->rng, 20))
		s->now_ns -= min(back_ns, s->now_ns - s->begin_ns);
	else
		s->now_ns += min(ns, s->end_ns - s->now_ns);
}

static u32 work(struct story *s)
{
	struct port *t = &s->t;
	u32 reason = NTHROTTLE_GATE_NONE;
	u64 due_ns;

	if (!nthrottle_gates_waiting(&t->g))
		return 0;
	due_ns = nthrottle_gates_due(&t->g, &t->p).due_ns;
	due_ns = nthrottle_pace_due(&s->pc, &s->pp, due_ns, &reason);
	/* Now and then the clock leaps to where something is due. */
	if (due_ns > s->now_ns && due_ns < s->end_ns && rng_percent(&s->rng, 40))
		s->now_ns = due_ns;
	if (due_ns > s->now_ns)
		return 0;
	assert_true(nthrottle_pace_may(&s->pc, &s->pp, s->now_ns));
	nthrottle_pace_take(&s->pc, &s->pp, s->now_ns);
	port_send(t, s->now_ns);
	nthrottle_pace_on_sent(&s->pc, s->pp.batch_ns, s->now_ns);
	return t->s.why;
}

static u32 step(struct story *s)
{
	static const u32 kinds[] = {
		NTHROTTLE_EVENT_CHANGE, NTHROTTLE_EVENT_MTU, NTHROTTLE_EVENT_DOWN,
		NTHROTTLE_EVENT_UP, NTHROTTLE_EVENT_CHANGE,
	};
	struct nthrottle_gate_params g;
	struct rng *r = &s->rng;

	advance(s);
	switch (rng_below(r, 20)) {
	case 0 ... 7:
		if (rng_percent(r, 70))
			port_carrier(&s->t, !s->t.link.up);
		port_event(&s->t, s->now_ns, kinds[rng_below(r, 5)]);
		return 0;
	case 8:
		if (nthrottle_gates_waiting(&s->t.g))
			nthrottle_gates_flush(&s->t.g, s->now_ns);
		return 0;
	case 9:
		pick_params(s, &g);
		port_adopt(&s->t, &g, s->now_ns);
		nthrottle_pace_adopt(&s->pc, &s->pp, s->now_ns);
		return 0;
	default:
		return work(s);
	}
}

static void look(struct story *s, struct scene *c)
{
	const struct nthrottle_gates *g = &s->t.g;
	struct nthrottle_verdict v = {};

	assert_null(port_audit(&s->t));
	c->waits = nthrottle_gates_waiting(g);
	if (c->waits) {
		v = nthrottle_gates_due(&s->t.g, &s->t.p);
		c->reason = v.reason;
		c->due = v.due_ns - s->begin_ns;
		c->head = nthrottle_pace_due(&s->pc, &s->pp, v.due_ns, &c->head_reason) -
			  s->begin_ns;
		/* A day is the longest time that a user can ask for. */
		assert_true(v.due_ns >= s->begin_ns && v.due_ns <= s->end_ns + HOUR(25));
	}
	c->penalty = nthrottle_damp_penalty(&g->damp, &s->t.p.damp, s->now_ns);
	c->damped = nthrottle_damp_damped(&g->damp, s->now_ns);
	c->up = g->debounce.reported;
	c->delivered = s->t.delivered;
	c->bounced = s->t.bounced;
	c->flaps = s->t.flaps;
}

static void tell(u64 seed, u64 begin_ns, bool backward, struct scene *scenes)
{
	struct story s = {
		.rng.state = seed, .begin_ns = begin_ns, .now_ns = begin_ns,
		.end_ns = begin_ns + LEAPS * YEAR, .backward = backward,
		.burst = 1 + seed % 4,
		.t.link = { .admin_up = true, .up = true },
	};
	struct nthrottle_gate_params g;
	int i;

	memset(scenes, 0, STEPS * sizeof(*scenes));
	pick_params(&s, &g);
	port_init(&s.t, &g, s.now_ns);
	for (i = 0; i < STEPS; i++) {
		scenes[i].why = step(&s);
		look(&s, &scenes[i]);
	}
}

static void everywhere(u64 seed, bool backward)
{
	static struct scene first[STEPS], other[STEPS];
	size_t i, k;

	tell(seed, 0, backward, first);
	for (i = 0; i < ARRAY_SIZE(begins); i++) {
		tell(seed, begins[i], backward, other);
		for (k = 0; k < STEPS && !memcmp(&first[k], &other[k], sizeof(*first)); k++)
			;
		if (k < STEPS)
			print_error("seed %#llx, from %llu on: step %zu: due %llu, not %llu\n",
				    (unsigned long long)seed, (unsigned long long)begins[i], k,
				    (unsigned long long)other[k].due,
				    (unsigned long long)first[k].due);
		assert_int_equal(k, STEPS);
	}
}

static void any_clock_that_goes_on(void **state)
{
	struct rng r = { from_env("NTHROTTLE_SEED", 1) };
	int i;

	(void)state;
	for (i = 0; i < STORIES; i++)
		everywhere(rng_next(&r), false);
}

/* Callers read the clock before they get the lock. */
static void a_clock_that_goes_back_a_little(void **state)
{
	struct rng r = { from_env("NTHROTTLE_SEED", 1) };
	int i;

	(void)state;
	for (i = 0; i < STORIES; i++)
		everywhere(rng_next(&r), true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_clock_that_goes_on),
		cmocka_unit_test(a_clock_that_goes_back_a_little),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
