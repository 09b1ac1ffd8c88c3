// SPDX-License-Identifier: GPL-2.0
/* The debounce gate with urgent events, flush, damping, and new parameters. */
#include "damp.h"

#define MTU	NTHROTTLE_EVENT_MTU
#define CHANGE	NTHROTTLE_EVENT_CHANGE
#define MASTER	NTHROTTLE_EVENT_MASTER

static struct nthrottle_gate_params delays(u64 up_ns, u64 down_ns)
{
	struct nthrottle_gate_params p = damp_params(NTHROTTLE_DAMP_OFF);

	p.debounce.updelay_ns = up_ns;
	p.debounce.downdelay_ns = down_ns;
	p.urgent = MASTER;
	p.watch = up_ns || down_ns;
	p.mind = p.watch ? ~0U : p.urgent;
	return p;
}

static void link_event(struct port *t, u64 now_ns, bool up, enum nthrottle_bounce bounce)
{
	t->link.up = up;
	port_event(t, now_ns, CHANGE);
	assert_int_equal(t->o.bounce, bounce);
}

/* A port whose link went down at U, which has to last a second. */
static struct port gone_down(void)
{
	struct port t = damp_port(delays(SEC(3), SEC(1)));

	link_event(&t, U, false, NTHROTTLE_BOUNCE_HELD);
	expect_due(&t, U + SEC(1), DEBOUNCE);
	return t;
}

static void adopt(struct port *t, struct nthrottle_gate_params p, u64 now_ns)
{
	port_adopt(t, &p, now_ns);
}

/* An urgent event takes the change along. */
static void urgent_passes(void **state)
{
	struct port t = gone_down();

	(void)state;
	port_event(&t, U + 1, MASTER);
	assert_true(t.o.merge);
	expect_due(&t, U, NONE);
	expect_sent(&t, U + 2, URGENT, false);
	assert_true(t.s.all);
	assert_int_equal(t.sent.count, 2);
	expect_idle(&t);
}

/* The change itself is urgent. */
static void urgent_change(void **state)
{
	struct nthrottle_gate_params p = delays(SEC(3), SEC(1));
	struct port t;

	(void)state;
	p.urgent = CHANGE;
	t = damp_port(p);
	link_event(&t, U, false, NTHROTTLE_BOUNCE_HELD);
	assert_true(t.o.merge);
	expect_due(&t, U, NONE);
	/* It goes back, and is told all the same. */
	link_event(&t, U + 1, true, NTHROTTLE_BOUNCE_CANCELLED);
	assert_true(t.o.merge);
	expect_sent(&t, U + 2, URGENT, true);
	assert_int_equal(t.sent.count, 2);
	link_event(&t, U + 3, false, NTHROTTLE_BOUNCE_HELD);
	expect_sent(&t, U + 3, URGENT, false);
	expect_idle(&t);
}

static void flush_passes(void **state)
{
	struct port t = gone_down();

	(void)state;
	nthrottle_gates_flush(&t.g, U + 5);
	expect_due(&t, U, NONE);
	expect_sent(&t, U + 6, FLUSH, false);
	assert_true(t.s.all);
	expect_idle(&t);
	/* Once. */
	link_event(&t, U + 7, true, NTHROTTLE_BOUNCE_HELD);
	expect_due(&t, U + 7 + SEC(3), DEBOUNCE);
}

/* What was flushed is gone: the next change has to last. */
static void flush_of_what_bounces(void **state)
{
	struct port t = gone_down();

	(void)state;
	nthrottle_gates_flush(&t.g, U + 5);
	link_event(&t, U + 6, true, NTHROTTLE_BOUNCE_CANCELLED);
	expect_idle(&t);
	link_event(&t, U + 7, false, NTHROTTLE_BOUNCE_HELD);
	expect_due(&t, U + 7 + SEC(1), DEBOUNCE);

	/* Something else is pending, and stays flushed. */
	t = gone_down();
	port_event(&t, U + 1, MTU);
	nthrottle_gates_flush(&t.g, U + 5);
	link_event(&t, U + 6, true, NTHROTTLE_BOUNCE_CANCELLED);
	expect_sent(&t, U + 6, FLUSH, true);
}

static void shorter_and_longer(void **state)
{
	struct port t = gone_down();

	(void)state;
	adopt(&t, delays(SEC(3), SEC(5)), U + MS(1));
	expect_due(&t, U + SEC(5), DEBOUNCE);
	adopt(&t, delays(SEC(3), MS(200)), U + MS(2));
	expect_due(&t, U + MS(200), DEBOUNCE);
	/* The other direction is no matter. */
	adopt(&t, delays(0, MS(200)), U + MS(3));
	expect_due(&t, U + MS(200), DEBOUNCE);
	/* Zero: nothing to wait for. */
	adopt(&t, delays(SEC(3), 0), U + MS(4));
	expect_due(&t, U, NONE);
	expect_sent(&t, U + MS(4), LEADING, false);
	assert_int_equal(t.sent.count, 1);
	expect_idle(&t);
}

/* Longer, and not asked anew: what is sent then does not tell of the link. */
static void longer_unseen(void **state)
{
	struct port t = gone_down();

	(void)state;
	adopt(&t, delays(SEC(3), SEC(5)), U + MS(1));
	port_send(&t, U + SEC(1));
	assert_true(t.s.up);
	assert_false(t.s.all);
	assert_int_equal(t.sent.count, 0);
	expect_due(&t, U + SEC(5), DEBOUNCE);
	expect_sent(&t, U + SEC(5), LEADING, false);
	assert_int_equal(t.sent.count, 1);
}

/* With debounce off nobody watches, and nothing waits for it any more. */
static void both_zero(void **state)
{
	struct port t = gone_down();

	(void)state;
	adopt(&t, delays(0, 0), U + MS(1));
	expect_due(&t, U, NONE);
	port_event(&t, U + MS(2), CHANGE);
	expect_sent(&t, U + MS(3), LEADING, false);
	assert_int_equal(t.sent.count, 2);
	expect_idle(&t);
	/* The link comes back, and bounces nothing. */
	t = gone_down();
	adopt(&t, delays(0, 0), U + MS(1));
	link_event(&t, U + MS(2), true, NTHROTTLE_BOUNCE_PASS);
	expect_sent(&t, U + MS(3), LEADING, true);
	assert_int_equal(t.sent.count, 2);
	assert_int_equal(t.bounced, 0);
	/* With nothing held, nothing is to be told. */
	adopt(&t, delays(SEC(1), SEC(1)), U + SEC(1));
	adopt(&t, delays(0, 0), U + SEC(2));
	expect_idle(&t);
}

static void off_and_on_again(void **state)
{
	struct port t = gone_down();

	(void)state;
	adopt(&t, delays(0, 0), U + MS(1));
	adopt(&t, delays(SEC(3), SEC(1)), U + MS(2));
	expect_due(&t, U, NONE);
	/* From the first that is told then on. */
	expect_sent(&t, U + MS(3), LEADING, true);
	assert_false(t.s.all);
	expect_due(&t, U + MS(1003), DEBOUNCE);
	expect_sent(&t, U + MS(1003), LEADING, false);
	expect_idle(&t);
	assert_null(port_audit(&t));
}

static void one_direction(void **state)
{
	struct port t = damp_port(delays(SEC(3), 0));

	(void)state;
	/* Down at once; up has to last. */
	link_event(&t, U, false, NTHROTTLE_BOUNCE_PASS);
	expect_sent(&t, U, LEADING, false);
	expect_idle(&t);
	link_event(&t, U + 1, true, NTHROTTLE_BOUNCE_HELD);
	expect_due(&t, U + 1 + SEC(3), DEBOUNCE);
	link_event(&t, U + 2, false, NTHROTTLE_BOUNCE_CANCELLED);
	expect_idle(&t);
	/* Not sent yet, and up again: that is as reported. */
	link_event(&t, U + 3, true, NTHROTTLE_BOUNCE_HELD);
	expect_sent(&t, U + 3 + SEC(3), LEADING, true);
	link_event(&t, U + SEC(9), false, NTHROTTLE_BOUNCE_PASS);
	link_event(&t, U + SEC(9), true, NTHROTTLE_BOUNCE_PASS);
	expect_due(&t, U + SEC(9), NONE);
	expect_sent(&t, U + SEC(9), LEADING, true);
	expect_idle(&t);
}

/* Damped says down. A link that is up then has to last from then on. */
static void damped_while_up(void **state)
{
	struct nthrottle_gate_params p = damp_params(NTHROTTLE_DAMP_ON);
	struct port t;

	(void)state;
	p.debounce.updelay_ns = SEC(10);
	t = damp_port(p);
	t.link.losses += 3;
	port_event(&t, U, CHANGE);
	expect_sent(&t, U, DAMPED, false);
	assert_true(t.s.all);
	/* Undamped at U + 7.925 s: not up for ten seconds yet. */
	link_event(&t, U + SEC(1), true, NTHROTTLE_BOUNCE_HELD);
	expect_due_about(&t, U + MS(7925), MS(1));
	expect_sent(&t, damp_due(&t), UNDAMPED, false);
	assert_false(t.s.all);
	expect_due(&t, U + SEC(10), DEBOUNCE);
	expect_sent(&t, U + SEC(10), LEADING, true);
	assert_int_equal(t.sent.count, 1);
	expect_idle(&t);
}

/* What debounce held goes along with what is damped, in either state. */
static void damped_while_held(void **state)
{
	struct nthrottle_gate_params p = damp_params(NTHROTTLE_DAMP_ON);
	struct port t;

	(void)state;
	p.debounce.downdelay_ns = SEC(1);
	t = damp_port(p);
	damp_lose_n(&t, U, 3);
	expect_due(&t, U + SEC(1), DEBOUNCE);
	/* Another event lets it begin at once. */
	port_event(&t, U + 1, MTU);
	expect_sent(&t, U + 1, DAMPED, false);
	assert_true(t.s.all);
	assert_int_equal(t.sent.count, 2);
	/* While it is silenced, a bounce is no bounce: it is reported down. */
	damp_rise(&t, U + SEC(2));
	assert_int_equal(t.o.bounce, NTHROTTLE_BOUNCE_PASS);
	expect_sent(&t, damp_due(&t), UNDAMPED, true);
	expect_idle(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(urgent_passes),
		cmocka_unit_test(urgent_change),
		cmocka_unit_test(flush_passes),
		cmocka_unit_test(flush_of_what_bounces),
		cmocka_unit_test(shorter_and_longer),
		cmocka_unit_test(longer_unseen),
		cmocka_unit_test(both_zero),
		cmocka_unit_test(off_and_on_again),
		cmocka_unit_test(one_direction),
		cmocka_unit_test(damped_while_up),
		cmocka_unit_test(damped_while_held),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
