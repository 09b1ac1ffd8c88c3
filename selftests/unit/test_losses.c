// SPDX-License-Identifier: GPL-2.0
/* Which losses of carrier are charged: those of the device's own counter. */
#include "damp.h"

/* 879609303 * 20000 * 2^20 is a little more than 2^64. */
static void more_losses_than_fit(void **state)
{
	struct nthrottle_gate_params p = damp_params(NTHROTTLE_DAMP_ON);
	struct port t;

	(void)state;
	p.damp.penalty = 20000ULL << NTHROTTLE_PENALTY_SHIFT;
	t = damp_port(p);
	damp_lose_n(&t, U, 879609303);
	expect_penalty(&t, U, 16000.0, 0);
	assert_int_equal(t.flaps, 879609303);
}

static void merged_losses(void **state)
{
	struct port t = damp_port(damp_params(NTHROTTLE_DAMP_ON));

	(void)state;
	/* One event, three losses; and the link is up again. */
	t.link.losses += 3;
	port_event(&t, U, NTHROTTLE_EVENT_CHANGE);
	assert_int_equal(t.o.flaps, 3);
	expect_penalty(&t, U, 3000.0, 0);
	expect_sent(&t, U, DAMPED, false);
	/* Told once. */
	port_event(&t, U + 1, NTHROTTLE_EVENT_CHANGE);
	assert_int_equal(t.o.flaps, 0);
	/* Any event tells of them. */
	t.link.losses += 2;
	port_event(&t, U + 2, NTHROTTLE_EVENT_ADDRESS);
	assert_int_equal(t.o.flaps, 2);
	assert_int_equal(t.flaps, 5);
}

static void counter_wraps(void **state)
{
	struct port t = { .link = { .losses = ~0U - 1, .admin_up = true, .up = true } };
	struct nthrottle_gate_params p = damp_params(NTHROTTLE_DAMP_ON);

	(void)state;
	port_init(&t, &p, U);
	damp_lose_n(&t, U, 3);
	assert_int_equal(t.link.losses, 1);
	assert_int_equal(t.o.flaps, 3);
	expect_penalty(&t, U, 3000.0, 0);
}

/* What the counter was before is not this record's matter. */
static void baseline_at_register(void **state)
{
	struct port t = { .link = { .losses = 4711, .admin_up = true, .up = true } };
	struct nthrottle_gate_params p = damp_params(NTHROTTLE_DAMP_ON);

	(void)state;
	port_init(&t, &p, U);
	port_event(&t, U, NTHROTTLE_EVENT_REGISTER);
	assert_int_equal(t.flaps, 0);
	damp_lose(&t, U);
	assert_int_equal(t.flaps, 1);
}

/* Nor is what a reset leaves behind. */
static void baseline_anew(void **state)
{
	struct port t = damp_port(damp_params(NTHROTTLE_DAMP_ON));

	(void)state;
	t.link.losses += 3;
	nthrottle_damp_baseline(&t.g.damp, t.link.losses);
	port_event(&t, U, NTHROTTLE_EVENT_CHANGE);
	assert_int_equal(t.o.flaps, 0);
	damp_lose(&t, U);
	assert_int_equal(t.o.flaps, 1);
}

/* What nobody will hear of is charged when it happens, if anybody watches. */
static void filtered_losses(void **state)
{
	struct nthrottle_gate_params p = damp_params(NTHROTTLE_DAMP_ON);
	struct port t = damp_port(p);

	(void)state;
	t.link.losses += 3;
	assert_int_equal(nthrottle_gates_on_filtered(&t.g, &p, U, NTHROTTLE_EVENT_CHANGE,
						     &t.link), 3);
	expect_penalty(&t, U, 3000.0, 0);
	expect_idle(&t);
	t.link.losses++;
	t.link.admin_up = false;
	assert_int_equal(nthrottle_gates_on_filtered(&t.g, &p, U + 1, NTHROTTLE_EVENT_DOWN,
						     &t.link), 0);
	expect_penalty(&t, U + 1, 0, 0);
	/* No link is needed then. */
	p.watch = false;
	assert_int_equal(nthrottle_gates_on_filtered(&t.g, &p, U + 2, NTHROTTLE_EVENT_CHANGE,
						     NULL), 0);
}

static void set_down_and_up(void **state)
{
	struct port t = damp_port(damp_params(NTHROTTLE_DAMP_ON));

	(void)state;
	damp_lose(&t, U);
	damp_rise(&t, U);
	expect_penalty(&t, U, 1000.0, 0);
	/* As veth does it: the carrier is lost before DOWN is heard. */
	port_carrier(&t, false);
	t.link.admin_up = false;
	port_event(&t, U, NTHROTTLE_EVENT_DOWN);
	assert_int_equal(t.o.flaps, 0);
	expect_penalty(&t, U, 0, 0);
	/* While it is down. */
	t.link.losses += 5;
	port_event(&t, U + 1, NTHROTTLE_EVENT_CHANGE);
	assert_int_equal(t.o.flaps, 0);
	t.link.losses += 5;
	t.link.admin_up = true;
	port_event(&t, U + 2, NTHROTTLE_EVENT_UP);
	assert_int_equal(t.o.flaps, 0);
	expect_penalty(&t, U + 2, 0, 0);
	damp_rise(&t, U + 3);
	damp_lose(&t, U + 4);
	expect_penalty(&t, U + 4, 1000.0, 0.1);
	assert_int_equal(t.flaps, 2);
}

static void set_down_while_damped(void **state)
{
	struct port t = damp_port(damp_params(NTHROTTLE_DAMP_ON));

	(void)state;
	damp_lose_n(&t, U, 3);
	expect_sent(&t, U, DAMPED, false);
	expect_due_about(&t, U + MS(7925), MS(1));
	t.link.admin_up = false;
	port_event(&t, U + SEC(1), NTHROTTLE_EVENT_DOWN);
	expect_due(&t, U + SEC(1), DAMP);
	assert_true(nthrottle_damp_damped(&t.g.damp, U + SEC(1)));
	expect_sent(&t, U + SEC(1), UNDAMPED, false);
	assert_false(nthrottle_damp_damped(&t.g.damp, U + SEC(1)));
	expect_idle(&t);
	expect_penalty(&t, U + SEC(1), 0, 0);
}

/* Before the listeners heard of the suppression there is nothing to end. */
static void set_down_before_damped(void **state)
{
	struct port t = damp_port(damp_params(NTHROTTLE_DAMP_ON));

	(void)state;
	damp_lose_n(&t, U, 3);
	t.link.admin_up = false;
	port_event(&t, U + 1, NTHROTTLE_EVENT_DOWN);
	expect_sent(&t, U + 1, LEADING, false);
	assert_false(t.s.damped);
	expect_idle(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(more_losses_than_fit),
		cmocka_unit_test(merged_losses),
		cmocka_unit_test(counter_wraps),
		cmocka_unit_test(baseline_at_register),
		cmocka_unit_test(baseline_anew),
		cmocka_unit_test(filtered_losses),
		cmocka_unit_test(set_down_and_up),
		cmocka_unit_test(set_down_while_damped),
		cmocka_unit_test(set_down_before_damped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
