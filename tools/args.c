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
const char *option_value(const char *arg, const char *letter, const char *word)
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
		    !option_value(arg, switches[i].letter, switches[i].word))
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
		value = option_value(argv[i], "c", "color");
		if (value) {
			if (parse_color(value, opt, err))
				return -1;
			continue;
		}
		value = option_value(argv[i], "n", "netns");
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

int parse_stats(int argc, char **argv, bool *details, struct parse_error *err)
{
	*details = argc && !strcmp(argv[0], "-s");
	return parse_nothing(argc - *details, argv + *details, err);
}

int parse_restore(int argc, char **argv, struct restore_args *restore,
		  struct parse_error *err)
{
	int i;

	memset(restore, 0, sizeof(*restore));
	for (i = 0; i < argc && argv[i][0] == '-' && argv[i][1]; i++) {
		if (!strcmp(argv[i], "--")) {
			i++;
			break;
		}
		if (!option_value(argv[i], "check", "check") || strchr(argv[i], '='))
			return parse_refuse(err,
				"unknown option \"%s\"; known: --check; write ./%s for a file of this name",
				argv[i], argv[i]);
		restore->check = true;
	}
	if (i == argc)
		return parse_refuse(err,
			"needs a file; - is the standard input");
	restore->file = argv[i];
	return parse_nothing(argc - i - 1, argv + i + 1, err);
}

static int hold_limit(const char *value, struct hold_args *hold,
		      struct parse_error *err)
{
	struct parse_error reason;

	if (!value || !*value)
		return parse_refuse(err,
			"option --limit needs a time; allowed: 1ms to 1h");
	if (parse_ms(value, &hold->hold.limit_ms, &reason))
		return parse_refuse(err, "--limit: %.200s; allowed: 1ms to 1h",
				    reason.text);
	nt_set_present(&hold->hold, NTHROTTLE_A_HOLD_LIMIT_MS);
	return 0;
}

/* The command stands behind "--", so that its own options remain its own. */
int parse_hold(int argc, char **argv, struct hold_args *hold,
	       struct parse_error *err)
{
	const char *value;
	int i;

	memset(hold, 0, sizeof(*hold));
	for (i = 0; i < argc && strcmp(argv[i], "--"); i++) {
		value = argv[i][0] == '-' ?
			option_value(argv[i], "limit", "limit") : NULL;
		if (!value)
			return parse_refuse(err,
				"unexpected argument \"%s\"; the command stands behind \"--\": hold -- ip link ...",
				argv[i]);
		if (!*value && i + 1 < argc)
			value = argv[++i];
		if (hold_limit(value, hold, err))
			return -1;
	}
	if (i + 1 >= argc)
		return parse_refuse(err,
			"needs a command behind \"--\": hold -- ip link ...");
	hold->command = argv + i + 1;
	return 0;
}
