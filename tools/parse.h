/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Command line to model, without any input or output. Functions return 0, or
 * -1 after they have filled in the error.
 */
#ifndef NTHROTTLE_TOOL_PARSE_H
#define NTHROTTLE_TOOL_PARSE_H

#include <linux/compiler_attributes.h>

#include "model.h"

struct parse_error {
	char text[512];
};

__printf(2, 3)
int parse_refuse(struct parse_error *err, const char *format, ...);

/* parse.c: one value */
int parse_duration(const char *from, u64 *ns, struct parse_error *err);
int parse_ms(const char *from, u32 *ms, struct parse_error *err);
int parse_number(const char *from, u64 max, u64 *to,
		 struct parse_error *err);
int parse_events(const char *from, u32 *mask, struct parse_error *err);
int parse_name(const char *from, char *to, struct parse_error *err);

/* args.c: global options, and the arguments of most commands */
enum color_mode {
	COLOR_NEVER,
	COLOR_AUTO,
	COLOR_ALWAYS,
};

struct options {
	bool json;
	bool pretty;
	bool help;
	bool version;
	enum color_mode color;
	const char *netns;
};

struct restore_args {
	const char *file;
	bool check;
};

struct hold_args {
	char **command;		/* ends with NULL */
	struct nt_hold hold;
};

int parse_options(int argc, char **argv, struct options *opt,
		  struct parse_error *err);
const char *option_value(const char *arg, const char *letter, const char *word);
int parse_nothing(int argc, char **argv, struct parse_error *err);
int parse_dev(int argc, char **argv, struct nt_dev *dev,
	      struct parse_error *err);
int parse_stats(int argc, char **argv, bool *details, struct parse_error *err);
int parse_restore(int argc, char **argv, struct restore_args *restore,
		  struct parse_error *err);
int parse_hold(int argc, char **argv, struct hold_args *hold,
	       struct parse_error *err);

/* args_config.c: the arguments of set, profile and rule */
struct set_args {
	struct nt_profile profile;
	struct nt_config config;
};

int parse_setting(const char *word, const char *value, struct set_args *set,
		  struct parse_error *err);
int parse_profile_setting(const char *word, const char *value,
			  struct nt_profile *profile, struct parse_error *err);
int parse_profile_name(const char *name, struct nt_profile *profile,
		       struct parse_error *err);
int parse_set(int argc, char **argv, struct set_args *set,
	      struct parse_error *err);
int parse_profile_add(int argc, char **argv, struct nt_profile *profile,
		      struct parse_error *err);
int parse_profile_set(int argc, char **argv, struct nt_profile *profile,
		      struct parse_error *err);
int parse_profile(int argc, char **argv, struct nt_profile *profile,
		  struct parse_error *err);
int parse_rule(int argc, char **argv, struct nt_rule *rule,
	       struct parse_error *err);
int parse_pref(int argc, char **argv, struct nt_rule *rule,
	       struct parse_error *err);

/* args_watch.c: the arguments of monitor, dev changes and agent */
struct place {
	bool given;
	u64 instance;		/* 0: the present one */
	u64 seq;
};

struct monitor_args {
	const char *glob;	/* NULL: all interfaces */
	u64 count;		/* 0: no end */
	bool config;
	bool agents;
	bool no_recover;
	u32 rcvbuf;		/* 0: the default */
	struct place since;
	const char *agent;	/* NULL: none */
	u32 down_time_ms;	/* 0: the default */
	bool replace;
};

int parse_place(const char *from, struct place *place, struct parse_error *err);
int parse_monitor(int argc, char **argv, struct monitor_args *monitor,
		  struct parse_error *err);
int parse_changes(int argc, char **argv, struct place *since,
		  struct parse_error *err);
int parse_agent(int argc, char **argv, struct nt_agent *agent,
		struct parse_error *err);

#endif /* NTHROTTLE_TOOL_PARSE_H */
