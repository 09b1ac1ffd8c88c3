// SPDX-License-Identifier: GPL-2.0
/* flush, and stats reset: commands without a word to add. */
#include <linux/nthrottle.h>

#include "cmd.h"
#include "nl.h"

static int order(const struct options *opt, u8 cmd)
{
	static struct nl nl;
	int failed;

	if (nl_open(&nl, opt))
		return STATUS_FAILED;
	failed = nl_set(&nl, cmd, &nt_dev_set, NULL);
	nl_close(&nl);
	return failed ? STATUS_FAILED : STATUS_DONE;
}

int cmd_flush(const struct options *opt, int argc, char **argv)
{
	struct parse_error err;

	if (parse_nothing(argc, argv, &err))
		return cmd_usage_error("flush", &err);
	return order(opt, NTHROTTLE_CMD_FLUSH);
}

int cmd_stats_reset(const struct options *opt, int argc, char **argv)
{
	struct parse_error err;

	if (parse_nothing(argc, argv, &err))
		return cmd_usage_error("stats reset", &err);
	return order(opt, NTHROTTLE_CMD_STATS_RESET);
}
