// SPDX-License-Identifier: GPL-2.0
/*
 * Property tests of the throttle gate: random traces against the reference and
 * the promises.
 *
 * NTHROTTLE_SEED=N     the same traces again (default: others each time)
 * NTHROTTLE_TRACES=N   how many of each kind
 * NTHROTTLE_TRACE=N    this one only, and tell what happens in it
 */
#include "check.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "seed.h"
#include "trace.h"

static u64 seed;
static u64 n_traces = 30000;
static u64 only_trace = ~0ULL;

static void run_kind(const struct trace_kind *kind)
{
	static struct trace t;
	struct rng seeds = { seed };
	const char *broken;
	u64 i;

	for (i = 0; i < n_traces; i++) {
		u64 trace_seed = rng_next(&seeds);

		if (only_trace != ~0ULL && i != only_trace)
			continue;
		broken = trace_run(&t, kind, trace_seed, i == only_trace);
		if (!broken)
			continue;
		fprintf(stderr, "%s, seed %" PRIu64 ", trace %" PRIu64 ", in nanoseconds:\n",
			kind->name, seed, i);
		if (i != only_trace)
			trace_run(&t, kind, trace_seed, true);
		fail_msg("%s (NTHROTTLE_SEED=%" PRIu64 " NTHROTTLE_TRACE=%" PRIu64 ")",
			 broken, seed, i);
	}
}

static void traces_constant(void **state)
{
	(void)state;
	run_kind(&(struct trace_kind){ .name = "constant" });
}

static void traces_backoff(void **state)
{
	(void)state;
	run_kind(&(struct trace_kind){ .name = "backoff", .backoff = true });
}

static void traces_live(void **state)
{
	(void)state;
	run_kind(&(struct trace_kind){ .name = "live", .live = true });
}

static void traces_live_backoff(void **state)
{
	(void)state;
	run_kind(&(struct trace_kind){ .name = "live_backoff", .backoff = true, .live = true });
}

static void traces_skewed(void **state)
{
	(void)state;
	run_kind(&(struct trace_kind){
		.name = "skewed", .backoff = true, .live = true, .skewed = true,
	});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(traces_constant),
		cmocka_unit_test(traces_backoff),
		cmocka_unit_test(traces_live),
		cmocka_unit_test(traces_live_backoff),
		cmocka_unit_test(traces_skewed),
	};

	seed = from_env("NTHROTTLE_SEED", (u64)time(NULL));
	n_traces = from_env("NTHROTTLE_TRACES", n_traces);
	only_trace = from_env("NTHROTTLE_TRACE", only_trace);
	printf("# seed %" PRIu64 ", %" PRIu64 " traces of each kind\n", seed, n_traces);
	fflush(stdout);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
