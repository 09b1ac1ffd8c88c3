// SPDX-License-Identifier: GPL-2.0
/* help and version. */
#include <stdio.h>
#include <string.h>

#include <json-c/json.h>
#include <linux/nthrottle.h>

#include "cmd.h"
#include "out.h"

static void help_line(FILE *to, const struct cmd *cmd)
{
	char words[80];
	const char *verb = cmd->verb ? cmd->verb : "";

	snprintf(words, sizeof(words), "%s%s%s%s%s", cmd->object,
		 *verb ? " " : "", verb, *cmd->usage ? " " : "", cmd->usage);
	if (strlen(words) > 32)
		fprintf(to, "  %s\n  %-32s  %s\n", words, "", cmd->help);
	else
		fprintf(to, "  %-32s  %s\n", words, cmd->help);
}

void help_overview(FILE *to)
{
	const struct cmd *cmd;

	fputs("Usage: nthrottle [ OPTIONS ] COMMAND\n"
	      "\n"
	      "Commands:\n", to);
	for (cmd = cmds; cmd < cmds + cmd_count; cmd++)
		help_line(to, cmd);
	fputs("\n"
	      "Options:\n"
	      "  -j, -json                         results as JSON, with the wire's names\n"
	      "  -p, -pretty                       JSON for people\n"
	      "  -n, -netns NAME                   in this network namespace (a name or a path)\n"
	      "  -c, -color[=auto|always|never]    colours; alone: on a terminal\n"
	      "  -h, -help                         this\n"
	      "  -V, -version                      the version of this tool\n"
	      "\n"
	      "Exit status: 0 done, 1 failed or refused by the kernel, 2 wrong usage.\n"
	      "See nthrottle(8).\n", to);
}

int cmd_help(const struct options *opt, int argc, char **argv)
{
	const struct cmd *cmd;
	struct parse_error err;
	bool found = false;

	if (!argc) {
		help_overview(stdout);
		return STATUS_DONE;
	}
	if (parse_nothing(argc - 1, argv + 1, &err))
		return cmd_usage_error("help", &err);
	for (cmd = cmds; cmd < cmds + cmd_count; cmd++) {
		if (strcmp(cmd->object, argv[0]))
			continue;
		help_line(stdout, cmd);
		if (cmd->details)
			printf("\n%s", cmd->details);
		found = true;
	}
	if (found)
		return STATUS_DONE;
	say("help: unknown object \"%s\"; \"nthrottle help\" lists what there is",
	    argv[0]);
	return STATUS_USAGE;
}

int cmd_version(const struct options *opt, int argc, char **argv)
{
	struct parse_error err;
	struct json_object *json;

	if (parse_nothing(argc, argv, &err))
		return cmd_usage_error("version", &err);
	if (!opt->json) {
		printf("nthrottle %s\n", NTHROTTLE_VERSION);
		return STATUS_DONE;
	}
	json = json_object_new_object();
	json_object_object_add(json, "version",
			       json_object_new_string(NTHROTTLE_VERSION));
	json_object_object_add(json, "family-version",
			       json_object_new_int(NTHROTTLE_FAMILY_VERSION));
	out_json(json);
	return STATUS_DONE;
}
