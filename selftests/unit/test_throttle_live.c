// SPDX-License-Identifier: GPL-2.0
/*
 * The throttle gate when the parameters change, when something is sent before
 * its time, and at the limits.
 */
#include <linux/minmax.h>

#include "script.h"

#define T(n)	((n) * SEC(2))
#define U	HOUR(5)

#define OFF(n)		PARAMS(T(1), T(1), n)
#define BACKOFF(n)	PARAMS(T(1), T(8), n)

static void shorter_threshold_is_earlier(void **state)
{
	(void)state;
	RUN(OFF(1),
	    AT_ONCE(U), EVENT(U, U + T(1)),
	    THRESHOLD(MS(500)), DUE(U + MS(500)),
	    THRESHOLD_MAX(MS(500)), DUE(U + MS(500)),
	    EVENT(U + MS(600), U + MS(500)),
	    SENT(U + MS(600)),
	    EVENT(U + MS(600), U + MS(1100)));
	/* Before the next event: the quiet time counts by the new one. */
	RUN(OFF(1), AT_ONCE(U), THRESHOLD(MS(500)), AT_ONCE(U + MS(500)));
	/* Nobody asked for the due time: it waited as long as it had to. */
	RUN(BACKOFF(1),
	    AT_ONCE(U), THRESHOLD(MS(500)), EVENT_ONLY(U + 1), SENT(U + MS(500)),
	    EVENT(U + MS(500), U + MS(1500)));
}

/* A threshold below a threshold-max that stays where it was: back-off. */
static void shorter_threshold_backs_off(void **state)
{
	(void)state;
	RUN(OFF(1),
	    AT_ONCE(U), EVENT(U, U + T(1)),
	    THRESHOLD(MS(500)), DUE(U + MS(500)),
	    SENT(U + MS(500)),
	    EVENT(U + MS(500), U + MS(1500)), SENT(U + MS(1500)),
	    EVENT(U + MS(1500), U + MS(3500)), SENT(U + MS(3500)),
	    EVENT(U + MS(3500), U + MS(5500)));
}

static void longer_threshold_is_never_later(void **state)
{
	(void)state;
	RUN(OFF(1),
	    AT_ONCE(U), EVENT(U, U + T(1)),
	    THRESHOLD(T(10)), DUE(U + T(1)),
	    SENT(U + T(1)),
	    EVENT(U + T(1), U + T(11)));	/* from the next one on */
	RUN(OFF(1),
	    AT_ONCE(U),
	    THRESHOLD(T(10)), EVENT(U + SEC(1), U + T(1)));
	RUN(BACKOFF(1),				/* nor if nobody asked */
	    AT_ONCE(U),
	    THRESHOLD(T(2)), EVENT_ONLY(U + 1), SENT(U + T(1)),
	    EVENT(U + T(1), U + T(5)));
	RUN(OFF(1),				/* there and back */
	    AT_ONCE(U), EVENT(U, U + T(1)),
	    THRESHOLD(SEC(1)), DUE(U + SEC(1)),
	    THRESHOLD(T(10)), DUE(U + SEC(1)));
}

static void threshold_max_changes(void **state)
{
	(void)state;
	RUN(BACKOFF(1),
	    AT_ONCE(U),
	    EVENT(U, U + T(1)), SENT(U + T(1)),
	    EVENT(U + T(1), U + T(3)), SENT(U + T(3)),
	    EVENT(U + T(3), U + T(7)),
	    THRESHOLD_MAX(T(3)), DUE(U + T(6)),
	    THRESHOLD_MAX(T(1)), DUE(U + T(4)),
	    THRESHOLD_MAX(T(100)), DUE(U + T(4)));
	/* Off and on again in the storm. */
	RUN(OFF(1),
	    AT_ONCE(U),
	    EVENT(U, U + T(1)), THRESHOLD_MAX(T(8)), DUE(U + T(1)),
	    SENT(U + T(1)),
	    EVENT(U + T(1), U + T(3)), SENT(U + T(3)),
	    THRESHOLD_MAX(T(1)), EVENT(U + T(3), U + T(4)));
}

static void burst_lowered(void **state)
{
	(void)state;
	RUN(OFF(10), BURST(2), AT_ONCE(U), AT_ONCE(U), EVENT(U, U + T(1)));
	/* Between the event and the notification. */
	RUN(OFF(10), EVENT(U, U), BURST(1), SENT(U), EVENT(U, U + T(1)));
	/* A bucket that is full that way knows quiet from storm. */
	RUN(BACKOFF(4),
	    AT_ONCE(U), AT_ONCE(U), AT_ONCE(U), AT_ONCE(U),
	    EVENT(U, U + T(1)), SENT(U + T(4)),
	    BURST(3),
	    AT_ONCE(U + T(500)), AT_ONCE(U + T(500)), AT_ONCE(U + T(500)),
	    EVENT(U + T(500), U + T(501)));
}

static void burst_raised(void **state)
{
	(void)state;
	RUN(OFF(1),
	    AT_ONCE(U), EVENT(U, U + T(1)),
	    BURST(4), DUE(U + T(1)),		/* tokens come with time */
	    SENT(U + T(1)),
	    EVENT(U + T(1), U + T(2)));
	/* The same quiet time is not counted twice. */
	RUN(OFF(4),
	    AT_ONCE(U), AT_ONCE(U),
	    EVENT(U + T(2) + SEC(1), U + T(2) + SEC(1)),
	    BURST(8),
	    SENT(U + T(2) + SEC(1)),
	    AT_ONCE(U + T(3)), AT_ONCE(U + T(3)), AT_ONCE(U + T(3)),
	    EVENT(U + T(3), U + T(4)));
}

/* What a longer threshold left of an interval is not sold at the price of a
 * shorter one.
 */
static void shorter_threshold_gives_no_second_burst(void **state)
{
	(void)state;
	RUN(PARAMS(HOUR(1), HOUR(1), 5),
	    AT_ONCE(U),
	    AT_ONCE(U + MS(3000000)), AT_ONCE(U + MS(3000000)), AT_ONCE(U + MS(3000000)),
	    THRESHOLD(SEC(1)),
	    AT_ONCE(U + MS(3000000)),
	    EVENT(U + MS(3000000), U + MS(3001000)));
}

static void sent_without_token(void **state)
{
	(void)state;
	/* An urgent event or a flush: the interval begins anew. */
	RUN(OFF(1),
	    AT_ONCE(U), EVENT(U, U + T(1)),
	    SENT(U + SEC(1)),
	    EVENT(U + SEC(1), U + SEC(1) + T(1)));
	/* It was before its time: no back-off. */
	RUN(BACKOFF(1),
	    AT_ONCE(U), EVENT(U, U + T(1)),
	    SENT(U + T(1) - 1),
	    EVENT(U + T(1), U + T(2) - 1));
	/* The same at its time. */
	RUN(BACKOFF(1),
	    AT_ONCE(U), EVENT(U, U + T(1)),
	    SENT(U + T(1)),
	    EVENT(U + T(1), U + T(3)));
	/* It keeps the level that it found. */
	RUN(BACKOFF(1),
	    AT_ONCE(U), EVENT(U, U + T(1)), SENT(U + T(1)),
	    EVENT(U + T(1), U + T(3)), SENT(U + T(2)),
	    EVENT(U + T(2), U + T(4)));
}

static void at_the_ends_of_time(void **state)
{
	const u64 end = ~0ULL / 2 - HOUR(2);

	(void)state;
	RUN(OFF(2),
	    AT_ONCE(0), AT_ONCE(0),
	    EVENT(0, T(1)), SENT(T(1)),
	    EVENT(T(1), T(2)));
	RUN(OFF(1),
	    AT_ONCE(1),
	    AT_ONCE(end),
	    EVENT(end, end + T(1)), SENT(end + T(1)),
	    EVENT(end + T(1), end + T(2)));
	RUN(PARAMS(HOUR(1), HOUR(1), 1000),
	    AT_ONCE(0),
	    AT_ONCE(end + HOUR(2)));
}

static void times_out_of_order(void **state)
{
	(void)state;
	/* An event whose time was read before that of the notification. */
	RUN(OFF(1),
	    AT_ONCE(U), EVENT(U - 100, U + T(1)));
	RUN(OFF(2),
	    AT_ONCE(U), EVENT(U - 100, U - 100), SENT(U - 50),
	    EVENT(U, U - 50 + T(1)));
	RUN(BACKOFF(1),
	    AT_ONCE(U), EVENT(U, U + T(1)), SENT(U + T(1)),
	    EVENT(U + T(1) - 1, U + T(3)));
}

static void limits_of_the_parameters(void **state)
{
	(void)state;
	RUN(PARAMS(MS(10), MS(10), 1),
	    AT_ONCE(U),
	    EVENT(U + 1, U + MS(10)), SENT(U + MS(10)),
	    EVENT(U + MS(10), U + MS(20)));
	RUN(PARAMS(HOUR(1), HOUR(1), 1),
	    AT_ONCE(U),
	    EVENT(U + 1, U + HOUR(1)), SENT(U + HOUR(1)),
	    EVENT(U + HOUR(1), U + HOUR(2)));
}

static void from_10_ms_to_1_hour(void **state)
{
	struct nthrottle_throttle_params p = PARAMS(MS(10), HOUR(1), 1);
	struct nthrottle_throttle t;
	u64 now = U, interval = MS(10);
	int i;

	(void)state;
	nthrottle_throttle_init(&t, &p);
	nthrottle_throttle_on_event(&t, &p, now);
	nthrottle_throttle_on_sent(&t, &p, now);
	for (i = 0; i < 300; i++) {
		nthrottle_throttle_on_event(&t, &p, now);
		assert_int_equal(nthrottle_throttle_due(&t, &p), now + interval);
		now += interval;
		nthrottle_throttle_on_sent(&t, &p, now);
		interval = min(2 * interval, HOUR(1));
	}
}

static void burst_of_1000(void **state)
{
	struct nthrottle_throttle_params p = PARAMS(HOUR(1), HOUR(1), 1000);
	struct nthrottle_throttle t;
	u64 now = U;
	int i, round;

	(void)state;
	nthrottle_throttle_init(&t, &p);
	for (round = 0; round < 2; round++) {
		for (i = 0; i < 1000; i++) {
			nthrottle_throttle_on_event(&t, &p, now);
			assert_int_equal(nthrottle_throttle_due(&t, &p), now);
			nthrottle_throttle_on_sent(&t, &p, now);
		}
		nthrottle_throttle_on_event(&t, &p, now);
		assert_int_equal(nthrottle_throttle_due(&t, &p), now + HOUR(1));
		nthrottle_throttle_on_sent(&t, &p, now);
		now += HOUR(1000);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shorter_threshold_is_earlier),
		cmocka_unit_test(shorter_threshold_backs_off),
		cmocka_unit_test(longer_threshold_is_never_later),
		cmocka_unit_test(threshold_max_changes),
		cmocka_unit_test(burst_lowered),
		cmocka_unit_test(burst_raised),
		cmocka_unit_test(shorter_threshold_gives_no_second_burst),
		cmocka_unit_test(sent_without_token),
		cmocka_unit_test(at_the_ends_of_time),
		cmocka_unit_test(times_out_of_order),
		cmocka_unit_test(limits_of_the_parameters),
		cmocka_unit_test(from_10_ms_to_1_hour),
		cmocka_unit_test(burst_of_1000),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
