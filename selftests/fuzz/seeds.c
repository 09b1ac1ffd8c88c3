// SPDX-License-Identifier: GPL-2.0
/*
 * Makes what the fuzzer begins with, by the tool's own encoders and tables.
 * usage: seeds kernel|watch DIRECTORY, or seeds dictionary
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/netlink.h>
#include <linux/nthrottle.h>

#include "cmd.h"
#include "commands.h"
#include "script.h"
#include "seed.h"
#include "words.h"

/* An answer as it should be; the script goes round. */
static void answers(const struct command *command, unsigned int number, u8 how)
{
	unsigned int i;

	seed_byte(how);
	seed_byte(number);
	seed_byte(SCRIPT_BEGINS_AGAIN);
	for (i = 0; i < COMMAND_REPLIES && command->replies[i]; i++)
		seed_reply(command->replies[i]);
}

/* A refusal that says where, in a message that has the whole request. */
static void refusal(unsigned int number)
{
	static const u8 rest[] = {
		NLMSGERR_ATTR_OFFS, 4, 20, 0, 0, 0,
		NLMSGERR_ATTR_MSG, 3, 'n', 'o', '.',
		SCRIPT_ATTR_NEST | NLMSGERR_ATTR_POLICY,
		NL_POLICY_TYPE_ATTR_MIN_VALUE_U, 8, 1, 0, 0, 0, 0, 0, 0, 0,
		NL_POLICY_TYPE_ATTR_MAX_VALUE_U, 8, 9, 0, 0, 0, 0, 0, 0, 0,
		0, 0,
	};

	seed_byte(0);
	seed_byte(number);
	seed_byte(0);
	seed_byte(SCRIPT_ERROR | SCRIPT_TLVS);
	seed_byte(22);
	fwrite(rest, 1, sizeof(rest), seed);
}

static void config(u64 seq)
{
	struct nt_config c = { .instance = 1, .seq = seq };

	nt_set_present(&c, NTHROTTLE_A_CONFIG_INSTANCE);
	nt_set_present(&c, NTHROTTLE_A_CONFIG_SEQ);
	seed_byte(SCRIPT_OURS);
	seed_model(&nt_config_attrs, &c);
	seed_byte(SCRIPT_FINISH);
}

static void head(u64 upto, bool resync)
{
	struct nt_dev d = { .instance = 1, .upto = upto };

	nt_set_present(&d, NTHROTTLE_A_DEV_INSTANCE);
	nt_set_present(&d, NTHROTTLE_A_DEV_UPTO);
	if (resync)
		nt_set_present(&d, NTHROTTLE_A_DEV_RESYNC);
	seed_byte(SCRIPT_OURS);
	seed_model(&nt_dev_attrs, &d);
}

static void dev(u64 seq, u32 ifindex, const char *name, int notification)
{
	struct nt_dev d;

	seed_fill(&nt_dev_attrs, &d);
	d.present &= ~(1ULL << NTHROTTLE_A_DEV_DELETED | 1ULL << NTHROTTLE_A_DEV_UPTO |
		       1ULL << NTHROTTLE_A_DEV_SINCE | 1ULL << NTHROTTLE_A_DEV_RESYNC);
	d.instance = 1;
	d.seq = seq;
	d.id = ifindex;
	d.ifindex = ifindex;
	snprintf(d.name, sizeof(d.name), "%s", name);
	seed_byte(SCRIPT_OURS);
	if (notification >= 0)
		seed_byte(notification);
	seed_model(&nt_dev_attrs, &d);
}

/* More interfaces than the first table has room for. */
static void crowd(u64 seq)
{
	struct nt_dev d = { .instance = 1, .name = "eth0" };

	nt_set_present(&d, NTHROTTLE_A_DEV_INSTANCE);
	nt_set_present(&d, NTHROTTLE_A_DEV_SEQ);
	nt_set_present(&d, NTHROTTLE_A_DEV_ID);
	nt_set_present(&d, NTHROTTLE_A_DEV_IFINDEX);
	nt_set_present(&d, NTHROTTLE_A_DEV_NAME);
	for (d.ifindex = 1; d.ifindex <= 20; d.ifindex++) {
		d.id = d.ifindex;
		d.seq = seq - 20 + d.ifindex;
		seed_byte(SCRIPT_OURS);
		seed_model(&nt_dev_attrs, &d);
	}
}

static void other(const struct nt_set *set, u8 notification)
{
	union {
		struct nt_hold hold;
		struct nt_config config;
		struct nt_agent agent;
	} any;

	seed_fill(set, &any);
	seed_byte(SCRIPT_OURS);
	seed_byte(notification);
	seed_model(set, &any);
}

/* It starts, hears, misses something, asks, and hears that the module goes. */
static void monitor(unsigned int number, u8 how, bool again)
{
	seed_byte(how);
	seed_byte(number);
	seed_byte(again ? SCRIPT_BEGINS_AGAIN : 0);
	if (watch_commands[number].replies[0])
		seed_reply(watch_commands[number].replies[0]);
	config(5);
	head(5, false);
	dev(4, 2, "eth0", -1);
	seed_byte(SCRIPT_FINISH);
	dev(6, 2, "eth0", 0);
	dev(9, 3, "eth1", 0);
	other(&nt_config_attrs, 2);
	other(&nt_hold_attrs, 3);
	other(&nt_agent_attrs, 4);
	seed_byte(SCRIPT_PAUSE);
	head(9, again);
	dev(8, 4, "eth2", -1);
	dev(9, 3, "eth1", -1);
	seed_byte(SCRIPT_FINISH);
	config(9);
	seed_byte(SCRIPT_PAUSE | SCRIPT_INTR);
	head(9, false);
	seed_byte(SCRIPT_FINISH);
	seed_byte(SCRIPT_FAMILY);
	seed_byte(SCRIPT_FAMILY_GONE | SCRIPT_FAMILY_OURS);
	seed_byte(0);
	seed_byte(SCRIPT_PAUSE);
	seed_byte(SCRIPT_FAMILY);
	seed_byte(SCRIPT_FAMILY_OURS);
	seed_byte(0);
	seed_byte(SCRIPT_PAUSE);
	config(0);
}

/* It is answered, and answered again. */
static void answered(unsigned int number)
{
	seed_byte(0);
	seed_byte(number);
	seed_byte(SCRIPT_BEGINS_AGAIN);
	config(5);
	head(29, true);
	crowd(29);
	seed_byte(SCRIPT_FINISH);
	config(29);
}

static void open_seed(const char *dir, const char *kind, unsigned int number)
{
	char name[4096];

	snprintf(name, sizeof(name), "%s/%s-%02u", dir, kind, number);
	seed = fopen(name, "w");
	if (!seed)
		exit(1);
}

static void kernel(const char *dir)
{
	unsigned int i;

	for (i = 0; kernel_commands[i].words; i++) {
		open_seed(dir, "text", i);
		answers(&kernel_commands[i], i, 0);
		fclose(seed);
		open_seed(dir, "json", i);
		answers(&kernel_commands[i], i, COMMAND_JSON);
		fclose(seed);
		open_seed(dir, "refused", i);
		refusal(i);
		fclose(seed);
	}
}

static void watch(const char *dir)
{
	unsigned int i;

	for (i = 0; watch_commands[i].words; i++) {
		open_seed(dir, "text", i);
		monitor(i, 0, false);
		fclose(seed);
		open_seed(dir, "json", i);
		monitor(i, COMMAND_JSON, true);
		fclose(seed);
		open_seed(dir, "again", i);
		answered(i);
		fclose(seed);
	}
}

static void names(const struct nt_names *n)
{
	unsigned int i;

	for (i = 0; i < n->count; i++)
		printf("\"%s\"\n", n->name[i]);
}

static void dictionary(void)
{
	const struct nt_attr *attr;
	unsigned int i;

	for (i = 0; i < cmd_count; i++)
		printf("\"%s\"\n\"%s\"\n", cmds[i].object, cmds[i].verb ? cmds[i].verb : "=");
	for (i = 0; i < NTHROTTLE_PROFILE_PARAMS; i++)
		printf("\"%s\"\n", profile_words[i].word);
	for (i = 0; i < NTHROTTLE_CONFIG_PARAMS; i++)
		printf("\"%s\"\n", config_words[i].word);
	for (attr = nt_rule_attrs.attrs; attr->key; attr++)
		printf("\"%s\"\n", attr->key);
	names(&nt_event_names);
	names(&nt_damp_names);
}

int main(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "kernel"))
		kernel(argv[2]);
	else if (argc == 3 && !strcmp(argv[1], "watch"))
		watch(argv[2]);
	else
		dictionary();
	return 0;
}
