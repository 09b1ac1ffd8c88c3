// SPDX-License-Identifier: GPL-2.0
/* Files for "restore": what they mean, and what is wrong with them, and where. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/nthrottle.h>

#include "../../tools/restore.h"
#include "check.h"
#include "rng.h"

static struct restore r;
static char errors[8192];

static void take_error(void *to, unsigned int line, const char *text)
{
	size_t used = strlen(errors);

	(void)to;
	snprintf(errors + used, sizeof(errors) - used, "%u: %s\n", line, text);
}

/* The sanitizer watches what is behind the end. */
static int read_bytes(const char *from, size_t len)
{
	char *text = malloc(len + 1);
	int ret;

	memcpy(text, from, len);
	*errors = '\0';
	restore_begin(&r, take_error, NULL);
	ret = restore_read(&r, text, len);
	free(text);
	assert_int_equal(ret, r.errors ? -1 : 0);
	return ret;
}

static int read_text(const char *text)
{
	return read_bytes(text, strlen(text));
}

static void assert_good(const char *text)
{
	if (read_text(text))
		fail_msg("refused:\n%s", errors);
}

static void all_of_it(void **state)
{
	(void)state;
	assert_good("# a comment\n"
		    "\n"
		    "rule add pref 10 name 'veth*' kind veth profile edge\r\n"
		    "set batch 7ms rate 50 burst 9\n"
		    "profile add edge damp on half-life 4s events up,down # too\n"
		    "  profile set default threshold 3s\n"
		    "rule add pref 2 profile default");
	assert_int_equal(r.values.batch_ms, 7);
	assert_int_equal(r.values.rate, 50);
	assert_int_equal(r.values.rate_burst, 10);
	assert_int_equal(r.profile_count, 2);
	assert_int_equal(restore_profile(&r, "edge"), 1);
	assert_int_equal(restore_profile(&r, "none"), -1);
	assert_int_equal(r.params[0].threshold_ms, 3000);
	assert_int_equal(r.params[0].burst, 9);
	assert_int_equal(r.params[1].threshold_ms, 2000);
	assert_int_equal(r.params[1].damp, NTHROTTLE_DAMP_ON);
	assert_int_equal(r.params[1].half_life_ms, 4000);
	assert_int_equal(r.params[1].events,
			 NTHROTTLE_EVENT_UP | NTHROTTLE_EVENT_DOWN);
	assert_int_equal(r.rule_count, 2);
	assert_string_equal(r.rules[0].name, "veth*");
	assert_int_equal(r.rules[1].pref, 2);
}

/* What no line sets is left to the kernel, which has the same defaults. */
static void only_what_is_said(void **state)
{
	struct nt_ruleset ruleset;

	(void)state;
	assert_good("profile set default burst 3\n");
	assert_int_equal(r.profiles[0].present,
			 1ULL << NTHROTTLE_A_PROFILE_NAME |
			 1ULL << NTHROTTLE_A_PROFILE_BURST);
	ruleset = restore_ruleset(&r);
	assert_int_equal(ruleset.present, 1ULL << NTHROTTLE_A_RULESET_PROFILE |
					  1ULL << NTHROTTLE_A_RULESET_RULE);
	assert_int_equal(ruleset.profiles.count, 1);
	assert_int_equal(ruleset.rules.count, 0);
	assert_good("set batch 5ms\n");
	ruleset = restore_ruleset(&r);
	assert_true(nt_has(&ruleset, NTHROTTLE_A_RULESET_CONFIG));
	assert_int_equal(ruleset.config.present,
			 1ULL << NTHROTTLE_A_CONFIG_BATCH_MS);
}

static void the_last_line_counts(void **state)
{
	(void)state;
	assert_good("set burst 3 rate 9\n"
		    "profile set default burst 5\n"
		    "set rate off\n");
	assert_int_equal(r.params[0].burst, 5);
	assert_int_equal(r.values.rate, 0);
	/* Half of a change may be wrong for a while. */
	assert_good("set half-life 30s\nset max-suppress 60s\n");
}

#define NOT_HERE "1: a line begins with set, profile add, profile set, rule add " \
	"or #, not with "
#define EMPTY "0: no line sets anything; for all the defaults, write \"set batch 5ms\"\n"

static void bad_lines(void **state)
{
	static const struct {
		const char *text, *errors;
	} cases[] = {
		{ "set\n", "1: nothing to set\n" },
		{ "\nset burst\n", "2: burst needs a value; allowed: 1 to 1000\n" },
		{ "set batch 2s", "1: batch-ms must be between 0 and 1000\n" },
		{ "set rate 1000001", "1: rate must be between 0 and 1000000\n" },
		{ "set burst 1 burst 2", "1: burst is given twice\n" },
		{ "set threshold 5",
		  "1: threshold: \"5\" has no unit: write 500ms or 2s; allowed: 10ms to 1h\n" },
		{ "profile del x", NOT_HERE "\"profile\"\n" },
		{ "nthrottle set burst 1", NOT_HERE "\"nthrottle\"\n" },
		{ "profile add", "1: needs the name of a profile\n" },
		{ "profile add a*",
		  "1: \"a*\" is no name of a profile: 1 to 15 characters of A-Z a-z 0-9 . - _\n" },
		{ "profile set x burst 1",
		  "1: there is no profile x above: write \"profile add x\"\n" },
		{ "profile set default", "1: nothing to set\n" },
		{ "profile add default",
		  "1: profile default is always there: write \"profile set default\"\n" },
		{ "profile add x\n\nprofile add x",
		  "3: profile x is there already, from line 1\n" },
		{ "profile add x rate 5", "1: rate is no profile's: write \"set rate ...\"\n" },
		{ "rule add pref 1 profile x",
		  "1: there is no profile x: write a line \"profile add x\"\n" },
		{ "rule add pref 1 profile default\n"
		  "rule add pref 1 name a profile default",
		  "2: pref 1 is taken by the rule of line 1\n" },
		{ "rule add pref 1",
		  "1: needs pref and profile: rule add pref 10 name 'veth*' profile edge\n" },
		{ "rule add pref 1 name '' profile default",
		  "1: name: \"\" must be 1 to 31 characters without blanks\n" },
		{ "set burst '1", "1: the quote ' is not closed\n" },
		{ "", EMPTY }, { "# x\n\n", EMPTY },
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_int_equal(read_text(cases[i].text), -1);
		assert_string_equal(errors, cases[i].errors);
	}
	assert_int_equal(read_bytes("set burst 1\0 rate 5\n", 20), -1);
	assert_string_equal(errors, "1: the line has a zero byte\n");
}

/* In the kernel's words, at the last line that has to do with it. */
static void contradictions(void **state)
{
	static const struct {
		const char *text, *errors;
	} cases[] = {
		{ "set half-life 30s\nset burst 2\n",
		  "1: half-life-ms 30000 must not be above max-suppress-ms 20000\n" },
		{ "set half-life 30s\nset max-suppress 25s\nset reuse 900\n",
		  "2: half-life-ms 30000 must not be above max-suppress-ms 25000\n" },
		{ "profile add e suppress 500\nprofile set e burst 2\n",
		  "1: reuse 1000 must be below suppress 500\n" },
		{ "set suppress 2000\nset reuse 2000\n",
		  "2: reuse 2000 must be below suppress 2000\n" },
		{ "set threshold-max 1s\n",
		  "1: threshold-max-ms 1000 must be 0 (off) or at least threshold-ms 2000\n" },
		{ "set threshold-max 3s\nset burst 2 threshold 4s",
		  "2: threshold-max-ms 3000 must be 0 (off) or at least threshold-ms 4000\n" },
		{ "set suppress 18000\nset burst 2",
		  "1: suppress 18000 can never be exceeded: the ceiling is 16000\n" },
		{ "set suppress 3000\nset max-suppress 6s\nset burst 2",
		  "2: suppress 3000 can never be exceeded: the ceiling is 2297\n" },
		{ "set restart-penalty 17000\n",
		  "1: restart-penalty 17000 must not be above the ceiling 16000\n" },
		{ "set restart-penalty 3000\nset half-life 15s",
		  "2: restart-penalty 3000 must not be above the ceiling 2519\n" },
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_int_equal(read_text(cases[i].text), -1);
		assert_string_equal(errors, cases[i].errors);
	}
}

/* One error does not hide the next, and is not reported as another one, too. */
static void every_error(void **state)
{
	(void)state;
	assert_int_equal(read_text("profile add edge burst 0 bogus 1 half-life 9\n"
				   "profile set edge half-life 30s\n"
				   "profile add core half-life 30s\n"
				   "profile add edge rate 1\n"
				   "rule add pref 1 profile edge\n"
				   "rule add pref 2 profile nope\n"
				   "set urgent sideways rate 9999999\n"), -1);
	assert_int_equal(r.errors, 9);
	assert_non_null(strstr(errors, "1: unknown parameter \"bogus\""));
	assert_non_null(strstr(errors, "1: half-life: \"9\" has no unit"));
	assert_non_null(strstr(errors, "1: burst must be between"));
	assert_null(strstr(errors, "2: "));
	assert_non_null(strstr(errors, "3: half-life-ms 30000 must not"));
	assert_non_null(strstr(errors, "4: rate is no profile's"));
	assert_non_null(strstr(errors, "4: profile edge is there already"));
	assert_null(strstr(errors, "5: "));
	assert_non_null(strstr(errors, "6: there is no profile nope"));
	assert_non_null(strstr(errors, "7: urgent: \"sideways\""));
	assert_non_null(strstr(errors, "7: rate must be between"));
}

static char *many(unsigned int count, const char *format, char *to)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		to += sprintf(to, format, i);
	return to;
}

static void caps(void **state)
{
	static char text[65536];
	char *end;

	(void)state;
	many(NTHROTTLE_PROFILES_MAX - 1, "profile add p%u\n", text);
	assert_good(text);
	assert_int_equal(r.profile_count, NTHROTTLE_PROFILES_MAX);
	end = many(NTHROTTLE_PROFILES_MAX + 5, "profile add p%u\n", text);
	sprintf(end, "rule add pref 1 profile p68\n");
	assert_int_equal(read_text(text), -1);
	assert_string_equal(errors, "64: more than 64 profiles, default included\n");
	many(NTHROTTLE_RULES_MAX, "rule add pref %u profile default\n", text);
	assert_good(text);
	assert_int_equal(r.rule_count, NTHROTTLE_RULES_MAX);
	many(1030, "rule add pref %u profile default\n", text);
	assert_int_equal(read_text(text), -1);
	assert_string_equal(errors, "1025: more than 1024 rules\n");
}

static const char sample[] =
	"set batch 5ms rate off rate-burst 10 # sample\n"
	"profile set default threshold 2s events all urgent none damp off\n"
	"profile add edge burst 2 damp on half-life 5s suppress 2000\n"
	"rule add pref 10 name 'veth*' kind veth profile edge\n"
	"rule add pref 20 name \"a\\\\b\" profile default\n";

/* Whatever the bytes are: no harm, and what is accepted can work. */
static void hostile_files(void **state)
{
	static const char bytes[] = "\n\n \t'\"\\#0 19sm*\x80\xff";
	struct rng rng = { 7 };
	struct nthrottle_refusal why;
	char text[sizeof(sample)];
	unsigned int i, n, good = 0;

	(void)state;
	for (i = 0; i < 20000; i++) {
		memcpy(text, sample, sizeof(sample));
		for (n = rng_below(&rng, 4); n; n--)
			text[rng_below(&rng, sizeof(text))] =
				bytes[rng_below(&rng, sizeof(bytes))];
		if (read_bytes(text, rng_below(&rng, sizeof(text) + 1)))
			continue;
		good++;
		for (n = 0; n < r.profile_count; n++)
			assert_true(nthrottle_params_check(&r.params[n], &why));
	}
	assert_true(good > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_of_it),
		cmocka_unit_test(only_what_is_said),
		cmocka_unit_test(the_last_line_counts),
		cmocka_unit_test(bad_lines),
		cmocka_unit_test(contradictions),
		cmocka_unit_test(every_error),
		cmocka_unit_test(caps),
		cmocka_unit_test(hostile_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
