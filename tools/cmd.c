// SPDX-License-Identifier: GPL-2.0
/* The table of commands, and how one is found in it. */
#include <string.h>

#include <linux/array_size.h>

#include "cmd.h"
#include "kernel.h"
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
		.object = "dev", .verb = "changes", .fn = cmd_dev_changes,
		.usage = "since SEQ[@INSTANCE]",
		.help = "what changed since, deleted interfaces too",
		.details =
		"SEQ is a sequence number, as show and monitor print it: what was notified after\n"
		"it is listed, as last notified. INSTANCE says whose it is, so that numbers from\n"
		"before the module was loaded anew are not mistaken; without it, the present one.\n"
		"If changes alone cannot tell, the first line says resync, and all interfaces\n"
		"follow; what is not among them is gone.\n",
	}, {
		.object = "dev", .verb = "reset", .fn = cmd_dev_reset,
		.usage = "NAME",
		.help = "clear its penalty, end its suppression",
	}, {
		.object = "set", .fn = cmd_set,
		.usage = "PARAMETER VALUE [ PARAMETER VALUE ... ]",
		.help = "change the namespace and the profile default",
		.details =
		"threshold TIME        at most one notification of an interface per TIME, beyond\n"
		"                      the burst; 10ms to 1h\n"
		"threshold-max TIME    back off: the interval doubles up to TIME while events go\n"
		"                      on; threshold to 1h, or off\n"
		"burst N               notifications that go out at once after a quiet time;\n"
		"                      1 to 1000\n"
		"events LIST           kinds of events that count; all, none or a list\n"
		"urgent LIST           kinds of events that wait for no threshold and no\n"
		"                      debounce; all, none or a list\n"
		"updelay TIME          the link is up when it has been up this long; 0ms to 1h\n"
		"downdelay TIME        the same for down\n"
		"damp MODE             off, monitor (count and mark only) or on: silence\n"
		"                      interfaces that lose their carrier too often\n"
		"half-life TIME        the penalty decays by half in TIME; 100ms to 1h\n"
		"suppress N            a penalty above N silences; 1 to 20000, above reuse\n"
		"reuse N               decayed to N, the interface is heard again; 1 to 20000\n"
		"max-suppress TIME     longest silence after the last loss; half-life to 24h\n"
		"penalty N             what each loss of carrier adds; 1 to 20000\n"
		"restart-penalty N     what a new interface begins with; 0 to 20000\n"
		"\n"
		"Of the network namespace:\n"
		"batch TIME            time between two sends; 0ms to 1s\n"
		"rate N                at most N notifications a second; 1 to 1000000, or off\n"
		"rate-burst N          beyond the rate, after a quiet time; 1 to 10000\n"
		"tombstones N          deleted interfaces that are remembered; 0 to 65536\n"
		"heartbeat TIME        tell listeners the newest number each TIME; 100ms to 1h, or\n"
		"                      off\n"
		"\n"
		"TIME is a number with a unit: us, ms, s, m or h. LIST has commas:\n"
		"register,unregister,up,down,change,rename,address,mtu,master,txqlen,features,\n"
		"type. Register and unregister always count, unregister always is urgent.\n",
	}, {
		.object = "profile", .verb = "show", .fn = cmd_profile_show,
		.usage = "[ NAME ]",
		.help = "parameters, by profile",
	}, {
		.object = "profile", .verb = "add", .fn = cmd_profile_add,
		.usage = "NAME [ PARAMETER VALUE ... ]",
		.help = "make a profile; the rest has its default",
	}, {
		.object = "profile", .verb = "set", .fn = cmd_profile_set,
		.usage = "NAME PARAMETER VALUE [ ... ]",
		.help = "change parameters; those not named stay",
	}, {
		.object = "profile", .verb = "del", .fn = cmd_profile_del,
		.usage = "NAME", .help = "delete a profile that no rule names",
		.details =
		"Which interfaces get which profile is said by rules; the others get the profile\n"
		"default, which always exists. \"nthrottle help set\" lists the parameters; batch,\n"
		"rate, rate-burst, tombstones and heartbeat are not a profile's, but the network\n"
		"namespace's.\n",
	}, {
		.object = "rule", .verb = "show", .fn = cmd_rule_show,
		.usage = "[ pref N ]",
		.help = "the rules, in their order",
	}, {
		.object = "rule", .verb = "add", .fn = cmd_rule_add,
		.usage = "pref N [ name GLOB ] [ kind KIND ] profile NAME",
		.help = "interfaces that match get the profile",
	}, {
		.object = "rule", .verb = "del", .fn = cmd_rule_del,
		.usage = "pref N", .help = "delete a rule",
		.details =
		"pref N        the matching rule with the lowest N wins; none: default\n"
		"name GLOB     the interface's name matches: rule add pref 1 name 'veth*' ...\n"
		"kind KIND     its link kind: veth, bridge, bond, vlan ...\n"
		"profile NAME  the profile that it gets\n",
	}, {
		.object = "save", .fn = cmd_save, .usage = "",
		.help = "print the configuration as restore reads it",
	}, {
		.object = "restore", .fn = cmd_restore,
		.usage = "[ --check ] FILE",
		.help = "replace the configuration, all or nothing",
		.details =
		"FILE     what save printed, or the same by hand; - is the standard input\n"
		"--check  only check it; needs no kernel module\n"
		"\n"
		"Its lines are commands without the word nthrottle: set, profile set, profile\n"
		"add, rule add. What no line sets gets its default. # begins a comment.\n",
	}, {
		.object = "hold", .fn = cmd_hold,
		.usage = "[ --limit TIME ] -- COMMAND [ ARG ... ]",
		.help = "notify nothing while COMMAND runs",
		.details =
		"--limit TIME  the hold ends after TIME at the latest; 1ms to 1h, default 1m\n"
		"\n"
		"All that happens meanwhile is merged. The exit status is that of COMMAND.\n",
	}, {
		.object = "stats", .fn = cmd_stats, .usage = "[ -s ]",
		.help = "counters; -s: by event, by reason, latency",
	}, {
		.object = "stats", .verb = "reset", .fn = cmd_stats_reset,
		.usage = "", .help = "set the counters to zero",
	}, {
		.object = "flush", .fn = cmd_flush, .usage = "",
		.help = "notify now what throttle and debounce hold back",
	}, {
		.object = "agent", .verb = "list", .fn = cmd_agent_list, .usage = "",
		.help = "listeners known by name: who lags, who is down",
	}, {
		.object = "agent", .verb = "show", .fn = cmd_agent_show,
		.usage = "[ NAME ]", .help = "the same, or only one",
	}, {
		.object = "agent", .verb = "del", .fn = cmd_agent_del,
		.usage = "NAME", .help = "forget an agent, living or not",
	}, {
		.object = "monitor", .fn = cmd_monitor,
		.usage = "[ FILTER ... ] [ OPTIONS ]",
		.help = "print notifications as they come",
		.details =
		"dev GLOB              only interfaces whose name matches: monitor dev 'veth*'\n"
		"count N               exit after N notifications of interfaces\n"
		"config                also changes of parameters, profiles and rules, and holds\n"
		"agents                also agents that come up or go down\n"
		"since SEQ[@INSTANCE]  first what changed since; see \"nthrottle help dev\"\n"
		"rcvbuf BYTES          size of the receive buffer; default 4 MiB\n"
		"--no-recover          only report what was lost; do not ask for it\n"
		"--agent NAME          be the agent NAME: acknowledge what was printed, and begin\n"
		"                      where NAME has acknowledged last\n"
		"--down-time TIME      it is down when silent for TIME; 1s to 24h, default 75s\n"
		"--replace             take the name from another process\n"
		"\n"
		"The first line says where in history it starts, and comes when nothing can be\n"
		"missed any more. What was missed is asked for, printed as \"recovered\", and\n"
		"reported on standard error; so is a module that is unloaded, or loaded again.\n",
	}, {
		.object = "simulate", .fn = cmd_simulate,
		.usage = "[ OPTIONS ] [ PARAMETER VALUE ... ] EVENTS",
		.help = "what would be sent of recorded events, and when",
		.details =
		"EVENTS           a recording, or - for the standard input: the text of the\n"
		"                 tracepoint nthrottle:event (from trace_pipe, trace-cmd report or\n"
		"                 perf script), or lines of SECONDS up|down|EVENT [NAME], where up\n"
		"                 and down are the carrier's\n"
		"-s, --summary    no notifications, only the summaries\n"
		"--profile FILE   the settings are those of FILE, which save printed\n"
		"--compare A B    two settings side by side, each a file or parameters in quotes;\n"
		"                 \"\" are the defaults: simulate --compare \"\" \"damp on\" EVENTS\n"
		"--latency TIME   how long the worker takes to come, and merges what happens\n"
		"                 meanwhile; default 1ms for a trace, 0ms for a plain list\n"
		"\n"
		"\"nthrottle help set\" lists the parameters; those not named have their\n"
		"defaults. No kernel module is needed.\n",
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

/* What a command does that only asks the kernel to do something. */
int cmd_order(const struct options *opt, u8 cmd, const struct nt_set *set,
	      const void *request)
{
	return kernel_order(opt, cmd, set, request) ? STATUS_FAILED : STATUS_DONE;
}

int cmd_usage_error(const char *command, const struct parse_error *err)
{
	say("%s: %s", command, err->text);
	return STATUS_USAGE;
}
