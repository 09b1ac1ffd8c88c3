// SPDX-License-Identifier: GPL-2.0
/* profile: named sets of parameters. */
#include <stdio.h>

#include <linux/nthrottle.h>

#include "cmd.h"
#include "kernel.h"
#include "out.h"
#include "print.h"
#include "words.h"

/* In the words of "profile add" and "set". */
void text_profile(const struct nt_profile *p)
{
	printf("profile %-7s", text_safe(p->name).s);
	words_show(stdout, profile_words, NTHROTTLE_PROFILE_PARAMS, p);
}

static void print_profiles(const struct options *opt, const struct nl_list *list)
{
	size_t i;

	if (opt->json) {
		out_json(print_array(list));
		return;
	}
	for (i = 0; i < list->count; i++)
		text_profile(nl_item(list, i));
}

int cmd_profile_show(const struct options *opt, int argc, char **argv)
{
	struct nl_list list = { 0 };
	struct nt_profile request;
	struct parse_error err;
	static struct nl nl;
	int failed;

	if (parse_profile(argc, argv, &request, &err))
		return cmd_usage_error("profile show", &err);
	if (kernel_open(&nl, opt))
		return STATUS_FAILED;
	if (request.present)
		failed = kernel_get(&nl, NTHROTTLE_CMD_PROFILE_GET,
				    &nt_profile_attrs, &request, &list);
	else
		failed = kernel_dump(&nl, NTHROTTLE_CMD_PROFILE_GET,
				     &nt_profile_attrs, &list);
	if (!failed)
		print_profiles(opt, &list);
	nl_list_free(&list);
	nl_close(&nl);
	return failed ? STATUS_FAILED : STATUS_DONE;
}

int cmd_profile_add(const struct options *opt, int argc, char **argv)
{
	struct nt_profile profile;
	struct parse_error err;

	if (parse_profile_add(argc, argv, &profile, &err))
		return cmd_usage_error("profile add", &err);
	return cmd_order(opt, NTHROTTLE_CMD_PROFILE_NEW, &nt_profile_attrs,
			 &profile);
}

int cmd_profile_set(const struct options *opt, int argc, char **argv)
{
	struct nt_profile profile;
	struct parse_error err;

	if (parse_profile_set(argc, argv, &profile, &err))
		return cmd_usage_error("profile set", &err);
	return cmd_order(opt, NTHROTTLE_CMD_PROFILE_SET, &nt_profile_attrs,
			 &profile);
}

int cmd_profile_del(const struct options *opt, int argc, char **argv)
{
	struct nt_profile profile;
	struct parse_error err;

	if (parse_profile(argc, argv, &profile, &err))
		return cmd_usage_error("profile del", &err);
	if (!profile.present) {
		parse_refuse(&err, "needs the name of a profile");
		return cmd_usage_error("profile del", &err);
	}
	return cmd_order(opt, NTHROTTLE_CMD_PROFILE_DEL, &nt_profile_attrs,
			 &profile);
}
