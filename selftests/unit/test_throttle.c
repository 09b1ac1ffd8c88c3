// SPDX-License-Identifier: GPL-2.0
/* The throttle gate with constant parameters. */
#include "script.h"

/* The default threshold; T(n) is n thresholds, U some time of the day. */
#define T(n)	((n) * SEC(2))
#define U	HOUR(5)

#define OFF(n)		PARAMS(T(1), T(1), n)
#define BACKOFF(n)	PARAMS(T(1), T(8), n)

static void first_at_once(void **state)
{
	(void)state;
	RUN(OFF(1), EVENT(U, U));
	RUN(OFF(4), EVENT(U, U));
	RUN(OFF(1000), EVENT(U, U));
	RUN(BACKOFF(1), EVENT(U, U));
	RUN(OFF(1), EVENT(U, U), EVENT(U + SEC(1), U), EVENT(U + T(3), U));
}

static void strict(void **state)
{
	(void)state;
	RUN(OFF(1),
	    AT_ONCE(U),				/* leading */
	    EVENT(U + 1, U + T(1)),		/* trailing */
	    EVENT(U + SEC(1), U + T(1)),
	    EVENT(U + T(1), U + T(1)),
	    SENT(U + T(1)),
	    EVENT(U + T(1), U + T(2)),		/* and so on */
	    SENT(U + T(2)),
	    EVENT(U + T(3) - 1, U + T(3)),
	    SENT(U + T(3)),
	    AT_ONCE(U + T(4)),			/* the threshold was quiet */
	    EVENT(U + T(4), U + T(5)));
}

static void one_nanosecond(void **state)
{
	(void)state;
	RUN(OFF(1), AT_ONCE(U), EVENT(U + T(1) - 1, U + T(1)));
	RUN(OFF(1), AT_ONCE(U), AT_ONCE(U + T(1)));
	RUN(OFF(1), AT_ONCE(U), AT_ONCE(U + T(1) + 1),
	    EVENT(U + T(2), U + T(2) + 1));
}

static void burst_then_one_per_threshold(void **state)
{
	(void)state;
	RUN(OFF(4),
	    AT_ONCE(U), AT_ONCE(U), AT_ONCE(U + MS(1)), AT_ONCE(U + MS(2)),
	    EVENT(U + MS(3), U + MS(2) + T(1)),
	    SENT(U + MS(2) + T(1)),
	    EVENT(U + MS(3) + T(1), U + MS(2) + T(2)),
	    SENT(U + MS(2) + T(2)),
	    EVENT(U + MS(2) + T(2), U + MS(2) + T(3)));
}

static void late_worker(void **state)
{
	(void)state;
	/* The next threshold counts from the notification, not from its due
	 * time.
	 */
	RUN(OFF(1),
	    AT_ONCE(U),
	    EVENT(U, U + T(1)), SENT(U + T(1) + SEC(1)),
	    EVENT(U + T(1) + SEC(1), U + T(2) + SEC(1)));
	RUN(OFF(1),
	    EVENT(U, U), SENT(U + SEC(1)),
	    EVENT(U + SEC(1), U + T(1) + SEC(1)));
	/* More than a threshold late: the tokens came back all the same. */
	RUN(OFF(3),
	    AT_ONCE(U), AT_ONCE(U), AT_ONCE(U),
	    EVENT(U, U + T(1)), SENT(U + T(2)),
	    AT_ONCE(U + T(2)),
	    EVENT(U + T(2), U + T(3)));
}

static void refill(void **state)
{
	(void)state;
	/* Two quiet thresholds, two tokens. */
	RUN(OFF(4),
	    AT_ONCE(U), AT_ONCE(U), AT_ONCE(U), AT_ONCE(U),
	    AT_ONCE(U + T(2)), AT_ONCE(U + T(2)),
	    EVENT(U + T(2), U + T(3)));
	RUN(OFF(4),
	    AT_ONCE(U), AT_ONCE(U), AT_ONCE(U), AT_ONCE(U),
	    AT_ONCE(U + T(3) - 1), AT_ONCE(U + T(3) - 1),
	    EVENT(U + T(3) - 1, U + T(4) - 1));
	/* A fraction of a threshold is dropped at each notification. */
	RUN(OFF(2),
	    AT_ONCE(U), AT_ONCE(U + T(1) - 1),
	    EVENT(U + T(1), U + T(2) - 1));
	/* One per threshold leaves the bucket as it is. */
	RUN(OFF(2),
	    AT_ONCE(U), AT_ONCE(U + T(1)), AT_ONCE(U + T(2)), AT_ONCE(U + T(3)),
	    AT_ONCE(U + T(3)),
	    EVENT(U + T(3), U + T(4)));
}

static void bucket_is_full(void **state)
{
	(void)state;
	/* No more tokens than the bucket holds, however long the quiet. */
	RUN(OFF(2),
	    AT_ONCE(U), AT_ONCE(U),
	    AT_ONCE(U + HOUR(1000)), AT_ONCE(U + HOUR(1000)),
	    EVENT(U + HOUR(1000), U + HOUR(1000) + T(1)));
	RUN(OFF(3),
	    AT_ONCE(U),
	    AT_ONCE(U + T(5)), AT_ONCE(U + T(5)), AT_ONCE(U + T(5)),
	    EVENT(U + T(5), U + T(6)));
	/* Just full. */
	RUN(OFF(3),
	    AT_ONCE(U), AT_ONCE(U), AT_ONCE(U),
	    AT_ONCE(U + T(3)), AT_ONCE(U + T(3)), AT_ONCE(U + T(3)),
	    EVENT(U + T(3), U + T(4)));
	RUN(OFF(3),
	    AT_ONCE(U), AT_ONCE(U), AT_ONCE(U),
	    AT_ONCE(U + T(3) - 1), AT_ONCE(U + T(3) - 1),
	    EVENT(U + T(3) - 1, U + T(4) - 1));
}

static void backoff_doubles(void **state)
{
	(void)state;
	RUN(BACKOFF(1),
	    AT_ONCE(U),
	    EVENT(U + 1, U + T(1)), SENT(U + T(1)),
	    EVENT(U + T(1), U + T(3)), SENT(U + T(3)),
	    EVENT(U + T(3), U + T(7)), SENT(U + T(7)),
	    EVENT(U + T(7), U + T(15)), SENT(U + T(15)),
	    EVENT(U + T(15), U + T(23)), SENT(U + T(23)),
	    EVENT(U + T(30), U + T(31)));
	/* The maximum need not be a power of two times the threshold. */
	RUN(PARAMS(T(1), T(3), 1),
	    AT_ONCE(U),
	    EVENT(U, U + T(1)), SENT(U + T(1)),
	    EVENT(U + T(1), U + T(3)), SENT(U + T(3)),
	    EVENT(U + T(3), U + T(6)), SENT(U + T(6)),
	    EVENT(U + T(6), U + T(9)));
	/* Also if nobody asked for the due time. */
	RUN(BACKOFF(1),
	    AT_ONCE(U),
	    EVENT_ONLY(U), SENT(U + T(1)),
	    EVENT(U + T(1), U + T(3)));
	/* Below the threshold it means nothing. */
	RUN(PARAMS(T(2), T(1), 1),
	    AT_ONCE(U),
	    EVENT(U, U + T(2)), SENT(U + T(2)),
	    EVENT(U + T(2), U + T(4)));
}

static void backoff_spares_the_burst(void **state)
{
	(void)state;
	RUN(BACKOFF(3),
	    AT_ONCE(U), AT_ONCE(U), AT_ONCE(U),
	    EVENT(U, U + T(1)), SENT(U + T(1)),
	    EVENT(U + T(1), U + T(3)));
}

static void quiet_resets_backoff(void **state)
{
	(void)state;
	RUN(BACKOFF(1),
	    AT_ONCE(U),
	    EVENT(U, U + T(1)), SENT(U + T(1)),
	    EVENT(U + T(1), U + T(3)), SENT(U + T(3)),
	    AT_ONCE(U + T(7)),			/* four thresholds of quiet */
	    EVENT(U + T(7), U + T(8)), SENT(U + T(8)),
	    EVENT(U + T(8), U + T(10)));
	/* One nanosecond less is not quiet. */
	RUN(BACKOFF(1),
	    AT_ONCE(U),
	    EVENT(U, U + T(1)), SENT(U + T(1)),
	    EVENT(U + T(3) - 1, U + T(3)), SENT(U + T(3)),
	    EVENT(U + T(3), U + T(7)));
	/* The quiet interval is a long one, those after it are short. */
	RUN(BACKOFF(3),
	    AT_ONCE(U), AT_ONCE(U), AT_ONCE(U),
	    EVENT(U, U + T(1)), SENT(U + T(1)),
	    EVENT(U + T(1), U + T(3)), SENT(U + T(3)),
	    AT_ONCE(U + T(8)), AT_ONCE(U + T(8)),
	    EVENT(U + T(8), U + T(9)));
}

static void late_worker_is_no_quiet(void **state)
{
	(void)state;
	RUN(BACKOFF(1),
	    AT_ONCE(U),
	    EVENT(U, U + T(1)), SENT(U + T(1)),
	    EVENT(U + T(1), U + T(3)), SENT(U + T(30)),
	    EVENT(U + T(30), U + T(34)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_at_once),
		cmocka_unit_test(strict),
		cmocka_unit_test(one_nanosecond),
		cmocka_unit_test(burst_then_one_per_threshold),
		cmocka_unit_test(late_worker),
		cmocka_unit_test(refill),
		cmocka_unit_test(bucket_is_full),
		cmocka_unit_test(backoff_doubles),
		cmocka_unit_test(backoff_spares_the_burst),
		cmocka_unit_test(quiet_resets_backoff),
		cmocka_unit_test(late_worker_is_no_quiet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
