// SPDX-License-Identifier: GPL-2.0
/* flush, and stats reset: commands without a word to add. */
#include <linux/nthrottle.h>

#include "cmd.h"

int cmd_flush(const struct options *opt, int argc, char **argv)
{
	struct parse_error err;

	if (parse_nothing(argc, argv, &err))
		return cmd_usage_error("flush", &err);
	return cmd_order(opt, NTHROTTLE_CMD_FLUSH, &nt_dev_attrs, NULL);
}

int cmd_stats_reset(const struct options *opt, int argc, char **argv)
{
	struct parse_error err;

	if (parse_nothing(argc, argv, &err))
		return cmd_usage_error("stats reset", &err);
	return cmd_order(opt, NTHROTTLE_CMD_STATS_RESET, &nt_stats_attrs, NULL);
}
