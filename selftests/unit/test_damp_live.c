// SPDX-License-Identifier: GPL-2.0
/*
 * The damp gate when its mode or its parameters change, when the interface is
 * new, when it is reset; and a worked example of somebody else.
 */
#include "damp.h"

static struct nthrottle_gate_params off(void)
{
	return damp_params(NTHROTTLE_DAMP_OFF);
}

static struct nthrottle_gate_params monitor(void)
{
	return damp_params(NTHROTTLE_DAMP_MONITOR);
}

static struct nthrottle_gate_params on(void)
{
	return damp_params(NTHROTTLE_DAMP_ON);
}

/* A port that is damped since U. */
static struct port damped(void)
{
	struct port t = damp_port(on());

	damp_lose_n(&t, U, 3);
	expect_sent(&t, U, DAMPED, false);
	return t;
}

static void adopt(struct port *t, struct nthrottle_gate_params p, u64 now_ns)
{
	port_adopt(t, &p, now_ns);
}

static void restart_penalty(void **state)
{
	struct nthrottle_gate_params p = on();
	struct port t;

	(void)state;
	p.damp.restart_penalty = 1500ULL << NTHROTTLE_PENALTY_SHIFT;
	t = damp_port(p);
	expect_penalty(&t, U - HOUR(1), 1500.0, 0);
	expect_penalty(&t, U - HOUR(1) + SEC(5), 750.0, 0);
	expect_idle(&t);

	p.damp.restart_penalty = 2001ULL << NTHROTTLE_PENALTY_SHIFT;
	t = damp_port(p);
	port_event(&t, U - HOUR(1), NTHROTTLE_EVENT_REGISTER);
	expect_sent(&t, U - HOUR(1), DAMPED, false);
	expect_due_about(&t, U - HOUR(1) + MS(5004), MS(1));
	expect_sent(&t, damp_due(&t), UNDAMPED, true);
	expect_idle(&t);

	/* It is no more than the ceiling, and nothing while damping is off. */
	p.damp.restart_penalty = 20000ULL << NTHROTTLE_PENALTY_SHIFT;
	t = damp_port(p);
	expect_penalty(&t, U - HOUR(1), 16000.0, 0);
	p.damp.mode = NTHROTTLE_DAMP_OFF;
	t = damp_port(p);
	expect_penalty(&t, U - HOUR(1), 0, 0);
	p.damp.mode = NTHROTTLE_DAMP_ON;
	adopt(&t, p, U);
	expect_penalty(&t, U, 0, 0);
}

/* A restart penalty of no more than suppress does not suppress. */
static void restart_penalty_at_the_limit(void **state)
{
	struct nthrottle_gate_params p = on();
	struct port t;

	(void)state;
	p.damp.restart_penalty = 2000ULL << NTHROTTLE_PENALTY_SHIFT;
	t = damp_port(p);
	port_event(&t, U - HOUR(1), NTHROTTLE_EVENT_REGISTER);
	expect_sent(&t, U - HOUR(1), LEADING, true);
	expect_idle(&t);
}

static void off_does_nothing(void **state)
{
	struct port t = damp_port(off());

	(void)state;
	damp_lose_n(&t, U, 100);
	expect_due(&t, U, NONE);
	assert_int_equal(t.flaps, 0);
	expect_penalty(&t, U, 0, 0);
	expect_sent(&t, U, LEADING, false);
	assert_false(t.s.damped);
	expect_idle(&t);
}

static void monitor_marks(void **state)
{
	struct port t = damp_port(monitor());
	u64 reuse_ns;

	(void)state;
	damp_lose_n(&t, U, 3);
	assert_int_equal(t.o.flaps, 3);
	expect_penalty(&t, U, 3000.0, 0);
	assert_false(nthrottle_damp_damped(&t.g.damp, U));
	damp_rise(&t, U + SEC(1));
	expect_due(&t, U, NONE);
	/* It says what is, and that it would be damped. */
	expect_sent(&t, U + SEC(1), LEADING, true);
	assert_true(t.s.damped);
	assert_true(nthrottle_damp_damped(&t.g.damp, U + SEC(1)));
	expect_idle(&t);
	/* It says so once. */
	port_event(&t, U + SEC(1), NTHROTTLE_EVENT_MTU);
	expect_sent(&t, U + SEC(1), LEADING, true);
	assert_false(t.s.damped);

	damp_lose(&t, U + SEC(2));
	expect_due(&t, U + SEC(2), NONE);
	expect_sent(&t, U + SEC(2), LEADING, false);
	assert_false(t.s.damped);
	/* The mark goes by itself. */
	reuse_ns = t.g.damp.reuse_ns;
	assert_in_range(reuse_ns, U + MS(10553), U + MS(10555));
	assert_true(nthrottle_damp_damped(&t.g.damp, reuse_ns - 1));
	assert_false(nthrottle_damp_damped(&t.g.damp, reuse_ns));
	damp_lose_n(&t, reuse_ns, 2);
	expect_sent(&t, reuse_ns, LEADING, false);
	assert_true(t.s.damped);
	/* Set down, it is gone at once. */
	t.link.admin_up = false;
	port_event(&t, reuse_ns + 1, NTHROTTLE_EVENT_DOWN);
	assert_false(nthrottle_damp_damped(&t.g.damp, reuse_ns + 1));
	expect_sent(&t, reuse_ns + 1, LEADING, false);
	expect_idle(&t);
}

/* Who was told of a suppression hears of its end. */
static void on_to_off(void **state)
{
	struct port t = damped();

	(void)state;
	adopt(&t, off(), U + SEC(1));
	expect_due(&t, U, NONE);
	expect_sent(&t, U + SEC(1), UNDAMPED, false);
	expect_idle(&t);
	assert_false(nthrottle_damp_damped(&t.g.damp, U + SEC(1)));
	damp_lose_n(&t, U + SEC(2), 10);
	assert_int_equal(t.o.flaps, 0);
	expect_sent(&t, U + SEC(2), LEADING, false);

	t = damp_port(on());
	damp_lose_n(&t, U, 3);
	adopt(&t, off(), U + 1);
	expect_sent(&t, U + 1, LEADING, false);
	assert_false(t.s.damped);
}

static void on_to_off_and_back(void **state)
{
	struct port t = damped();

	(void)state;
	adopt(&t, off(), U + SEC(1));
	adopt(&t, on(), U + SEC(2));
	expect_due(&t, U + SEC(1), DAMP);
	expect_penalty(&t, U + SEC(2), 0, 0);
	expect_sent(&t, U + SEC(2), UNDAMPED, false);
	expect_idle(&t);
}

static void on_to_monitor(void **state)
{
	struct port t = damped();

	(void)state;
	adopt(&t, monitor(), U + SEC(1));
	expect_due(&t, U, NONE);
	expect_penalty(&t, U + SEC(1), 2611.7, 0.1);
	expect_sent(&t, U + SEC(1), UNDAMPED, false);
	assert_false(t.s.damped);
	expect_idle(&t);
	/* The penalty is still there, and the next loss is marked. */
	damp_lose(&t, U + SEC(2));
	expect_sent(&t, U + SEC(2), LEADING, false);
	assert_true(t.s.damped);
}

static void monitor_to_on(void **state)
{
	struct port t = damp_port(monitor());

	(void)state;
	damp_lose_n(&t, U, 3);
	expect_sent(&t, U, LEADING, false);
	assert_true(t.s.damped);
	adopt(&t, on(), U + SEC(1));
	expect_idle(&t);
	/* That it was marked before does not save it. */
	damp_lose(&t, U + SEC(2));
	expect_sent(&t, U + SEC(2), DAMPED, false);
	expect_due_about(&t, U + MS(10554), MS(1));
}

static void off_to_on(void **state)
{
	struct port t = damp_port(off());

	(void)state;
	damp_lose_n(&t, U, 50);
	expect_sent(&t, U, LEADING, false);
	t.link.losses += 50;
	adopt(&t, on(), U + SEC(1));
	damp_lose(&t, U + SEC(1));
	assert_int_equal(t.o.flaps, 1);
	expect_penalty(&t, U + SEC(1), 1000.0, 0);
	/* A change between the other two leaves the counter alone. */
	t.link.losses++;
	adopt(&t, monitor(), U + SEC(1));
	port_event(&t, U + SEC(1), NTHROTTLE_EVENT_CHANGE);
	assert_int_equal(t.o.flaps, 1);
}

static void reset(void **state)
{
	struct port t = damped();

	(void)state;
	nthrottle_damp_reset(&t.g.damp, U + SEC(1));
	expect_due(&t, U + SEC(1), DAMP);
	expect_penalty(&t, U + SEC(1), 0, 0);
	expect_sent(&t, U + SEC(1), UNDAMPED, false);
	expect_idle(&t);
	/* The counter goes on from where it was. */
	port_event(&t, U + SEC(2), NTHROTTLE_EVENT_CHANGE);
	assert_int_equal(t.o.flaps, 0);
	damp_lose(&t, U + SEC(2));
	assert_int_equal(t.o.flaps, 1);

	t = damp_port(on());
	damp_lose_n(&t, U, 3);
	nthrottle_damp_reset(&t.g.damp, U);
	expect_sent(&t, U, LEADING, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(restart_penalty),
		cmocka_unit_test(restart_penalty_at_the_limit),
		cmocka_unit_test(off_does_nothing),
		cmocka_unit_test(monitor_marks),
		cmocka_unit_test(on_to_off),
		cmocka_unit_test(on_to_off_and_back),
		cmocka_unit_test(on_to_monitor),
		cmocka_unit_test(monitor_to_on),
		cmocka_unit_test(off_to_on),
		cmocka_unit_test(reset),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
