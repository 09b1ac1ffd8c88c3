// SPDX-License-Identifier: GPL-2.0
/* What each line of a file of commands adds to a configuration. Pure. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <linux/array_size.h>
#include <linux/nthrottle.h>

#include "line.h"
#include "restore.h"
#include "words.h"

/* Of the line that is being read. */
void restore_refuse(struct restore *r, const char *format, ...)
{
	struct parse_error err;
	va_list args;

	va_start(args, format);
	vsnprintf(err.text, sizeof(err.text), format, args);
	va_end(args);
	r->errors++;
	r->error(r->to, r->line, err.text);
}

int restore_add_profile(struct restore *r, const char *name)
{
	unsigned int i = r->profile_count;

	if (i == NTHROTTLE_PROFILES_MAX) {
		if (!r->too_many_profiles)
			restore_refuse(r, "more than %u profiles, default included",
				       NTHROTTLE_PROFILES_MAX);
		r->too_many_profiles = true;
		return -1;
	}
	r->profile_count++;
	snprintf(r->profiles[i].name, sizeof(r->profiles[i].name), "%s", name);
	nt_set_present(&r->profiles[i], NTHROTTLE_A_PROFILE_NAME);
	r->profile_line[i][NTHROTTLE_A_PROFILE_NAME] = r->line;
	nthrottle_params_init(&r->params[i]);
	return i;
}

/*
 * Takes over what the line @from said: into @values, where the kernel's own
 * ranges are checked, and into the @model that is sent. Returns false if a
 * value was refused.
 */
static bool apply(struct restore *r, const struct word *w,
		  const struct nthrottle_param *p, unsigned int count,
		  const void *from, void *values, void *model,
		  unsigned int *lines)
{
	struct nthrottle_refusal why;
	bool good = true;

	for (; count--; w++, p++) {
		if (!nt_has(from, w->type))
			continue;
		lines[w->type] = r->line;
		if (nthrottle_param_set(p, values, *word_member(w, from), &why)) {
			*word_member(w, model) = *word_member(w, from);
			nt_set_present(model, w->type);
		} else {
			restore_refuse(r, "%s", why.text);
			good = false;
		}
	}
	return good;
}

static void apply_config(struct restore *r, const struct nt_config *from)
{
	apply(r, config_words, nthrottle_config_params,
	      NTHROTTLE_CONFIG_PARAMS, from, &r->values, &r->config,
	      r->config_line);
}

static void apply_profile(struct restore *r, unsigned int i,
			  const struct nt_profile *from, bool bad)
{
	if (!apply(r, profile_words, nthrottle_profile_params,
		   NTHROTTLE_PROFILE_PARAMS, from, &r->params[i],
		   &r->profiles[i], r->profile_line[i]) || bad)
		r->profile_bad[i] = true;
}

/* All pairs of a line, so that one error does not hide the next. */
static bool take_pairs(struct restore *r, char **argv, bool config,
		       struct set_args *set)
{
	struct parse_error err;
	bool good = true;

	memset(set, 0, sizeof(*set));
	for (; *argv; argv += argv[1] ? 2 : 1) {
		if (config ? !parse_setting(argv[0], argv[1], set, &err) :
			     !parse_profile_setting(argv[0], argv[1],
						    &set->profile, &err))
			continue;
		restore_refuse(r, "%s", err.text);
		good = false;
	}
	return good;
}

static void take_set(struct restore *r, char **argv)
{
	struct set_args set;
	bool good;

	if (!*argv) {
		restore_refuse(r, "nothing to set");
		return;
	}
	good = take_pairs(r, argv, true, &set);
	apply_config(r, &set.config);
	apply_profile(r, 0, &set.profile, !good);
}

/* The profile that a line speaks of, or -1. */
static int find_or_add(struct restore *r, const char *name, bool add)
{
	int i = restore_profile(r, name);

	if (i < 0 && add)
		return restore_add_profile(r, name);
	if (i >= 0 && !add)
		return i;
	if (i < 0)
		restore_refuse(r, "there is no profile %s above: write \"profile add %s\"",
			       name, name);
	else if (i)
		restore_refuse(r, "profile %s is there already, from line %u", name,
			       r->profile_line[i][NTHROTTLE_A_PROFILE_NAME]);
	else
		restore_refuse(r, "profile %s is always there: write \"profile set %s\"",
			       name, name);
	return -1;
}

static void take_profile(struct restore *r, char **argv, bool add)
{
	struct nt_profile named = { 0 };
	struct parse_error err;
	struct set_args set;
	int i = -1;
	bool good;

	if (!*argv)
		restore_refuse(r, "needs the name of a profile");
	else if (parse_profile_name(*argv, &named, &err))
		restore_refuse(r, "%s", err.text);
	else if (!add && !argv[1])
		restore_refuse(r, "nothing to set");
	else
		i = find_or_add(r, named.name, add);
	good = !*argv || take_pairs(r, argv + 1, false, &set);
	if (i >= 0)
		apply_profile(r, i, &set.profile, !good);
}

static void add_rule(struct restore *r, const struct nt_rule *rule)
{
	unsigned int i;

	for (i = 0; i < r->rule_count; i++) {
		if (r->rules[i].pref != rule->pref)
			continue;
		restore_refuse(r, "pref %u is taken by the rule of line %u",
			       rule->pref, r->rule_line[i]);
		return;
	}
	if (i < NTHROTTLE_RULES_MAX) {
		r->rules[i] = *rule;
		r->rule_line[i] = r->line;
		r->rule_count++;
	} else if (!r->too_many_rules) {
		restore_refuse(r, "more than %u rules", NTHROTTLE_RULES_MAX);
		r->too_many_rules = true;
	}
}

static void take_rule(struct restore *r, int argc, char **argv)
{
	struct parse_error err;
	struct nt_rule rule;

	if (parse_rule(argc, argv, &rule, &err))
		restore_refuse(r, "%s", err.text);
	else
		add_rule(r, &rule);
}

static bool begins(const struct line *line, const char *object, const char *verb)
{
	return line->argc > 1 && !strcmp(line->argv[0], object) &&
	       !strcmp(line->argv[1], verb);
}

void restore_line(struct restore *r, char *text)
{
	struct parse_error err;
	struct line line;

	if (line_split(text, &line, &err)) {
		r->commands++;
		restore_refuse(r, "%s", err.text);
		return;
	}
	if (!line.argc)
		return;
	r->commands++;
	if (!strcmp(line.argv[0], "set"))
		take_set(r, line.argv + 1);
	else if (begins(&line, "profile", "add"))
		take_profile(r, line.argv + 2, true);
	else if (begins(&line, "profile", "set"))
		take_profile(r, line.argv + 2, false);
	else if (begins(&line, "rule", "add"))
		take_rule(r, line.argc - 2, line.argv + 2);
	else
		restore_refuse(r,
			       "a line begins with set, profile add, profile set, rule add or #, not with \"%.40s\"",
			       line.argv[0]);
}
