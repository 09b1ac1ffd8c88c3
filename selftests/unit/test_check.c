// SPDX-License-Identifier: GPL-2.0
/* Parameters that contradict each other are refused, with both values. */
#include "check.h"

#include <linux/nthrottle.h>
#include <string.h>

#include "params.h"

#define NONE	0xffff

static struct nthrottle_params defaults(void)
{
	struct nthrottle_params p;

	nthrottle_params_init(&p);
	return p;
}

static void expect_fits(struct nthrottle_params p)
{
	struct nthrottle_refusal why = { .attr = NONE, .text = "untouched" };

	assert_true(nthrottle_params_check(&p, &why));
	assert_int_equal(why.attr, NONE);
	assert_string_equal(why.text, "untouched");
}

/* The text says it all, and is not cut off. */
static void expect_refused(struct nthrottle_params p, u16 attr, const char *text)
{
	struct nthrottle_refusal why = { .attr = NONE };

	assert_true(strlen(text) < sizeof(why.text));
	assert_false(nthrottle_params_check(&p, &why));
	assert_string_equal(why.text, text);
	assert_int_equal(why.attr, attr);
}

static void defaults_fit(void **state)
{
	(void)state;
	expect_fits(defaults());
}

static void threshold_max(void **state)
{
	struct nthrottle_params p = defaults();

	(void)state;
	p.threshold_max_ms = 2000;
	expect_fits(p);
	p.threshold_max_ms = 2001;
	expect_fits(p);
	p.threshold_max_ms = 1999;
	expect_refused(p, NTHROTTLE_A_PROFILE_THRESHOLD_MAX_MS,
		       "threshold-max-ms 1999 must be 0 (off) or at least threshold-ms 2000");
	p.threshold_ms = 3600000;
	p.threshold_max_ms = 3599999;
	expect_refused(p, NTHROTTLE_A_PROFILE_THRESHOLD_MAX_MS,
		       "threshold-max-ms 3599999 must be 0 (off) or at least threshold-ms 3600000");
}

static void half_life_and_max_suppress(void **state)
{
	struct nthrottle_params p = defaults();

	(void)state;
	p.half_life_ms = 20000;
	p.reuse = 1001;		/* a ceiling of 2002 */
	expect_fits(p);
	p.half_life_ms = 20001;
	expect_refused(p, NTHROTTLE_A_PROFILE_HALF_LIFE_MS,
		       "half-life-ms 20001 must not be above max-suppress-ms 20000");
	p.half_life_ms = 3600000;
	p.max_suppress_ms = 3599999;
	expect_refused(p, NTHROTTLE_A_PROFILE_HALF_LIFE_MS,
		       "half-life-ms 3600000 must not be above max-suppress-ms 3599999");
}

static void reuse_and_suppress(void **state)
{
	struct nthrottle_params p = defaults();

	(void)state;
	p.reuse = 1999;
	expect_fits(p);
	p.reuse = 2000;
	expect_refused(p, NTHROTTLE_A_PROFILE_REUSE, "reuse 2000 must be below suppress 2000");
	p.reuse = 20000;
	p.suppress = 19999;
	expect_refused(p, NTHROTTLE_A_PROFILE_REUSE, "reuse 20000 must be below suppress 19999");
}

static void suppress_and_ceiling(void **state)
{
	struct nthrottle_params p = defaults();

	(void)state;
	p.suppress = 15999;
	expect_fits(p);
	/* It must be exceeded to suppress. */
	p.suppress = 16000;
	expect_refused(p, NTHROTTLE_A_PROFILE_SUPPRESS,
		       "suppress 16000 can never be exceeded: the ceiling is 16000");
	p.suppress = 16001;
	expect_refused(p, NTHROTTLE_A_PROFILE_SUPPRESS,
		       "suppress 16001 can never be exceeded: the ceiling is 16000");
	/* 9999 * 2^1 */
	p.suppress = 20000;
	p.reuse = 9999;
	p.half_life_ms = p.max_suppress_ms;
	expect_refused(p, NTHROTTLE_A_PROFILE_SUPPRESS,
		       "suppress 20000 can never be exceeded: the ceiling is 19998");
	/* A fraction above it is enough: 1415 * 2^(3/2) is 4002.2. */
	p = defaults();
	p.reuse = 1415;
	p.half_life_ms = 10000;
	p.max_suppress_ms = 15000;
	p.suppress = 4002;
	expect_fits(p);
	p.suppress = 4003;
	expect_refused(p, NTHROTTLE_A_PROFILE_SUPPRESS,
		       "suppress 4003 can never be exceeded: the ceiling is 4002");
}

static void restart_penalty_and_ceiling(void **state)
{
	struct nthrottle_params p = defaults();

	(void)state;
	p.restart_penalty = 16000;
	expect_fits(p);
	p.restart_penalty = 16001;
	expect_refused(p, NTHROTTLE_A_PROFILE_RESTART_PENALTY,
		       "restart-penalty 16001 must not be above the ceiling 16000");
	p.restart_penalty = 20000;
	p.reuse = 19998;
	p.suppress = 19999;
	p.half_life_ms = 3600000;
	p.max_suppress_ms = 3600000;
	expect_fits(p);
	p.reuse = 1249;
	p.suppress = 1250;
	p.half_life_ms = 21600;
	p.max_suppress_ms = 86400;
	expect_refused(p, NTHROTTLE_A_PROFILE_RESTART_PENALTY,
		       "restart-penalty 20000 must not be above the ceiling 19984");
}

/* Of several, the first is told; all of them also where damp is off. */
static void contradictions_in_order(void **state)
{
	struct nthrottle_params p = defaults();

	(void)state;
	assert_int_equal(p.damp, NTHROTTLE_DAMP_OFF);
	p.reuse = 20000;
	p.half_life_ms = 3600000;
	expect_refused(p, NTHROTTLE_A_PROFILE_HALF_LIFE_MS,
		       "half-life-ms 3600000 must not be above max-suppress-ms 20000");
	p.half_life_ms = 5000;
	expect_refused(p, NTHROTTLE_A_PROFILE_REUSE, "reuse 20000 must be below suppress 2000");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults_fit),
		cmocka_unit_test(threshold_max),
		cmocka_unit_test(half_life_and_max_suppress),
		cmocka_unit_test(reuse_and_suppress),
		cmocka_unit_test(suppress_and_ceiling),
		cmocka_unit_test(restart_penalty_and_ceiling),
		cmocka_unit_test(contradictions_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
