// SPDX-License-Identifier: GPL-2.0
/* All gates of a record together: due time, reason, why. */
#include "check.h"

#include <linux/nthrottle.h>
#include <string.h>

#include "gate.h"

#define T(n)	((n) * SEC(2))
#define U	HOUR(5)

#define PLAIN	NTHROTTLE_EVENT_CHANGE
#define URGENT	NTHROTTLE_EVENT_UNREGISTER
#define URGENT2	NTHROTTLE_EVENT_MASTER

static const struct nthrottle_gate_params params = {
	.throttle = { .threshold_ns = T(1), .threshold_max_ns = T(1), .burst = 1 },
	.urgent = URGENT | URGENT2,
};

/* Nobody watches the link here: test_debounce and test_damp do. */
static const struct nthrottle_link link_up = { .admin_up = true, .up = true, .same = true };

/* No link is needed then. Returns whether the due time may have changed. */
static bool on_event(struct nthrottle_gates *g, const struct nthrottle_gate_params *p,
		     u64 now_ns, u32 event)
{
	struct nthrottle_outcome o;

	o = nthrottle_gates_on_event(g, p, now_ns, event, NULL);
	assert_true(o.merge);
	assert_int_equal(o.bounce, NTHROTTLE_BOUNCE_PASS);
	assert_int_equal(o.flaps, 0);
	return o.requeue;
}

/* Returns why. */
static u32 on_sent(struct nthrottle_gates *g, const struct nthrottle_gate_params *p,
		   u64 now_ns)
{
	struct nthrottle_sent s = nthrottle_gates_on_sent(g, p, now_ns, &link_up);

	assert_true(s.up);
	assert_true(s.all);
	assert_false(s.damped);
	assert_false(nthrottle_gates_waiting(g));
	return s.why;
}

static void expect_at(struct nthrottle_gates *g, const struct nthrottle_gate_params *p,
		      u64 due_ns, u32 reason, int line)
{
	struct nthrottle_verdict v = nthrottle_gates_due(g, p);

	_assert_int_equal(v.due_ns, due_ns, __FILE__, line);
	_assert_int_equal(v.reason, reason, __FILE__, line);
}

#define expect(g, p, due, gate)	\
	expect_at(g, p, due, NTHROTTLE_GATE_##gate, __LINE__)

/* Gates through which one notification has gone at U. */
static struct nthrottle_gates used_gates(void)
{
	struct nthrottle_gates g;

	/* Whatever was there before. */
	memset(&g, 1, sizeof(g));
	nthrottle_gates_init(&g, &params, U, &link_up);
	assert_true(on_event(&g, &params, U, PLAIN));
	expect(&g, &params, U, NONE);
	assert_int_equal(on_sent(&g, &params, U), NTHROTTLE_WHY_LEADING);
	return g;
}

static void leading_then_trailing(void **state)
{
	struct nthrottle_gates g = used_gates();

	(void)state;
	assert_true(on_event(&g, &params, U + 1, PLAIN));
	expect(&g, &params, U + T(1), THROTTLE);
	assert_int_equal(on_sent(&g, &params, U + T(1)), NTHROTTLE_WHY_TRAILING);
	assert_true(on_event(&g, &params, U + T(2), PLAIN));
	expect(&g, &params, U + T(2), NONE);
	assert_int_equal(on_sent(&g, &params, U + T(2)), NTHROTTLE_WHY_LEADING);
}

static void only_the_first_event_moves_due(void **state)
{
	struct nthrottle_gates g = used_gates();
	int i;

	(void)state;
	assert_true(on_event(&g, &params, U + 1, PLAIN));
	for (i = 2; i < 100; i++) {
		assert_false(on_event(&g, &params, U + MS(i) * 100, PLAIN));
		expect(&g, &params, U + T(1), THROTTLE);
	}
}

static void urgent_takes_pending_along(void **state)
{
	struct nthrottle_gates g = used_gates();

	(void)state;
	on_event(&g, &params, U + 1, PLAIN);
	expect(&g, &params, U + T(1), THROTTLE);
	assert_true(on_event(&g, &params, U + 5, URGENT));
	expect(&g, &params, U + 5, NONE);
	assert_int_equal(on_sent(&g, &params, U + 6), NTHROTTLE_WHY_URGENT);

	/* Nothing of that is left; the interval begins at the notification. */
	assert_true(on_event(&g, &params, U + 7, PLAIN));
	expect(&g, &params, U + 6 + T(1), THROTTLE);
	assert_int_equal(on_sent(&g, &params, U + 6 + T(1)), NTHROTTLE_WHY_TRAILING);
}

static void urgent_first(void **state)
{
	struct nthrottle_gates g = used_gates();

	(void)state;
	assert_true(on_event(&g, &params, U + 1, URGENT));
	expect(&g, &params, U + 1, NONE);
	/* Neither plain nor further urgent events move it. */
	assert_false(on_event(&g, &params, U + 2, PLAIN));
	assert_false(on_event(&g, &params, U + 3, URGENT2));
	expect(&g, &params, U + 1, NONE);
	assert_int_equal(on_sent(&g, &params, U + 4), NTHROTTLE_WHY_URGENT);
}

static void urgent_after_due(void **state)
{
	struct nthrottle_gates g = used_gates();

	(void)state;
	on_event(&g, &params, U + 1, PLAIN);
	on_event(&g, &params, U + T(2), URGENT);
	expect(&g, &params, U + T(1), NONE);
	assert_int_equal(on_sent(&g, &params, U + T(2)), NTHROTTLE_WHY_URGENT);
}

static void urgent_is_a_mask(void **state)
{
	struct nthrottle_gates g = used_gates();

	(void)state;
	on_event(&g, &params, U + 1, NTHROTTLE_EVENT_REGISTER);
	expect(&g, &params, U + T(1), THROTTLE);
	on_event(&g, &params, U + 2, NTHROTTLE_EVENT_TYPE);
	expect(&g, &params, U + T(1), THROTTLE);
	on_event(&g, &params, U + 3, URGENT2);
	expect(&g, &params, U + 3, NONE);
}

static void urgent_takes_a_token(void **state)
{
	struct nthrottle_gate_params p = params;
	struct nthrottle_gates g;

	(void)state;
	p.throttle.burst = 2;
	nthrottle_gates_init(&g, &p, U, &link_up);
	on_event(&g, &p, U, URGENT);
	on_sent(&g, &p, U);
	on_event(&g, &p, U, PLAIN);
	expect(&g, &p, U, NONE);
	on_sent(&g, &p, U);
	on_event(&g, &p, U, PLAIN);
	expect(&g, &p, U + T(1), THROTTLE);
}

static void flush_lets_pass(void **state)
{
	struct nthrottle_gates g = used_gates();

	(void)state;
	on_event(&g, &params, U + 1, PLAIN);
	nthrottle_gates_flush(&g, U + 5);
	expect(&g, &params, U + 5, NONE);
	nthrottle_gates_flush(&g, U + 9);
	expect(&g, &params, U + 5, NONE);
	assert_int_equal(on_sent(&g, &params, U + 10), NTHROTTLE_WHY_FLUSH);

	/* Once. */
	on_event(&g, &params, U + 11, PLAIN);
	expect(&g, &params, U + 10 + T(1), THROTTLE);
}

static void urgent_and_flush(void **state)
{
	struct nthrottle_gates g = used_gates();

	(void)state;
	on_event(&g, &params, U + 1, PLAIN);
	nthrottle_gates_flush(&g, U + 5);
	on_event(&g, &params, U + 9, URGENT);
	expect(&g, &params, U + 5, NONE);
	assert_int_equal(on_sent(&g, &params, U + 9), NTHROTTLE_WHY_URGENT);

	on_event(&g, &params, U + 10, URGENT);
	nthrottle_gates_flush(&g, U + 11);
	expect(&g, &params, U + 10, NONE);
	assert_int_equal(on_sent(&g, &params, U + 12), NTHROTTLE_WHY_URGENT);
}

static void parameters_change(void **state)
{
	struct nthrottle_gates g = used_gates();
	struct nthrottle_gate_params p = params;

	(void)state;
	on_event(&g, &p, U + 1, PLAIN);
	p.throttle.threshold_ns = SEC(1);
	expect(&g, &p, U + SEC(1), THROTTLE);

	/* What becomes urgent later does not reach back. */
	p.urgent |= PLAIN;
	expect(&g, &p, U + SEC(1), THROTTLE);
	on_event(&g, &p, U + 9, PLAIN);
	expect(&g, &p, U + 9, NONE);
}

/* Only an event that may change the due time needs to be told. */
static void what_the_gates_mind(void **state)
{
	struct nthrottle_gates g = used_gates();
	struct nthrottle_gate_params p = params;

	(void)state;
	p.mind = URGENT;
	assert_false(nthrottle_gates_waiting(&g));
	assert_true(nthrottle_gates_mind(&g, &p, PLAIN));
	on_event(&g, &p, U + 1, PLAIN);
	assert_true(nthrottle_gates_waiting(&g));
	assert_false(nthrottle_gates_mind(&g, &p, PLAIN));
	assert_true(nthrottle_gates_mind(&g, &p, URGENT));
	assert_false(nthrottle_gates_mind(&g, &p, URGENT2));
	on_sent(&g, &p, U + T(1));
	assert_true(nthrottle_gates_mind(&g, &p, PLAIN));
}

/* Without updelay, downdelay and damp the link is reported as it is. */
static void link_not_watched(void **state)
{
	const struct nthrottle_link down = { .losses = 1000, .admin_up = true };
	struct nthrottle_gates g = used_gates();
	struct nthrottle_outcome o;
	struct nthrottle_sent s;

	(void)state;
	o = nthrottle_gates_on_event(&g, &params, U + 1, PLAIN, &down);
	assert_true(o.merge);
	assert_int_equal(o.bounce, NTHROTTLE_BOUNCE_PASS);
	assert_int_equal(o.flaps, 0);
	o = nthrottle_gates_on_event(&g, &params, U + 2, PLAIN, &link_up);
	assert_true(o.merge);
	assert_int_equal(o.bounce, NTHROTTLE_BOUNCE_PASS);
	s = nthrottle_gates_on_sent(&g, &params, U + T(1), &down);
	assert_false(s.up);
	assert_true(s.all);
	assert_false(s.damped);
	assert_int_equal(s.why, NTHROTTLE_WHY_TRAILING);
	s = nthrottle_gates_on_sent(&g, &params, U + T(2), &link_up);
	assert_true(s.up);
	assert_false(nthrottle_gates_waiting(&g));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(leading_then_trailing),
		cmocka_unit_test(only_the_first_event_moves_due),
		cmocka_unit_test(urgent_takes_pending_along),
		cmocka_unit_test(urgent_first),
		cmocka_unit_test(urgent_after_due),
		cmocka_unit_test(urgent_is_a_mask),
		cmocka_unit_test(urgent_takes_a_token),
		cmocka_unit_test(flush_lets_pass),
		cmocka_unit_test(urgent_and_flush),
		cmocka_unit_test(parameters_change),
		cmocka_unit_test(what_the_gates_mind),
		cmocka_unit_test(link_not_watched),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
