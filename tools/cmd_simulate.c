// SPDX-License-Identifier: GPL-2.0
/* simulate: recorded events through the gates, to see what would be sent. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "line.h"
#include "out.h"
#include "restore.h"
#include "sim_args.h"
#include "sim_input.h"
#include "sim_print.h"

/* RTNL keeps the worker out for about as long as a command takes. */
#define LATENCY_NS	((u64)1000000)

static int load(struct sim_settings *s, const char *file)
{
	static struct restore r;

	if (restore_load(&r, file))
		return STATUS_FAILED;
	if (!sim_settings_take(s, &r))
		return STATUS_DONE;
	say("out of memory");
	return STATUS_FAILED;
}

static int parse(struct sim_settings *s, int argc, char **argv)
{
	struct parse_error err;

	if (!sim_settings_parse(s, argc, argv, &err))
		return STATUS_DONE;
	return cmd_usage_error("simulate", &err);
}

/* The settings @from, a file or parameters in one string. */
static int find(struct sim_settings *s, const char *from)
{
	struct parse_error err;
	struct line line;
	char *text;
	int status;

	if (*from && !access(from, F_OK))
		return load(s, from);
	text = strdup(from);
	if (!text) {
		say("out of memory");
		return STATUS_FAILED;
	}
	if (line_split(text, &line, &err))
		status = cmd_usage_error("simulate", &err);
	else if (line.argc == 1)
		status = load(s, from);
	else
		status = parse(s, line.argc, line.argv);
	free(text);
	return status;
}

/*
 * A trace has RTNL sections, in which no worker comes and events are merged; a
 * plain list has none.
 */
static void set_latency(struct sim *s, const struct sim_args *args,
			const struct sim_event *e)
{
	if (args->has_latency)
		s->latency_ns = args->latency_ns;
	else
		s->latency_ns = e->plain ? 0 : LATENCY_NS;
}

static int feed(struct sim_input *in, const struct sim_args *args,
		struct sim *s, unsigned int count)
{
	struct parse_error err;
	struct sim_event e;
	unsigned int i;
	int got;

	while ((got = sim_input_next(in, &e, &err)) > 0) {
		for (i = 0; i < count; i++) {
			if (in->events == 1)
				set_latency(&s[i], args, &e);
			if (!sim_event(&s[i], &e)) {
				say("out of memory");
				return STATUS_FAILED;
			}
		}
	}
	if (got < 0) {
		say_at(in->name, in->bad, err.text);
		return STATUS_FAILED;
	}
	for (i = 0; i < count; i++)
		sim_finish(&s[i]);
	return STATUS_DONE;
}

static int open_events(struct sim_input *in, const char *name)
{
	struct parse_error err;

	if (!sim_input_open(in, name, &err))
		return STATUS_DONE;
	say_at(name, 0, err.text);
	return STATUS_FAILED;
}

/* Runs @count simulations at once, so that the events are read but once. */
static int replay(struct sim_input *in, const struct sim_args *args,
		  struct sim *s, unsigned int count)
{
	int status = feed(in, args, s, count);

	if (in->gaps)
		say_at(in->name, in->gap,
		       "the recorder lost events here; what is simulated from here on may differ from what happened");
	sim_input_close(in);
	return status;
}

static int run_one(const struct options *opt, const struct sim_args *args,
		   const struct sim_settings *settings)
{
	bool notifications = !args->summary;
	static struct sim_input in;
	struct sim s;
	int status;

	if (open_events(&in, args->events))
		return STATUS_FAILED;
	sim_init(&s, settings);
	s.arg = &s;
	if (notifications)
		s.sent = opt->json ? sim_json_sent : sim_text_sent;
	if (opt->json)
		sim_json_begin(notifications);
	status = replay(&in, args, &s, 1);
	if (status == STATUS_DONE && opt->json)
		sim_json_summary(&s, notifications);
	else if (status == STATUS_DONE)
		sim_text_summary(&s, notifications);
	else if (opt->json)
		sim_json_break_off();
	sim_free(&s);
	return status;
}

static int simulate(const struct options *opt, const struct sim_args *args)
{
	struct sim_settings settings = { 0 };
	int status;

	status = args->profile ? load(&settings, args->profile) :
		 parse(&settings, args->argc, args->argv);
	if (status == STATUS_DONE)
		status = run_one(opt, args, &settings);
	sim_settings_free(&settings);
	return status;
}

static int run_two(const struct options *opt, const struct sim_args *args,
		   const struct sim_settings *settings)
{
	static struct sim_input in;
	struct sim_pair pair;
	int status;

	if (open_events(&in, args->events))
		return STATUS_FAILED;
	memcpy(pair.name, args->compare, sizeof(pair.name));
	sim_init(&pair.sim[0], &settings[0]);
	sim_init(&pair.sim[1], &settings[1]);
	status = replay(&in, args, pair.sim, 2);
	if (status == STATUS_DONE && opt->json)
		sim_compare_json(&pair);
	else if (status == STATUS_DONE)
		sim_compare_text(&pair);
	sim_free(&pair.sim[0]);
	sim_free(&pair.sim[1]);
	return status;
}

static int compare(const struct options *opt, const struct sim_args *args)
{
	struct sim_settings settings[2] = { 0 };
	int status;

	status = find(&settings[0], args->compare[0]);
	if (status == STATUS_DONE)
		status = find(&settings[1], args->compare[1]);
	if (status == STATUS_DONE)
		status = run_two(opt, args, settings);
	sim_settings_free(&settings[0]);
	sim_settings_free(&settings[1]);
	return status;
}

int cmd_simulate(const struct options *opt, int argc, char **argv)
{
	struct sim_args args;
	struct parse_error err;

	if (sim_args_parse(argc, argv, &args, &err))
		return cmd_usage_error("simulate", &err);
	return args.compare[0] ? compare(opt, &args) : simulate(opt, &args);
}
