// SPDX-License-Identifier: GPL-2.0
/* The arguments of monitor, dev changes and agent; see parse.h. Pure. */
#include <stdio.h>
#include <string.h>

#include <linux/array_size.h>
#include <linux/nthrottle.h>

#include "params.h"
#include "parse.h"

#define RCVBUF_MAX	(1024U << 20)

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* As the tool shows it, or in decimal, as JSON does. */
static int parse_instance(const char *from, u64 *to, struct parse_error *err)
{
	const char *c = from + 2;

	if (strncmp(from, "0x", 2))
		return parse_number(from, UINT64_MAX, to, err);
	for (*to = 0; hex_digit(*c) >= 0 && c - from < 18; c++)
		*to = *to << 4 | hex_digit(*c);
	if (*c || c == from + 2)
		return parse_refuse(err, "\"%.40s\" is no instance", from);
	return 0;
}

/* SEQ[@INSTANCE] */
int parse_place(const char *from, struct place *place, struct parse_error *err)
{
	const char *at = strchr(from, '@');
	char seq[24];
	size_t len = at ? (size_t)(at - from) : strlen(from);

	memset(place, 0, sizeof(*place));
	if (len >= sizeof(seq))
		return parse_refuse(err, "since: \"%.40s\" is too long", from);
	memcpy(seq, from, len);
	seq[len] = '\0';
	if (parse_number(seq, UINT64_MAX, &place->seq, err) ||
	    (at && parse_instance(at + 1, &place->instance, err))) {
		struct parse_error reason = *err;

		return parse_refuse(err, "since: %.200s; write SEQ or SEQ@INSTANCE",
				    reason.text);
	}
	if (at && !place->instance)
		return parse_refuse(err, "since: no instance has the number 0");
	place->given = true;
	return 0;
}

static int agent_name(const char *name, struct parse_error *err)
{
	if (nthrottle_name_valid(name, NTHROTTLE_AGENT_NAME_SIZE))
		return 0;
	return parse_refuse(err,
		"\"%.40s\" is no name of an agent: 1 to 31 characters of A-Z a-z 0-9 . - _",
		name);
}

static int take_count(const char *value, struct monitor_args *m,
		      struct parse_error *err)
{
	struct parse_error reason;

	if (parse_number(value, UINT64_MAX, &m->count, &reason))
		return parse_refuse(err, "count: %.200s", reason.text);
	if (!m->count)
		return parse_refuse(err, "count: must be at least 1");
	return 0;
}

static int take_rcvbuf(const char *value, struct monitor_args *m,
		       struct parse_error *err)
{
	struct parse_error reason;
	u64 bytes;

	if (parse_number(value, RCVBUF_MAX, &bytes, &reason))
		return parse_refuse(err, "rcvbuf: %.200s; allowed: 1 to %u",
				    reason.text, RCVBUF_MAX);
	if (!bytes)
		return parse_refuse(err, "rcvbuf: must be 1 to %u", RCVBUF_MAX);
	m->rcvbuf = bytes;
	return 0;
}

static int take_glob(const char *value, struct monitor_args *m,
		     struct parse_error *err)
{
	if (!*value)
		return parse_refuse(err, "dev: no name is empty");
	m->glob = value;
	return 0;
}

static int take_since(const char *value, struct monitor_args *m,
		      struct parse_error *err)
{
	return parse_place(value, &m->since, err);
}

static int take_agent(const char *value, struct monitor_args *m,
		      struct parse_error *err)
{
	m->agent = value;
	return agent_name(value, err);
}

static int take_down_time(const char *value, struct monitor_args *m,
			  struct parse_error *err)
{
	struct parse_error reason;

	if (parse_ms(value, &m->down_time_ms, &reason))
		return parse_refuse(err, "--down-time: %.200s; allowed: 1s to 24h",
				    reason.text);
	if (m->down_time_ms < NTHROTTLE_DOWN_TIME_MS_MIN ||
	    m->down_time_ms > NTHROTTLE_DOWN_TIME_MS_MAX)
		return parse_refuse(err, "--down-time: \"%.40s\" is not in 1s to 24h",
				    value);
	return 0;
}

struct monitor_word {
	const char *word;
	size_t flag;		/* offset of a bool, for those without a value */
	int (*take)(const char *value, struct monitor_args *m,
		    struct parse_error *err);
};

#define FLAG(_word, _member) \
	{ .word = (_word), .flag = offsetof(struct monitor_args, _member) }
#define VALUE(_word, _take)	{ .word = (_word), .take = (_take) }

static const struct monitor_word plain[] = {
	VALUE("dev", take_glob), VALUE("count", take_count),
	FLAG("config", config), FLAG("agents", agents),
	VALUE("since", take_since), VALUE("rcvbuf", take_rcvbuf),
};

static const struct monitor_word dashed[] = {
	FLAG("no-recover", no_recover), VALUE("agent", take_agent),
	VALUE("down-time", take_down_time), FLAG("replace", replace),
};

static const struct monitor_word *find_word(const char *arg)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(plain); i++)
		if (!strcmp(arg, plain[i].word))
			return &plain[i];
	for (i = 0; *arg == '-' && i < ARRAY_SIZE(dashed); i++)
		if (option_value(arg, dashed[i].word, dashed[i].word))
			return &dashed[i];
	return NULL;
}

/* Returns how many of @argv it took, or -1. */
static int monitor_word(int argc, char **argv, struct monitor_args *m,
			struct parse_error *err)
{
	const struct monitor_word *w = find_word(*argv);
	const char *value = strchr(*argv, '=');
	int used = 1;

	if (!w || (value && !w->take))
		return parse_refuse(err,
			"unexpected argument \"%.40s\"; known: dev GLOB, count N, config, agents, since SEQ[@INSTANCE], rcvbuf BYTES, --no-recover, --agent NAME, --down-time TIME, --replace",
			*argv);
	if (!w->take) {
		*(bool *)((char *)m + w->flag) = true;
		return 1;
	}
	if (value && **argv == '-') {
		value++;
	} else {
		value = argc > 1 ? argv[1] : NULL;
		used = 2;
	}
	if (!value)
		return parse_refuse(err, "%s needs a value", *argv);
	return w->take(value, m, err) ? -1 : used;
}

int parse_monitor(int argc, char **argv, struct monitor_args *monitor,
		  struct parse_error *err)
{
	int i, taken;

	memset(monitor, 0, sizeof(*monitor));
	for (i = 0; i < argc; i += taken) {
		taken = monitor_word(argc - i, argv + i, monitor, err);
		if (taken < 0)
			return -1;
	}
	if (!monitor->agent && (monitor->down_time_ms || monitor->replace))
		return parse_refuse(err, "%s goes with --agent NAME",
				    monitor->replace ? "--replace" : "--down-time");
	return 0;
}

/* "since PLACE" */
int parse_changes(int argc, char **argv, struct place *since,
		  struct parse_error *err)
{
	if (!argc || strcmp(argv[0], "since"))
		return parse_refuse(err,
			"needs a place in history: dev changes since SEQ[@INSTANCE]");
	if (argc < 2)
		return parse_refuse(err, "since needs a value");
	if (parse_nothing(argc - 2, argv + 2, err))
		return -1;
	return parse_place(argv[1], since, err);
}

/* A name, or nothing. */
int parse_agent(int argc, char **argv, struct nt_agent *agent,
		struct parse_error *err)
{
	memset(agent, 0, sizeof(*agent));
	if (!argc)
		return 0;
	if (agent_name(argv[0], err) || parse_nothing(argc - 1, argv + 1, err))
		return -1;
	snprintf(agent->name, sizeof(agent->name), "%s", argv[0]);
	nt_set_present(agent, NTHROTTLE_A_AGENT_NAME);
	return 0;
}
