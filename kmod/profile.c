// SPDX-License-Identifier: GPL-2.0
/* Profiles, rules and the ruleset. */
#include <linux/mm.h>
#include <linux/nthrottle.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "alloc.h"
#include "event.h"
#include "glob.h"
#include "profile.h"

static struct nthrottle_ruleset *ruleset_alloc(u32 profiles, u32 rules)
{
	struct nthrottle_ruleset *rs;
	size_t rules_at = struct_size(rs, profiles, profiles);
	size_t size = rules_at + rules * sizeof(*rs->rules);

	BUILD_BUG_ON(sizeof(struct nthrottle_profile) %
		     __alignof__(struct nthrottle_rule));
	/* What needs pages need not have them in one piece. */
	rs = size <= PAGE_SIZE ? kzalloc(size, NTHROTTLE_GFP) :
				 __vmalloc(size, NTHROTTLE_GFP_VMALLOC);
	if (rs)
		rs->rules = (void *)rs + rules_at;
	return rs;
}

/**
 * nthrottle_profile_init() - a profile with the defaults
 * @p: the profile
 * @name: its name, in range
 */
void nthrottle_profile_init(struct nthrottle_profile *p, const char *name)
{
	strscpy(p->name, name, sizeof(p->name));
	nthrottle_params_init(&p->params);
	nthrottle_profile_derive(p);
}

/**
 * nthrottle_profile_derive() - work out what the gates need
 * @p: the profile, its user's values set and checked
 */
void nthrottle_profile_derive(struct nthrottle_profile *p)
{
	/* Who never hears of birth and death can't keep a table. */
	p->params.events |= NTHROTTLE_EVENT_REGISTER |
			    NTHROTTLE_EVENT_UNREGISTER;
	p->events = p->params.events;
	nthrottle_params_derive(&p->params, &p->gates);
}

/**
 * nthrottle_ruleset_new() - a ruleset with nothing but the default profile
 * @threshold_ms: threshold of the default profile, in range
 * @profiles: room for profiles, at least 1
 * @rules: room for rules
 *
 * Return: the ruleset, or NULL without memory.
 */
struct nthrottle_ruleset *nthrottle_ruleset_new(u32 threshold_ms,
						u32 profiles, u32 rules)
{
	struct nthrottle_ruleset *rs = ruleset_alloc(profiles, rules);

	if (!rs)
		return NULL;
	nthrottle_config_init(&rs->config);
	nthrottle_config_derive(&rs->config, &rs->pace);
	rs->generation = 1;
	rs->n_profiles = 1;
	nthrottle_profile_init(rs->profiles, NTHROTTLE_PROFILE_DEFAULT);
	rs->profiles->params.threshold_ms = threshold_ms;
	nthrottle_profile_derive(rs->profiles);
	return rs;
}

/**
 * nthrottle_ruleset_clone() - a copy to change
 * @old: the ruleset in force
 * @profiles: room for that many more profiles
 * @rules: room for that many more rules
 *
 * Return: the copy, of the next generation, or NULL without memory.
 */
struct nthrottle_ruleset *
nthrottle_ruleset_clone(const struct nthrottle_ruleset *old, u32 profiles,
			u32 rules)
{
	struct nthrottle_ruleset *rs =
		ruleset_alloc(old->n_profiles + profiles, old->n_rules + rules);

	if (!rs)
		return NULL;
	rs->generation = old->generation + 1;
	rs->n_profiles = old->n_profiles;
	rs->n_rules = old->n_rules;
	rs->config = old->config;
	rs->pace = old->pace;
	memcpy(rs->profiles, old->profiles,
	       old->n_profiles * sizeof(*rs->profiles));
	memcpy(rs->rules, old->rules, old->n_rules * sizeof(*rs->rules));
	return rs;
}

/**
 * nthrottle_ruleset_size() - how much memory a ruleset takes
 * @rs: the ruleset
 *
 * Return: bytes; room that was not used is left out.
 */
size_t nthrottle_ruleset_size(const struct nthrottle_ruleset *rs)
{
	return struct_size(rs, profiles, rs->n_profiles) +
	       rs->n_rules * sizeof(*rs->rules);
}

/**
 * nthrottle_ruleset_free() - free a ruleset that nobody else knows any more
 * @rs: the ruleset, or NULL
 */
void nthrottle_ruleset_free(struct nthrottle_ruleset *rs)
{
	kvfree(rs);
}

/**
 * nthrottle_ruleset_profile() - find a profile
 * @rs: the ruleset
 * @name: the profile's name
 *
 * Return: the profile, or NULL if there is none.
 */
struct nthrottle_profile *
nthrottle_ruleset_profile(struct nthrottle_ruleset *rs, const char *name)
{
	u32 i;

	for (i = 0; i < rs->n_profiles; i++)
		if (!strcmp(rs->profiles[i].name, name))
			return &rs->profiles[i];
	return NULL;
}

/**
 * nthrottle_ruleset_del_profile() - take a profile out
 * @rs: a ruleset that is not in force yet
 * @profile: the profile's place; not the default's, and no rule names it
 */
void nthrottle_ruleset_del_profile(struct nthrottle_ruleset *rs, u32 profile)
{
	struct nthrottle_profile *p = &rs->profiles[profile];
	u32 i;

	rs->n_profiles--;
	memmove(p, p + 1, (rs->n_profiles - profile) * sizeof(*p));
	for (i = 0; i < rs->n_rules; i++)
		rs->rules[i].profile -= rs->rules[i].profile > profile;
}

static struct nthrottle_rule *rule_at(struct nthrottle_ruleset *rs, u32 pref)
{
	struct nthrottle_rule *rule = rs->rules;

	while (rule < rs->rules + rs->n_rules && rule->pref < pref)
		rule++;
	return rule;
}

/**
 * nthrottle_ruleset_rule() - find a rule
 * @rs: the ruleset
 * @pref: the rule's preference
 *
 * Return: the rule, or NULL if there is none.
 */
struct nthrottle_rule *nthrottle_ruleset_rule(struct nthrottle_ruleset *rs,
					      u32 pref)
{
	struct nthrottle_rule *rule = rule_at(rs, pref);

	if (rule < rs->rules + rs->n_rules && rule->pref == pref)
		return rule;
	return NULL;
}

/**
 * nthrottle_ruleset_add_rule() - put a rule in its place
 * @rs: a ruleset that is not in force yet, with room
 * @rule: the rule; its preference is new
 *
 * Return: the rule in the ruleset.
 */
struct nthrottle_rule *
nthrottle_ruleset_add_rule(struct nthrottle_ruleset *rs,
			   const struct nthrottle_rule *rule)
{
	struct nthrottle_rule *at = rule_at(rs, rule->pref);
	struct nthrottle_rule *end = rs->rules + rs->n_rules++;

	memmove(at + 1, at, (end - at) * sizeof(*at));
	*at = *rule;
	return at;
}

/**
 * nthrottle_ruleset_del_rule() - take a rule out
 * @rs: a ruleset that is not in force yet
 * @rule: a rule in it
 */
void nthrottle_ruleset_del_rule(struct nthrottle_ruleset *rs,
				struct nthrottle_rule *rule)
{
	struct nthrottle_rule *end = rs->rules + --rs->n_rules;

	memmove(rule, rule + 1, (end - rule) * sizeof(*rule));
}

/**
 * nthrottle_rule_matches() - does an interface match a rule?
 * @rule: the rule
 * @name: the interface's name
 * @kind: its link kind, empty for none
 */
bool nthrottle_rule_matches(const struct nthrottle_rule *rule,
			    const char *name, const char *kind)
{
	return (!rule->name[0] || nthrottle_glob_match(rule->name, name)) &&
	       (!rule->kind[0] || !strcmp(rule->kind, kind));
}

/**
 * nthrottle_ruleset_match() - which profile an interface gets
 * @rs: the ruleset
 * @name: the interface's name
 * @kind: its link kind, empty for none
 *
 * Return: that of the first rule that matches, else the default one.
 */
const struct nthrottle_profile *
nthrottle_ruleset_match(const struct nthrottle_ruleset *rs, const char *name,
			const char *kind)
{
	const struct nthrottle_rule *rule = rs->rules;

	for (; rule < rs->rules + rs->n_rules; rule++)
		if (nthrottle_rule_matches(rule, name, kind))
			return &rs->profiles[rule->profile];
	return rs->profiles;
}
