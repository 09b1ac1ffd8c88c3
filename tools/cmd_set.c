// SPDX-License-Identifier: GPL-2.0
/* set: parameters of the default profile and of the namespace. */
#include <linux/nthrottle.h>

#include "cmd.h"
#include "nl.h"
#include "out.h"

/* Two requests if need be: the one with more to refuse goes first. */
static int apply(struct nl *nl, const struct set_args *args)
{
	if (args->profile.present &&
	    nl_set(nl, NTHROTTLE_CMD_PROFILE_SET, &nt_profile_set,
		   &args->profile))
		return STATUS_FAILED;
	if (!args->config.present ||
	    !nl_set(nl, NTHROTTLE_CMD_CONFIG_SET, &nt_config_set,
		    &args->config))
		return STATUS_DONE;
	if (args->profile.present)
		say("batch was not set, the other parameters were");
	return STATUS_FAILED;
}

int cmd_set(const struct options *opt, int argc, char **argv)
{
	struct parse_error err;
	struct set_args args;
	static struct nl nl;
	int status;

	if (parse_set(argc, argv, &args, &err))
		return cmd_usage_error("set", &err);
	if (nl_open(&nl, opt))
		return STATUS_FAILED;
	status = apply(&nl, &args);
	nl_close(&nl);
	return status;
}
