// SPDX-License-Identifier: GPL-2.0
/* What "save" prints and "restore" sends: there and back, and which line is it? */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/nthrottle.h>

#include "../../tools/lib/codec.h"
#include "../../tools/restore.h"
#include "../../tools/words.h"
#include "check.h"
#include "rng.h"

#define ROOM	(128 * 1024)

static struct nt_profile profiles[NTHROTTLE_PROFILES_MAX];
static struct nt_rule rules[NTHROTTLE_RULES_MAX];
static struct restore back;
static u64 message[ROOM / sizeof(u64)];

static u32 random_value(const struct nthrottle_param *p, struct rng *rng)
{
	u32 few = p->lo + rng_below(rng, 5);

	if (p->lo == NTHROTTLE_PARAM_MASK)
		return rng_next(rng) & p->hi;
	if (rng_percent(rng, 20))
		return few < p->hi ? few : p->hi;
	return p->lo + rng_below(rng, 1 + ((p->hi - p->lo) >> rng_below(rng, 8)));
}

static void random_params(const struct nthrottle_param *p, unsigned int count,
			  const struct word *w, void *model, void *values,
			  struct rng *rng)
{
	for (; count--; p++, w++) {
		*nthrottle_param_of(p, values) = random_value(p, rng);
		*word_member(w, model) = *nthrottle_param_of(p, values);
		nt_set_present(model, w->type);
	}
}

static void random_profile(struct nt_profile *p, unsigned int i, struct rng *rng)
{
	struct nthrottle_refusal why;
	struct nthrottle_params params;

	memset(p, 0, sizeof(*p));
	do
		random_params(nthrottle_profile_params, NTHROTTLE_PROFILE_PARAMS,
			      profile_words, p, &params, rng);
	while (!nthrottle_params_check(&params, &why));
	nt_set_present(p, NTHROTTLE_A_PROFILE_NAME);
	snprintf(p->name, sizeof(p->name), i ? "p-%u" : "default", i);
}

static void random_string(char *to, size_t size, struct rng *rng)
{
	static const char marks[] = "ab0*?[]'\"\\#$`!~\x80\xff";
	size_t i, len = 1 + rng_below(rng, size - 1);

	for (i = 0; i < len; i++)
		to[i] = marks[rng_below(rng, sizeof(marks) - 1)];
	to[len] = '\0';
}

static void random_rule(struct nt_rule *rule, unsigned int i,
			unsigned int n_profiles, struct rng *rng)
{
	memset(rule, 0, sizeof(*rule));
	rule->present = 1ULL << NTHROTTLE_A_RULE_PREF |
			1ULL << NTHROTTLE_A_RULE_PROFILE;
	rule->pref = i * 4194304 + rng_below(rng, 4194304);
	snprintf(rule->profile, sizeof(rule->profile), "%s",
		 profiles[rng_below(rng, n_profiles)].name);
	if (rng_percent(rng, 70)) {
		nt_set_present(rule, NTHROTTLE_A_RULE_NAME);
		random_string(rule->name, NTHROTTLE_GLOB_SIZE, rng);
	}
	if (rng_percent(rng, 50)) {
		nt_set_present(rule, NTHROTTLE_A_RULE_KIND);
		random_string(rule->kind, NTHROTTLE_NAME_SIZE, rng);
	}
}

static struct nt_ruleset random_ruleset(unsigned int n_profiles,
					unsigned int n_rules, struct rng *rng)
{
	struct nt_ruleset ruleset = {
		.present = 1ULL << NTHROTTLE_A_RULESET_CONFIG |
			   1ULL << NTHROTTLE_A_RULESET_PROFILE |
			   1ULL << NTHROTTLE_A_RULESET_RULE,
		.profiles = { profiles, n_profiles },
		.rules = { rules, n_rules },
	};
	struct nthrottle_config values;
	unsigned int i;

	random_params(nthrottle_config_params, NTHROTTLE_CONFIG_PARAMS,
		      config_words, &ruleset.config, &values, rng);
	for (i = 0; i < n_profiles; i++)
		random_profile(&profiles[i], i, rng);
	for (i = 0; i < n_rules; i++)
		random_rule(&rules[i], i, n_profiles, rng);
	return ruleset;
}

static char *save(const struct nt_ruleset *ruleset, size_t *len)
{
	char *text;
	FILE *to = open_memstream(&text, len);

	words_ruleset(to, ruleset);
	fclose(to);
	return text;
}

static void no_error(void *to, unsigned int line, const char *text)
{
	(void)to;
	fail_msg("line %u: %s", line, text);
}

static struct nt_ruleset restore(char *text, size_t len)
{
	restore_begin(&back, no_error, NULL);
	restore_read(&back, text, len);
	return restore_ruleset(&back);
}

static void assert_same(const struct nt_ruleset *a, const struct nt_ruleset *b)
{
	assert_int_equal(a->present, b->present);
	assert_memory_equal(&a->config, &b->config, sizeof(a->config));
	assert_int_equal(a->profiles.count, b->profiles.count);
	assert_memory_equal(a->profiles.items, b->profiles.items,
			    a->profiles.count * sizeof(struct nt_profile));
	assert_int_equal(a->rules.count, b->rules.count);
	if (a->rules.count)
		assert_memory_equal(a->rules.items, b->rules.items,
				    a->rules.count * sizeof(struct nt_rule));
}

static void identity(void **state)
{
	struct nt_ruleset from, to;
	struct rng rng = { 8 };
	unsigned int i;
	size_t len;
	char *text;

	(void)state;
	for (i = 0; i < 2000; i++) {
		from = random_ruleset(1 + rng_below(&rng, i % 10 ? 4 : 64),
				      rng_below(&rng, i % 100 ? 10 : 1025),
				      &rng);
		text = save(&from, &len);
		to = restore(text, len);
		assert_same(&from, &to);
		free(text);
	}
}

/* The form is a promise: people edit it. */
static void form(void **state)
{
	char text[] = "profile add edge updelay 1500ms threshold-max off\n"
		"rule add pref 10 name 'veth*' kind veth profile edge\n"
		"rule add pref 20 profile default\n"
		"set rate 50 events up,down batch 0ms rate-burst 3 threshold 90s\n";
	static const char want[] = "set batch 0ms rate 50 rate-burst 3\n"
		"profile set default threshold 90s events up,down\n"
		"profile add edge threshold-max off updelay 1.5s\n"
		"rule add pref 10 name veth* kind veth profile edge\n"
		"rule add pref 20 profile default\n";
	struct nt_ruleset ruleset = restore(text, strlen(text));
	size_t len;
	char *got = save(&ruleset, &len), *from;

	(void)state;
	for (from = got; *from == '#'; from = strchr(from, '\n') + 1)
		;
	assert_true(from > got);
	assert_string_equal(from, want);
	free(got);
}

static struct nlmsghdr *encode(const struct nt_ruleset *ruleset, size_t room)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(message);

	mnl_nlmsg_put_extra_header(nlh, GENL_HDRLEN);
	return codec_encode(&nt_ruleset_attrs, ruleset, nlh, room) ? NULL : nlh;
}

/* Nothing but one nest each, in their order; nothing lost. */
static void encoded(void **state)
{
	unsigned int n[NTHROTTLE_A_RULESET_MAX + 1] = { 0 };
	struct rng rng = { 9 };
	const struct nt_attr *known;
	const struct nlattr *attr;
	struct nt_profile profile;
	struct nt_config config;
	struct nt_ruleset from;
	struct nlmsghdr *nlh;
	struct nt_rule rule;

	(void)state;
	from = random_ruleset(NTHROTTLE_PROFILES_MAX, NTHROTTLE_RULES_MAX, &rng);
	nlh = encode(&from, ROOM);
	assert_non_null(nlh);
	mnl_attr_for_each(attr, nlh, GENL_HDRLEN) {
		unsigned int type = mnl_attr_get_type(attr), i = n[type]++;
		void *to = type == NTHROTTLE_A_RULESET_CONFIG ? (void *)&config :
			   type == NTHROTTLE_A_RULESET_PROFILE ? (void *)&profile :
			   &rule;

		assert_true(attr->nla_type & NLA_F_NESTED);
		known = nt_attr_by_type(&nt_ruleset_attrs, type);
		assert_int_equal(codec_decode(known->nest,
					      mnl_attr_get_payload(attr),
					      mnl_attr_get_payload_len(attr),
					      to), 0);
		if (to == &config)
			assert_memory_equal(to, &from.config, sizeof(config));
		else if (to == &profile)
			assert_memory_equal(to, &profiles[i], sizeof(profile));
		else
			assert_memory_equal(to, &rules[i], sizeof(rule));
	}
	assert_int_equal(n[NTHROTTLE_A_RULESET_CONFIG], 1);
	assert_int_equal(n[NTHROTTLE_A_RULESET_PROFILE], NTHROTTLE_PROFILES_MAX);
	assert_int_equal(n[NTHROTTLE_A_RULESET_RULE], NTHROTTLE_RULES_MAX);
	assert_null(encode(&from, nlh->nlmsg_len - 1));
}

static const char commented[] =
	"set batch 1ms\n"
	"set rate 5 burst 9\n"
	"profile add edge half-life 3s\n"
	"rule add pref 1 profile edge\n"
	"set rate 6 threshold 3s\n"
	"rule add pref 2 name x profile default\n"
	"profile set edge burst 2 suppress 1500\n";

static unsigned int line_at(const struct nlmsghdr *nlh, const void *attr)
{
	struct extack_place place;

	return extack_locate(&nt_ruleset_attrs, nlh,
			     (const char *)attr - (const char *)nlh, &place) ?
	       restore_where(&back, &place) : 0;
}

/* Each attribute of the request came from a line: the one that is blamed. */
static void lines(void **state)
{
	/* In the order of the request; each nest before what is in it. */
	static const unsigned int want[] = {
		0, 1, 5,		/* batch, rate */
		5, 5, 5, 2,		/* default: name, threshold, burst */
		7, 3, 7, 3, 7,		/* edge: name, burst, half-life, suppress */
		4, 4, 4,		/* pref 1: pref, profile */
		6, 6, 6, 6,		/* pref 2: pref, name, profile */
	};
	const struct nlattr *outer, *inner;
	struct nt_ruleset ruleset;
	struct nlmsghdr *nlh;
	char text[sizeof(commented)];
	unsigned int i = 0;

	(void)state;
	memcpy(text, commented, sizeof(commented));
	ruleset = restore(text, strlen(text));
	nlh = encode(&ruleset, ROOM);
	mnl_attr_for_each(outer, nlh, GENL_HDRLEN) {
		assert_int_equal(line_at(nlh, outer), want[i++]);
		mnl_attr_for_each_nested(inner, outer)
			assert_int_equal(line_at(nlh, inner), want[i++]);
	}
	assert_int_equal(i, ARRAY_SIZE(want));
	/* Behind the end. */
	assert_int_equal(line_at(nlh, (char *)nlh + nlh->nlmsg_len), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(identity),
		cmocka_unit_test(form),
		cmocka_unit_test(encoded),
		cmocka_unit_test(lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
