// SPDX-License-Identifier: GPL-2.0
/* set: parameters of the default profile and of the namespace. */
#include <stdio.h>
#include <string.h>

#include <linux/nthrottle.h>

#include "cmd.h"
#include "kernel.h"
#include "out.h"
#include "words.h"

static void say_not_set(const struct nt_config *config)
{
	char names[80] = "";
	unsigned int i;

	for (i = 0; i < NTHROTTLE_CONFIG_PARAMS; i++)
		if (nt_has(config, config_words[i].type))
			snprintf(names + strlen(names),
				 sizeof(names) - strlen(names), "%s%s",
				 *names ? ", " : "", config_words[i].word);
	say("not set: %s; the other parameters were", names);
}

/* Two requests if need be: the one with more to refuse goes first. */
static int apply(struct nl *nl, const struct set_args *args)
{
	if (args->profile.present &&
	    kernel_set(nl, NTHROTTLE_CMD_PROFILE_SET, &nt_profile_attrs,
		       &args->profile))
		return STATUS_FAILED;
	if (!args->config.present ||
	    !kernel_set(nl, NTHROTTLE_CMD_CONFIG_SET, &nt_config_attrs,
			&args->config))
		return STATUS_DONE;
	if (args->profile.present)
		say_not_set(&args->config);
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
	if (kernel_open(&nl, opt))
		return STATUS_FAILED;
	status = apply(&nl, &args);
	nl_close(&nl);
	return status;
}
