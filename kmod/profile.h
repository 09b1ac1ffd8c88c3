/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the user sets: profiles, rules and the namespace's own parameters,
 * together an immutable ruleset. A change builds a new one and swaps it.
 */
#ifndef NTHROTTLE_PROFILE_H
#define NTHROTTLE_PROFILE_H

#include <linux/list.h>
#include <linux/types.h>

#include "gate.h"
#include "params.h"

/**
 * struct nthrottle_profile - a named set of gate parameters
 * @name: its name
 * @params: as the user set them
 * @gates: as the gates want them
 * @events: event bits that count
 */
struct nthrottle_profile {
	char name[NTHROTTLE_NAME_SIZE];
	struct nthrottle_params params;
	struct nthrottle_gate_params gates;
	u32 events;
};

/**
 * struct nthrottle_rule - which interfaces get a profile
 * @pref: preference; the lowest that matches wins
 * @profile: the profile's place in the ruleset
 * @name: shell pattern of the interface's name, empty for any
 * @kind: link kind, empty for any
 */
struct nthrottle_rule {
	u32 pref;
	u32 profile;
	char name[NTHROTTLE_GLOB_SIZE];
	char kind[NTHROTTLE_NAME_SIZE];
};

/**
 * struct nthrottle_ruleset - all that the user set in a namespace
 * @generation: differs from the one before; begins with 1, for dumps have no 0
 * @n_profiles: number of profiles, at least 1
 * @n_rules: number of rules
 * @config: the namespace's parameters, as the user set them
 * @pace: the same, as the queue wants them
 * @retired: among those that are no longer in force
 * @readers: the grace period after which none knows it, then
 * @rules: the rules by pref; behind the profiles
 * @profiles: the profiles; the first one is the default
 */
struct nthrottle_ruleset {
	u32 generation;
	u32 n_profiles;
	u32 n_rules;
	struct nthrottle_config config;
	struct nthrottle_pace_params pace;
	struct list_head retired;
	unsigned long readers;
	struct nthrottle_rule *rules;
	struct nthrottle_profile profiles[];
};

struct nthrottle_ruleset *nthrottle_ruleset_new(u32 threshold_ms,
						u32 profiles, u32 rules);
struct nthrottle_ruleset *
nthrottle_ruleset_clone(const struct nthrottle_ruleset *old, u32 profiles,
			u32 rules);
size_t nthrottle_ruleset_size(const struct nthrottle_ruleset *rs);
void nthrottle_ruleset_free(struct nthrottle_ruleset *rs);

void nthrottle_profile_init(struct nthrottle_profile *p, const char *name);
void nthrottle_profile_derive(struct nthrottle_profile *p);
struct nthrottle_profile *
nthrottle_ruleset_profile(struct nthrottle_ruleset *rs, const char *name);
void nthrottle_ruleset_del_profile(struct nthrottle_ruleset *rs, u32 profile);

struct nthrottle_rule *nthrottle_ruleset_rule(struct nthrottle_ruleset *rs,
					      u32 pref);
struct nthrottle_rule *
nthrottle_ruleset_add_rule(struct nthrottle_ruleset *rs,
			   const struct nthrottle_rule *rule);
void nthrottle_ruleset_del_rule(struct nthrottle_ruleset *rs,
				struct nthrottle_rule *rule);

bool nthrottle_rule_matches(const struct nthrottle_rule *rule,
			    const char *name, const char *kind);
const struct nthrottle_profile *
nthrottle_ruleset_match(const struct nthrottle_ruleset *rs, const char *name,
			const char *kind);

#endif /* NTHROTTLE_PROFILE_H */
