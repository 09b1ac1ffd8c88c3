// SPDX-License-Identifier: GPL-2.0
/* Merging of events. */
#include "check.h"

#include "merge.h"

#define U	HOUR(5)

static void events(void **state)
{
	struct nthrottle_pending p = {};

	(void)state;
	nthrottle_merge_event(&p, 1, U);
	nthrottle_merge_event(&p, 4, U + 2);
	nthrottle_merge_event(&p, 1, U + 1);
	assert_int_equal(p.events, 5);
	assert_int_equal(p.count, 3);
	assert_int_equal(p.first_ns, U);
	assert_int_equal(p.last_ns, U + 1);
}

static struct nthrottle_pending pending(u32 kinds, u64 count, u64 first_ns, u64 last_ns)
{
	return (struct nthrottle_pending){
		.events = kinds,
		.count = count,
		.first_ns = first_ns,
		.last_ns = last_ns,
	};
}

static void expect(const struct nthrottle_pending *p, struct nthrottle_pending is)
{
	assert_int_equal(p->events, is.events);
	assert_int_equal(p->count, is.count);
	assert_int_equal(p->first_ns, is.first_ns);
	assert_int_equal(p->last_ns, is.last_ns);
}

static void others(void **state)
{
	static const struct nthrottle_pending none;
	struct nthrottle_pending p = pending(3, 7, U + 1, U + 4);
	struct nthrottle_pending from = pending(6, 5, U, U + 3);

	(void)state;
	nthrottle_merge_all(&p, &from);
	expect(&p, pending(7, 12, U, U + 4));
	expect(&from, none);
	from = pending(8, 1, U + 2, U + 9);
	nthrottle_merge_all(&p, &from);
	expect(&p, pending(15, 13, U, U + 9));

	/* Nothing is merged, or merged into nothing. */
	nthrottle_merge_all(&p, &from);
	expect(&p, pending(15, 13, U, U + 9));
	nthrottle_merge_all(&from, &p);
	expect(&from, pending(15, 13, U, U + 9));
	expect(&p, none);
	nthrottle_merge_all(&p, &from);
	nthrottle_merge_all(&from, &(struct nthrottle_pending){ .first_ns = 1, .last_ns = 2 });
	expect(&from, none);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events),
		cmocka_unit_test(others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
