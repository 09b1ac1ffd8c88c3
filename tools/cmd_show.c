// SPDX-License-Identifier: GPL-2.0
/* show: the configuration and the place in history. */
#include <stdio.h>
#include <string.h>

#include <json-c/json.h>
#include <linux/nthrottle.h>

#include "cmd.h"
#include "kernel.h"
#include "out.h"
#include "print.h"
#include "words.h"

static void text_config(const struct nt_config *c)
{
	printf("%-16s instance 0x%016jx  seq %ju\n",
	       "namespace", c->instance, c->seq);
	printf("%-16s horizon %ju  deleted %u\n", "", c->horizon, c->deleted);
	printf("%-16s interfaces %u  pending %s%u%s", "",
	       c->interfaces, c->pending ? color(COLOR_NOTE) : "", c->pending,
	       c->pending ? color(COLOR_END) : "");
	printf("  profiles %u  rules %u", c->profiles, c->rules);
	if (c->agents)
		printf("  agents %u", c->agents);
	if (c->holds)
		printf("  %sholds %u%s", color(COLOR_NOTE), c->holds,
		       color(COLOR_END));
	printf("\n%-15s", "");
	words_show(stdout, config_words, NTHROTTLE_CONFIG_PARAMS, c);
}

/* The other profiles have a command of their own. */
static void text_show(const struct nt_config *config,
		      const struct nl_list *profiles)
{
	const struct nt_profile *p;
	size_t i;

	text_config(config);
	for (i = 0; i < profiles->count; i++) {
		p = nl_item(profiles, i);
		if (!strcmp(p->name, NTHROTTLE_PROFILE_DEFAULT))
			text_profile(p);
	}
}

static void json_show(const struct nt_config *config,
		      const struct nl_list *profiles)
{
	struct json_object *json = print_object(&nt_config_attrs, config);

	json_object_object_add(json, "profile", print_array(profiles));
	out_json(json);
}

static int show(const struct options *opt, struct nl *nl)
{
	struct nl_list config = { 0 }, profiles = { 0 };
	int status = STATUS_FAILED;

	if (kernel_get(nl, NTHROTTLE_CMD_CONFIG_GET, &nt_config_attrs, NULL,
		       &config) ||
	    kernel_dump(nl, NTHROTTLE_CMD_PROFILE_GET, &nt_profile_attrs, &profiles))
		goto out;
	if (opt->json)
		json_show(nl_item(&config, 0), &profiles);
	else
		text_show(nl_item(&config, 0), &profiles);
	status = STATUS_DONE;
out:
	nl_list_free(&config);
	nl_list_free(&profiles);
	return status;
}

int cmd_show(const struct options *opt, int argc, char **argv)
{
	struct parse_error err;
	static struct nl nl;
	int status;

	if (parse_nothing(argc, argv, &err))
		return cmd_usage_error("show", &err);
	if (kernel_open(&nl, opt))
		return STATUS_FAILED;
	status = show(opt, &nl);
	nl_close(&nl);
	return status;
}
