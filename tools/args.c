// SPDX-License-Identifier: GPL-2.0
/* The arguments of each command; see parse.h. Pure. */
#include <string.h>

#include <linux/array_size.h>
#include <linux/nthrottle.h>

#include "parse.h"

/*
 * An option is known by its letter and its word, with one dash or two; no
 * other abbreviation, so that a script means tomorrow what it means today.
 * Returns what follows "=" ("" without it), NULL if @arg is another option.
 */
static const char *option(const char *arg, const char *letter,
			  const char *word)
{
	size_t len = strcspn(arg, "=");
	const char *name = arg + 1;

	if (*name == '-')
		name++;
	len -= name - arg;
	if ((strlen(letter) != len || memcmp(name, letter, len)) &&
	    (strlen(word) != len || memcmp(name, word, len)))
		return NULL;
	return name[len] ? name + len + 1 : "";
}

static int parse_color(const char *value, struct options *opt,
		       struct parse_error *err)
{
	if (!*value || !strcmp(value, "auto"))
		opt->color = COLOR_AUTO;
	else if (!strcmp(value, "always"))
		opt->color = COLOR_ALWAYS;
	else if (!strcmp(value, "never"))
		opt->color = COLOR_NEVER;
	else
		return parse_refuse(err, "option -color: \"%s\" is not auto, always or never",
				    value);
	return 0;
}

static bool switch_option(const char *arg, struct options *opt)
{
	const struct {
		const char *letter;
		const char *word;
		bool *to;
	} switches[] = {
		{ "j", "json", &opt->json }, { "p", "pretty", &opt->pretty },
		{ "h", "help", &opt->help },
		{ "V", "version", &opt->version }, { "V", "Version", &opt->version },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(switches); i++) {
		if (strchr(arg, '=') ||
		    !option(arg, switches[i].letter, switches[i].word))
			continue;
		*switches[i].to = true;
		return true;
	}
	return false;
}

/* Returns how many of @argv are options, or -1. */
int parse_options(int argc, char **argv, struct options *opt,
		  struct parse_error *err)
{
	const char *value;
	int i;

	memset(opt, 0, sizeof(*opt));
	for (i = 0; i < argc && argv[i][0] == '-' && argv[i][1]; i++) {
		if (!strcmp(argv[i], "--"))
			return i + 1;
		if (switch_option(argv[i], opt))
			continue;
		value = option(argv[i], "c", "color");
		if (value) {
			if (parse_color(value, opt, err))
				return -1;
			continue;
		}
		value = option(argv[i], "n", "netns");
		if (!value)
			return parse_refuse(err, "unknown option \"%s\"",
					    argv[i]);
		if (!*value && i + 1 < argc)
			value = argv[++i];
		if (!*value)
			return parse_refuse(err,
				"option -netns needs the name of a network namespace");
		opt->netns = value;
	}
	return i;
}

int parse_nothing(int argc, char **argv, struct parse_error *err)
{
	if (argc)
		return parse_refuse(err, "unexpected argument \"%s\"%s",
				    argv[0], argv[0][0] == '-' ?
				    "; global options stand before the command" : "");
	return 0;
}

int parse_dev(int argc, char **argv, struct nt_dev *dev,
	      struct parse_error *err)
{
	memset(dev, 0, sizeof(*dev));
	if (!argc)
		return 0;
	if (parse_nothing(argc - 1, argv + 1, err) ||
	    parse_name(argv[0], dev->name, err))
		return -1;
	nt_set_present(dev, NTHROTTLE_A_DEV_NAME);
	return 0;
}

static int set_ms(const char *from, void *to, struct parse_error *err)
{
	return parse_ms(from, to, err);
}

static int set_ms_or_off(const char *from, void *to, struct parse_error *err)
{
	if (strcmp(from, "off"))
		return parse_ms(from, to, err);
	*(u32 *)to = 0;
	return 0;
}

static int set_number(const char *from, void *to, struct parse_error *err)
{
	u64 value;

	if (parse_number(from, UINT32_MAX, &value, err))
		return -1;
	*(u32 *)to = value;
	return 0;
}

static int set_events(const char *from, void *to, struct parse_error *err)
{
	return parse_events(from, to, err);
}

#define EVENT_LIST "all, none, or a comma-separated list of register, " \
	"unregister, up, down, change, rename, address, mtu, master, txqlen, " \
	"features, type"

#define PROFILE(_type, _member)						\
	.type = NTHROTTLE_A_PROFILE_##_type,				\
	.model = offsetof(struct set_args, profile),			\
	.member = offsetof(struct set_args, profile._member)

/* The ranges are for the reader; that they hold is left to the kernel. */
static const struct parameter {
	const char *word;
	const char *allowed;
	int (*parse)(const char *from, void *to, struct parse_error *err);
	unsigned int type;
	size_t model;
	size_t member;
} parameters[] = {
	{ "threshold", "10ms to 1h", set_ms,
	  PROFILE(THRESHOLD_MS, threshold_ms) },
	{ "threshold-max", "off, or threshold to 1h", set_ms_or_off,
	  PROFILE(THRESHOLD_MAX_MS, threshold_max_ms) },
	{ "burst", "1 to 1000", set_number, PROFILE(BURST, burst) },
	{ "events", EVENT_LIST, set_events, PROFILE(EVENTS, events) },
	{ "urgent", EVENT_LIST, set_events, PROFILE(URGENT, urgent) },
	{ "batch", "0ms to 1s", set_ms,
	  .type = NTHROTTLE_A_CONFIG_BATCH_MS,
	  .model = offsetof(struct set_args, config),
	  .member = offsetof(struct set_args, config.batch_ms) },
};

static const struct parameter *find_parameter(const char *word)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(parameters); i++)
		if (!strcmp(word, parameters[i].word))
			return &parameters[i];
	return NULL;
}

static int set_parameter(const char *word, const char *value,
			 struct set_args *set, struct parse_error *err)
{
	const struct parameter *p = find_parameter(word);
	struct parse_error reason;
	void *model;

	if (!p)
		return parse_refuse(err,
			"unknown parameter \"%s\"; known: threshold, threshold-max, burst, events, urgent, batch",
			word);
	model = (char *)set + p->model;
	if (nt_has(model, p->type))
		return parse_refuse(err, "%s is given twice", word);
	if (!value)
		return parse_refuse(err, "%s needs a value; allowed: %s", word,
				    p->allowed);
	if (p->parse(value, (char *)set + p->member, &reason))
		return parse_refuse(err, "%s: %.200s; allowed: %s", word,
				    reason.text, p->allowed);
	nt_set_present(model, p->type);
	return 0;
}

int parse_set(int argc, char **argv, struct set_args *set,
	      struct parse_error *err)
{
	int i;

	memset(set, 0, sizeof(*set));
	if (!argc)
		return parse_refuse(err,
			"nothing to set; write for example: set threshold 500ms burst 3");
	for (i = 0; i < argc; i += 2)
		if (set_parameter(argv[i], i + 1 < argc ? argv[i + 1] : NULL,
				  set, err))
			return -1;
	return 0;
}

int parse_stats(int argc, char **argv, bool *details, struct parse_error *err)
{
	*details = argc && !strcmp(argv[0], "-s");
	return parse_nothing(argc - *details, argv + *details, err);
}

static int monitor_word(const char *word, const char *value,
			struct monitor_args *monitor, struct parse_error *err)
{
	struct parse_error reason;

	if (strcmp(word, "dev") && strcmp(word, "count"))
		return parse_refuse(err, "unexpected argument \"%s\"; known: dev GLOB, count N",
				    word);
	if (!value)
		return parse_refuse(err, "%s needs a value", word);
	if (!strcmp(word, "dev")) {
		monitor->glob = value;
		return 0;
	}
	if (parse_number(value, UINT64_MAX, &monitor->count, &reason))
		return parse_refuse(err, "count: %.200s", reason.text);
	if (!monitor->count)
		return parse_refuse(err, "count: must be at least 1");
	return 0;
}

int parse_monitor(int argc, char **argv, struct monitor_args *monitor,
		  struct parse_error *err)
{
	int i;

	memset(monitor, 0, sizeof(*monitor));
	for (i = 0; i < argc; i += 2)
		if (monitor_word(argv[i], i + 1 < argc ? argv[i + 1] : NULL,
				 monitor, err))
			return -1;
	return 0;
}
