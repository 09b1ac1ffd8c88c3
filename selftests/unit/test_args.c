// SPDX-License-Identifier: GPL-2.0
/* The arguments of set, profile, rule, hold and restore. */
#include <stdio.h>
#include <string.h>

#include <linux/nthrottle.h>

#include "../../tools/words.h"
#include "check.h"

/* Let the parser @fn read these words; argv ends as main()'s does. */
#define PARSE(fn, to, ...) \
	fn(ARRAY_SIZE(((char *[]){ __VA_ARGS__ })), \
	   (char *[]){ __VA_ARGS__, NULL }, to, &err)

static struct parse_error err;

#define assert_refused(call, words)				\
	do {							\
		assert_int_equal(call, -1);			\
		assert_non_null(strstr(err.text, words));	\
	} while (0)

/* Parameters are the kernel's, in the same order, and called as on the wire. */
static void same_parameters(void **state)
{
	char key[40];
	unsigned int i;

	(void)state;
	for (i = 0; i < NTHROTTLE_PROFILE_PARAMS; i++) {
		const struct word *w = &profile_words[i];
		const struct nt_attr *attr = nt_attr_by_type(&nt_profile_attrs,
							     w->type);

		assert_int_equal(w->type, nthrottle_profile_params[i].attr);
		assert_int_equal(w->offset, attr->offset);
		snprintf(key, sizeof(key), "%s%s", w->word,
			 w->kind == WORD_MS ? "-ms" : "");
		assert_string_equal(key, attr->key);
		assert_string_equal(key, nthrottle_profile_params[i].name);
	}
	for (i = 0; i < NTHROTTLE_CONFIG_PARAMS; i++) {
		const struct word *w = &config_words[i];
		const struct nt_attr *attr = nt_attr_by_type(&nt_config_attrs,
							     w->type);

		assert_int_equal(w->type, nthrottle_config_params[i].attr);
		assert_int_equal(w->offset, attr->offset);
		snprintf(key, sizeof(key), "%s%s", w->word,
			 w->kind == WORD_MS ? "-ms" : "");
		assert_string_equal(key, attr->key);
		assert_string_equal(key, nthrottle_config_params[i].name);
	}
}

static void all_parameters(void **state)
{
	struct set_args set;

	(void)state;
	assert_int_equal(PARSE(parse_set, &set, "updelay", "1s", "downdelay",
			       "0ms", "damp", "monitor", "half-life", "54s",
			       "suppress", "2500", "reuse", "750",
			       "max-suppress", "162s", "penalty", "1024",
			       "restart-penalty", "500", "rate", "50",
			       "rate-burst", "7"), 0);
	assert_int_equal(set.profile.updelay_ms, 1000);
	assert_int_equal(set.profile.downdelay_ms, 0);
	assert_int_equal(set.profile.damp, NTHROTTLE_DAMP_MONITOR);
	assert_int_equal(set.profile.half_life_ms, 54000);
	assert_int_equal(set.profile.suppress, 2500);
	assert_int_equal(set.profile.reuse, 750);
	assert_int_equal(set.profile.max_suppress_ms, 162000);
	assert_int_equal(set.profile.penalty, 1024);
	assert_int_equal(set.profile.restart_penalty, 500);
	assert_int_equal(set.config.rate, 50);
	assert_int_equal(set.config.rate_burst, 7);
	assert_true(nt_has(&set.profile, NTHROTTLE_A_PROFILE_DOWNDELAY_MS));
	assert_false(nt_has(&set.profile, NTHROTTLE_A_PROFILE_BURST));
	assert_false(nt_has(&set.config, NTHROTTLE_A_CONFIG_BATCH_MS));
}

static void words_for_values(void **state)
{
	struct set_args set;

	(void)state;
	assert_int_equal(PARSE(parse_set, &set, "rate", "off", "damp", "off",
			       "threshold-max", "off"), 0);
	assert_true(nt_has(&set.config, NTHROTTLE_A_CONFIG_RATE));
	assert_int_equal(set.config.rate, 0);
	assert_int_equal(set.profile.damp, NTHROTTLE_DAMP_OFF);
	assert_refused(PARSE(parse_set, &set, "updelay", "off"), "0ms to 1h");
	assert_refused(PARSE(parse_set, &set, "rate-burst", "off"), "1 to 10000");
	assert_refused(PARSE(parse_set, &set, "damp", "yes"),
		       "damp: \"yes\" is no mode; allowed: off, monitor or on");
	assert_refused(PARSE(parse_set, &set, "half-life", "5"),
		       "half-life: \"5\" has no unit");
	assert_refused(PARSE(parse_set, &set, "bogus", "5"),
		       "restart-penalty, batch, rate, rate-burst");
}

static void profiles(void **state)
{
	struct nt_profile p;

	(void)state;
	assert_int_equal(PARSE(parse_profile_add, &p, "edge"), 0);
	assert_string_equal(p.name, "edge");
	assert_int_equal(p.present, 1ULL << NTHROTTLE_A_PROFILE_NAME);
	assert_int_equal(PARSE(parse_profile_set, &p, "A-z_0.9", "burst", "2"),
			 0);
	assert_int_equal(p.burst, 2);
	assert_int_equal(PARSE(parse_profile, &p, "fifteen-letters"), 0);
	assert_int_equal(parse_profile(0, NULL, &p, &err), 0);
	assert_int_equal(p.present, 0);
	assert_refused(parse_profile_add(0, NULL, &p, &err), "the name");
	assert_refused(parse_profile_set(0, NULL, &p, &err), "the name");
	assert_refused(PARSE(parse_profile_set, &p, "edge"),
		       "nothing to set; write for example: profile set edge");
	assert_refused(PARSE(parse_profile_add, &p, "edge", "burst"),
		       "burst needs a value");
	assert_refused(PARSE(parse_profile_add, &p, "edge", "burst", "1",
			     "burst", "2"), "twice");
	assert_refused(PARSE(parse_profile_add, &p, "sixteen--letters"),
		       "1 to 15 characters of");
	assert_refused(PARSE(parse_profile, &p, "a b"), "\"a b\" is no");
	assert_refused(PARSE(parse_profile, &p, ""), "1 to 15");
	assert_refused(PARSE(parse_profile, &p, "a", "b"), "\"b\"");
}

/* What is not a profile's is set elsewhere. */
static void not_of_a_profile(void **state)
{
	struct nt_profile p;

	(void)state;
	assert_refused(PARSE(parse_profile_set, &p, "edge", "rate", "5"),
		       "write \"set rate");
	assert_refused(PARSE(parse_profile_set, &p, "edge", "bogus", "5"),
		       "unknown parameter \"bogus\"; known: threshold");
	assert_null(strstr(err.text, "batch"));
}

static void rules(void **state)
{
	struct nt_rule rule;

	(void)state;
	assert_int_equal(PARSE(parse_rule, &rule, "pref", "10", "name",
			       "veth*", "kind", "veth", "profile", "edge"), 0);
	assert_int_equal(rule.pref, 10);
	assert_string_equal(rule.name, "veth*");
	assert_string_equal(rule.kind, "veth");
	assert_string_equal(rule.profile, "edge");
	assert_int_equal(PARSE(parse_rule, &rule, "profile", "x", "pref",
			       "4294967295"), 0);
	assert_int_equal(rule.pref, UINT32_MAX);
	assert_int_equal(rule.present, 1ULL << NTHROTTLE_A_RULE_PREF |
				       1ULL << NTHROTTLE_A_RULE_PROFILE);
	assert_int_equal(PARSE(parse_pref, &rule, "pref", "0"), 0);
	assert_int_equal(rule.present, 1ULL << NTHROTTLE_A_RULE_PREF);
	assert_int_equal(parse_pref(0, NULL, &rule, &err), 0);
	assert_int_equal(rule.present, 0);
}

#define THIRTY_ONE "1234567890123456789012345678901"

static void bad_rules(void **state)
{
	struct nt_rule r;

	(void)state;
	assert_refused(parse_rule(0, NULL, &r, &err), "needs pref and profile");
	assert_refused(PARSE(parse_rule, &r, "pref", "1"), "needs pref and");
	assert_refused(PARSE(parse_rule, &r, "profile", "x"), "needs pref and");
	assert_refused(PARSE(parse_rule, &r, "pref"), "pref needs a value");
	assert_refused(PARSE(parse_rule, &r, "pref", "-1"), "0 to 4294967295");
	assert_refused(PARSE(parse_rule, &r, "pref", "4294967296"), "too large");
	assert_refused(PARSE(parse_rule, &r, "pref", "1", "pref", "1"), "twice");
	assert_refused(PARSE(parse_rule, &r, "10"), "\"10\"; known: pref N");
	assert_refused(PARSE(parse_rule, &r, "name", ""), "1 to 31");
	assert_refused(PARSE(parse_rule, &r, "name", "a b"), "1 to 31");
	assert_refused(PARSE(parse_rule, &r, "name", "a\n"), "1 to 31");
	assert_refused(PARSE(parse_rule, &r, "name", THIRTY_ONE "2"), "1 to 31");
	assert_refused(PARSE(parse_rule, &r, "name", THIRTY_ONE), "needs pref");
	assert_refused(PARSE(parse_rule, &r, "kind", "1234567890123456"),
		       "kind: \"1234567890123456\" must be 1 to 15");
	assert_refused(PARSE(parse_rule, &r, "profile", "*"), "no name of a profile");
	assert_refused(PARSE(parse_pref, &r, "10"), "known: pref N");
	assert_refused(PARSE(parse_pref, &r, "profile", "x"), "known: pref N");
	assert_refused(PARSE(parse_pref, &r, "pref"), "needs a value");
	assert_refused(PARSE(parse_pref, &r, "pref", "1", "x"), "\"x\"");
}

static void holds(void **state)
{
	struct hold_args hold;

	(void)state;
	assert_int_equal(PARSE(parse_hold, &hold, "--", "ip", "-br", "link"), 0);
	assert_string_equal(hold.command[0], "ip");
	assert_string_equal(hold.command[2], "link");
	assert_null(hold.command[3]);
	assert_int_equal(hold.hold.present, 0);
	assert_int_equal(PARSE(parse_hold, &hold, "--limit", "5s", "--", "--"),
			 0);
	assert_int_equal(hold.hold.limit_ms, 5000);
	assert_int_equal(hold.hold.present, 1ULL << NTHROTTLE_A_HOLD_LIMIT_MS);
	assert_string_equal(hold.command[0], "--");
	assert_int_equal(PARSE(parse_hold, &hold, "-limit=1m", "--", "x"), 0);
	assert_int_equal(hold.hold.limit_ms, 60000);
	assert_refused(PARSE(parse_hold, &hold, "ip", "link"), "behind \"--\"");
	assert_refused(PARSE(parse_hold, &hold, "", "--", "x"), "unexpected");
	assert_refused(PARSE(parse_hold, &hold, "--max", "5s", "--", "x"),
		       "\"--max\"");
	assert_refused(PARSE(parse_hold, &hold, "--"), "needs a command");
	assert_refused(PARSE(parse_hold, &hold, "--limit", "5s"), "needs a command");
	assert_refused(PARSE(parse_hold, &hold, "--limit"), "needs a time");
	assert_refused(PARSE(parse_hold, &hold, "--limit", "5", "--", "x"),
		       "no unit: write 500ms or 2s; allowed: 1ms to 1h");
}

static void restores(void **state)
{
	struct restore_args restore;

	(void)state;
	assert_int_equal(PARSE(parse_restore, &restore, "f"), 0);
	assert_false(restore.check);
	assert_string_equal(restore.file, "f");
	assert_int_equal(PARSE(parse_restore, &restore, "--check", "-"), 0);
	assert_true(restore.check);
	assert_string_equal(restore.file, "-");
	assert_int_equal(PARSE(parse_restore, &restore, "--", "-f"), 0);
	assert_string_equal(restore.file, "-f");
	assert_refused(parse_restore(0, NULL, &restore, &err), "needs a file");
	assert_refused(PARSE(parse_restore, &restore, "--check"), "needs a file");
	assert_refused(PARSE(parse_restore, &restore, "-f"), "known: --check");
	assert_refused(PARSE(parse_restore, &restore, "--check=1", "f"), "known");
	assert_refused(PARSE(parse_restore, &restore, "f", "--check"), "--check");
}

static void places_in_history(void **state)
{
	struct monitor_args m;
	struct place at;

	(void)state;
	assert_int_equal(parse_place("7", &at, &err), 0);
	assert_true(at.given && at.seq == 7 && !at.instance);
	assert_int_equal(parse_place("7@0x0aF", &at, &err), 0);
	assert_int_equal(at.instance, 0xaf);
	assert_int_equal(parse_place("0@12", &at, &err), 0);
	assert_int_equal(at.instance, 12);
	assert_refused(parse_place("7@", &at, &err), "since");
	assert_refused(parse_place("7@0x", &at, &err), "no instance");
	assert_refused(parse_place("7@0", &at, &err), "number 0");
	assert_refused(parse_place("7@0x00112233445566778", &at, &err), "no instance");
	assert_refused(PARSE(parse_changes, &at, "7"), "since SEQ");
	assert_int_equal(PARSE(parse_monitor, &m, "since", "3", "--agent", "me",
			       "--down-time=5s", "--replace", "agents"), 0);
	assert_true(m.since.given && m.replace && m.agents && !m.no_recover);
	assert_string_equal(m.agent, "me");
	assert_int_equal(m.down_time_ms, 5000);
	assert_refused(PARSE(parse_monitor, &m, "--replace"), "--agent");
	assert_refused(PARSE(parse_monitor, &m, "--agent"), "needs a value");
	assert_refused(PARSE(parse_monitor, &m, "--agent", "a b"), "no name");
	assert_refused(PARSE(parse_monitor, &m, "--agent", "a", "--down-time", "1ms"), "1s to 24h");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_parameters),
		cmocka_unit_test(all_parameters),
		cmocka_unit_test(places_in_history),
		cmocka_unit_test(words_for_values),
		cmocka_unit_test(profiles),
		cmocka_unit_test(not_of_a_profile),
		cmocka_unit_test(rules),
		cmocka_unit_test(bad_rules),
		cmocka_unit_test(holds),
		cmocka_unit_test(restores),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
