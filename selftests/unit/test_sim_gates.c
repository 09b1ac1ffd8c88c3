// SPDX-License-Identifier: GPL-2.0
/* simulate: the gates in virtual time, worked out by hand. */
#include <string.h>

#include "test_sim.h"

static struct run r;

static void throttle(void **state)
{
	(void)state;
	run_begin(&r, "threshold 2s burst 1");
	run_text(&r, "0 down\n0.5 up\n1.0 down\n5.0 up\n5.1 down\n");
	assert_int_equal(r.count, 4);
	assert_note(&r, 0, 0, "dev", 1, NTHROTTLE_WHY_LEADING);
	assert_note(&r, 1, 2000000, "dev", 2, NTHROTTLE_WHY_TRAILING);
	assert_gate(&r, 1, THROTTLE, 1500000);
	assert_note(&r, 2, 5000000, "dev", 1, NTHROTTLE_WHY_LEADING);
	assert_note(&r, 3, 7000000, "dev", 1, NTHROTTLE_WHY_TRAILING);
	assert_false(r.notes[3].sent.up);
	assert_int_equal(r.sim.held_ns[NTHROTTLE_GATE_THROTTLE], MS(3400));
	assert_int_equal(r.sim.total.merged, 1);
	assert_int_equal(r.sim.total.longest_ns, MS(1900));
	run_end(&r);
}

static void burst(void **state)
{
	unsigned int i;

	(void)state;
	run_begin(&r, "");
	run_text(&r, "7 mtu\n7.1 mtu\n7.2 mtu\n7.3 mtu\n7.4 mtu\n7.5 mtu\n");
	assert_int_equal(r.count, 5);
	for (i = 0; i < 4; i++)
		assert_note(&r, i, 100000 * i, "dev", 1, NTHROTTLE_WHY_LEADING);
	assert_note(&r, 4, 2300000, "dev", 2, NTHROTTLE_WHY_TRAILING);
	run_end(&r);
}

static void back_off(void **state)
{
	static const unsigned int at[] = { 0, 1, 3, 7, 11, 15, 19, 23 };
	char text[4096] = "";
	unsigned int i;

	(void)state;
	for (i = 0; i <= 200; i++)
		sprintf(text + strlen(text), "%u.%u mtu\n", i / 10, i % 10);
	run_begin(&r, "threshold 1s threshold-max 4s burst 1");
	run_text(&r, text);
	assert_int_equal(r.count, ARRAY_SIZE(at));
	for (i = 0; i < ARRAY_SIZE(at); i++)
		assert_int_equal(r.notes[i].us, at[i] * 1000000);
	run_end(&r);
}

static void urgent_passes(void **state)
{
	(void)state;
	run_begin(&r, "threshold 10s burst 1 urgent mtu");
	run_text(&r, "0 change\n1 change\n2 mtu\n");
	assert_int_equal(r.count, 2);
	assert_note(&r, 1, 2000000, "dev", 2, NTHROTTLE_WHY_URGENT);
	/* Until then, the throttle held it. */
	assert_gate(&r, 1, THROTTLE, 1000000);
	run_end(&r);
}

static void filtered(void **state)
{
	(void)state;
	run_begin(&r, "events mtu");
	run_text(&r, "0 down\n1 mtu\n2 up\n3 unregister\n");
	assert_int_equal(r.sim.total.filtered, 2);
	assert_int_equal(r.count, 2);
	assert_note(&r, 0, 1000000, "dev", 1, NTHROTTLE_WHY_LEADING);
	/* What does not count is still seen. */
	assert_false(r.notes[0].sent.up);
	assert_note(&r, 1, 3000000, "dev", 1, NTHROTTLE_WHY_URGENT);
	run_end(&r);
}

static void batches(void **state)
{
	char text[8192] = "";
	unsigned int i;

	(void)state;
	run_begin(&r, "batch 100ms");
	run_text(&r, "0 mtu a\n0.01 mtu b\n0.05 mtu c\n");
	assert_int_equal(r.count, 3);
	assert_note(&r, 0, 0, "a", 1, NTHROTTLE_WHY_LEADING);
	assert_note(&r, 1, 100000, "b", 1, NTHROTTLE_WHY_LEADING);
	assert_gate(&r, 1, PACE, 90000);
	assert_note(&r, 2, 100000, "c", 1, NTHROTTLE_WHY_LEADING);
	assert_int_equal(r.sim.sends, 2);
	run_end(&r);

	for (i = 0; i < 300; i++)
		sprintf(text + strlen(text), "3 mtu p%u\n", i);
	run_begin(&r, "");
	run_text(&r, text);
	assert_int_equal(r.count, 300);
	assert_note(&r, 255, 0, "p255", 1, NTHROTTLE_WHY_LEADING);
	assert_note(&r, 256, 5000, "p256", 1, NTHROTTLE_WHY_LEADING);
	run_end(&r);
}

static void rate_limit(void **state)
{
	unsigned int i;

	(void)state;
	run_begin(&r, "rate 10 rate-burst 2");
	run_text(&r, "1 mtu a\n1 mtu b\n1 mtu c\n1 mtu d\n1 mtu e\n");
	assert_int_equal(r.count, 5);
	for (i = 0; i < 5; i++)
		assert_note(&r, i, i < 2 ? 0 : (i - 1) * 100000,
			    (char[]){ 'a' + i, '\0' }, 1,
			    NTHROTTLE_WHY_LEADING);
	assert_gate(&r, 1, NONE, 0);
	assert_gate(&r, 4, RATE, 300000);
	run_end(&r);
}

/* Of two that are due at the same time, the first one goes first, whatever
 * happens meanwhile.
 */
static void same_time(void **state)
{
	(void)state;
	run_begin(&r, "threshold 1s burst 1 damp on");
	run_text(&r, "0 mtu a\n0 mtu b\n0.1 mtu a\n0.2 mtu b\n0.3 mtu a\n");
	assert_int_equal(r.count, 4);
	assert_note(&r, 2, 1000000, "a", 2, NTHROTTLE_WHY_TRAILING);
	assert_note(&r, 3, 1000000, "b", 1, NTHROTTLE_WHY_TRAILING);
	run_end(&r);
}

/* A flapper does not eat the others' share: the head goes by due time. */
static void rate_is_fair(void **state)
{
	char text[8192] = "", *at = text;
	unsigned int i;

	(void)state;
	for (i = 0; i < 100; i++)
		at += sprintf(at, "%u.%02u mtu flap\n", i / 100, i % 100);
	at += sprintf(at, "1 mtu quiet\n");
	run_begin(&r, "rate 2 rate-burst 1 threshold 10ms");
	run_text(&r, text);
	for (i = 0; i < r.count; i++)
		if (!strcmp(r.notes[i].name, "quiet"))
			break;
	assert_in_range(r.notes[i].us, 1000000, 1500000);
	run_end(&r);
}

static void debounce(void **state)
{
	(void)state;
	run_begin(&r, "downdelay 1s");
	run_text(&r, "0 down\n0.5 up\n");
	assert_int_equal(r.count, 0);
	assert_int_equal(r.sim.total.bounced, 2);
	run_end(&r);

	run_begin(&r, "downdelay 1s");
	run_text(&r, "0 down\n0.2 mtu\n3 up\n");
	assert_int_equal(r.count, 3);
	assert_note(&r, 0, 200000, "dev", 1, NTHROTTLE_WHY_LEADING);
	assert_gate(&r, 0, NONE, 0);
	assert_true(r.notes[0].sent.up);
	assert_false(r.notes[0].sent.raw_up);
	assert_note(&r, 1, 1000000, "dev", 1, NTHROTTLE_WHY_LEADING);
	assert_gate(&r, 1, DEBOUNCE, 1000000);
	assert_false(r.notes[1].sent.up);
	assert_note(&r, 2, 3000000, "dev", 1, NTHROTTLE_WHY_LEADING);
	run_end(&r);

	run_begin(&r, "updelay 300ms");
	run_text(&r, "0 down\n1 up\n1.1 down\n2 up\n3 mtu\n");
	assert_int_equal(r.count, 3);
	assert_note(&r, 1, 2300000, "dev", 1, NTHROTTLE_WHY_LEADING);
	assert_int_equal(r.notes[1].sent.bounced, 2);
	assert_int_equal(r.notes[2].sent.bounced, 0);
	run_end(&r);
}

/* The gate that held for most of the time is named; each gets its own. */
static void shares(void **state)
{
	(void)state;
	run_begin(&r, "threshold 1s burst 1 rate 1 rate-burst 1");
	run_text(&r, "0 mtu a\n0.1 mtu a\n0.9 mtu b\n");
	assert_int_equal(r.count, 3);
	assert_note(&r, 1, 1000000, "b", 1, NTHROTTLE_WHY_LEADING);
	assert_gate(&r, 1, RATE, 100000);
	assert_note(&r, 2, 2000000, "a", 1, NTHROTTLE_WHY_TRAILING);
	assert_gate(&r, 2, RATE, 1900000);
	assert_int_equal(r.sim.held_ns[NTHROTTLE_GATE_THROTTLE], MS(900));
	assert_int_equal(r.sim.held_ns[NTHROTTLE_GATE_RATE], MS(1100));
	run_end(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(throttle),
		cmocka_unit_test(burst),
		cmocka_unit_test(back_off),
		cmocka_unit_test(urgent_passes),
		cmocka_unit_test(filtered),
		cmocka_unit_test(batches),
		cmocka_unit_test(rate_limit),
		cmocka_unit_test(same_time),
		cmocka_unit_test(rate_is_fair),
		cmocka_unit_test(debounce),
		cmocka_unit_test(shares),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
