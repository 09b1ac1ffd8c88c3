// SPDX-License-Identifier: GPL-2.0
/* The arguments of "simulate"; see sim_args.h. Pure. */
#include <string.h>

#include "sim_args.h"

#define LATENCY_MAX_NS	((u64)60 * 1000000000)

static int parse_latency(const char *value, struct sim_args *args,
			 struct parse_error *err)
{
	struct parse_error reason;

	if (parse_duration(value, &args->latency_ns, &reason))
		return parse_refuse(err, "--latency: %.200s; allowed: 0ms to 1m",
				    reason.text);
	if (args->latency_ns > LATENCY_MAX_NS)
		return parse_refuse(err,
			"--latency: \"%.40s\" is too long; allowed: 0ms to 1m",
			value);
	args->has_latency = true;
	return 0;
}

/* Returns how many words the option at @argv has, or -1. */
static int parse_option(int argc, char **argv, struct sim_args *args,
			struct parse_error *err)
{
	const char *name = argv[0] + (argv[0][1] == '-' ? 2 : 1);

	if (!strcmp(name, "s") || !strcmp(name, "summary")) {
		args->summary = true;
		return 1;
	}
	if (!strcmp(name, "profile")) {
		if (argc < 2)
			return parse_refuse(err,
				"--profile needs a file; nthrottle save > FILE makes one");
		args->profile = argv[1];
		return 2;
	}
	if (!strcmp(name, "latency")) {
		if (argc < 2)
			return parse_refuse(err,
				"--latency needs a value; allowed: 0ms to 1m");
		return parse_latency(argv[1], args, err) ? -1 : 2;
	}
	if (!strcmp(name, "compare")) {
		if (argc < 3)
			return parse_refuse(err,
				"--compare needs two settings: each a file, or parameters in quotes");
		args->compare[0] = argv[1];
		args->compare[1] = argv[2];
		return 3;
	}
	return parse_refuse(err,
		"unknown option \"%.40s\"; known: -s, --profile FILE, --compare A B, --latency TIME",
		argv[0]);
}

static int check(const struct sim_args *args, struct parse_error *err)
{
	if (args->profile && args->compare[0])
		return parse_refuse(err,
			"--profile and --compare exclude each other; write the file for A or B");
	if (args->argc && (args->profile || args->compare[0]))
		return parse_refuse(err,
			"\"%.40s\": parameters and %s exclude each other",
			args->argv[0],
			args->profile ? "--profile" : "--compare");
	if (args->profile && !strcmp(args->profile, "-") &&
	    !strcmp(args->events, "-"))
		return parse_refuse(err,
			"--profile and the events cannot both come from the standard input");
	return 0;
}

int sim_args_parse(int argc, char **argv, struct sim_args *args,
		   struct parse_error *err)
{
	int used;

	memset(args, 0, sizeof(*args));
	while (argc && argv[0][0] == '-' && argv[0][1]) {
		used = strcmp(argv[0], "--") ?
		       parse_option(argc, argv, args, err) : 1;
		if (used < 0)
			return -1;
		argc -= used;
		argv += used;
		if (!strcmp(argv[-1], "--"))
			break;
	}
	if (!argc)
		return parse_refuse(err,
			"needs a file of events at the end; - is the standard input");
	args->argc = argc - 1;
	args->argv = argv;
	args->events = argv[argc - 1];
	if (args->argc % 2)
		return parse_refuse(err,
			"after the options come pairs of PARAMETER VALUE and, at the end, a file of events (- is the standard input); a word is missing or too many");
	return check(args, err);
}
