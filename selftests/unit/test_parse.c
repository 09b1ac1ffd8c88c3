// SPDX-License-Identifier: GPL-2.0
/* The tool's command line: values, options and the arguments of commands. */
#include <string.h>

#include <linux/nthrottle.h>

#include "../../tools/parse.h"
#include "check.h"

/* Let the parser @fn read these words. */
#define PARSE(fn, to, ...) \
	fn(ARRAY_SIZE(((char *[]){ __VA_ARGS__ })), \
	   (char *[]){ __VA_ARGS__ }, to, &err)

static struct parse_error err;

#define assert_refused(call, words)				\
	do {							\
		assert_int_equal(call, -1);			\
		assert_non_null(strstr(err.text, words));	\
	} while (0)

static void durations(void **state)
{
	static const struct {
		const char *from;
		u64 ns;
	} cases[] = {
		{ "0ms", 0 }, { "1us", 1000 }, { "500ms", MS(500) },
		{ "2s", SEC(2) }, { "1.5s", MS(1500) }, { "1m", SEC(60) },
		{ "1h", HOUR(1) }, { "0.5h", SEC(1800) }, { "1.05m", SEC(63) },
		{ "1.001us", 1001 }, { "2.500000000000000s", MS(2500) },
		{ "0000000000000000000000003s", SEC(3) },
		{ "0.000000001s", 1 }, { "0.00000000001h", 36 },
		{ "18446744073709551.615us", UINT64_MAX },
	};
	unsigned int i;
	u64 ns;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_int_equal(parse_duration(cases[i].from, &ns, &err), 0);
		assert_int_equal(ns, cases[i].ns);
	}
}

static void bad_durations(void **state)
{
	static const struct {
		const char *from, *words;
	} cases[] = {
		{ "500", "no unit: write 500ms or 2s" }, { "1.5", "no unit" },
		{ "", "not a duration" }, { "s", "not a duration" },
		{ "-1s", "not a duration" }, { "+1s", "not a duration" },
		{ " 1s", "not a duration" }, { ".5s", "not a duration" },
		{ "1.s", "not a duration" }, { "1 s", "unknown unit" },
		{ "1sec", "unknown unit" }, { "1S", "unknown unit" },
		{ "1s ", "unknown unit" }, { "1.2.3s", "unknown unit" },
		{ "0.0001us", "finer" }, { "0.0000000001s", "finer" },
		{ "0.000000000001h", "finer" },
		{ "0.0000000000000000000000000001h", "finer" },
		{ "18446744073709552us", "too long" },
		{ "99999999999999999999h", "too long" },
		{ "18446744073709551616us", "too long" },
	};
	unsigned int i;
	u64 ns;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++)
		assert_refused(parse_duration(cases[i].from, &ns, &err),
			       cases[i].words);
}

static void milliseconds(void **state)
{
	u32 ms;

	(void)state;
	assert_int_equal(parse_ms("4294967295ms", &ms, &err), 0);
	assert_int_equal(ms, UINT32_MAX);
	assert_int_equal(parse_ms("1000us", &ms, &err), 0);
	assert_int_equal(ms, 1);
	assert_refused(parse_ms("1500us", &ms, &err), "whole number of milli");
	assert_refused(parse_ms("4294967296ms", &ms, &err), "too long");
}

static void numbers(void **state)
{
	u64 n;

	(void)state;
	assert_int_equal(parse_number("0", 5, &n, &err), 0);
	assert_int_equal(parse_number("5", 5, &n, &err), 0);
	assert_int_equal(n, 5);
	assert_refused(parse_number("6", 5, &n, &err), "too large");
	assert_refused(parse_number("18446744073709551616", UINT64_MAX, &n,
				    &err), "too large");
	assert_refused(parse_number("", 5, &n, &err), "whole number");
	assert_refused(parse_number("-1", 5, &n, &err), "whole number");
	assert_refused(parse_number("1x", 5, &n, &err), "whole number");
}

static void event_lists(void **state)
{
	u32 mask;

	(void)state;
	assert_int_equal(parse_events("all", &mask, &err), 0);
	assert_int_equal(mask, 2 * NTHROTTLE_EVENT_TYPE - 1);
	assert_int_equal(parse_events("none", &mask, &err), 0);
	assert_int_equal(mask, 0);
	assert_int_equal(parse_events("up,down,up", &mask, &err), 0);
	assert_int_equal(mask, NTHROTTLE_EVENT_UP | NTHROTTLE_EVENT_DOWN);
	assert_int_equal(parse_events("type", &mask, &err), 0);
	assert_int_equal(mask, NTHROTTLE_EVENT_TYPE);
	assert_refused(parse_events("up,foo", &mask, &err), "\"foo\"");
	assert_refused(parse_events("up,", &mask, &err), "\"\"");
	assert_refused(parse_events("", &mask, &err), "\"\"");
	assert_refused(parse_events("u", &mask, &err), "\"u\"");
	assert_refused(parse_events("up,all", &mask, &err), "\"all\"");
}

static void set_parameters(void **state)
{
	struct set_args set;

	(void)state;
	assert_int_equal(PARSE(parse_set, &set, "threshold", "500ms", "burst",
			       "3", "threshold-max", "off", "urgent", "down",
			       "batch", "10ms"), 0);
	assert_int_equal(set.profile.threshold_ms, 500);
	assert_int_equal(set.profile.burst, 3);
	assert_int_equal(set.profile.threshold_max_ms, 0);
	assert_int_equal(set.profile.urgent, NTHROTTLE_EVENT_DOWN);
	assert_int_equal(set.config.batch_ms, 10);
	assert_true(nt_has(&set.profile, NTHROTTLE_A_PROFILE_THRESHOLD_MAX_MS));
	assert_false(nt_has(&set.profile, NTHROTTLE_A_PROFILE_EVENTS));
	assert_true(nt_has(&set.config, NTHROTTLE_A_CONFIG_BATCH_MS));
}

static void bad_sets(void **state)
{
	struct set_args set;

	(void)state;
	assert_refused(parse_set(0, NULL, &set, &err), "nothing to set");
	assert_refused(PARSE(parse_set, &set, "burst"), "1 to 1000");
	assert_refused(PARSE(parse_set, &set, "thresh", "1s"),
		       "\"thresh\"");
	assert_refused(PARSE(parse_set, &set, "threshold", "500"),
		       "allowed: 10ms to 1h");
	assert_refused(PARSE(parse_set, &set, "threshold", "off"),
		       "not a duration");
	assert_refused(PARSE(parse_set, &set, "burst", "3", "burst", "3"),
		       "burst is given twice");
	assert_refused(PARSE(parse_set, &set, "burst", "4294967296"),
		       "too large");
	assert_refused(PARSE(parse_set, &set, "events", "link"),
		       "\"link\" is no kind of event; allowed: all, none");
}

static void other_commands(void **state)
{
	struct monitor_args monitor;
	struct nt_dev dev;
	bool details;

	(void)state;
	assert_int_equal(PARSE(parse_dev, &dev, "eth0"), 0);
	assert_string_equal(dev.name, "eth0");
	assert_int_equal(parse_dev(0, NULL, &dev, &err), 0);
	assert_int_equal(dev.present, 0);
	assert_int_equal(PARSE(parse_dev, &dev, "123456789012345"), 0);
	assert_refused(PARSE(parse_dev, &dev, "1234567890123456"), "15");
	assert_refused(PARSE(parse_dev, &dev, ""), "1 to 15");
	assert_refused(PARSE(parse_dev, &dev, "a", "b"), "\"b\"");
	assert_int_equal(PARSE(parse_stats, &details, "-s"), 0);
	assert_true(details);
	assert_refused(PARSE(parse_stats, &details, "-s", "-s"), "-s");
	assert_int_equal(PARSE(parse_monitor, &monitor, "count", "2", "dev",
			       "v*"), 0);
	assert_int_equal(monitor.count, 2);
	assert_string_equal(monitor.glob, "v*");
	assert_false(monitor.config);
	assert_int_equal(PARSE(parse_monitor, &monitor, "config", "count",
			       "2", "config"), 0);
	assert_true(monitor.config);
	assert_int_equal(monitor.count, 2);
	assert_int_equal(PARSE(parse_monitor, &monitor, "dev", "config"), 0);
	assert_false(monitor.config);
	assert_string_equal(monitor.glob, "config");
	assert_refused(PARSE(parse_monitor, &monitor, "count", "0"), "1");
	assert_refused(PARSE(parse_monitor, &monitor, "count"), "value");
	assert_refused(PARSE(parse_monitor, &monitor, "eth0"), "\"eth0\"");
}

static void global_options(void **state)
{
	struct options opt;

	(void)state;
	assert_int_equal(PARSE(parse_options, &opt, "-j", "--pretty", "-n",
			       "blue", "-c", "show", "-h"), 5);
	assert_true(opt.json && opt.pretty && !opt.help);
	assert_string_equal(opt.netns, "blue");
	assert_int_equal(opt.color, COLOR_AUTO);
	assert_int_equal(PARSE(parse_options, &opt, "--color=never",
			       "-netns=/x", "--", "-j"), 3);
	assert_int_equal(opt.color, COLOR_NEVER);
	assert_string_equal(opt.netns, "/x");
	assert_refused(PARSE(parse_options, &opt, "-js"), "\"-js\"");
	assert_refused(PARSE(parse_options, &opt, "-j=1"), "\"-j=1\"");
	assert_refused(PARSE(parse_options, &opt, "---json"), "---json");
	assert_refused(PARSE(parse_options, &opt, "-n"), "needs");
	assert_refused(PARSE(parse_options, &opt, "-c=blue"), "\"blue\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(durations),
		cmocka_unit_test(bad_durations),
		cmocka_unit_test(milliseconds),
		cmocka_unit_test(numbers),
		cmocka_unit_test(event_lists),
		cmocka_unit_test(set_parameters),
		cmocka_unit_test(bad_sets),
		cmocka_unit_test(other_commands),
		cmocka_unit_test(global_options),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
