/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The settings that a simulation runs with: those of "set", or a saved
 * configuration. Refuses what the kernel would.
 */
#ifndef NTHROTTLE_TOOL_SIM_SETTINGS_H
#define NTHROTTLE_TOOL_SIM_SETTINGS_H

#include "params.h"
#include "parse.h"

struct restore;

/**
 * struct sim_profile - a profile
 * @name: its name
 * @params: as the user set them
 * @gates: as the gates want them
 */
struct sim_profile {
	char name[NTHROTTLE_NAME_SIZE];
	struct nthrottle_params params;
	struct nthrottle_gate_params gates;
};

/**
 * struct sim_rule - which interfaces get a profile
 * @pref: the lowest that matches wins
 * @profile: the profile
 * @name: pattern of the interface's name, empty for any
 * @kind: link kind, empty for any
 */
struct sim_rule {
	u32 pref;
	const struct sim_profile *profile;
	char name[NTHROTTLE_GLOB_SIZE];
	char kind[NTHROTTLE_NAME_SIZE];
};

/**
 * struct sim_settings - all that can be set
 * @config: the namespace's parameters
 * @pace: the same, as the queue wants them
 * @profiles: the first one is the default
 * @rules: by pref
 * @n_profiles: number of profiles
 * @n_rules: number of rules
 */
struct sim_settings {
	struct nthrottle_config config;
	struct nthrottle_pace_params pace;
	struct sim_profile *profiles;
	struct sim_rule *rules;
	size_t n_profiles;
	size_t n_rules;
};

/* PARAMETER VALUE ...; none: the defaults. */
int sim_settings_parse(struct sim_settings *s, int argc, char **argv,
		       struct parse_error *err);
/* A configuration that was read without errors; returns -1 without memory. */
int sim_settings_take(struct sim_settings *s, const struct restore *r);
void sim_settings_free(struct sim_settings *s);

const struct sim_profile *sim_settings_match(const struct sim_settings *s,
					     const char *name,
					     const char *kind);

#endif /* NTHROTTLE_TOOL_SIM_SETTINGS_H */
