// SPDX-License-Identifier: GPL-2.0
/* The pace gate at the head of the queue. */
#include "check.h"
#include "gate.h"

#define U	HOUR(5)

static void first_at_once(void **state)
{
	struct nthrottle_pace p = {};

	(void)state;
	assert_int_equal(nthrottle_pace_due(&p, 0), 0);
	assert_int_equal(nthrottle_pace_due(&p, U), U);
}

static void batch_apart(void **state)
{
	struct nthrottle_pace p = {};

	(void)state;
	nthrottle_pace_on_sent(&p, MS(5), U);
	assert_int_equal(nthrottle_pace_due(&p, U - HOUR(1)), U + MS(5));
	assert_int_equal(nthrottle_pace_due(&p, U), U + MS(5));
	assert_int_equal(nthrottle_pace_due(&p, U + MS(5) - 1), U + MS(5));
	assert_int_equal(nthrottle_pace_due(&p, U + MS(5)), U + MS(5));
	assert_int_equal(nthrottle_pace_due(&p, U + MS(6)), U + MS(6));
}

static void batch_counts_from_the_last_send(void **state)
{
	struct nthrottle_pace p = {};

	(void)state;
	nthrottle_pace_on_sent(&p, MS(5), U);
	nthrottle_pace_on_sent(&p, MS(5), U + MS(7));
	assert_int_equal(nthrottle_pace_due(&p, U), U + MS(12));
	/* The batch in force at a send is the one that counts. */
	nthrottle_pace_on_sent(&p, MS(1000), U + MS(12));
	nthrottle_pace_on_sent(&p, MS(1), U + MS(13));
	assert_int_equal(nthrottle_pace_due(&p, U), U + MS(14));
}

static void batch_zero_is_off(void **state)
{
	struct nthrottle_pace p = {};

	(void)state;
	nthrottle_pace_on_sent(&p, 0, U);
	assert_int_equal(nthrottle_pace_due(&p, U), U);
	assert_int_equal(nthrottle_pace_due(&p, U + 1), U + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_at_once),
		cmocka_unit_test(batch_apart),
		cmocka_unit_test(batch_counts_from_the_last_send),
		cmocka_unit_test(batch_zero_is_off),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
