// SPDX-License-Identifier: GPL-2.0
/*
 * The damp gate's arithmetic against the exact exponential, over all that its
 * parameters may be.
 *
 * NTHROTTLE_SEED=N     the same numbers again (default: others each time)
 */
#include "check.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <time.h>

#include <linux/minmax.h>

#include "gate.h"
#include "rng.h"
#include "seed.h"

#define SHIFT	NTHROTTLE_PENALTY_SHIFT
#define MOST	((u64)NTHROTTLE_PENALTY_MAX << SHIFT)

/* What the integers may be off by, in parts of 2^20: the last one is cut off, and
 * each digit of the age may drop a fraction of it.
 */
#define UNITS	1.01L

static u64 seed;

struct triple {
	u64 penalty, age_ns, half_life_ns;
};

/* Of each magnitude equally many. */
static u64 any_below(struct rng *r, u64 limit)
{
	u64 n = rng_next(r) >> rng_below(r, 64);

	return n % limit;
}

static u64 pick_half_life(struct rng *r)
{
	static const u64 usual_ms[] = { 100, 101, 1000, 5000, 15000, 900000, 3599999, 3600000 };

	if (rng_percent(r, 40))
		return MS(usual_ms[rng_below(r, ARRAY_SIZE(usual_ms))]);
	return MS(100 + any_below(r, 3599901));
}

static struct triple pick(struct rng *r)
{
	struct triple t = { .half_life_ns = pick_half_life(r) };

	t.penalty = rng_percent(r, 5) ? MOST : any_below(r, MOST + 1);
	switch (rng_below(r, 4)) {
	case 0:		/* about some half-lives, halves, quarters */
		t.age_ns = (t.half_life_ns >> rng_below(r, 3)) * rng_below(r, 60) +
			   rng_below(r, 3);
		t.age_ns -= min(t.age_ns, 1ULL);
		break;
	case 1:
		t.age_ns = any_below(r, (1ULL << 63) + 1);
		break;
	default:
		t.age_ns = rng_below(r, 50 * t.half_life_ns);
	}
	return t;
}

static u64 decay(struct triple t)
{
	return nthrottle_damp_decay(t.penalty, t.age_ns, t.half_life_ns);
}

static long double exact_decay(struct triple t)
{
	return t.penalty * exp2l(-(long double)t.age_ns / t.half_life_ns);
}

#define check(t, condition) do {							\
	const struct triple *check_t = (t);						\
											\
	if (!(condition))								\
		fail_msg("penalty %" PRIu64 ", age %" PRIu64 ", half-life %" PRIu64	\
			 " (NTHROTTLE_SEED=%" PRIu64 "): not %s", check_t->penalty,	\
			 check_t->age_ns, check_t->half_life_ns, seed, #condition);	\
} while (0)

/* Within 0.1 % down to a thousandth of a penalty of 1, and in fact far better. */
static void within_a_thousandth(void **state)
{
	long double exact, off;
	struct rng r = { seed };
	struct triple t;
	u32 i;

	(void)state;
	for (i = 0; i < 1000000; i++) {
		t = pick(&r);
		exact = exact_decay(t);
		off = fabsl(decay(t) - exact);
		check(&t, off <= max(exact / 1000, UNITS));
		check(&t, off <= exact / 10000000 + UNITS);
	}
}

static void monotone(void **state)
{
	struct rng r = { seed };
	struct triple t, more;
	u32 i;

	(void)state;
	for (i = 0; i < 1000000; i++) {
		t = pick(&r);
		more = t;
		more.penalty += any_below(&r, MOST + 1 - t.penalty);
		check(&t, decay(more) >= decay(t));
		check(&t, decay(t) <= t.penalty);
		more = t;
		more.age_ns += any_below(&r, (1ULL << 63) - t.age_ns + 1);
		check(&t, decay(more) <= decay(t) + 1);
	}
}

static void exact_cases(void **state)
{
	static const u64 half_lives[] = { MS(100), SEC(5), SEC(15), HOUR(1) };
	size_t i;
	int n;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(half_lives); i++) {
		assert_int_equal(nthrottle_damp_decay(MOST, 0, half_lives[i]), MOST);
		for (n = 0; n < 60; n++)
			assert_int_equal(nthrottle_damp_decay(MOST, n * half_lives[i],
							      half_lives[i]), MOST >> n);
		assert_int_equal(nthrottle_damp_decay(MOST, 1ULL << 63, half_lives[i]), 0);
		assert_int_equal(nthrottle_damp_decay(0, HOUR(1), half_lives[i]), 0);
		/* MOST / 2^(1/2), MOST / 2^(3/4) */
		assert_in_range(nthrottle_damp_decay(MOST, half_lives[i] / 2, half_lives[i]),
				199032864766430 - 40000, 199032864766430 + 40000);
		assert_in_range(nthrottle_damp_decay(MOST, half_lives[i] / 4 * 3, half_lives[i]),
				167366022499768 - 40000, 167366022499768 + 40000);
	}
}

/* How far a time may be off: its last binary digit, and a hundredth of what the
 * penalty's last unit is worth.
 */
static long double time_off(struct triple t, u64 until)
{
	return t.half_life_ns / 16000000.0L + 32 + t.half_life_ns * 0.01L / until;
}

/* As long as the exact logarithm says; then the penalty is as asked for, and a
 * little earlier it is not.
 */
static void time_is_the_inverse(void **state)
{
	long double exact, off, parts;
	struct rng r = { seed };
	struct triple t;
	u64 until, ns;
	u32 i;

	(void)state;
	for (i = 0; i < 200000; i++) {
		t = pick(&r);
		t.penalty = max(t.penalty, 1ULL);
		until = 1 + any_below(&r, 20001ULL << SHIFT);
		ns = nthrottle_damp_time(t.penalty, until, t.half_life_ns);
		if (t.penalty <= until) {
			check(&t, ns == 0);
			continue;
		}
		exact = t.half_life_ns * log2l((long double)t.penalty / until);
		off = time_off(t, until);
		check(&t, fabsl(ns - exact) <= off);
		t.age_ns = ns;
		parts = 24.0L / t.half_life_ns;
		check(&t, exact_decay(t) <= until * (1.000000006L + parts) + 0.01L);
		check(&t, decay(t) <= until * (1.0000001L + parts) + UNITS);
		t.age_ns = ns > 2 * off ? ns - 2 * off : 0;
		check(&t, decay(t) >= until - 1);
	}
}

static void exact_times(void **state)
{
	(void)state;
	assert_int_equal(nthrottle_damp_time(MOST, MOST >> 7, SEC(5)), SEC(35));
	assert_int_equal(nthrottle_damp_time(MOST, 1, HOUR(1)), HOUR(48));
	assert_int_equal(nthrottle_damp_time(MOST, MOST, SEC(5)), 0);
	assert_int_equal(nthrottle_damp_time(MOST - 1, MOST, SEC(5)), 0);
	assert_int_equal(nthrottle_damp_time(0, 1, SEC(5)), 0);
	/* A little more than reuse takes a little time. */
	assert_in_range(nthrottle_damp_time(1001ULL << SHIFT, 1000ULL << SHIFT, SEC(5)),
			MS(7), MS(7) + 300000);
}

/* reuse * 2^(max-suppress / half-life), as long as that is not too much. */
static void ceiling(void **state)
{
	long double exact;
	u64 reuse, max_ns, half_ns, got;
	struct rng r = { seed };
	u32 i, clamped = 0;

	(void)state;
	for (i = 0; i < 200000; i++) {
		half_ns = pick_half_life(&r);
		reuse = 1 + rng_below(&r, 20000);
		max_ns = MS(100 + any_below(&r, 86399901));
		if (rng_percent(&r, 70))
			max_ns = MS(1 + rng_below(&r, 30 * half_ns / MS(1)));
		got = nthrottle_damp_ceiling(reuse << SHIFT, max_ns, half_ns);
		exact = (reuse << SHIFT) * exp2l((long double)max_ns / half_ns);
		clamped += exact >= MOST;
		if (exact >= MOST)
			exact = MOST;
		if (fabsl(got - exact) > exact / 10000000 + UNITS || got > MOST)
			fail_msg("reuse %" PRIu64 ", max-suppress %" PRIu64 ", half-life %" PRIu64
				 ": %" PRIu64 " is not %Lf", reuse, max_ns, half_ns, got, exact);
	}
	assert_true(clamped > 1000 && clamped < 190000);
	assert_int_equal(nthrottle_damp_ceiling(1000ULL << SHIFT, SEC(20), SEC(5)),
			 16000ULL << SHIFT);
	assert_int_equal(nthrottle_damp_ceiling(20000ULL << SHIFT, SEC(86400), MS(100)), MOST);
	assert_int_equal(nthrottle_damp_ceiling(1ULL << SHIFT, SEC(28), SEC(1)), MOST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(within_a_thousandth),
		cmocka_unit_test(monotone),
		cmocka_unit_test(exact_cases),
		cmocka_unit_test(time_is_the_inverse),
		cmocka_unit_test(exact_times),
		cmocka_unit_test(ceiling),
	};

	seed = from_env("NTHROTTLE_SEED", (u64)time(NULL));
	printf("# seed %" PRIu64 "\n", seed);
	fflush(stdout);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
