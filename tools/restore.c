// SPDX-License-Identifier: GPL-2.0
/* A file of commands as a whole configuration; see restore.h. Pure. */
#include <string.h>

#include <linux/array_size.h>
#include <linux/minmax.h>

#include "restore.h"

void restore_begin(struct restore *r,
		   void (*error)(void *to, unsigned int line, const char *text),
		   void *to)
{
	memset(r, 0, sizeof(*r));
	r->error = error;
	r->to = to;
	nthrottle_config_init(&r->values);
	restore_add_profile(r, NTHROTTLE_PROFILE_DEFAULT);
}

/* The number of the profile with this name, or -1. */
int restore_profile(const struct restore *r, const char *name)
{
	unsigned int i;

	for (i = 0; i < r->profile_count; i++)
		if (!strcmp(r->profiles[i].name, name))
			return i;
	return -1;
}

#define BIT_OF(param)	(1U << NTHROTTLE_A_PROFILE_##param)
#define CEILING		(BIT_OF(REUSE) | BIT_OF(MAX_SUPPRESS_MS) | \
			 BIT_OF(HALF_LIFE_MS))

/* Which parameters contradict each other, when this one is blamed. */
static u32 involved(u16 type)
{
	switch (type) {
	case NTHROTTLE_A_PROFILE_THRESHOLD_MAX_MS:
		return BIT_OF(THRESHOLD_MAX_MS) | BIT_OF(THRESHOLD_MS);
	case NTHROTTLE_A_PROFILE_HALF_LIFE_MS:
		return BIT_OF(HALF_LIFE_MS) | BIT_OF(MAX_SUPPRESS_MS);
	case NTHROTTLE_A_PROFILE_REUSE:
		return BIT_OF(REUSE) | BIT_OF(SUPPRESS);
	case NTHROTTLE_A_PROFILE_SUPPRESS:
		return BIT_OF(SUPPRESS) | CEILING;
	case NTHROTTLE_A_PROFILE_RESTART_PENALTY:
		return BIT_OF(RESTART_PENALTY) | CEILING;
	default:
		return 1U << type;
	}
}

/* The last line that set one of these. */
static unsigned int last_line(const struct restore *r, unsigned int i, u32 types)
{
	unsigned int line = 0, type;

	for (type = 0; type < ARRAY_SIZE(r->profile_line[i]); type++)
		if (types >> type & 1)
			line = max(line, r->profile_line[i][type]);
	return line;
}

/* If no line set it, some line of the profile has to bear it. */
static unsigned int blame(const struct restore *r, unsigned int i, u16 type)
{
	unsigned int line = last_line(r, i, involved(type));

	return line ? line : last_line(r, i, ~0U);
}

static void check_profiles(struct restore *r)
{
	struct nthrottle_refusal why;
	unsigned int i;

	for (i = 0; i < r->profile_count; i++) {
		if (r->profile_bad[i] ||
		    nthrottle_params_check(&r->params[i], &why))
			continue;
		r->line = blame(r, i, why.attr);
		restore_refuse(r, "%s", why.text);
	}
}

static void check_rules(struct restore *r)
{
	unsigned int i;

	for (i = 0; i < r->rule_count; i++) {
		if (restore_profile(r, r->rules[i].profile) >= 0)
			continue;
		r->line = r->rule_line[i];
		restore_refuse(r, "there is no profile %s: write a line \"profile add %s\"",
			       r->rules[i].profile, r->rules[i].profile);
	}
}

/* A line with a zero byte would be taken for a shorter one. */
static void take_line(struct restore *r, char *text, size_t len)
{
	r->line++;
	text[len] = '\0';
	if (strlen(text) == len)
		restore_line(r, text);
	else
		restore_refuse(r, "the line has a zero byte");
}

/*
 * Reads a file of @len bytes, which it overwrites, and of which one more must
 * be there. Returns 0, or -1 if there were errors.
 */
int restore_read(struct restore *r, char *text, size_t len)
{
	char *end = text + len, *next;

	for (; text < end; text = next + 1) {
		next = memchr(text, '\n', end - text);
		if (!next)
			next = end;
		take_line(r, text, next - text);
	}
	check_profiles(r);
	if (!r->too_many_profiles)
		check_rules(r);
	r->line = 0;
	if (!r->commands && !r->errors)
		restore_refuse(r,
			       "no line sets anything; for all the defaults, write \"set batch 5ms\"");
	return r->errors ? -1 : 0;
}

/* What is sent; it points into @r. */
struct nt_ruleset restore_ruleset(const struct restore *r)
{
	struct nt_ruleset ruleset = {
		.config = r->config,
		.profiles = { r->profiles, r->profile_count },
		.rules = { r->rules, r->rule_count },
	};

	if (r->config.present)
		nt_set_present(&ruleset, NTHROTTLE_A_RULESET_CONFIG);
	nt_set_present(&ruleset, NTHROTTLE_A_RULESET_PROFILE);
	nt_set_present(&ruleset, NTHROTTLE_A_RULESET_RULE);
	return ruleset;
}

/* The line that said what the kernel refuses in the request, or 0. */
unsigned int restore_where(const struct restore *r,
			   const struct extack_place *place)
{
	unsigned int i = place->index;
	u16 type = place->attr->type;

	switch (place->outer) {
	case NTHROTTLE_A_RULESET_CONFIG:
		if (place->attr->nest || type > NTHROTTLE_A_CONFIG_MAX)
			return 0;
		return r->config_line[type];
	case NTHROTTLE_A_RULESET_PROFILE:
		if (i >= r->profile_count)
			return 0;
		return place->attr->nest ? last_line(r, i, ~0U) :
					   blame(r, i, type);
	case NTHROTTLE_A_RULESET_RULE:
		return i < r->rule_count ? r->rule_line[i] : 0;
	default:
		return 0;
	}
}
