/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A file of commands as a whole configuration: what "restore" does before it
 * talks to the kernel. Pure.
 */
#ifndef NTHROTTLE_TOOL_RESTORE_H
#define NTHROTTLE_TOOL_RESTORE_H

#include <linux/compiler_attributes.h>
#include <linux/nthrottle.h>

#include "extack.h"
#include "params.h"

/**
 * struct restore - what a file says
 * @error: gets each error; @line is 0 if it is the whole file's
 * @to: for @error
 * @errors: how many there were
 * @line: the one being read, from 1, or that has to do with an error
 * @commands: lines that are more than a comment
 * @too_many_profiles: and that has been said
 * @too_many_rules: and that has been said
 * @values: of the network namespace: what the file says, else the defaults
 * @params: the same of each profile
 * @config: what the file says, as it is sent
 * @profiles: likewise; the first is the default profile
 * @rules: likewise
 * @profile_count: how many profiles there are
 * @rule_count: how many rules there are
 * @config_line: where each attribute of @config was set last; 0: nowhere
 * @profile_line: the same for each profile; its name's: where it was added
 * @profile_bad: a parameter was refused, so that the others prove nothing
 * @rule_line: where each rule was added
 */
struct restore {
	void (*error)(void *to, unsigned int line, const char *text);
	void *to;
	unsigned int errors;
	unsigned int line;
	unsigned int commands;
	bool too_many_profiles;
	bool too_many_rules;
	struct nthrottle_config values;
	struct nthrottle_params params[NTHROTTLE_PROFILES_MAX];
	struct nt_config config;
	struct nt_profile profiles[NTHROTTLE_PROFILES_MAX];
	struct nt_rule rules[NTHROTTLE_RULES_MAX];
	unsigned int profile_count;
	unsigned int rule_count;
	unsigned int config_line[NTHROTTLE_A_CONFIG_MAX + 1];
	unsigned int profile_line[NTHROTTLE_PROFILES_MAX]
				 [NTHROTTLE_A_PROFILE_MAX + 1];
	bool profile_bad[NTHROTTLE_PROFILES_MAX];
	unsigned int rule_line[NTHROTTLE_RULES_MAX];
};

/* restore.c */
void restore_begin(struct restore *r,
		   void (*error)(void *to, unsigned int line, const char *text),
		   void *to);
int restore_read(struct restore *r, char *text, size_t len);
int restore_profile(const struct restore *r, const char *name);
struct nt_ruleset restore_ruleset(const struct restore *r);
unsigned int restore_where(const struct restore *r,
			   const struct extack_place *place);

/* restore_line.c, for restore.c */
__printf(2, 3)
void restore_refuse(struct restore *r, const char *format, ...);
int restore_add_profile(struct restore *r, const char *name);
void restore_line(struct restore *r, char *text);

/* load.c: the same from a file, with the errors on stderr */
int restore_load(struct restore *r, const char *file);

#endif /* NTHROTTLE_TOOL_RESTORE_H */
