// SPDX-License-Identifier: GPL-2.0
/* The tool's words for values, and where a listener stands in history. */
#include <string.h>

#include "../../tools/lib/history.h"
#include "../../tools/parse.h"
#include "../../tools/text.h"
#include "check.h"
#include "rng.h"

static void durations(void **state)
{
	(void)state;
	assert_string_equal(text_duration(0).s, "0ms");
	assert_string_equal(text_duration(MS(500)).s, "500ms");
	assert_string_equal(text_duration(MS(1500)).s, "1.5s");
	assert_string_equal(text_duration(SEC(10)).s, "10s");
	assert_string_equal(text_duration(SEC(60)).s, "1m");
	assert_string_equal(text_duration(SEC(90)).s, "90s");
	assert_string_equal(text_duration(HOUR(1)).s, "1h");
	assert_string_equal(text_duration(1500).s, "1.5us");
}

/* What "show" prints, "set" takes. */
static void durations_are_accepted(void **state)
{
	struct rng rng = { 1 };
	struct parse_error err;
	unsigned int i;
	u32 ms, back;

	(void)state;
	for (i = 0; i < 100000; i++) {
		ms = rng_next(&rng) >> (32 + rng_below(&rng, 32));
		assert_int_equal(parse_ms(text_duration(MS((u64)ms)).s, &back,
					  &err), 0);
		assert_int_equal(ms, back);
	}
}

static void spans(void **state)
{
	(void)state;
	assert_string_equal(text_span(0).s, "0us");
	assert_string_equal(text_span(MS(1) - 1).s, "999us");
	assert_string_equal(text_span(MS(3)).s, "3.0ms");
	assert_string_equal(text_span(MS(999)).s, "999ms");
	assert_string_equal(text_span(MS(1290)).s, "1.2s");
	assert_string_equal(text_span(SEC(62)).s, "1m02s");
	assert_string_equal(text_span(HOUR(25)).s, "1d01h");
	assert_string_equal(text_span(UINT64_MAX).s, "213503d23h");
}

static void names(void **state)
{
	const struct nt_address address = { 3, { 0, 0xab, 1 } };

	(void)state;
	assert_string_equal(text_value(&nt_why_names, 1).s, "trailing");
	assert_string_equal(text_value(&nt_why_names, 99).s, "99");
	assert_string_equal(text_bits(&nt_event_names, 0).s, "");
	assert_string_equal(text_bits(&nt_event_names, 0x80000005).s,
			    "register,up,0x80000000");
	assert_string_equal(text_mask(&nt_event_names, 0).s, "none");
	assert_string_equal(text_mask(&nt_event_names, 0xfff).s, "all");
	assert_string_equal(text_mask(&nt_event_names, 0x1fff).s,
			    "register,unregister,up,down,change,rename,address,mtu,master,txqlen,features,type,0x1000");
	assert_string_equal(text_address(&address).s, "00:ab:01");
}

static void escapes(void **state)
{
	(void)state;
	assert_string_equal(text_safe("eth0").s, "eth0");
	assert_string_equal(text_safe("\033[2J\n\177").s,
			    "\\x1b[2J\\x0a\\x7f");
	assert_string_equal(text_safe("gr\xc3\xbc\xc3").s,
			    "gr\xc3\xbc\\xc3");
	/* A control character of two bytes; a surrogate; overlong forms. */
	assert_string_equal(text_safe("\xc2\x9b").s, "\\xc2\\x9b");
	assert_string_equal(text_safe("\xed\xa0\x80").s, "\\xed\\xa0\\x80");
	assert_string_equal(text_safe("\xc0\x80\xe0\x80\x80").s,
			    "\\xc0\\x80\\xe0\\x80\\x80");
	assert_string_equal(text_safe("\xf0\x9f\x98\x80").s,
			    "\xf0\x9f\x98\x80");
	assert_string_equal(text_safe("\xf4\x90\x80\x80").s,
			    "\\xf4\\x90\\x80\\x80");
	assert_string_equal(text_utf8("a\n\xff").s, "a\n\xef\xbf\xbd");
	assert_string_equal(text_utf8("\xf0\x9f\x98").s,
			    "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
}

static void long_strings_end(void **state)
{
	char from[2000];
	size_t i;

	(void)state;
	memset(from, 1, sizeof(from) - 1);
	from[sizeof(from) - 1] = '\0';
	assert_int_equal(strlen(text_safe(from).s), (sizeof(struct text) - 1) / 4 * 4);
	assert_int_equal(strlen(text_utf8(from).s), sizeof(struct text) - 1);
	/* Not in the middle of a character. */
	for (i = 0; i < sizeof(from) - 3; i += 3)
		memcpy(from + i, "\xe3\x80\x8e", 3);
	from[i] = '\0';
	assert_int_equal(strlen(text_safe(from).s), (sizeof(struct text) - 1) / 3 * 3);
	assert_int_equal(strlen(text_utf8(from).s), (sizeof(struct text) - 1) / 3 * 3);
}

static void history(void **state)
{
	const struct history at = { .instance = 7, .seq = 3 };

	(void)state;
	assert_int_equal(history_step(&at, 7, 2), HISTORY_OLD);
	assert_int_equal(history_step(&at, 7, 3), HISTORY_OLD);
	assert_int_equal(history_step(&at, 7, 4), HISTORY_NEXT);
	assert_int_equal(history_step(&at, 7, 5), HISTORY_HOLE);
	assert_int_equal(history_step(&at, 8, 1), HISTORY_OTHER);
	assert_int_equal(history_step(&at, 8, 4), HISTORY_OTHER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(durations),
		cmocka_unit_test(durations_are_accepted),
		cmocka_unit_test(spans),
		cmocka_unit_test(names),
		cmocka_unit_test(escapes),
		cmocka_unit_test(long_strings_end),
		cmocka_unit_test(history),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
