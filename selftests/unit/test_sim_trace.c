// SPDX-License-Identifier: GPL-2.0
/* simulate: lines of the tracepoint, good and bad. */
#include <stdio.h>
#include <string.h>

#include <linux/nthrottle.h>

#include "../../tools/sim_parse.h"
#include "check.h"

#define PAYLOAD \
	"now_ns=5000000123 instance=17000000000000000000 dev=veth1 ifindex=7 id=3 event=change kind=veth flags=0x11043 operstate=6 carrier=1 losses=4"
#define OTHER \
	"now_ns=1 instance=2 dev=a=b,c ifindex=7 id=3 event=down kind=- flags=4098 operstate=2 carrier=0 losses=0"

static struct parse_error err;
static struct sim_event e;

static enum sim_line parse_as(enum sim_format format, const char *line)
{
	char text[1024];

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

/* As the tools print them, on 6.1. */
static void recorders(void **state)
{
	static const char *const lines[] = {
		PAYLOAD,
		"event: " PAYLOAD,
		"              ip-1234    [001] .....  5000.000123: event: " PAYLOAD,
		"          <idle>-0       [000] ..s1.  5000.000123: event: " PAYLOAD "\r",
		" kworker/1:2-123   [001]  5000.000123: event:                " PAYLOAD,
		"ip  1234 [001]  5000.000123: nthrottle:event: " PAYLOAD,
		"my task  1234 [001]  5000.000123: nthrottle:event: " PAYLOAD,
		"1: event: x-9 [001] ..... 5000.000123: event: " PAYLOAD,
		"ip-1 [001] ..... 5.000123: event: " PAYLOAD " newer=1 than=this",
	};
	unsigned int i;

	(void)state;
	/* The payload alone does not say whose it is. */
	assert_int_equal(parse(lines[0]), SIM_LINE_FOREIGN);
	for (i = 1; i < ARRAY_SIZE(lines); i++) {
		assert_int_equal(parse(lines[i]), SIM_LINE_EVENT);
		assert_int_equal(e.now_ns, 5000000123);
		assert_int_equal(e.instance, 17000000000000000000ULL);
		assert_string_equal(e.name, "veth1");
		assert_string_equal(e.kind, "veth");
		assert_int_equal(e.ifindex, 7);
		assert_int_equal(e.id, 3);
		assert_int_equal(e.event, NTHROTTLE_EVENT_CHANGE);
		assert_int_equal(e.flags, 0x11043);
		assert_int_equal(e.operstate, 6);
		assert_int_equal(e.losses, 4);
		assert_true(e.carrier);
		assert_false(e.plain);
	}
}

static void other_lines_of_traces(void **state)
{
	static const char *const lines[] = {
		"cpus=2", "version = 6", "CPU 0 is empty", "", "   ", "# tracer: nop",
		"ip-1 [001] ..... 5.1: merge: dev=veth1 ifindex=7 events=0x10 count=1 held=0",
		"ip-1 [001] ..... 5.1: defer: dev=veth1 due_ns=5 reason=throttle",
		"ip  12 [001] 5.1: nthrottle:send: dev=veth1 seq=4",
		"ip-1 [001] ..... 5.1: sched_switch: prev_comm=ip event: now_ns=1",
		"ip-1 [001] ..... 5.1: my_event: now_ns=1",
		"ip-1 [001] ..... 5.1: event: somebody=else",
		"12 mtu",
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(lines); i++)
		assert_int_equal(parse_as(SIM_FORMAT_TRACE, lines[i]),
				 SIM_LINE_NOTHING);
	assert_int_equal(parse("CPU:1 [LOST 23 EVENTS]"), SIM_LINE_GAP);
	assert_int_equal(parse_as(SIM_FORMAT_TRACE, "CPU:0 [23 EVENTS DROPPED]"),
			 SIM_LINE_GAP);
}

static void broken_traces(void **state)
{
	static const struct {
		const char *line;
		const char *words;
	} cases[] = {
		{ "ip-1 [0] 5.1: event: now_", "NAME=VALUE" },
		{ "ip-1 [0] 5.1: event: ", "no now_ns=" },
		{ "ip-1 [0] 5.1: nthrottle:event: garbage", "NAME=VALUE" },
		{ "ip-1 [0] 5.1: event: [FAILED TO PARSE] now_ns=1 name=a", "trace_pipe" },
		{ "event: now_ns=1 instance=2 dev=a", "no ifindex=" },
		{ "event: " PAYLOAD " now_ns=3", "now_ns= is there twice" },
		{ "event: now_ns=-1", "now_ns=: \"-1\"" },
		{ "event: now_ns=", "now_ns=" },
		{ "event: now_ns=4611686018427387905", "too large" },
		{ "event: now_ns=99999999999999999999999999999999", "too large" },
		{ "event: now_ns=0x", "not a number" },
		{ "event: now_ns=0x12345678901234567", "too large" },
		{ "event: now_ns=0xfffffffffffffff", "" },
		{ "event: now_ns=1 instance=2 dev=sixteencharacter", "1 to 15" },
		{ "event: now_ns=1 instance=2 dev=", "1 to 15" },
		{ "event: now_ns=1 ifindex=2147483648", "ifindex=" },
		{ "event: now_ns=1 operstate=256", "operstate=" },
		{ "event: now_ns=1 carrier=2", "carrier=" },
		{ "event: now_ns=1 flags=0x100000000", "flags=" },
		{ "event: now_ns=1 losses=4294967296", "losses=" },
		{ "event: now_ns=1 event=all", "no kind of event" },
		{ "event: now_ns=1 event=up,down", "no kind of event" },
		{ "event: now_ns=1 event=0x10", "no kind of event" },
		{ "event: now_ns=1 kind=", "no link kind" },
		{ "event: now_ns=1 kind=abcdefghijklmnop", "no link kind" },
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++)
		assert_broken(parse(cases[i].line), cases[i].words);
}

/* Each line cut short at each place: never an event but the whole. */
static void cut_traces(void **state)
{
	const char *line = "ip-1 [001] ..... 5.1: event: " PAYLOAD;
	char text[1024];
	size_t i;

	(void)state;
	for (i = 0; i < strlen(line); i++) {
		memcpy(text, line, i);
		text[i] = '\0';
		assert_int_not_equal(parse(text), SIM_LINE_EVENT);
		if (i > strlen("ip-1 [001] ..... 5.1: event:"))
			assert_broken(parse(text), "");
	}
}

static void trace_values(void **state)
{
	(void)state;
	assert_int_equal(parse("event: " OTHER), SIM_LINE_EVENT);
	assert_string_equal(e.name, "a=b,c");
	assert_string_equal(e.kind, "");
	assert_int_equal(e.flags, 0x1002);
	assert_int_equal(e.event, NTHROTTLE_EVENT_DOWN);
	assert_false(e.carrier);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(recorders),
		cmocka_unit_test(other_lines_of_traces),
		cmocka_unit_test(broken_traces),
		cmocka_unit_test(cut_traces),
		cmocka_unit_test(trace_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
