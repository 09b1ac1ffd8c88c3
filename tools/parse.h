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

/* args.c: the arguments of a command */
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

struct set_args {
	struct nt_profile profile;
	struct nt_config config;
};

struct monitor_args {
	const char *glob;	/* NULL: all interfaces */
	u64 count;		/* 0: no end */
};

int parse_options(int argc, char **argv, struct options *opt,
		  struct parse_error *err);
int parse_nothing(int argc, char **argv, struct parse_error *err);
int parse_dev(int argc, char **argv, struct nt_dev *dev,
	      struct parse_error *err);
int parse_set(int argc, char **argv, struct set_args *set,
	      struct parse_error *err);
int parse_stats(int argc, char **argv, bool *details, struct parse_error *err);
int parse_monitor(int argc, char **argv, struct monitor_args *monitor,
		  struct parse_error *err);

#endif /* NTHROTTLE_TOOL_PARSE_H */
