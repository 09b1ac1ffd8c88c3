// SPDX-License-Identifier: GPL-2.0
/* rule: which interfaces get which profile. */
#include <stdio.h>

#include <linux/nthrottle.h>

#include "cmd.h"
#include "kernel.h"
#include "out.h"
#include "print.h"
#include "words.h"

static void print_rules(const struct options *opt, const struct nl_list *list)
{
	size_t i;

	if (opt->json) {
		out_json(print_array(list));
		return;
	}
	for (i = 0; i < list->count; i++)
		printf("rule %s\n",
		       text_safe(words_rule(nl_item(list, i)).s).s);
}

int cmd_rule_show(const struct options *opt, int argc, char **argv)
{
	struct nl_list list = { 0 };
	struct nt_rule request;
	struct parse_error err;
	static struct nl nl;
	int failed;

	if (parse_pref(argc, argv, &request, &err))
		return cmd_usage_error("rule show", &err);
	if (kernel_open(&nl, opt))
		return STATUS_FAILED;
	if (request.present)
		failed = kernel_get(&nl, NTHROTTLE_CMD_RULE_GET, &nt_rule_attrs,
				    &request, &list);
	else
		failed = kernel_dump(&nl, NTHROTTLE_CMD_RULE_GET, &nt_rule_attrs,
				     &list);
	if (!failed)
		print_rules(opt, &list);
	nl_list_free(&list);
	nl_close(&nl);
	return failed ? STATUS_FAILED : STATUS_DONE;
}

int cmd_rule_add(const struct options *opt, int argc, char **argv)
{
	struct parse_error err;
	struct nt_rule rule;

	if (parse_rule(argc, argv, &rule, &err))
		return cmd_usage_error("rule add", &err);
	return cmd_order(opt, NTHROTTLE_CMD_RULE_NEW, &nt_rule_attrs, &rule);
}

int cmd_rule_del(const struct options *opt, int argc, char **argv)
{
	struct parse_error err;
	struct nt_rule rule;

	if (parse_pref(argc, argv, &rule, &err))
		return cmd_usage_error("rule del", &err);
	if (!rule.present) {
		parse_refuse(&err, "needs the pref of a rule: rule del pref 10");
		return cmd_usage_error("rule del", &err);
	}
	return cmd_order(opt, NTHROTTLE_CMD_RULE_DEL, &nt_rule_attrs, &rule);
}
