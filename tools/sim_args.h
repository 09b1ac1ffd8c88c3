/* SPDX-License-Identifier: GPL-2.0 */
/* The arguments of "simulate". Pure. */
#ifndef NTHROTTLE_TOOL_SIM_ARGS_H
#define NTHROTTLE_TOOL_SIM_ARGS_H

#include "parse.h"

/**
 * struct sim_args - what is asked for
 * @summary: no notifications
 * @has_latency: @latency_ns is given
 * @latency_ns: how long the worker takes to come
 * @profile: file of settings, or NULL
 * @compare: two settings, each a file or parameters; or NULL
 * @argc: number of words in @argv
 * @argv: parameters and their values
 * @events: the recording
 */
struct sim_args {
	bool summary;
	bool has_latency;
	u64 latency_ns;
	const char *profile;
	const char *compare[2];
	int argc;
	char **argv;
	const char *events;
};

int sim_args_parse(int argc, char **argv, struct sim_args *args,
		   struct parse_error *err);

#endif /* NTHROTTLE_TOOL_SIM_ARGS_H */
