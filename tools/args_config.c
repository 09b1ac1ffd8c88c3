// SPDX-License-Identifier: GPL-2.0
/* The arguments of set, profile and rule; see parse.h. Pure. */
#include <stdio.h>
#include <string.h>

#include <linux/nthrottle.h>

#include "words.h"

static const struct word *find_profile_word(const char *name)
{
	return word_find(profile_words, NTHROTTLE_PROFILE_PARAMS, name);
}

static const struct word *find_config_word(const char *name)
{
	return word_find(config_words, NTHROTTLE_CONFIG_PARAMS, name);
}

static void list(struct text *t, const struct word *w, unsigned int count)
{
	size_t used = strlen(t->s);

	for (; count--; w++)
		used += snprintf(t->s + used, sizeof(t->s) - used, "%s%s",
				 used ? ", " : "", w->word);
}

static int not_known(const char *word, bool config, struct parse_error *err)
{
	struct text known = { "" };

	if (find_config_word(word))
		return parse_refuse(err,
			"%s is no profile's: write \"set %s ...\"",
			word, word);
	list(&known, profile_words, NTHROTTLE_PROFILE_PARAMS);
	if (config)
		list(&known, config_words, NTHROTTLE_CONFIG_PARAMS);
	return parse_refuse(err, "unknown parameter \"%.40s\"; known: %.400s",
			    word, known.s);
}

/* @value is NULL if the command line ended. */
int parse_profile_setting(const char *word, const char *value,
			  struct nt_profile *profile, struct parse_error *err)
{
	const struct word *w = find_profile_word(word);

	return w ? word_parse(w, value, profile, err) :
		   not_known(word, false, err);
}

int parse_setting(const char *word, const char *value, struct set_args *set,
		  struct parse_error *err)
{
	const struct word *w = find_config_word(word);

	if (w)
		return word_parse(w, value, &set->config, err);
	w = find_profile_word(word);
	return w ? word_parse(w, value, &set->profile, err) :
		   not_known(word, true, err);
}

int parse_set(int argc, char **argv, struct set_args *set,
	      struct parse_error *err)
{
	int i;

	memset(set, 0, sizeof(*set));
	if (!argc)
		return parse_refuse(err,
			"nothing to set; write for example: set threshold 500ms burst 3");
	for (i = 0; i < argc; i += 2)
		if (parse_setting(argv[i], i + 1 < argc ? argv[i + 1] : NULL,
				  set, err))
			return -1;
	return 0;
}

int parse_profile_name(const char *name, struct nt_profile *profile,
		       struct parse_error *err)
{
	if (!nthrottle_name_valid(name, NTHROTTLE_NAME_SIZE))
		return parse_refuse(err,
			"\"%.40s\" is no name of a profile: 1 to 15 characters of A-Z a-z 0-9 . - _",
			name);
	snprintf(profile->name, sizeof(profile->name), "%s", name);
	nt_set_present(profile, NTHROTTLE_A_PROFILE_NAME);
	return 0;
}

int parse_profile_add(int argc, char **argv, struct nt_profile *profile,
		      struct parse_error *err)
{
	int i;

	memset(profile, 0, sizeof(*profile));
	if (!argc)
		return parse_refuse(err, "needs the name of a profile");
	if (parse_profile_name(argv[0], profile, err))
		return -1;
	for (i = 1; i < argc; i += 2)
		if (parse_profile_setting(argv[i],
					  i + 1 < argc ? argv[i + 1] : NULL,
					  profile, err))
			return -1;
	return 0;
}

int parse_profile_set(int argc, char **argv, struct nt_profile *profile,
		      struct parse_error *err)
{
	if (argc == 1)
		return parse_refuse(err,
			"nothing to set; write for example: profile set %.40s threshold 500ms",
			argv[0]);
	return parse_profile_add(argc, argv, profile, err);
}

/* A name, or nothing. */
int parse_profile(int argc, char **argv, struct nt_profile *profile,
		  struct parse_error *err)
{
	memset(profile, 0, sizeof(*profile));
	if (!argc)
		return 0;
	if (parse_profile_name(argv[0], profile, err))
		return -1;
	return parse_nothing(argc - 1, argv + 1, err);
}

static int rule_string(const char *word, const char *value, char *to,
		       size_t size, struct parse_error *err)
{
	if (!nthrottle_glob_valid(value, size))
		return parse_refuse(err,
			"%s: \"%.40s\" must be 1 to %zu characters without blanks",
			word, value, size - 1);
	snprintf(to, size, "%s", value);
	return 0;
}

static int rule_profile(const char *name, struct nt_rule *rule,
			struct parse_error *err)
{
	struct nt_profile profile = { 0 };

	if (parse_profile_name(name, &profile, err))
		return -1;
	snprintf(rule->profile, sizeof(rule->profile), "%s", name);
	return 0;
}

static int rule_pref(const char *value, struct nt_rule *rule,
		     struct parse_error *err)
{
	struct parse_error reason;
	u64 pref;

	if (parse_number(value, UINT32_MAX, &pref, &reason))
		return parse_refuse(err, "pref: %.200s; allowed: 0 to %u",
				    reason.text, UINT32_MAX);
	rule->pref = pref;
	return 0;
}

static int rule_word(unsigned int type, const char *word, const char *value,
		     struct nt_rule *rule, struct parse_error *err)
{
	switch (type) {
	case NTHROTTLE_A_RULE_PREF:
		return rule_pref(value, rule, err);
	case NTHROTTLE_A_RULE_NAME:
		return rule_string(word, value, rule->name, NTHROTTLE_GLOB_SIZE,
				   err);
	case NTHROTTLE_A_RULE_KIND:
		return rule_string(word, value, rule->kind, NTHROTTLE_NAME_SIZE,
				   err);
	default:
		return rule_profile(value, rule, err);
	}
}

/* The words of a rule are the keys of the wire. */
static int rule_setting(const char *word, const char *value,
			struct nt_rule *rule, struct parse_error *err)
{
	const struct nt_attr *attr = nt_rule_attrs.attrs;

	while (attr->key && strcmp(attr->key, word))
		attr++;
	if (!attr->key)
		return parse_refuse(err,
			"unexpected argument \"%.40s\"; known: pref N, name GLOB, kind KIND, profile NAME",
			word);
	if (nt_has(rule, attr->type))
		return parse_refuse(err, "%s is given twice", word);
	if (!value)
		return parse_refuse(err, "%s needs a value", word);
	if (rule_word(attr->type, word, value, rule, err))
		return -1;
	nt_set_present(rule, attr->type);
	return 0;
}

int parse_rule(int argc, char **argv, struct nt_rule *rule,
	       struct parse_error *err)
{
	int i;

	memset(rule, 0, sizeof(*rule));
	for (i = 0; i < argc; i += 2)
		if (rule_setting(argv[i], i + 1 < argc ? argv[i + 1] : NULL,
				 rule, err))
			return -1;
	if (!nt_has(rule, NTHROTTLE_A_RULE_PREF) ||
	    !nt_has(rule, NTHROTTLE_A_RULE_PROFILE))
		return parse_refuse(err,
			"needs pref and profile: rule add pref 10 name 'veth*' profile edge");
	return 0;
}

/* "pref N", or nothing. */
int parse_pref(int argc, char **argv, struct nt_rule *rule,
	       struct parse_error *err)
{
	memset(rule, 0, sizeof(*rule));
	if (!argc)
		return 0;
	if (strcmp(argv[0], "pref"))
		return parse_refuse(err,
			"unexpected argument \"%.40s\"; known: pref N",
			argv[0]);
	if (rule_setting(argv[0], argc > 1 ? argv[1] : NULL, rule, err))
		return -1;
	return parse_nothing(argc - 2, argv + 2, err);
}
