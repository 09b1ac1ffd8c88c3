// SPDX-License-Identifier: GPL-2.0
/* The table of commands, and how one is found in it. */
#include <string.h>

#include <linux/array_size.h>

#include "cmd.h"
#include "out.h"

const struct cmd cmds[] = {
	{
		.object = "show", .fn = cmd_show, .usage = "",
		.help = "the configuration and the place in history",
	}, {
		.object = "dev", .verb = "show", .fn = cmd_dev_show,
		.usage = "[ NAME ]",
		.help = "each interface, what is pending, until when and why",
	}, {
		.object = "set", .fn = cmd_set,
		.usage = "PARAMETER VALUE [ PARAMETER VALUE ... ]",
		.help = "change parameters; those not named stay",
		.details =
		"threshold TIME      at most one notification of an interface per TIME, beyond\n"
		"                    the burst; 10ms to 1h\n"
		"threshold-max TIME  back off: the interval doubles up to TIME while events go\n"
		"                    on; threshold to 1h, or off\n"
		"burst N             notifications that go out at once after a quiet time;\n"
		"                    1 to 1000\n"
		"events LIST         kinds of events that count; all, none or a list\n"
		"urgent LIST         kinds of events that never wait; all, none or a list\n"
		"batch TIME          time between two sends; 0ms to 1s\n"
		"\n"
		"TIME is a number with a unit: us, ms, s, m or h. LIST has commas:\n"
		"register,unregister,up,down,change,rename,address,mtu,master,txqlen,features,\n"
		"type. Register and unregister always count, unregister always is urgent.\n",
	}, {
		.object = "stats", .fn = cmd_stats, .usage = "[ -s ]",
		.help = "counters; -s: by event, by reason, latency",
	}, {
		.object = "stats", .verb = "reset", .fn = cmd_stats_reset,
		.usage = "", .help = "set the counters to zero",
	}, {
		.object = "flush", .fn = cmd_flush, .usage = "",
		.help = "notify now what the throttle gate holds back",
	}, {
		.object = "monitor", .fn = cmd_monitor,
		.usage = "[ dev GLOB ] [ count N ]",
		.help = "print notifications as they come",
		.details =
		"dev GLOB  only interfaces whose name matches: monitor dev 'veth*'\n"
		"count N   exit after N of them\n"
		"\n"
		"The first line says where in history it starts, and comes when nothing can be\n"
		"missed any more. Lost notifications are reported on standard error.\n",
	}, {
		.object = "help", .fn = cmd_help, .usage = "[ OBJECT ]",
		.help = "this, or more about one object",
	}, {
		.object = "version", .fn = cmd_version, .usage = "",
		.help = "the version of this tool",
	},
};

const unsigned int cmd_count = ARRAY_SIZE(cmds);

/*
 * Words must match exactly. An object alone means its first command; *@used is
 * the number of words that name the command.
 */
static const struct cmd *find(int argc, char **argv, int *used)
{
	const struct cmd *cmd, *found = NULL;

	*used = 1;
	for (cmd = cmds; cmd < cmds + cmd_count; cmd++) {
		if (strcmp(cmd->object, argv[0]))
			continue;
		if (cmd->verb && argc > 1 && !strcmp(cmd->verb, argv[1])) {
			*used = 2;
			return cmd;
		}
		if (!found && (!cmd->verb || argc == 1))
			found = cmd;
	}
	return found;
}

static bool is_object(const char *word)
{
	const struct cmd *cmd;

	for (cmd = cmds; cmd < cmds + cmd_count; cmd++)
		if (!strcmp(cmd->object, word))
			return true;
	return false;
}

int cmd_run(const struct options *opt, int argc, char **argv)
{
	const struct cmd *cmd;
	int used;

	cmd = find(argc, argv, &used);
	if (cmd)
		return cmd->fn(opt, argc - used, argv + used);
	if (is_object(argv[0]))
		say("unknown command \"%s %s\"; \"nthrottle help %s\" lists what there is",
		    argv[0], argv[1], argv[0]);
	else
		say("unknown command \"%s\"; \"nthrottle help\" lists what there is",
		    argv[0]);
	return STATUS_USAGE;
}

int cmd_usage_error(const char *command, const struct parse_error *err)
{
	say("%s: %s", command, err->text);
	return STATUS_USAGE;
}
