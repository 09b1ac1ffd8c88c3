// SPDX-License-Identifier: GPL-2.0
/* The debounce gate, and what happened without an event of its own. */
#include "damp.h"

#define MTU	NTHROTTLE_EVENT_MTU
#define CHANGE	NTHROTTLE_EVENT_CHANGE

static struct nthrottle_gate_params delays(void)
{
	struct nthrottle_gate_params p = damp_params(NTHROTTLE_DAMP_OFF);

	p.throttle.threshold_ns = MS(10);
	p.debounce.updelay_ns = SEC(10);
	p.debounce.downdelay_ns = SEC(4);
	p.mind = ~0U;
	p.watch = true;
	return p;
}

static void link_event(struct port *t, u64 now_ns, bool up)
{
	t->link.up = up;
	port_event(t, now_ns, CHANGE);
	assert_int_equal(t->o.bounce, NTHROTTLE_BOUNCE_HELD);
}

/* A port whose link came up at U. */
static struct port come_up(void)
{
	struct port t = { .link = { .admin_up = true } };
	const struct nthrottle_gate_params p = delays();

	port_init(&t, &p, U);
	link_event(&t, U, true);
	return t;
}

/* Lost and found again before link watch told of either. */
static void bounce(struct port *t)
{
	t->link.losses++;
}

/* Up for nine seconds, then gone for a moment: that is no link that lasts. */
static void up_again(void **state)
{
	struct port t = come_up();

	(void)state;
	bounce(&t);
	link_event(&t, U + SEC(9), true);
	expect_due(&t, U + SEC(19), DEBOUNCE);
	/* Only once. */
	link_event(&t, U + SEC(10), true);
	expect_due(&t, U + SEC(19), DEBOUNCE);
	expect_sent(&t, U + SEC(19), LEADING, true);
	assert_int_equal(t.sent.count, 3);
	assert_int_equal(t.sent.first_ns, U);
	expect_idle(&t);
}

static void down_again(void **state)
{
	struct port t = damp_port(delays());

	(void)state;
	t.link.losses++;
	link_event(&t, U, false);
	expect_due(&t, U + SEC(4), DEBOUNCE);
	/* It came and went. */
	bounce(&t);
	link_event(&t, U + SEC(3), false);
	expect_due(&t, U + SEC(7), DEBOUNCE);
	expect_sent(&t, U + SEC(7), LEADING, false);
	expect_idle(&t);
}

static bool look(struct port *t, u64 now_ns)
{
	return nthrottle_gates_look(&t->g, now_ns, &t->link);
}

/* No event told of it yet, but whoever would notify it finds it. */
static void found_when_due(void **state)
{
	struct port t = come_up();

	(void)state;
	bounce(&t);
	assert_false(look(&t, U + SEC(10)));
	expect_due(&t, U + SEC(20), DEBOUNCE);
	assert_true(look(&t, U + SEC(20)));
	expect_sent(&t, U + SEC(20), LEADING, true);
	assert_int_equal(t.sent.count, 1);
	expect_idle(&t);
}

/* What else is to be told is, whatever the link did; then it waits anew. */
static void found_when_sent(void **state)
{
	struct port t = come_up();

	(void)state;
	port_event(&t, U + SEC(10), MTU);
	bounce(&t);
	assert_true(look(&t, U + SEC(10)));
	expect_sent(&t, U + SEC(10), LEADING, false);
	assert_false(t.s.all);
	assert_int_equal(t.sent.count, 1);
	expect_due(&t, U + SEC(20), DEBOUNCE);
	/* So is what was flushed, and with it the link as it is. */
	nthrottle_gates_flush(&t.g, U + SEC(11));
	bounce(&t);
	assert_true(look(&t, U + SEC(11)));
	expect_sent(&t, U + SEC(11), FLUSH, true);
	expect_idle(&t);
}

/* It went, and nobody heard of it yet: there is nothing new to last. */
static void gone_when_due(void **state)
{
	struct port t = come_up();

	(void)state;
	bounce(&t);
	t.link.up = false;
	assert_true(look(&t, U + SEC(10)));
	expect_due(&t, U + SEC(10), DEBOUNCE);
}

/* Set down, it is down, whatever the carrier does that its lower one lends it. */
static void set_down(void **state)
{
	struct port t = damp_port(delays());
	int i;

	(void)state;
	t.link.admin_up = false;
	link_event(&t, U, false);
	for (i = 1; i <= 3; i++) {
		bounce(&t);
		link_event(&t, U + SEC(i), false);
		bounce(&t);
	}
	expect_due(&t, U + SEC(4), DEBOUNCE);
	assert_true(look(&t, U + SEC(4)));
	expect_sent(&t, U + SEC(4), LEADING, false);
	assert_true(t.s.all);
	expect_idle(&t);
}

/* A trial that begins anew keeps its events, and what does not wait is told. */
static void with_another_event(void **state)
{
	struct port t = come_up();

	(void)state;
	bounce(&t);
	port_event(&t, U + SEC(5), MTU);
	expect_sent(&t, U + SEC(5), LEADING, false);
	assert_int_equal(t.sent.count, 1);
	expect_due(&t, U + SEC(15), DEBOUNCE);
	assert_null(port_audit(&t));
}

/* A flush while damping is silent is not for the link that comes later. */
static void flush_in_silence(void **state)
{
	struct nthrottle_gate_params p = damp_params(NTHROTTLE_DAMP_ON);
	struct port t;
	u64 end_ns;

	(void)state;
	p.debounce.updelay_ns = SEC(10);
	t = damp_port(p);
	t.link.losses += 3;
	t.link.up = false;
	port_event(&t, U, CHANGE);
	expect_sent(&t, U, DAMPED, false);
	nthrottle_gates_flush(&t.g, U + 1);
	end_ns = damp_due(&t);
	link_event(&t, end_ns - MS(100), true);
	expect_sent(&t, end_ns, UNDAMPED, false);
	assert_false(t.s.all);
	expect_due(&t, end_ns - MS(100) + SEC(10), DEBOUNCE);
	expect_sent(&t, end_ns - MS(100) + SEC(10), LEADING, true);
	expect_idle(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(up_again),
		cmocka_unit_test(down_again),
		cmocka_unit_test(found_when_due),
		cmocka_unit_test(found_when_sent),
		cmocka_unit_test(gone_when_due),
		cmocka_unit_test(set_down),
		cmocka_unit_test(with_another_event),
		cmocka_unit_test(flush_in_silence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
