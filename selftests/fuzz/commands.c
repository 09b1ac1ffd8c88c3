// SPDX-License-Identifier: GPL-2.0
/* Commands that read what the kernel says; see commands.h. */
#include <stdio.h>
#include <string.h>

#include <json-c/json.h>

#include "commands.h"
#include "fuzz.h"

const struct command kernel_commands[] = {
	{ "show", { &nt_config_attrs, &nt_profile_attrs } },
	{ "dev show", { &nt_dev_attrs } },
	{ "dev show eth0", { &nt_dev_attrs } },
	{ "stats", { &nt_stats_attrs } },
	{ "stats -s", { &nt_stats_attrs } },
	{ "profile show", { &nt_profile_attrs } },
	{ "rule show", { &nt_rule_attrs } },
	{ "rule show pref 1", { &nt_rule_attrs } },
	{ "agent list", { &nt_agent_attrs } },
	{ "agent show a", { &nt_agent_attrs } },
	{ "save", { &nt_config_attrs, &nt_profile_attrs, &nt_rule_attrs } },
	{ "hold --limit 1s -- true", { &nt_hold_attrs } },
	{ "set threshold 1s damp on batch 1ms" },
	{ "profile add edge damp on burst 3" },
	{ "profile del edge" },
	{ "rule add pref 1 name e* kind veth profile edge" },
	{ "restore FILE" },
	{ "dev reset eth0" },
	{ "flush" },
	{ }
};

const struct command watch_commands[] = {
	{ "monitor" },
	{ "monitor config agents" },
	{ "monitor since 5" },
	{ "monitor since 5@1 count 3" },
	{ "monitor dev e* config agents" },
	{ "monitor --no-recover config agents" },
	{ "monitor --agent a --down-time 3s", { &nt_agent_attrs } },
	{ "dev changes since 5" },
	{ "dev changes since 5@1" },
	{ }
};

static const char file[] =
	"set batch 1ms threshold 1s\n"
	"profile add edge damp on suppress 3000\n"
	"profile add core burst 7\n"
	"rule add pref 1 name 'e*' profile edge\n"
	"rule add pref 2 kind veth profile core\n";

static const struct command *choose(const struct command *commands, u8 which)
{
	unsigned int count = 0;

	while (commands[count].words)
		count++;
	return &commands[which % count];
}

void command_run(const struct command *commands, const u8 *data, size_t size)
{
	char *argv[FUZZ_WORDS + 4] = { "nthrottle" };
	int argc = 1, status;
	char words[128];
	u8 how;

	if (size < 3)
		return;
	how = data[0];
	if (how & COMMAND_JSON)
		argv[argc++] = "-j";
	if (how & COMMAND_PRETTY)
		argv[argc++] = "-p";
	if (how & COMMAND_COLOR)
		argv[argc++] = "-color=always";
	snprintf(words, sizeof(words), "%s", choose(commands, data[1])->words);
	argc += tool_words(words, ' ', argv + argc, FUZZ_WORDS);
	kernel_begin(data + 2, size - 2);
	system_begin(file, strlen(file));
	status = tool_run(argc, argv, how & COMMAND_COLOR);
	if (!status && how & COMMAND_JSON)
		json_object_put(capture_json());
}
