// SPDX-License-Identifier: GPL-2.0
/* What the gates get of what the user sets; names and globs. */
#include "check.h"

#include <linux/nthrottle.h>
#include <math.h>
#include <string.h>

#include "event.h"
#include "params.h"

#define FIXED(n)	((u64)(n) << 20)

static struct nthrottle_params defaults(void)
{
	struct nthrottle_params p;

	nthrottle_params_init(&p);
	return p;
}

static struct nthrottle_gate_params derived(struct nthrottle_params p)
{
	struct nthrottle_gate_params g;

	memset(&g, 0xa5, sizeof(g));
	nthrottle_params_derive(&p, &g);
	return g;
}

static void of_the_defaults(void **state)
{
	struct nthrottle_gate_params g = derived(defaults());

	(void)state;
	assert_int_equal(g.throttle.threshold_ns, SEC(2));
	assert_int_equal(g.throttle.threshold_max_ns, 0);
	assert_int_equal(g.throttle.burst, 4);
	assert_int_equal(g.debounce.updelay_ns, 0);
	assert_int_equal(g.debounce.downdelay_ns, 0);
	assert_int_equal(g.damp.mode, NTHROTTLE_DAMP_OFF);
	assert_int_equal(g.damp.half_life_ns, SEC(5));
	assert_int_equal(g.damp.suppress, FIXED(2000));
	assert_int_equal(g.damp.reuse, FIXED(1000));
	assert_int_equal(g.damp.ceiling, FIXED(16000));
	assert_int_equal(g.damp.penalty, FIXED(1000));
	assert_int_equal(g.damp.restart_penalty, 0);
	assert_int_equal(g.urgent, 0);
	assert_int_equal(g.mind, 0);
	assert_false(g.watch);
}

/* Each parameter goes where it belongs, and nothing is cut off. */
static void of_the_largest(void **state)
{
	struct nthrottle_params p = {
		.threshold_ms = 3599999, .threshold_max_ms = 3600000, .burst = 1000,
		.urgent = NTHROTTLE_EVENT_DOWN | NTHROTTLE_EVENT_TYPE,
		.updelay_ms = 3599998, .downdelay_ms = 3599997,
		.damp = NTHROTTLE_DAMP_ON,
		.half_life_ms = 3599996, .max_suppress_ms = 86399999,
		.suppress = 19999, .reuse = 19998, .penalty = 19997, .restart_penalty = 19996,
	};
	struct nthrottle_gate_params g = derived(p);

	(void)state;
	assert_int_equal(g.throttle.threshold_ns, MS(3599999));
	assert_int_equal(g.throttle.threshold_max_ns, MS(3600000));
	assert_int_equal(g.throttle.burst, 1000);
	assert_int_equal(g.debounce.updelay_ns, MS(3599998));
	assert_int_equal(g.debounce.downdelay_ns, MS(3599997));
	assert_int_equal(g.damp.mode, NTHROTTLE_DAMP_ON);
	assert_int_equal(g.damp.half_life_ns, MS(3599996));
	assert_int_equal(g.damp.suppress, FIXED(19999));
	assert_int_equal(g.damp.reuse, FIXED(19998));
	assert_int_equal(g.damp.penalty, FIXED(19997));
	assert_int_equal(g.damp.restart_penalty, FIXED(19996));
	assert_int_equal(g.damp.ceiling, FIXED(1 << 28));
	assert_int_equal(g.urgent, p.urgent);
	assert_true(g.watch);
}

static void ceiling_is_a_power(void **state)
{
	long double exact;
	struct nthrottle_params p = defaults();
	u32 max_ms;

	(void)state;
	for (max_ms = 5000; max_ms < 60000; max_ms += 731) {
		p.max_suppress_ms = max_ms;
		exact = FIXED(1000) * exp2l(max_ms / 5000.0L);
		assert_true(fabsl(derived(p).damp.ceiling - exact) < exact / 1000000);
	}
}

/* The link is looked at by whoever wants to know of it, then at each event. */
static void who_watches(void **state)
{
	struct nthrottle_params p = defaults();

	(void)state;
	p.urgent = NTHROTTLE_EVENT_DOWN;
	assert_false(derived(p).watch);
	assert_int_equal(derived(p).mind, NTHROTTLE_EVENT_DOWN);
	p.updelay_ms = 1;
	assert_true(derived(p).watch);
	assert_int_equal(derived(p).mind, NTHROTTLE_EVENT_ALL);
	assert_int_equal(derived(p).urgent, NTHROTTLE_EVENT_DOWN);
	p.updelay_ms = 0;
	p.downdelay_ms = 1;
	assert_true(derived(p).watch);
	p.downdelay_ms = 0;
	p.damp = NTHROTTLE_DAMP_MONITOR;
	assert_true(derived(p).watch);
	p.damp = NTHROTTLE_DAMP_ON;
	assert_true(derived(p).watch);
	assert_int_equal(derived(p).mind, NTHROTTLE_EVENT_ALL);
	assert_int_equal(derived(p).damp.mode, NTHROTTLE_DAMP_ON);
}

static struct nthrottle_pace_params paced(u32 batch_ms, u32 rate, u32 burst)
{
	struct nthrottle_config c = {
		.batch_ms = batch_ms,
		.rate = rate,
		.rate_burst = burst,
	};
	struct nthrottle_pace_params p;

	memset(&p, 0xa5, sizeof(p));
	nthrottle_config_derive(&c, &p);
	return p;
}

static void of_a_config(void **state)
{
	(void)state;
	assert_int_equal(paced(5, 0, 10).batch_ns, MS(5));
	assert_int_equal(paced(5, 0, 10).interval_ns, 0);
	assert_int_equal(paced(5, 0, 10).burst, 10);
	assert_int_equal(paced(1000, 1, 10000).batch_ns, SEC(1));
	assert_int_equal(paced(1000, 1, 10000).interval_ns, SEC(1));
	assert_int_equal(paced(1000, 1, 10000).burst, 10000);
	assert_int_equal(paced(0, 50, 1).batch_ns, 0);
	assert_int_equal(paced(0, 50, 1).interval_ns, MS(20));
	/* Never faster than asked for. */
	assert_int_equal(paced(0, 3, 1).interval_ns, 333333334);
	assert_int_equal(paced(0, 999999, 1).interval_ns, 1001);
	assert_int_equal(paced(0, 1000000, 1).interval_ns, 1000);
	/* What comes while a batch closes the head is not lost. */
	assert_int_equal(paced(5, 1000, 1).burst, 5);
	assert_int_equal(paced(5, 199, 1).burst, 1);
	assert_int_equal(paced(1000, 50, 10).burst, 50);
	assert_int_equal(paced(1000, 50, 51).burst, 51);
	assert_int_equal(paced(1000, 1000000, 10000).burst, 1000000);
}

static void names(void **state)
{
	static const char bad[] = " !\"#$%&'()*+,/:;<=>?@[\\]^`{|}~\t\n\177\200\377";
	char c[2] = "";
	size_t i;

	(void)state;
	assert_true(nthrottle_name_valid("default", NTHROTTLE_NAME_SIZE));
	assert_true(nthrottle_name_valid("a", NTHROTTLE_NAME_SIZE));
	assert_true(nthrottle_name_valid("AZaz09._-", NTHROTTLE_NAME_SIZE));
	assert_true(nthrottle_name_valid("123456789012345", NTHROTTLE_NAME_SIZE));
	assert_false(nthrottle_name_valid("1234567890123456", NTHROTTLE_NAME_SIZE));
	assert_false(nthrottle_name_valid("", NTHROTTLE_NAME_SIZE));
	assert_false(nthrottle_name_valid("a b", NTHROTTLE_NAME_SIZE));
	assert_false(nthrottle_name_valid("ab ", NTHROTTLE_NAME_SIZE));
	for (i = 0; bad[i]; i++) {
		c[0] = bad[i];
		assert_false(nthrottle_name_valid(c, NTHROTTLE_NAME_SIZE));
	}
}

static void globs(void **state)
{
	(void)state;
	assert_true(nthrottle_glob_valid("veth*", 32));
	assert_true(nthrottle_glob_valid("e[tn][hp]?", 32));
	assert_true(nthrottle_glob_valid("!", 32));
	assert_true(nthrottle_glob_valid("~", 32));
	assert_true(nthrottle_glob_valid("\200\377", 32));
	assert_true(nthrottle_glob_valid("1234567", 8));
	assert_false(nthrottle_glob_valid("12345678", 8));
	assert_false(nthrottle_glob_valid("", 8));
	assert_false(nthrottle_glob_valid("a b", 8));
	assert_false(nthrottle_glob_valid("ab\n", 8));
	assert_false(nthrottle_glob_valid("\1", 8));
	assert_false(nthrottle_glob_valid("a\177", 8));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_the_defaults),
		cmocka_unit_test(of_the_largest),
		cmocka_unit_test(ceiling_is_a_power),
		cmocka_unit_test(who_watches),
		cmocka_unit_test(of_a_config),
		cmocka_unit_test(names),
		cmocka_unit_test(globs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
