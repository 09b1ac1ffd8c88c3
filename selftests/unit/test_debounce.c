// SPDX-License-Identifier: GPL-2.0
/* The debounce gate: a link is reported changed when it has stayed so. */
#include "damp.h"

#define MTU	NTHROTTLE_EVENT_MTU
#define CHANGE	NTHROTTLE_EVENT_CHANGE

/* 3 s to be reported up, 1 s to be reported down. */
static const struct nthrottle_gate_params params = {
	.throttle = { .threshold_ns = MS(10), .burst = 1000 },
	.debounce = { .updelay_ns = SEC(3), .downdelay_ns = SEC(1) },
	.damp = { .mode = NTHROTTLE_DAMP_OFF, .half_life_ns = SEC(5) },
	.mind = ~0U,
	.watch = true,
};

static void link_event(struct port *t, u64 now_ns, bool up, enum nthrottle_bounce bounce)
{
	t->link.up = up;
	port_event(t, now_ns, CHANGE);
	assert_int_equal(t->o.bounce, bounce);
	assert_true(t->o.requeue);
}

/* A port whose link went down at U. */
static struct port gone_down(void)
{
	struct port t = damp_port(params);

	link_event(&t, U, false, NTHROTTLE_BOUNCE_HELD);
	return t;
}

static void downdelay(void **state)
{
	struct port t = gone_down();

	(void)state;
	assert_false(t.o.merge);
	expect_due(&t, U + SEC(1), DEBOUNCE);
	/* Only the first one counts. */
	link_event(&t, U + MS(900), false, NTHROTTLE_BOUNCE_HELD);
	expect_due(&t, U + SEC(1), DEBOUNCE);
	expect_sent(&t, U + SEC(1), LEADING, false);
	assert_true(t.s.all);
	assert_int_equal(t.sent.count, 2);
	assert_int_equal(t.sent.first_ns, U);
	assert_int_equal(t.sent.last_ns, U + MS(900));
	expect_idle(&t);
	/* Down as reported: no change. */
	link_event(&t, U + SEC(2), false, NTHROTTLE_BOUNCE_PASS);
	expect_due(&t, U + SEC(2), NONE);
}

static void updelay(void **state)
{
	struct port t = { .link = { .admin_up = true } };

	(void)state;
	port_init(&t, &params, U);
	link_event(&t, U, true, NTHROTTLE_BOUNCE_HELD);
	expect_due(&t, U + SEC(3), DEBOUNCE);
	expect_sent(&t, U + SEC(3), LEADING, true);
	expect_idle(&t);
}

static void bounce_cancels(void **state)
{
	struct port t = gone_down();

	(void)state;
	link_event(&t, U + 1, false, NTHROTTLE_BOUNCE_HELD);
	link_event(&t, U + SEC(1) - 1, true, NTHROTTLE_BOUNCE_CANCELLED);
	assert_false(t.o.merge);
	expect_idle(&t);
	assert_int_equal(t.bounced, 3);
	assert_null(port_audit(&t));
	/* A new change has to last as long again. */
	link_event(&t, U + SEC(1), false, NTHROTTLE_BOUNCE_HELD);
	expect_due(&t, U + SEC(2), DEBOUNCE);
	expect_sent(&t, U + SEC(2), LEADING, false);
	assert_int_equal(t.sent.count, 1);
}

/* What was cancelled took no token, and leaves nothing waiting for one. */
static void bounce_is_nothing_to_the_throttle(void **state)
{
	struct nthrottle_gate_params p = params;
	struct port t;

	(void)state;
	p.throttle.threshold_ns = SEC(10);
	p.throttle.burst = 2;
	t = damp_port(p);
	link_event(&t, U, false, NTHROTTLE_BOUNCE_HELD);
	link_event(&t, U, true, NTHROTTLE_BOUNCE_CANCELLED);
	port_event(&t, U, MTU);
	expect_sent(&t, U, LEADING, true);
	link_event(&t, U, false, NTHROTTLE_BOUNCE_HELD);
	link_event(&t, U, true, NTHROTTLE_BOUNCE_CANCELLED);
	port_event(&t, U + 5, MTU);
	expect_due(&t, U + 5, NONE);
	expect_sent(&t, U + 5, LEADING, true);
	port_event(&t, U + 6, MTU);
	expect_due(&t, U + 5 + SEC(10), THROTTLE);
}

/* It went back, but something else did not. */
static void not_same_releases(void **state)
{
	struct port t = gone_down();

	(void)state;
	t.other = true;
	link_event(&t, U + 7, true, NTHROTTLE_BOUNCE_RELEASED);
	assert_true(t.o.merge);
	expect_due(&t, U, NONE);
	expect_sent(&t, U + 8, LEADING, true);
	assert_int_equal(t.sent.count, 2);
	assert_int_equal(t.sent.first_ns, U);
	assert_int_equal(t.sent.last_ns, U + 7);
	expect_idle(&t);
	assert_int_equal(t.bounced, 0);
}

/* Other events go out in their own time, with the link as reported; the change
 * does so later, though nothing more happens.
 */
static void other_events_do_not_wait(void **state)
{
	struct port t = gone_down();

	(void)state;
	port_event(&t, U + MS(100), MTU);
	assert_true(t.o.merge);
	assert_int_equal(t.o.bounce, NTHROTTLE_BOUNCE_HELD);
	expect_due(&t, U, NONE);
	expect_sent(&t, U + MS(100), LEADING, true);
	assert_false(t.s.all);
	assert_int_equal(t.sent.count, 1);
	assert_int_equal(t.sent.events, MTU);
	expect_due(&t, U + SEC(1), DEBOUNCE);
	expect_sent(&t, U + SEC(1), LEADING, false);
	assert_int_equal(t.sent.count, 1);
	assert_int_equal(t.sent.events, CHANGE);
	expect_idle(&t);
}

static void other_event_and_bounce(void **state)
{
	struct port t = gone_down();

	(void)state;
	/* Another event finds the link as reported: the change is bounced, it isn't. */
	t.link.up = true;
	port_event(&t, U + 1, MTU);
	assert_int_equal(t.o.bounce, NTHROTTLE_BOUNCE_CANCELLED);
	assert_true(t.o.merge);
	assert_int_equal(t.bounced, 1);
	expect_sent(&t, U + 1, LEADING, true);
	assert_int_equal(t.sent.count, 1);
	expect_idle(&t);

	/* Pending beside it, it stays so. */
	link_event(&t, U + 2, false, NTHROTTLE_BOUNCE_HELD);
	port_event(&t, U + 3, MTU);
	link_event(&t, U + 4, true, NTHROTTLE_BOUNCE_CANCELLED);
	assert_int_equal(t.bounced, 3);
	expect_due(&t, U + 2, NONE);
	expect_sent(&t, U + 4, LEADING, true);
	assert_int_equal(t.sent.count, 1);
}

/* Held back by a notification, then gone: nobody hears of it. */
static void bounce_after_a_notification(void **state)
{
	struct port t = gone_down();

	(void)state;
	port_event(&t, U + 1, MTU);
	expect_sent(&t, U + 1, LEADING, true);
	link_event(&t, U + 2, true, NTHROTTLE_BOUNCE_CANCELLED);
	expect_idle(&t);
	assert_int_equal(t.bounced, 2);
}

/* No event told of the change yet. */
static void found_when_sent(void **state)
{
	struct port t = damp_port(params);

	(void)state;
	port_event(&t, U, MTU);
	t.link.up = false;
	expect_sent(&t, U + 5, LEADING, true);
	assert_false(t.s.all);
	expect_due(&t, U + 5 + SEC(1), DEBOUNCE);
	/* Its event comes after that. */
	link_event(&t, U + 9, false, NTHROTTLE_BOUNCE_HELD);
	expect_due(&t, U + 5 + SEC(1), DEBOUNCE);
	expect_sent(&t, U + 5 + SEC(1), LEADING, false);
	assert_int_equal(t.sent.count, 1);
	expect_idle(&t);

	/* The other way round: it is as reported when something is sent. */
	link_event(&t, U + SEC(10), true, NTHROTTLE_BOUNCE_HELD);
	t.link.up = false;
	expect_due(&t, U + SEC(13), DEBOUNCE);
	expect_sent(&t, U + SEC(13), LEADING, false);
	assert_true(t.s.all);
	assert_int_equal(t.sent.count, 1);
	expect_idle(&t);
	assert_null(port_audit(&t));
}

/* Something other than a change of the link tells of it first. */
static void other_event_tells(void **state)
{
	struct port t = damp_port(params);

	(void)state;
	t.link.up = false;
	port_event(&t, U, MTU);
	assert_int_equal(t.o.bounce, NTHROTTLE_BOUNCE_HELD);
	assert_true(t.o.merge);
	expect_sent(&t, U, LEADING, true);
	expect_due(&t, U + SEC(1), DEBOUNCE);
	expect_sent(&t, U + SEC(1), LEADING, false);
	assert_int_equal(t.sent.count, 0);
	expect_idle(&t);
}

static void which_events_wait(void **state)
{
	u32 event;

	(void)state;
	for (event = 1; event <= NTHROTTLE_EVENT_TYPE; event <<= 1) {
		struct port t = gone_down();
		bool link = event == NTHROTTLE_EVENT_UP || event == NTHROTTLE_EVENT_DOWN ||
			    event == NTHROTTLE_EVENT_CHANGE;

		port_event(&t, U + 1, event);
		assert_int_equal(t.o.merge, !link);
		assert_int_equal(t.held.count, link ? 2 : 1);
	}
}

/* The later one decides; if both say the same, it is the throttle. */
static void with_the_throttle(void **state)
{
	struct nthrottle_gate_params p = params;
	struct port t;

	(void)state;
	p.throttle.burst = 1;
	p.throttle.threshold_ns = SEC(2);
	t = damp_port(p);
	port_event(&t, U, MTU);
	expect_sent(&t, U, LEADING, true);
	link_event(&t, U + MS(500), false, NTHROTTLE_BOUNCE_HELD);
	expect_due(&t, U + SEC(2), THROTTLE);
	link_event(&t, U + MS(600), true, NTHROTTLE_BOUNCE_CANCELLED);
	link_event(&t, U + SEC(1), false, NTHROTTLE_BOUNCE_HELD);
	expect_due(&t, U + SEC(2), THROTTLE);
	link_event(&t, U + SEC(1), true, NTHROTTLE_BOUNCE_CANCELLED);
	link_event(&t, U + SEC(1) + 1, false, NTHROTTLE_BOUNCE_HELD);
	expect_due(&t, U + SEC(2) + 1, DEBOUNCE);
	expect_sent(&t, U + SEC(2) + 1, TRAILING, false);
}

/* Nothing on trial, nothing to wait for. */
static void due_of_nothing(void **state)
{
	const struct nthrottle_debounce d = { .since_ns = U, .reported = true };

	(void)state;
	assert_int_equal(nthrottle_debounce_due(&d, &params.debounce), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(downdelay),
		cmocka_unit_test(updelay),
		cmocka_unit_test(bounce_cancels),
		cmocka_unit_test(bounce_is_nothing_to_the_throttle),
		cmocka_unit_test(not_same_releases),
		cmocka_unit_test(other_events_do_not_wait),
		cmocka_unit_test(other_event_and_bounce),
		cmocka_unit_test(bounce_after_a_notification),
		cmocka_unit_test(found_when_sent),
		cmocka_unit_test(other_event_tells),
		cmocka_unit_test(which_events_wait),
		cmocka_unit_test(with_the_throttle),
		cmocka_unit_test(due_of_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
