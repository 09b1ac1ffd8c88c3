// SPDX-License-Identifier: GPL-2.0
/* simulate: plain lines, and whole recordings, good and bad. */
#include <stdio.h>
#include <string.h>

#include <linux/nthrottle.h>

#include "../../tools/sim_input.h"
#include "check.h"

#define PAYLOAD \
	"now_ns=5000000123 instance=17000000000000000000 dev=veth1 ifindex=7 id=3 event=change kind=veth flags=0x11043 operstate=6 carrier=1 losses=4"

static struct parse_error err;
static struct sim_event e;
static struct sim_input in;

static enum sim_line parse_as(enum sim_format format, const char *line)
{
	char text[SIM_LINE_SIZE];

	snprintf(text, sizeof(text), "%s", line);
	return sim_parse_line(text, &format, &e, &err);
}

static enum sim_line parse(const char *line)
{
	return parse_as(SIM_FORMAT_UNKNOWN, line);
}

static void assert_broken(enum sim_line got, const char *words)
{
	assert_int_equal(got, SIM_LINE_BROKEN);
	if (!strstr(err.text, words))
		fail_msg("\"%s\" is not in \"%s\"", words, err.text);
	assert_null(strchr(err.text, '\n'));
}

static void plain(void **state)
{
	static const struct {
		const char *line;
		u64 ns;
		u32 event;
		enum sim_carrier change;
		const char *name;
	} cases[] = {
		{ "0 up", 0, NTHROTTLE_EVENT_CHANGE, SIM_CARRIER_GAINED, "dev" },
		{ "3,D,0,1000,sent", SEC(3), NTHROTTLE_EVENT_CHANGE,
		  SIM_CARRIER_LOST, "dev" },
		{ "30.577 U", MS(30577), NTHROTTLE_EVENT_CHANGE,
		  SIM_CARRIER_GAINED, "dev" },
		{ "  1.5\tdown  eth0 and more", MS(1500), NTHROTTLE_EVENT_CHANGE,
		  SIM_CARRIER_LOST, "eth0" },
		{ "1, down, eth0, 5", SEC(1), NTHROTTLE_EVENT_CHANGE,
		  SIM_CARRIER_LOST, "eth0" },
		{ "1 mtu 0", SEC(1), NTHROTTLE_EVENT_MTU, SIM_CARRIER_KEPT, "0" },
		{ "1 register # new", SEC(1), NTHROTTLE_EVENT_REGISTER,
		  SIM_CARRIER_KEPT, "dev" },
		{ "0.0000000019 type\r", 1, NTHROTTLE_EVENT_TYPE,
		  SIM_CARRIER_KEPT, "dev" },
		{ "000001.0 features", SEC(1), NTHROTTLE_EVENT_FEATURES,
		  SIM_CARRIER_KEPT, "dev" },
		{ "4611686018 rename", SEC(4611686018), NTHROTTLE_EVENT_RENAME,
		  SIM_CARRIER_KEPT, "dev" },
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		if (parse(cases[i].line) != SIM_LINE_EVENT)
			fail_msg("%s: %s", cases[i].line, err.text);
		assert_int_equal(e.now_ns, cases[i].ns);
		assert_int_equal(e.event, cases[i].event);
		assert_int_equal(e.change, cases[i].change);
		assert_string_equal(e.name, cases[i].name);
		assert_true(e.plain);
	}
	assert_int_equal(parse("30.577,R,1200,1200,up sent"), SIM_LINE_NOTHING);
	assert_int_equal(parse_as(SIM_FORMAT_PLAIN, "# CPU:1 [LOST EVENTS]"),
			 SIM_LINE_NOTHING);
}

static void broken_plain(void **state)
{
	static const struct {
		const char *line;
		const char *words;
	} cases[] = {
		{ "1", "is no event" }, { "1 Up", "is no event" },
		{ "1 all", "is no event" }, { "1 none", "is no event" }, { "x down", "no time" },
		{ "-1 down", "no time" }, { "1e3 down", "no time" },
		{ "1.2.3 down", "no time" }, { "1. down", "no time" }, { ".5 down", "no time" },
		{ "down 1", "no time" }, { ",", "no time" },
		{ "4611686019 up", "too large" },
		{ "99999999999999999999999999999 up", "too large" },
		{ "1 down sixteencharacter", "1 to 15" },
		{ "event: " PAYLOAD, "no time" },
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++)
		assert_broken(parse_as(SIM_FORMAT_PLAIN, cases[i].line),
			      cases[i].words);
}

/* How many events there are in it, or -1 with an error in @line. */
static int read_all(const char *text, size_t len, u64 line, const char *words)
{
	int got, events = 0;

	memset(&in, 0, sizeof(in));
	in.file = fmemopen((void *)text, len, "r");
	assert_non_null(in.file);
	while ((got = sim_input_next(&in, &e, &err)) > 0)
		events++;
	fclose(in.file);
	if (!got)
		return events;
	assert_int_equal(in.bad, line);
	if (!strstr(err.text, words))
		fail_msg("\"%s\" is not in \"%s\"", words, err.text);
	return -1;
}

#define READ(text, line, words) read_all(text, sizeof(text) - 1, line, words)

static void files(void **state)
{
	(void)state;
	assert_int_equal(READ("# x\n\n1 up\n2 down", 0, ""), 2);
	assert_int_equal(READ("# x\n", 0, "no events"), -1);
	assert_int_equal(READ("cpus=2\nhello\n", 0, "no events"), -1);
	assert_int_equal(READ("hello\n1 up\n", 1, "no event is in this line"), -1);
	assert_int_equal(READ("1 up\nhello\n", 2, "no time"), -1);
	assert_int_equal(READ("1 up\n0.9 up\n", 2, "sort the lines"), -1);
	assert_int_equal(READ("1 up\n1 up\0x\n", 2, "zero byte"), -1);
	assert_int_equal(READ("cpus=2\nevent: " PAYLOAD "\nhello\n", 0, ""), 1);
	assert_int_equal(in.gaps, 0);
	assert_int_equal(READ("CPU:0 [LOST 2 EVENTS]\nevent: " PAYLOAD
			      "\nCPU:0 [LOST 3 EVENTS]\n", 0, ""), 1);
	assert_int_equal(in.gaps, 2);
	assert_int_equal(in.gap, 1);
}

/* Processors are merged by a clock that is not the event's. */
static void times_of_traces(void **state)
{
#define AT(ns) \
	"event: now_ns=" ns " instance=2 dev=a ifindex=7 id=3 event=up " \
	"kind=- flags=1 operstate=2 carrier=0 losses=0\n"

	(void)state;
	assert_int_equal(READ(AT("5000000000") AT("4999999000") AT("5000000001"),
			      0, ""), 3);
	assert_int_equal(READ(AT("5000000000") AT("4000000000"), 0, ""), 2);
	assert_int_equal(e.now_ns, 5000000000);
	assert_int_equal(READ(AT("5000000000") AT("3999999999"), 2,
			      "several recordings"), -1);
}

static void long_lines(void **state)
{
	static char text[3 * SIM_LINE_SIZE];

	(void)state;
	memset(text, ' ', sizeof(text));
	memcpy(text + SIM_LINE_SIZE - 5, "1 up\n", 5);
	assert_int_equal(read_all(text, SIM_LINE_SIZE, 0, ""), 1);
	memcpy(text + SIM_LINE_SIZE - 5, " 1 up\n", 6);
	assert_int_equal(read_all(text, SIM_LINE_SIZE + 1, 1, "8191"), -1);
	memset(text, '1', sizeof(text));
	assert_int_equal(read_all(text, 8000, 0, "no events"), -1);
	memcpy(text, "event: now_ns=1 dev=", 20);
	assert_int_equal(read_all(text, 8000, 1, "dev="), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain),
		cmocka_unit_test(broken_plain),
		cmocka_unit_test(files),
		cmocka_unit_test(times_of_traces),
		cmocka_unit_test(long_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
