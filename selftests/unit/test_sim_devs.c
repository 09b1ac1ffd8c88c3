// SPDX-License-Identifier: GPL-2.0
/* simulate: interfaces that come, go, are renamed, or were there before. */
#include "test_sim.h"

static struct run r;

static void deletion(void **state)
{
	(void)state;
	run_begin(&r, "threshold 1h burst 1");
	run_text(&r, "0 mtu a\n1 mtu a\n2 unregister a\n");
	assert_int_equal(r.count, 2);
	assert_note(&r, 1, 2000000, "a", 2, NTHROTTLE_WHY_URGENT);
	assert_true(r.notes[1].gone);
	run_end(&r);

	/* Before all that have a due time, but not before the rate allows it. */
	run_begin(&r, "rate 1 rate-burst 1");
	run_text(&r, "0 mtu b\n0 mtu c\n0.1 unregister d\n0.2 unregister e\n");
	assert_note(&r, 0, 0, "b", 1, NTHROTTLE_WHY_LEADING);
	assert_note(&r, 1, 1000000, "d", 1, NTHROTTLE_WHY_URGENT);
	assert_gate(&r, 1, RATE, 900000);
	assert_note(&r, 2, 2000000, "e", 1, NTHROTTLE_WHY_URGENT);
	assert_note(&r, 3, 3000000, "c", 1, NTHROTTLE_WHY_LEADING);
	run_end(&r);
}

static void deletion_takes_held(void **state)
{
	(void)state;
	run_begin(&r, "downdelay 1m damp on");
	run_text(&r, "0 down a\n1 unregister a\n");
	assert_int_equal(r.count, 1);
	assert_note(&r, 0, 1000000, "a", 2, NTHROTTLE_WHY_URGENT);
	run_end(&r);
}

static void elided(void **state)
{
	(void)state;
	run_begin(&r, "");
	run_text(&r, "0 register a\n0 up a\n0 unregister a\n0 mtu b\n");
	assert_int_equal(r.sim.total.elided, 3);
	assert_int_equal(r.count, 1);
	assert_note(&r, 0, 0, "b", 1, NTHROTTLE_WHY_LEADING);
	run_end(&r);

	/* Somebody was told, or it was there before. */
	run_begin(&r, "");
	run_text(&r, "0 register a\n1 unregister a\n2 unregister b\n");
	assert_int_equal(r.sim.total.elided, 0);
	assert_int_equal(r.count, 3);
	run_end(&r);
}

static void gone_and_back(void **state)
{
	(void)state;
	run_begin(&r, "damp on");
	run_text(&r, "0 down a\n1 unregister a\n2 down a\n3 register a\n"
		 "3.5 unregister b\n4 down a\n");
	assert_int_equal(r.sim.total.unrecorded, 1);
	assert_int_equal(r.sim.n_devs, 3);
	assert_int_equal(r.sim.devs[0]->counters.flaps, 1);
	assert_int_equal(r.sim.devs[1]->counters.flaps, 1);
	assert_int_equal(r.notes[r.count - 1].sent.penalty, 1000);
	run_end(&r);

	/* A record's id is never used again. */
	run_begin(&r, "");
	run_events(&r, { 0, 1, "a", "unregister", LINK_DOWN },
		   { 1000, 1, "a", "register", LINK_DOWN },
		   { 2000, 2, "a", "register", LINK_DOWN });
	assert_int_equal(r.sim.total.unrecorded, 1);
	assert_int_equal(r.count, 2);
	run_end(&r);
}

static void renamed(void **state)
{
	(void)state;
	run_begin_file(&r, "set threshold 1h burst 1\n"
		       "profile add fast threshold 10ms\n"
		       "rule add pref 7 name 'x*' profile fast\n");
	run_events(&r, { 0, 1, "a", "mtu", LINK_UP },
		   { 1000, 1, "a", "mtu", LINK_UP },
		   { 2000, 1, "x0", "rename", LINK_UP },
		   { 2100, 1, "x0", "mtu", LINK_UP });
	assert_int_equal(r.count, 3);
	assert_note(&r, 1, 2000000, "x0", 2, NTHROTTLE_WHY_TRAILING);
	assert_note(&r, 2, 2100000, "x0", 1, NTHROTTLE_WHY_LEADING);
	assert_string_equal(r.sim.devs[0]->profile->name, "fast");
	run_end(&r);
}

/* The new profile's gates let go what those of the old one held. */
static void renamed_while_damped(void **state)
{
	(void)state;
	run_begin_file(&r, "set damp on burst 99\nprofile add calm burst 99\n"
		       "rule add pref 7 name 'x*' profile calm\n");
	run_events(&r, { 0, 1, "a", "mtu", LINK_UP },
		   { 1000, 1, "a", "change", LINK_LOST, .losses = 3 },
		   { 1100, 1, "a", "change", LINK_UP, .losses = 3 },
		   { 2000, 1, "x0", "rename", LINK_UP, .losses = 3 },
		   { 2100, 1, "x0", "change", LINK_LOST, .losses = 4 },
		   { 2200, 1, "a", "rename", LINK_LOST, .losses = 4 },
		   { 2300, 1, "a", "change", LINK_LOST, .losses = 5 });
	assert_int_equal(r.count, 6);
	assert_note(&r, 1, 1000000, "a", 1, NTHROTTLE_WHY_DAMPED);
	assert_note(&r, 2, 2000000, "x0", 2, NTHROTTLE_WHY_UNDAMPED);
	assert_gate(&r, 2, DAMP, 900000);
	assert_note(&r, 3, 2100000, "x0", 1, NTHROTTLE_WHY_LEADING);
	/* Back again, it begins anew. */
	assert_int_equal(r.notes[5].sent.penalty, 1000);
	assert_int_equal(r.sim.total.flaps, 4);
	run_end(&r);
}

static void rules(void **state)
{
	(void)state;
	run_begin_file(&r, "profile add one\nprofile add two\nprofile add three\n"
		       "rule add pref 30 kind veth profile three\n"
		       "rule add pref 20 name 'v[0-5]*' profile two\n"
		       "rule add pref 10 name v1 kind dummy profile one\n");
	run_events(&r, { 0, 1, "v1", "mtu", LINK_UP }, { 0, 2, "v9", "mtu", LINK_UP });
	assert_string_equal(r.sim.devs[0]->profile->name, "two");
	assert_string_equal(r.sim.devs[1]->profile->name, "three");
	run_end(&r);

	/* A plain recording knows no kinds. */
	run_begin_file(&r, "profile add two\nrule add pref 0 kind veth profile two\n");
	run_text(&r, "0 mtu v1\n");
	assert_string_equal(r.sim.devs[0]->profile->name, "default");
	run_end(&r);
}

/* The carrier was there until the first event told otherwise. */
static void there_before(void **state)
{
	(void)state;
	run_begin(&r, "damp on downdelay 1s");
	run_events(&r, { 0, 1, "a", "change", LINK_LOST, .losses = 5 },
		   { 0, 2, "b", "change", LINK_LOST, .losses = 5 },
		   { 0, 3, "c", "up", LINK_LOST, .losses = 5 },
		   { 0, 4, "d", "down", LINK_DOWN, .losses = 5 },
		   { 0, 5, "e", "mtu", LINK_LOST, .losses = 5 },
		   { 500, 2, "b", "change", LINK_UP, .losses = 5 });
	assert_int_equal(r.sim.devs[0]->counters.flaps, 1);
	assert_int_equal(r.sim.devs[1]->counters.bounced, 2);
	assert_int_equal(r.count, 4);
	assert_note(&r, 0, 0, "c", 1, NTHROTTLE_WHY_LEADING);
	assert_int_equal(r.sim.devs[2]->counters.flaps, 0);
	assert_note(&r, 1, 0, "e", 1, NTHROTTLE_WHY_LEADING);
	assert_false(r.notes[1].sent.up);
	assert_note(&r, 2, 1000000, "a", 1, NTHROTTLE_WHY_LEADING);
	assert_note(&r, 3, 1000000, "d", 1, NTHROTTLE_WHY_LEADING);
	assert_int_equal(r.sim.devs[3]->counters.flaps, 0);
	run_end(&r);
}

/* It bounced back, but something else changed with it. */
static void released(void **state)
{
	(void)state;
	run_begin(&r, "downdelay 1s");
	run_events(&r, { 0, 1, "a", "mtu", LINK_UP },
		   { 1000, 1, "a", "change", LINK_LOST, .losses = 1 },
		   { 1200, 1, "a", "change", .flags = 0x11143, .operstate = 6,
		     .losses = 1 });
	assert_int_equal(r.count, 2);
	assert_note(&r, 1, 1200000, "a", 2, NTHROTTLE_WHY_LEADING);
	assert_gate(&r, 1, DEBOUNCE, 200000);
	assert_true(r.notes[1].sent.up);
	run_end(&r);

	/* What was released is not bounced by the next one. */
	run_begin(&r, "downdelay 1s threshold 10s burst 1");
	run_events(&r, { 0, 1, "a", "mtu", LINK_UP },
		   { 1000, 1, "a", "change", LINK_LOST, .losses = 1 },
		   { 1200, 1, "a", "change", .flags = 0x11143, .operstate = 6,
		     .losses = 1 },
		   { 1300, 1, "a", "change", LINK_LOST, .losses = 2 },
		   { 1400, 1, "a", "change", LINK_UP, .losses = 2 });
	assert_int_equal(r.sim.total.bounced, 2);
	assert_note(&r, 1, 10000000, "a", 2, NTHROTTLE_WHY_TRAILING);
	run_end(&r);

	/* The same again with nothing else: what was notified meanwhile with
	 * the link reported up still counts as up.
	 */
	run_begin(&r, "downdelay 1s");
	run_events(&r, { 0, 1, "a", "mtu", LINK_UP },
		   { 1000, 1, "a", "change", LINK_LOST, .losses = 1 },
		   { 1100, 1, "a", "mtu", LINK_LOST, .losses = 1 },
		   { 1200, 1, "a", "change", LINK_UP, .losses = 1 });
	assert_int_equal(r.count, 2);
	assert_true(r.notes[1].sent.up);
	assert_false(r.notes[1].sent.raw_up);
	assert_int_equal(r.sim.total.bounced, 2);
	run_end(&r);
}

static void namespaces(void **state)
{
	(void)state;
	run_begin(&r, "batch 100ms rate 1 rate-burst 1");
	run_events(&r, { 0, 1, "a", "mtu", LINK_UP, .instance = 70 },
		   { 0, 1, "a", "mtu", LINK_UP, .instance = 20 },
		   { 10, 2, "b", "mtu", LINK_UP, .instance = 20 },
		   { 20, 1, "a", "mtu", LINK_UP, .instance = 30 });
	assert_int_equal(r.sim.nets, 3);
	assert_int_equal(r.sim.n_devs, 4);
	assert_note(&r, 0, 0, "a", 1, NTHROTTLE_WHY_LEADING);
	assert_note(&r, 1, 0, "a", 1, NTHROTTLE_WHY_LEADING);
	assert_note(&r, 2, 20000, "a", 1, NTHROTTLE_WHY_LEADING);
	assert_int_equal(r.notes[2].sent.seq, 1);
	assert_note(&r, 3, 1000000, "b", 1, NTHROTTLE_WHY_LEADING);
	assert_int_equal(r.notes[3].sent.seq, 2);
	assert_int_equal(r.notes[3].sent.dev->net->number, 2);
	run_end(&r);
}

/* What happens until the worker comes is merged. */
static void latency(void **state)
{
	(void)state;
	run_begin(&r, "burst 2");
	r.sim.latency_ns = MS(10);
	run_text(&r, "0 mtu\n0.009 mtu\n0.011 mtu\n0.030 mtu\n");
	assert_int_equal(r.count, 3);
	assert_note(&r, 0, 10000, "dev", 2, NTHROTTLE_WHY_LEADING);
	assert_gate(&r, 0, NONE, 10000);
	/* The pause between sends ends at 15 ms, then the worker is called. */
	assert_note(&r, 1, 25000, "dev", 1, NTHROTTLE_WHY_LEADING);
	assert_note(&r, 2, 2035000, "dev", 1, NTHROTTLE_WHY_TRAILING);
	run_end(&r);
}

/* In a storm, the worker still comes. */
static void latency_does_not_starve(void **state)
{
	char text[16384] = "", *at = text;
	unsigned int i;

	(void)state;
	for (i = 0; i < 1000; i++)
		at += sprintf(at, "%u.%03u mtu\n", i / 1000, i % 1000);
	run_begin(&r, "threshold 100ms burst 1 damp on");
	r.sim.latency_ns = MS(10);
	run_text(&r, text);
	assert_in_range(r.count, 9, 11);
	for (i = 1; i < r.count; i++)
		assert_int_equal(r.notes[i].us - r.notes[i - 1].us, 110000);
	run_end(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(deletion),
		cmocka_unit_test(deletion_takes_held),
		cmocka_unit_test(elided),
		cmocka_unit_test(gone_and_back),
		cmocka_unit_test(renamed),
		cmocka_unit_test(renamed_while_damped),
		cmocka_unit_test(rules),
		cmocka_unit_test(there_before),
		cmocka_unit_test(released),
		cmocka_unit_test(namespaces),
		cmocka_unit_test(latency),
		cmocka_unit_test(latency_does_not_starve),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
