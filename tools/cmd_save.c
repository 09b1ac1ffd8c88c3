// SPDX-License-Identifier: GPL-2.0
/* save: the configuration as restore reads it. */
#include <stdio.h>
#include <string.h>

#include <linux/nthrottle.h>

#include "cmd.h"
#include "kernel.h"
#include "out.h"
#include "print.h"
#include "words.h"

#define READINGS	10

struct reading {
	struct nl_list config;
	struct nl_list profiles;
	struct nl_list rules;
};

static void reading_free(struct reading *r)
{
	nl_list_free(&r->config);
	nl_list_free(&r->profiles);
	nl_list_free(&r->rules);
}

/* Only what can be set: the rest of it changes by itself. */
static void keep_parameters(struct nt_config *config)
{
	struct nt_config kept = { 0 };
	const struct word *w;

	for (w = config_words; w < config_words + NTHROTTLE_CONFIG_PARAMS; w++) {
		if (!nt_has(config, w->type))
			continue;
		*word_member(w, &kept) = *word_member(w, config);
		nt_set_present(&kept, w->type);
	}
	*config = kept;
}

static int read_all(struct nl *nl, struct reading *r)
{
	memset(r, 0, sizeof(*r));
	if (kernel_get(nl, NTHROTTLE_CMD_CONFIG_GET, &nt_config_attrs, NULL,
		       &r->config) ||
	    kernel_dump(nl, NTHROTTLE_CMD_PROFILE_GET, &nt_profile_attrs,
			&r->profiles) ||
	    kernel_dump(nl, NTHROTTLE_CMD_RULE_GET, &nt_rule_attrs, &r->rules)) {
		reading_free(r);
		return -1;
	}
	keep_parameters(nl_item(&r->config, 0));
	return 0;
}

static bool same_list(const struct nl_list *a, const struct nl_list *b)
{
	return a->count == b->count &&
	       (!a->count || !memcmp(a->items, b->items, a->count * a->set->size));
}

static bool same(const struct reading *a, const struct reading *b)
{
	return same_list(&a->config, &b->config) &&
	       same_list(&a->profiles, &b->profiles) &&
	       same_list(&a->rules, &b->rules);
}

/*
 * The parts are read one after the other. When all are as they were the time
 * before, they belong together.
 */
static int read_twice(struct nl *nl, struct reading *r)
{
	struct reading before;
	bool agree = false;
	int i;

	if (read_all(nl, r))
		return -1;
	for (i = 1; i < READINGS && !agree; i++) {
		before = *r;
		if (read_all(nl, r)) {
			reading_free(&before);
			return -1;
		}
		agree = same(&before, r);
		reading_free(&before);
	}
	if (agree)
		return 0;
	say("the configuration kept changing; try again");
	reading_free(r);
	return -1;
}

static void print_reading(const struct options *opt, const struct reading *r)
{
	const struct nt_ruleset ruleset = {
		.present = 1ULL << NTHROTTLE_A_RULESET_CONFIG |
			   1ULL << NTHROTTLE_A_RULESET_PROFILE |
			   1ULL << NTHROTTLE_A_RULESET_RULE,
		.config = *(struct nt_config *)nl_item(&r->config, 0),
		.profiles = { r->profiles.items, r->profiles.count },
		.rules = { r->rules.items, r->rules.count },
	};

	if (opt->json)
		out_json(print_object(&nt_ruleset_attrs, &ruleset));
	else
		words_ruleset(stdout, &ruleset);
}

int cmd_save(const struct options *opt, int argc, char **argv)
{
	int status = STATUS_FAILED;
	struct parse_error err;
	static struct nl nl;
	struct reading r;

	if (parse_nothing(argc, argv, &err))
		return cmd_usage_error("save", &err);
	if (kernel_open(&nl, opt))
		return STATUS_FAILED;
	if (!read_twice(&nl, &r)) {
		print_reading(opt, &r);
		reading_free(&r);
		status = STATUS_DONE;
	}
	nl_close(&nl);
	return status;
}
