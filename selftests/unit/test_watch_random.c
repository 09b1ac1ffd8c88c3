// SPDX-License-Identifier: GPL-2.0
/*
 * Whatever happens, in whatever order: when it is over, the client's table is
 * the kernel's. client.c minds the rest.
 */
#include <stdio.h>

#include <linux/nthrottle.h>

#include "check.h"
#include "client.h"
#include "seed.h"

#define RUNS	400
#define STEPS	600

static struct client c;
static struct fake f;

struct plan {
	unsigned int unload;	/* per mille, each step */
	unsigned int restart;
	unsigned int tombstones;
};

static void reload(void)
{
	unsigned int i;

	fake_unload(&f);
	for (i = rng_below(&f.rng, 6); i; i--)
		fake_something(&f);
	if (rng_percent(&f.rng, 50))
		client_dispatch(&c);
	if (rng_percent(&f.rng, 80))
		fake_load(&f);
}

static bool per_mille(unsigned int n)
{
	return rng_below(&f.rng, 1000) < n;
}

static void step(const struct plan *plan)
{
	if (per_mille(plan->unload) && f.loaded)
		reload();
	else if (per_mille(50) && !f.loaded)
		fake_load(&f);
	if (per_mille(plan->restart) && f.loaded)
		client_restart(&c);
	if (per_mille(600))
		fake_something(&f);
	if (per_mille(20))
		fake_sync(&f);
	if (per_mille(300))
		client_dispatch(&c);
	if (per_mille(10)) {
		client_settle(&c);
		client_assert_right(&c);
	}
}

static void run(u64 seed, const struct plan *plan)
{
	unsigned int i;

	fake_begin(&f, seed);
	f.room = 1 + rng_below(&f.rng, 20);
	f.tombstones = plan->tombstones;
	for (i = rng_below(&f.rng, 10); i; i--)
		fake_something(&f);
	fake_load(&f);
	f.churn = rng_below(&f.rng, 50);
	f.drop = rng_percent(&f.rng, 50) ? rng_below(&f.rng, 30) : 0;
	client_open(&c, &f);
	c.stop = rng_percent(&f.rng, 50) ? rng_below(&f.rng, 30) : 0;
	assert_int_equal(nt_watch_open(c.watch), 0);
	f.reload = plan->unload ? rng_below(&f.rng, 3) : 0;
	for (i = 0; i < STEPS; i++)
		step(plan);
	client_settle(&c);
	client_assert_right(&c);
	client_close(&c);
}

static void run_all(const struct plan *plan, u64 first,
		    void (*check)(void))
{
	u64 runs = from_env("NTHROTTLE_UNIT_RUNS", RUNS), i;

	for (i = 0; i < runs; i++) {
		run(first + i, plan);
		if (check)
			check();
	}
}

static void no_resync(void)
{
	assert_int_equal(c.resyncs, 0);
	assert_int_equal(f.fulls, 0);
	assert_int_equal(c.vanished, 0);
	assert_int_equal(c.gone, 0);
}

/* As long as history reaches back, nothing is told but what changed. */
static void changes_suffice(void **state)
{
	const struct plan plan = { .tombstones = 400 };

	(void)state;
	run_all(&plan, 1000, no_resync);
}

static void few_tombstones(void **state)
{
	const struct plan plan = { .tombstones = 2, .restart = 2 };

	(void)state;
	run_all(&plan, 2000, NULL);
}

static void no_tombstones(void **state)
{
	const struct plan plan = { .restart = 2 };

	(void)state;
	run_all(&plan, 3000, NULL);
}

static void the_module_comes_and_goes(void **state)
{
	const struct plan plan = { .tombstones = 8, .unload = 10, .restart = 2 };

	(void)state;
	run_all(&plan, 4000, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(changes_suffice),
		cmocka_unit_test(few_tombstones),
		cmocka_unit_test(no_tombstones),
		cmocka_unit_test(the_module_comes_and_goes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
