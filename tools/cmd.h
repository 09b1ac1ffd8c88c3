/* SPDX-License-Identifier: GPL-2.0 */
/* The commands. Dispatch and help both read their table in cmd.c. */
#ifndef NTHROTTLE_TOOL_CMD_H
#define NTHROTTLE_TOOL_CMD_H

#include <stdio.h>

#include "parse.h"

enum status {
	STATUS_DONE,
	STATUS_FAILED,
	STATUS_USAGE,
};

/**
 * struct cmd - a command
 * @object: its first word
 * @verb: its second word, or NULL if it has only one
 * @fn: gets what comes after these words
 * @usage: those arguments, for people
 * @help: what it does, in one line
 * @details: the rest, shown by "help OBJECT"; lines that end with a newline
 */
struct cmd {
	const char *object;
	const char *verb;
	int (*fn)(const struct options *opt, int argc, char **argv);
	const char *usage;
	const char *help;
	const char *details;
};

extern const struct cmd cmds[];
extern const unsigned int cmd_count;

int cmd_run(const struct options *opt, int argc, char **argv);
int cmd_order(const struct options *opt, u8 cmd, const struct nt_set *set,
	      const void *request);
int cmd_usage_error(const char *command, const struct parse_error *err);
void help_overview(FILE *to);

void text_profile(const struct nt_profile *profile);

int cmd_show(const struct options *opt, int argc, char **argv);
int cmd_dev_show(const struct options *opt, int argc, char **argv);
int cmd_dev_changes(const struct options *opt, int argc, char **argv);
int cmd_dev_reset(const struct options *opt, int argc, char **argv);
int cmd_set(const struct options *opt, int argc, char **argv);
int cmd_profile_show(const struct options *opt, int argc, char **argv);
int cmd_profile_add(const struct options *opt, int argc, char **argv);
int cmd_profile_set(const struct options *opt, int argc, char **argv);
int cmd_profile_del(const struct options *opt, int argc, char **argv);
int cmd_rule_show(const struct options *opt, int argc, char **argv);
int cmd_rule_add(const struct options *opt, int argc, char **argv);
int cmd_rule_del(const struct options *opt, int argc, char **argv);
int cmd_save(const struct options *opt, int argc, char **argv);
int cmd_restore(const struct options *opt, int argc, char **argv);
int cmd_hold(const struct options *opt, int argc, char **argv);
int cmd_stats(const struct options *opt, int argc, char **argv);
int cmd_stats_reset(const struct options *opt, int argc, char **argv);
int cmd_flush(const struct options *opt, int argc, char **argv);
int cmd_agent_list(const struct options *opt, int argc, char **argv);
int cmd_agent_show(const struct options *opt, int argc, char **argv);
int cmd_agent_del(const struct options *opt, int argc, char **argv);
int cmd_monitor(const struct options *opt, int argc, char **argv);
int cmd_simulate(const struct options *opt, int argc, char **argv);
int cmd_help(const struct options *opt, int argc, char **argv);
int cmd_version(const struct options *opt, int argc, char **argv);

#endif /* NTHROTTLE_TOOL_CMD_H */
