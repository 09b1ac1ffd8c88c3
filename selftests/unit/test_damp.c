// SPDX-License-Identifier: GPL-2.0
/* The damp gate with constant parameters: who is silenced, and until when. */
#include "damp.h"

static void default_parameters(void **state)
{
	struct port t = damp_port(damp_params(NTHROTTLE_DAMP_ON));

	(void)state;
	damp_lose(&t, U);
	expect_penalty(&t, U, 1000.0, 0.1);
	damp_lose(&t, U + SEC(1));
	expect_penalty(&t, U + SEC(1), 1870.6, 0.1);
	damp_lose(&t, U + SEC(2));
	expect_penalty(&t, U + SEC(2), 2628.4, 0.1);
	assert_int_equal(t.flaps, 3);
	expect_due(&t, U, NONE);
	expect_sent(&t, U + SEC(2), DAMPED, false);
	assert_true(t.s.damped);
	assert_true(nthrottle_damp_damped(&t.g.damp, U + SEC(2)));
	expect_due_about(&t, U + MS(8971), MS(1));
	expect_sent(&t, damp_due(&t), UNDAMPED, false);
	assert_false(t.s.damped);
	expect_idle(&t);
	expect_penalty(&t, U + MS(8971), 1000.0, 0.2);
	assert_int_equal(nthrottle_damp_penalty(&t.g.damp, &t.p.damp, U + MS(8971)), 1000);
}

/* Exceeding is more than reaching. */
static void at_the_limit(void **state)
{
	struct port t = damp_port(damp_params(NTHROTTLE_DAMP_ON));

	(void)state;
	damp_lose(&t, U);
	damp_lose(&t, U);
	expect_penalty(&t, U, 2000.0, 0);
	expect_sent(&t, U, LEADING, false);
	expect_idle(&t);
	damp_lose(&t, U + SEC(5));	/* 1000 are left */
	expect_penalty(&t, U + SEC(5), 2000.0, 0);
	expect_sent(&t, U + SEC(5), LEADING, false);
	damp_lose(&t, U + SEC(10) - 1);
	expect_sent(&t, U + SEC(10) - 1, DAMPED, false);
}

/* Until the damped notification is sent, nothing is held; from then on all is. */
static void begins_when_sent(void **state)
{
	struct nthrottle_gate_params p = damp_params(NTHROTTLE_DAMP_ON);
	struct port t;

	(void)state;
	p.throttle.burst = 1;
	t = damp_port(p);
	port_event(&t, U, NTHROTTLE_EVENT_MTU);
	expect_sent(&t, U, LEADING, true);
	damp_lose_n(&t, U, 3);
	expect_due(&t, U + SEC(2), THROTTLE);
	assert_false(nthrottle_damp_damped(&t.g.damp, U + SEC(1)));
	damp_rise(&t, U + SEC(1));
	expect_due(&t, U + SEC(2), THROTTLE);
	/* The link is up, and reported down all the same. */
	expect_sent(&t, U + SEC(2), DAMPED, false);
	assert_int_equal(t.sent.count, 2);
	expect_due_about(&t, U + MS(7925), MS(1));
	port_event(&t, U + SEC(4), NTHROTTLE_EVENT_MTU);
	expect_due_about(&t, U + MS(7925), MS(1));
	expect_sent(&t, damp_due(&t), UNDAMPED, true);
	assert_int_equal(t.sent.count, 1);
	expect_idle(&t);
}

static void latch_decays(void **state)
{
	struct port t = damp_port(damp_params(NTHROTTLE_DAMP_ON));

	(void)state;
	/* Sent when the penalty has decayed to reuse: too late to begin. */
	damp_lose_n(&t, U, 3);
	expect_sent(&t, t.g.damp.reuse_ns, LEADING, false);
	assert_false(t.s.damped);
	expect_idle(&t);
	/* One nanosecond before is not too late. */
	damp_lose_n(&t, U + HOUR(1), 3);
	expect_sent(&t, t.g.damp.reuse_ns - 1, DAMPED, false);
	expect_sent(&t, t.g.damp.reuse_ns, UNDAMPED, false);
	/* A loss after that is one loss, not the old ones again. */
	damp_lose_n(&t, U + HOUR(2), 3);
	damp_lose(&t, U + HOUR(2) + SEC(20));
	expect_sent(&t, U + HOUR(2) + SEC(20), LEADING, false);
	expect_idle(&t);
	/* Decayed below suppress, but not to reuse. */
	damp_lose_n(&t, U + HOUR(3), 3);
	expect_sent(&t, U + HOUR(3) + SEC(7), DAMPED, false);
}

static void flapping_prolongs(void **state)
{
	struct port t = damp_port(damp_params(NTHROTTLE_DAMP_ON));
	u64 due_ns, now;

	(void)state;
	damp_lose_n(&t, U, 3);
	expect_sent(&t, U, DAMPED, false);
	for (now = U + SEC(1); now < U + SEC(100); now += SEC(1)) {
		due_ns = damp_due(&t);
		damp_rise(&t, now);
		assert_int_equal(damp_due(&t), due_ns);
		damp_lose(&t, now);
		assert_true(damp_due(&t) > due_ns);
		assert_true(damp_due(&t) <= now + SEC(20));
	}
	/* A penalty between reuse and suppress prolongs as well. */
	now = damp_due(&t) - SEC(1);
	damp_lose(&t, now);
	expect_penalty(&t, now, 2148.7, 0.1);
	expect_due_about(&t, now + MS(5517), MS(1));
	expect_sent(&t, damp_due(&t), UNDAMPED, false);
	assert_int_equal(t.sent.count, 2 * 99 + 1);
}

/* However much it flaps, max-suppress later it is heard. */
static void ceiling_bounds(void **state)
{
	struct port t = damp_port(damp_params(NTHROTTLE_DAMP_ON));

	(void)state;
	damp_lose_n(&t, U, 1000);
	expect_penalty(&t, U, 16000.0, 0);
	expect_sent(&t, U, DAMPED, false);
	expect_due(&t, U + SEC(20), DAMP);
	damp_lose_n(&t, U + SEC(1), ~0U);
	expect_penalty(&t, U + SEC(1), 16000.0, 0);
	expect_due(&t, U + SEC(21), DAMP);
}

static void loss_after_reuse(void **state)
{
	struct port t = damp_port(damp_params(NTHROTTLE_DAMP_ON));
	u64 due_ns;

	(void)state;
	damp_lose_n(&t, U, 3);
	expect_sent(&t, U, DAMPED, false);
	due_ns = damp_due(&t);
	/* The end has come, and one more loss does not take it back. */
	damp_lose(&t, due_ns + SEC(1));
	expect_penalty(&t, due_ns + SEC(1), 1870.6, 0.1);
	expect_due(&t, due_ns, DAMP);
	expect_sent(&t, due_ns + SEC(1), UNDAMPED, false);
	expect_idle(&t);
	/* So many that it would be suppressed again: then it just stays so. */
	damp_lose(&t, due_ns + SEC(2));
	expect_sent(&t, due_ns + SEC(2), DAMPED, false);
	due_ns = damp_due(&t);
	damp_lose_n(&t, due_ns, 2);
	expect_penalty(&t, due_ns, 3000.0, 0.1);
	expect_due_about(&t, due_ns + MS(7925), MS(1));
	expect_sent(&t, damp_due(&t), UNDAMPED, false);
	expect_idle(&t);
}

/* The end that has come stays; until then, any loss puts it off. */
static void loss_below_suppress(void **state)
{
	struct nthrottle_gate_params p = damp_params(NTHROTTLE_DAMP_ON);
	struct port t;
	u64 due_ns;

	(void)state;
	p.damp.suppress = 2500ULL << NTHROTTLE_PENALTY_SHIFT;
	t = damp_port(p);
	damp_lose_n(&t, U, 3);
	expect_sent(&t, U, DAMPED, false);
	due_ns = damp_due(&t);
	damp_lose(&t, due_ns);
	expect_due(&t, due_ns, DAMP);
	expect_sent(&t, due_ns, UNDAMPED, false);
	expect_idle(&t);

	t = damp_port(p);
	damp_lose_n(&t, U, 3);
	expect_sent(&t, U, DAMPED, false);
	damp_lose(&t, due_ns - 1);
	expect_due_about(&t, due_ns + SEC(5), MS(1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(default_parameters),
		cmocka_unit_test(at_the_limit),
		cmocka_unit_test(begins_when_sent),
		cmocka_unit_test(latch_decays),
		cmocka_unit_test(flapping_prolongs),
		cmocka_unit_test(ceiling_bounds),
		cmocka_unit_test(loss_after_reuse),
		cmocka_unit_test(loss_below_suppress),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
