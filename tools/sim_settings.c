// SPDX-License-Identifier: GPL-2.0
/* The settings that a simulation runs with; see sim_settings.h. Pure. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/nthrottle.h>

#include "glob.h"
#include "line.h"
#include "restore.h"
#include "sim_settings.h"

static void take_profile(struct sim_profile *p, const char *name,
			 const struct nthrottle_params *params)
{
	memcpy(p->name, name, strlen(name) + 1);
	p->params = *params;
	/* As nthrottle_profile_derive(): who never hears of birth and death
	 * can't keep a table.
	 */
	p->params.events |= NTHROTTLE_EVENT_REGISTER |
			    NTHROTTLE_EVENT_UNREGISTER;
	nthrottle_params_derive(&p->params, &p->gates);
}

static void take_rule(struct sim_rule *to, const struct restore *r,
		      const struct nt_rule *from,
		      const struct sim_profile *profiles)
{
	to->pref = from->pref;
	to->profile = &profiles[restore_profile(r, from->profile)];
	memcpy(to->name, from->name, sizeof(to->name));
	memcpy(to->kind, from->kind, sizeof(to->kind));
}

static int compare_rules(const void *a, const void *b)
{
	const struct sim_rule *x = a, *y = b;

	return x->pref < y->pref ? -1 : x->pref > y->pref;
}

int sim_settings_take(struct sim_settings *s, const struct restore *r)
{
	size_t i;

	s->config = r->values;
	nthrottle_config_derive(&s->config, &s->pace);
	s->n_profiles = r->profile_count;
	s->n_rules = r->rule_count;
	s->profiles = calloc(s->n_profiles, sizeof(*s->profiles));
	s->rules = calloc(s->n_rules + 1, sizeof(*s->rules));
	if (!s->profiles || !s->rules) {
		sim_settings_free(s);
		return -1;
	}
	for (i = 0; i < s->n_profiles; i++)
		take_profile(&s->profiles[i], r->profiles[i].name,
			     &r->params[i]);
	for (i = 0; i < s->n_rules; i++)
		take_rule(&s->rules[i], r, &r->rules[i], s->profiles);
	qsort(s->rules, s->n_rules, sizeof(*s->rules), compare_rules);
	return 0;
}

void sim_settings_free(struct sim_settings *s)
{
	free(s->profiles);
	free(s->rules);
	s->profiles = NULL;
	s->rules = NULL;
}

/* The first one is enough. */
static void note_error(void *to, unsigned int line, const char *text)
{
	struct parse_error *err = to;

	if (!*err->text)
		parse_refuse(err, "%s", text);
}

/* The command "set", as a file would have it. */
static char *set_command(int argc, char **argv, size_t *len)
{
	char *text = NULL;
	FILE *to = open_memstream(&text, len);

	if (!to)
		return NULL;
	fputs("set", to);
	for (; argc; argc--, argv++)
		fprintf(to, " %s", line_quote(*argv).s);
	if (!fclose(to))
		return text;
	free(text);
	return NULL;
}

int sim_settings_parse(struct sim_settings *s, int argc, char **argv,
		       struct parse_error *err)
{
	struct restore *r = malloc(sizeof(*r));
	char *text;
	size_t len;
	int failed = -1;

	text = r ? set_command(argc, argv, &len) : NULL;
	*err->text = '\0';
	if (text) {
		restore_begin(r, note_error, err);
		if (!argc || !restore_read(r, text, len))
			failed = sim_settings_take(s, r);
	}
	if (failed && !*err->text)
		parse_refuse(err, "out of memory");
	free(text);
	free(r);
	return failed;
}

const struct sim_profile *sim_settings_match(const struct sim_settings *s,
					     const char *name,
					     const char *kind)
{
	const struct sim_rule *rule;

	for (rule = s->rules; rule < s->rules + s->n_rules; rule++) {
		if (*rule->name && !nthrottle_glob_match(rule->name, name))
			continue;
		if (*rule->kind && strcmp(rule->kind, kind))
			continue;
		return rule->profile;
	}
	return s->profiles;
}
