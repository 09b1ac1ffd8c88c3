// SPDX-License-Identifier: GPL-2.0
/* simulate: its arguments and its settings. */
#include <string.h>

#include "../../tools/sim_args.h"
#include "../../tools/sim_settings.h"
#include "check.h"

static struct sim_args args;
static struct sim_settings settings;
static struct parse_error err;

#define PARSE(...) \
	sim_args_parse(ARRAY_SIZE(((char *[]){ __VA_ARGS__ })), \
		       (char *[]){ __VA_ARGS__ }, &args, &err)

#define SETTINGS(...) \
	sim_settings_parse(&settings, ARRAY_SIZE(((char *[]){ __VA_ARGS__ })), \
			   (char *[]){ __VA_ARGS__ }, &err)

#define assert_refused(call, words)				\
	do {							\
		assert_int_equal(call, -1);			\
		if (!strstr(err.text, words))			\
			fail_msg("%s", err.text);		\
	} while (0)

static void arguments(void **state)
{
	(void)state;
	assert_int_equal(PARSE("f"), 0);
	assert_string_equal(args.events, "f");
	assert_int_equal(args.argc, 0);
	assert_false(args.summary || args.has_latency || args.profile);
	assert_int_equal(PARSE("-s", "--latency", "1.5ms", "burst", "1", "-"), 0);
	assert_true(args.summary && args.has_latency);
	assert_int_equal(args.latency_ns, 1500000);
	assert_int_equal(args.argc, 2);
	assert_string_equal(args.argv[0], "burst");
	assert_string_equal(args.events, "-");
	assert_int_equal(PARSE("--profile", "p", "--summary", "f"), 0);
	assert_string_equal(args.profile, "p");
	assert_int_equal(PARSE("--compare", "", "burst 1", "f"), 0);
	assert_string_equal(args.compare[0], "");
	assert_string_equal(args.compare[1], "burst 1");
	assert_int_equal(PARSE("-s", "--", "-f"), 0);
	assert_string_equal(args.events, "-f");
}

static void bad_arguments(void **state)
{
	(void)state;
	assert_refused(sim_args_parse(0, NULL, &args, &err), "needs a file of events");
	assert_refused(PARSE("-s"), "needs a file of events");
	assert_refused(PARSE("--profile"), "needs a file");
	assert_refused(PARSE("--profile", "p"), "needs a file of events");
	assert_refused(PARSE("--compare", "a"), "two settings");
	assert_refused(PARSE("--latency"), "0ms to 1m");
	assert_refused(PARSE("--latency", "2m", "f"), "0ms to 1m");
	assert_refused(PARSE("--latency", "2", "f"), "no unit");
	assert_refused(PARSE("--summar", "f"), "unknown option");
	assert_refused(PARSE("burst", "f"), "pairs");
	assert_refused(PARSE("--profile", "p", "burst", "1", "f"), "exclude");
	assert_refused(PARSE("--compare", "a", "b", "burst", "1", "f"), "exclude");
	assert_refused(PARSE("--compare", "a", "b", "--profile", "p", "f"), "exclude");
	assert_refused(PARSE("--profile", "-", "-"), "standard input");
}

static void parameters(void **state)
{
	const struct sim_profile *p;

	(void)state;
	assert_int_equal(SETTINGS("threshold", "1s", "threshold-max", "4s",
				  "burst", "7", "events", "mtu", "urgent",
				  "up,down", "updelay", "1ms", "downdelay",
				  "2ms", "damp", "monitor", "half-life", "2s",
				  "suppress", "900", "reuse", "400",
				  "max-suppress", "9s", "penalty", "300",
				  "restart-penalty", "5", "batch", "8ms",
				  "rate", "50", "rate-burst", "3"), 0);
	p = sim_settings_match(&settings, "eth0", "");
	assert_string_equal(p->name, "default");
	assert_int_equal(p->gates.throttle.threshold_ns, SEC(1));
	assert_int_equal(p->gates.throttle.threshold_max_ns, SEC(4));
	assert_int_equal(p->gates.throttle.burst, 7);
	/* Register and unregister always count. */
	assert_int_equal(p->params.events, 0x83);
	assert_int_equal(p->gates.urgent, 0xc);
	assert_int_equal(p->gates.debounce.downdelay_ns, MS(2));
	assert_int_equal(p->params.restart_penalty, 5);
	assert_int_equal(settings.pace.batch_ns, MS(8));
	assert_int_equal(settings.pace.interval_ns, MS(20));
	assert_int_equal(settings.pace.burst, 3);
	sim_settings_free(&settings);

	assert_int_equal(sim_settings_parse(&settings, 0, NULL, &err), 0);
	p = sim_settings_match(&settings, "eth0", "");
	assert_int_equal(p->gates.throttle.threshold_ns, SEC(2));
	assert_int_equal(p->gates.throttle.burst, 4);
	assert_int_equal(settings.pace.batch_ns, MS(5));
	sim_settings_free(&settings);
}

/* What the kernel would refuse, and what nobody understands. */
static void refusals(void **state)
{
	(void)state;
	assert_refused(SETTINGS("burst", "0"), "between 1 and 1000");
	assert_refused(SETTINGS("threshold", "2h"), "between 10 and 3600000");
	assert_refused(SETTINGS("damp", "on", "reuse", "3000"),
		       "reuse 3000 must be below suppress 2000");
	assert_refused(SETTINGS("half-life", "30s"), "max-suppress-ms 20000");
	assert_refused(SETTINGS("threshold-max", "1s"), "threshold-ms 2000");
	assert_refused(SETTINGS("suppress", "20000"), "ceiling");
	assert_refused(SETTINGS("rate", "2000000"), "between 0 and 1000000");
	assert_refused(SETTINGS("burst", "1", "burst", "2"), "twice");
	assert_refused(SETTINGS("bursts", "1"), "unknown parameter");
	assert_refused(SETTINGS("burst", "1 threshold 1s"), "whole number");
	assert_refused(SETTINGS("burst"), "needs a value");
	assert_refused(SETTINGS("burst", "1\nset"), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arguments),
		cmocka_unit_test(bad_arguments),
		cmocka_unit_test(parameters),
		cmocka_unit_test(refusals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
