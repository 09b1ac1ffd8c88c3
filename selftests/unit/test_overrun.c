// SPDX-License-Identifier: GPL-2.0
/* What is lost when nobody asks for it: a watch that only reports losses. */
#include <linux/nthrottle.h>

#include "check.h"
#include "client.h"

static struct client c;
static struct fake f;

/* One notification fits into its socket, and that is there; the second is lost. */
static void begin(void)
{
	client_begin(&c, &f);
	f.room = 1;
	nt_watch_start_now(c.watch);
	nt_watch_recover(c.watch, false);
	assert_int_equal(nt_watch_open(c.watch), 0);
	fake_change(&f, 1);
	fake_change(&f, 1);
	assert_true(f.congested);
}

/* The module's farewell is lost, and that it is back. */
static void hides_a_reload(void **state)
{
	(void)state;
	begin();
	fake_unload(&f);
	fake_load(&f);
	client_settle(&c);
	assert_int_equal(c.changes, 1);
	assert_int_equal(c.gone, 1);
	assert_int_equal(c.back, 1);
	fake_change(&f, 2);
	client_settle(&c);
	assert_int_equal(c.changes, 2);
	client_close(&c);
}

/* It is not back yet. */
static void hides_an_unload(void **state)
{
	(void)state;
	begin();
	fake_unload(&f);
	assert_int_equal(nt_watch_dispatch(c.watch), 0);
	assert_int_equal(c.gone, 1);
	assert_int_equal(f.wake_at, f.now + SEC(5));
	fake_load(&f);
	client_settle(&c);
	assert_int_equal(c.gone, 1);
	assert_int_equal(c.back, 1);
	client_close(&c);
}

static void hides_a_notification(void **state)
{
	(void)state;
	begin();
	client_settle(&c);
	fake_change(&f, 1);
	client_settle(&c);
	assert_int_equal(c.changes, 2);
	assert_int_equal(c.lost, 1);
	assert_int_equal(c.gone, 0);
	assert_int_equal(c.back, 0);
	client_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hides_a_reload),
		cmocka_unit_test(hides_an_unload),
		cmocka_unit_test(hides_a_notification),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
