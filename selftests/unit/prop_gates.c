// SPDX-License-Identifier: GPL-2.0
/*
 * Property tests of all gates together: a million random traces against the
 * reference and the promises.
 *
 * NTHROTTLE_SEED=N     the same traces again (default: others each time)
 * NTHROTTLE_TRACES=N   how many of each kind
 * NTHROTTLE_TRACE=N    this one only, and tell what happens in it
 * NTHROTTLE_TALLY=1    tell how often what happened
 */
#include "check.h"

#include <inttypes.h>
#include <linux/nthrottle.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "gtrace.h"
#include "seed.h"

#ifndef TRACES
#define TRACES 170000
#endif

static u64 seed;
static u64 n_traces = TRACES;
static u64 only_trace = ~0ULL;
static struct gtrace t;

static void run_kind(const struct gtrace_kind *kind)
{
	struct rng seeds = { seed };
	const char *broken;
	u64 i;

	memset(&t.tally, 0, sizeof(t.tally));
	for (i = 0; i < n_traces; i++) {
		u64 trace_seed = rng_next(&seeds);

		if (only_trace != ~0ULL && i != only_trace)
			continue;
		broken = gtrace_run(&t, kind, trace_seed, i == only_trace);
		if (!broken)
			continue;
		fprintf(stderr, "%s, seed %" PRIu64 ", trace %" PRIu64 ", in nanoseconds:\n",
			kind->name, seed, i);
		if (i != only_trace)
			gtrace_run(&t, kind, trace_seed, true);
		fail_msg("%s (NTHROTTLE_SEED=%" PRIu64 " NTHROTTLE_TRACE=%" PRIu64 ")",
			 broken, seed, i);
	}
}

static void tell_kind(const struct gtrace_kind *kind, const struct gtrace_tally *n)
{
	size_t i;

	printf("# %s: %" PRIu64 " events, %" PRIu64 " cancelled, %" PRIu64 " released;", kind->name,
	       n->events, n->bounces[NTHROTTLE_BOUNCE_CANCELLED],
	       n->bounces[NTHROTTLE_BOUNCE_RELEASED]);
	for (i = 0; i < ARRAY_SIZE(n->whys); i++)
		printf(" why %zu: %" PRIu64, i, n->whys[i]);
	for (i = 0; i < ARRAY_SIZE(n->reasons); i++)
		printf(" reason %zu: %" PRIu64, i, n->reasons[i]);
	printf(" marks: %" PRIu64 " partial: %" PRIu64 " eventless: %" PRIu64 " prolonged: %" PRIu64
	       "\n", n->marks, n->partial, n->eventless, n->prolonged);
	fflush(stdout);
}

/* Random traces prove something of what happens in them only. */
static void check_tally(const struct gtrace_kind *kind, const struct gtrace_tally *n)
{
	if (n_traces < 1000 || only_trace != ~0ULL)
		return;
	assert_true(n->whys[NTHROTTLE_WHY_LEADING] && n->whys[NTHROTTLE_WHY_TRAILING]);
	assert_true(n->whys[NTHROTTLE_WHY_URGENT] && n->whys[NTHROTTLE_WHY_FLUSH]);
	if (kind->debounce) {
		assert_true(n->bounces[NTHROTTLE_BOUNCE_CANCELLED] > n_traces / 50);
		assert_true(n->bounces[NTHROTTLE_BOUNCE_RELEASED] > n_traces / 500);
		assert_true(n->reasons[NTHROTTLE_GATE_DEBOUNCE] > n_traces / 10);
		assert_true(n->partial > n_traces / 50);
	}
	if (kind->damp) {
		assert_true(n->whys[NTHROTTLE_WHY_DAMPED] > n_traces / 10);
		assert_int_equal(n->whys[NTHROTTLE_WHY_DAMPED], n->whys[NTHROTTLE_WHY_UNDAMPED]);
		assert_true(n->reasons[NTHROTTLE_GATE_DAMP] > n_traces / 10);
		assert_true(n->prolonged > n_traces / 20);
	}
	if (kind->monitor)
		assert_true(n->marks > n_traces / 20);
}

static void traces(struct gtrace_kind kind)
{
	run_kind(&kind);
	if (from_env("NTHROTTLE_TALLY", 0))
		tell_kind(&kind, &t.tally);
	check_tally(&kind, &t.tally);
}

static void traces_debounce(void **state)
{
	(void)state;
	traces((struct gtrace_kind){ .name = "debounce", .debounce = true });
}

static void traces_damp(void **state)
{
	(void)state;
	traces((struct gtrace_kind){ .name = "damp", .damp = true });
}

static void traces_monitor(void **state)
{
	(void)state;
	traces((struct gtrace_kind){
		.name = "monitor", .damp = true, .monitor = true, .live = true,
	});
}

static void traces_all(void **state)
{
	(void)state;
	traces((struct gtrace_kind){ .name = "all", .debounce = true, .damp = true });
}

static void traces_live(void **state)
{
	(void)state;
	traces((struct gtrace_kind){
		.name = "live", .debounce = true, .damp = true, .monitor = true, .live = true,
	});
}

static void traces_skewed(void **state)
{
	(void)state;
	traces((struct gtrace_kind){
		.name = "skewed", .debounce = true, .damp = true, .monitor = true, .live = true,
		.skewed = true,
	});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(traces_debounce),
		cmocka_unit_test(traces_damp),
		cmocka_unit_test(traces_monitor),
		cmocka_unit_test(traces_all),
		cmocka_unit_test(traces_live),
		cmocka_unit_test(traces_skewed),
	};

	seed = from_env("NTHROTTLE_SEED", (u64)time(NULL));
	n_traces = from_env("NTHROTTLE_TRACES", n_traces);
	only_trace = from_env("NTHROTTLE_TRACE", only_trace);
	printf("# seed %" PRIu64 ", %" PRIu64 " traces of each kind\n", seed, n_traces);
	fflush(stdout);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
