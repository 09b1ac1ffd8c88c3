// SPDX-License-Identifier: GPL-2.0
/* The pace gate at the head of the queue: batch, rate, hold. */
#include "check.h"

#include <linux/nthrottle.h>

#include "gate.h"

#define U	HOUR(5)

/* No gate says this of itself. */
#define OWN	77

static const struct nthrottle_pace_params no_rate = { .batch_ns = MS(5), .burst = 10 };

/* Ten per second, three at once. */
static const struct nthrottle_pace_params ten = { .interval_ns = MS(100), .burst = 3 };

static void expect_at(const struct nthrottle_pace *pc, const struct nthrottle_pace_params *p,
		      u64 asked_ns, u64 due_ns, u32 reason, int line)
{
	u32 r = OWN;

	_assert_int_equal(nthrottle_pace_due(pc, p, asked_ns, &r), due_ns, __FILE__, line);
	_assert_int_equal(r, reason, __FILE__, line);
}

#define expect(pc, p, asked, due, reason)	\
	expect_at(pc, p, asked, due, reason, __LINE__)

/* As many as may be sent at @now_ns. */
static unsigned int send_all(struct nthrottle_pace *pc, const struct nthrottle_pace_params *p,
			     u64 now_ns)
{
	unsigned int n = 0;

	for (; n < 100000 && nthrottle_pace_may(pc, p, now_ns); n++)
		nthrottle_pace_take(pc, p, now_ns);
	return n;
}

static void first_at_once(void **state)
{
	struct nthrottle_pace pc = {};

	(void)state;
	expect(&pc, &no_rate, 0, 0, OWN);
	expect(&pc, &no_rate, U, U, OWN);
	expect(&pc, &ten, 0, 0, OWN);
	expect(&pc, &ten, U, U, OWN);
	assert_true(nthrottle_pace_may(&pc, &ten, 0));
}

static void batch_apart(void **state)
{
	struct nthrottle_pace pc = {};

	(void)state;
	nthrottle_pace_on_sent(&pc, MS(5), U);
	expect(&pc, &no_rate, U - HOUR(1), U + MS(5), NTHROTTLE_GATE_PACE);
	expect(&pc, &no_rate, U, U + MS(5), NTHROTTLE_GATE_PACE);
	expect(&pc, &no_rate, U + MS(5) - 1, U + MS(5), NTHROTTLE_GATE_PACE);
	expect(&pc, &no_rate, U + MS(5), U + MS(5), OWN);
	expect(&pc, &no_rate, U + MS(6), U + MS(6), OWN);
	/* It is the pause between sends, not between the notifications of one. */
	assert_true(nthrottle_pace_may(&pc, &no_rate, U));
}

static void batch_counts_from_the_last_send(void **state)
{
	struct nthrottle_pace pc = {};

	(void)state;
	nthrottle_pace_on_sent(&pc, MS(5), U);
	nthrottle_pace_on_sent(&pc, MS(5), U + MS(7));
	expect(&pc, &no_rate, U, U + MS(12), NTHROTTLE_GATE_PACE);
	/* The batch in force at a send is the one that counts. */
	nthrottle_pace_on_sent(&pc, MS(1000), U + MS(12));
	nthrottle_pace_on_sent(&pc, MS(1), U + MS(13));
	expect(&pc, &no_rate, U, U + MS(14), NTHROTTLE_GATE_PACE);
}

static void batch_zero_is_off(void **state)
{
	struct nthrottle_pace pc = {};

	(void)state;
	nthrottle_pace_on_sent(&pc, 0, U);
	expect(&pc, &no_rate, U, U, OWN);
	expect(&pc, &no_rate, U + 1, U + 1, OWN);
}

/* The burst at once, then one per interval. */
static void rate_is_a_bucket(void **state)
{
	struct nthrottle_pace pc = {};
	int i;

	(void)state;
	assert_int_equal(send_all(&pc, &ten, U), 3);
	expect(&pc, &ten, U, U + MS(100), NTHROTTLE_GATE_RATE);
	assert_int_equal(nthrottle_pace_rate_due(&pc, &ten), U + MS(100));
	for (i = 1; i <= 50; i++) {
		assert_int_equal(send_all(&pc, &ten, U + i * MS(100) - 1), 0);
		assert_int_equal(send_all(&pc, &ten, U + i * MS(100)), 1);
	}
	expect(&pc, &ten, U + MS(5000), U + MS(5100), NTHROTTLE_GATE_RATE);
	expect(&pc, &ten, U + MS(5100) - 1, U + MS(5100), NTHROTTLE_GATE_RATE);
	expect(&pc, &ten, U + MS(5100), U + MS(5100), OWN);
	expect(&pc, &ten, U + MS(5200), U + MS(5200), OWN);
}

/* A quiet time fills it, one per interval, up to the burst. */
static void rate_refills(void **state)
{
	struct nthrottle_pace pc = {};

	(void)state;
	assert_int_equal(send_all(&pc, &ten, U), 3);
	assert_int_equal(send_all(&pc, &ten, U + MS(200) - 1), 1);
	assert_int_equal(send_all(&pc, &ten, U + MS(200)), 1);
	assert_int_equal(send_all(&pc, &ten, U + MS(499)), 2);
	assert_int_equal(send_all(&pc, &ten, U + HOUR(100)), 3);
	assert_int_equal(send_all(&pc, &ten, U + HOUR(100)), 0);
}

/* In no window more than the burst and one per interval. */
static void rate_is_a_cap(void **state)
{
	static u64 at[4000];
	struct nthrottle_pace pc = {};
	size_t n = 0, i, from;
	u64 now = U;

	(void)state;
	for (i = 0; i < 8000 && n < ARRAY_SIZE(at); i++) {
		now += (i * 7919 % 131) * MS(1);
		if (!nthrottle_pace_may(&pc, &ten, now))
			continue;
		nthrottle_pace_take(&pc, &ten, now);
		at[n++] = now;
	}
	assert_true(n > 2000);
	for (from = 0; from < n; from++)
		for (i = from; i < n && i < from + 200; i++)
			assert_true(i - from + 1 <= 3 + (at[i] - at[from]) / MS(100));
}

static void burst_of_one_is_strict(void **state)
{
	const struct nthrottle_pace_params p = { .interval_ns = MS(100), .burst = 1 };
	struct nthrottle_pace pc = {};

	(void)state;
	assert_int_equal(send_all(&pc, &p, U), 1);
	assert_int_equal(send_all(&pc, &p, U + MS(100) - 1), 0);
	assert_int_equal(send_all(&pc, &p, U + MS(100)), 1);
	assert_int_equal(send_all(&pc, &p, U + MS(300)), 1);
}

static void rate_zero_is_off(void **state)
{
	struct nthrottle_pace pc = { .full_ns = U + HOUR(1) };

	(void)state;
	assert_int_equal(nthrottle_pace_rate_due(&pc, &no_rate), 0);
	assert_int_equal(send_all(&pc, &no_rate, U), 100000);
	expect(&pc, &no_rate, U, U, OWN);
}

/* The ends of the ranges, and of time. */
static void rate_at_its_limits(void **state)
{
	const struct nthrottle_pace_params slow = { .interval_ns = SEC(1), .burst = 10000 };
	const struct nthrottle_pace_params fast = { .interval_ns = 1000, .burst = 10000 };
	struct nthrottle_pace pc = {};

	(void)state;
	assert_int_equal(send_all(&pc, &slow, 0), 10000);
	assert_int_equal(nthrottle_pace_rate_due(&pc, &slow), SEC(1));
	assert_int_equal(send_all(&pc, &slow, SEC(1)), 1);
	assert_int_equal(send_all(&pc, &slow, ~0ULL / 2), 10000);
	assert_int_equal(nthrottle_pace_rate_due(&pc, &slow), ~0ULL / 2 + SEC(1));
	pc = (struct nthrottle_pace){};
	assert_int_equal(send_all(&pc, &fast, U), 10000);
	assert_int_equal(send_all(&pc, &fast, U + 999), 0);
	assert_int_equal(send_all(&pc, &fast, U + 1000), 1);
}

static void hold(void **state)
{
	struct nthrottle_pace pc = { .hold_ns = U + SEC(60) };

	(void)state;
	expect(&pc, &no_rate, U, U + SEC(60), NTHROTTLE_GATE_HOLD);
	expect(&pc, &no_rate, U + SEC(60), U + SEC(60), OWN);
	expect(&pc, &no_rate, U + SEC(61), U + SEC(61), OWN);
	assert_false(nthrottle_pace_may(&pc, &no_rate, U + SEC(60) - 1));
	assert_true(nthrottle_pace_may(&pc, &no_rate, U + SEC(60)));
	assert_int_equal(send_all(&pc, &ten, U), 0);
	assert_int_equal(send_all(&pc, &ten, U + SEC(60)), 3);
}

/* The latest one decides; if two say the same, the one nearer to the record. */
static void who_decides(void **state)
{
	struct nthrottle_pace pc = {
		.open_ns = U + 3, .full_ns = U + MS(200) + 2, .hold_ns = U + 1,
	};

	(void)state;
	expect(&pc, &ten, U, U + 3, NTHROTTLE_GATE_PACE);
	expect(&pc, &ten, U + 3, U + 3, OWN);
	expect(&pc, &ten, U + 4, U + 4, OWN);
	pc.full_ns = U + MS(200) + 3;
	expect(&pc, &ten, U, U + 3, NTHROTTLE_GATE_PACE);
	pc.full_ns = U + MS(200) + 4;
	expect(&pc, &ten, U, U + 4, NTHROTTLE_GATE_RATE);
	pc.hold_ns = U + 4;
	expect(&pc, &ten, U, U + 4, NTHROTTLE_GATE_RATE);
	pc.hold_ns = U + 5;
	expect(&pc, &ten, U, U + 5, NTHROTTLE_GATE_HOLD);
	expect(&pc, &no_rate, U, U + 5, NTHROTTLE_GATE_HOLD);
	/* Once a send has begun, its pause is no matter, the others are. */
	assert_true(nthrottle_pace_may(&pc, &ten, U + 5));
	assert_false(nthrottle_pace_may(&pc, &ten, U + 4));
	pc.hold_ns = U;
	assert_false(nthrottle_pace_may(&pc, &ten, U + 3));
	assert_true(nthrottle_pace_may(&pc, &ten, U + 4));
}

/* A shorter pause, a faster rate: not longer than they can make one wait. */
static void adopt_faster(void **state)
{
	const struct nthrottle_pace_params slow = { SEC(1), SEC(1), 3 };
	const struct nthrottle_pace_params quick = { MS(1), MS(10), 3 };
	struct nthrottle_pace pc = {};

	(void)state;
	assert_int_equal(send_all(&pc, &slow, U), 3);
	nthrottle_pace_on_sent(&pc, slow.batch_ns, U);
	expect(&pc, &slow, U, U + SEC(1), NTHROTTLE_GATE_PACE);
	nthrottle_pace_adopt(&pc, &quick, U + MS(2));
	assert_int_equal(pc.open_ns, U + MS(3));
	expect(&pc, &quick, U, U + MS(12), NTHROTTLE_GATE_RATE);
	assert_int_equal(send_all(&pc, &quick, U + MS(12) - 1), 0);
	assert_int_equal(send_all(&pc, &quick, U + MS(12)), 1);
}

/* What is longer counts from the next send on. */
static void adopt_slower(void **state)
{
	const struct nthrottle_pace_params slow = { SEC(1), SEC(1), 1 };
	struct nthrottle_pace pc = {};

	(void)state;
	assert_int_equal(send_all(&pc, &ten, U), 3);
	nthrottle_pace_on_sent(&pc, MS(5), U);
	nthrottle_pace_adopt(&pc, &slow, U);
	assert_int_equal(pc.open_ns, U + MS(5));
	expect(&pc, &slow, U, U + MS(300), NTHROTTLE_GATE_RATE);
	assert_int_equal(send_all(&pc, &slow, U + MS(300)), 1);
	assert_int_equal(send_all(&pc, &slow, U + MS(1300) - 1), 0);
	assert_int_equal(send_all(&pc, &slow, U + MS(1300)), 1);
}

/* A hold is not the parameters' matter. */
static void adopt_leaves_the_hold(void **state)
{
	struct nthrottle_pace pc = { .hold_ns = U + HOUR(1) };

	(void)state;
	nthrottle_pace_adopt(&pc, &ten, U);
	assert_int_equal(pc.hold_ns, U + HOUR(1));
	assert_int_equal(pc.full_ns, 0);
	assert_int_equal(pc.open_ns, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_at_once),
		cmocka_unit_test(batch_apart),
		cmocka_unit_test(batch_counts_from_the_last_send),
		cmocka_unit_test(batch_zero_is_off),
		cmocka_unit_test(rate_is_a_bucket),
		cmocka_unit_test(rate_refills),
		cmocka_unit_test(rate_is_a_cap),
		cmocka_unit_test(burst_of_one_is_strict),
		cmocka_unit_test(rate_zero_is_off),
		cmocka_unit_test(rate_at_its_limits),
		cmocka_unit_test(hold),
		cmocka_unit_test(who_decides),
		cmocka_unit_test(adopt_faster),
		cmocka_unit_test(adopt_slower),
		cmocka_unit_test(adopt_leaves_the_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
