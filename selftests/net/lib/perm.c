// SPDX-License-Identifier: GPL-2.0
/* Tries the table of who may do what, and looks for what it lacks. */
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <linux/genetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <netlink/attr.h>
#include <netlink/genl/genl.h>

#include "perm.h"

#define DOC "Documentation/security.rst"

static const char *kind_of(const struct row_of_perm *row)
{
	if (!row->cmd)
		return "join";
	return row->dump ? "dump" : "do";
}

/* Returns how many rows answer something else than the table; says which. */
int perm_try_all(struct client *c, const char *role, enum perm_column column)
{
	const struct row_of_perm *row;
	int failed = 0;

	for (row = perm_table; row < perm_table + perm_rows; row++) {
		int want = row->answer[column];
		int got = row->try(c);

		if (got == want)
			continue;
		failed++;
		fprintf(stderr, "# %s: %s of %s: %d (%s), not %d\n", role,
			kind_of(row), row->name, got, c->chan.why, want);
	}
	return failed;
}

static bool in_table(int cmd, bool dump)
{
	const struct row_of_perm *row;

	for (row = perm_table; row < perm_table + perm_rows; row++)
		if (row->cmd == cmd && row->dump == dump)
			return true;
	return false;
}

static bool group_in_table(const char *name)
{
	const struct row_of_perm *row;

	for (row = perm_table; row < perm_table + perm_rows; row++)
		if (!row->cmd && !strcmp(row->name, name))
			return true;
	return false;
}

/* What is sent only. */
static bool is_notification(int cmd)
{
	return cmd == NTHROTTLE_CMD_DEV_NTF || cmd == NTHROTTLE_CMD_HOLD_NTF ||
	       cmd == NTHROTTLE_CMD_CONFIG_NTF ||
	       cmd == NTHROTTLE_CMD_SYNC_NTF || cmd == NTHROTTLE_CMD_AGENT_NTF;
}

struct missing {
	bool known[NTHROTTLE_CMD_MAX + 1];
	int count;
	int groups;
};

static void note_op(struct missing *m, struct nlattr *op)
{
	struct nlattr *tb[CTRL_ATTR_OP_MAX + 1];
	__u32 cmd, flags;
	int dump;

	if (nla_parse_nested(tb, CTRL_ATTR_OP_MAX, op, NULL))
		return;
	cmd = nla_get_u32(tb[CTRL_ATTR_OP_ID]);
	flags = nla_get_u32(tb[CTRL_ATTR_OP_FLAGS]);
	if (cmd <= NTHROTTLE_CMD_MAX)
		m->known[cmd] = true;
	for (dump = 0; dump < 2; dump++) {
		int cap = dump ? GENL_CMD_CAP_DUMP : GENL_CMD_CAP_DO;

		if (!(flags & cap) || in_table(cmd, dump))
			continue;
		m->count++;
		fprintf(stderr, "# not in the table: %s of operation %u\n",
			dump ? "dump" : "do", cmd);
	}
}

static void note_group(struct missing *m, struct nlattr *group)
{
	struct nlattr *tb[CTRL_ATTR_MCAST_GRP_MAX + 1];
	const char *name;

	if (nla_parse_nested(tb, CTRL_ATTR_MCAST_GRP_MAX, group, NULL))
		return;
	m->groups++;
	name = nla_get_string(tb[CTRL_ATTR_MCAST_GRP_NAME]);
	if (group_in_table(name))
		return;
	m->count++;
	fprintf(stderr, "# not in the table: group %s\n", name);
}

static void read_family(struct nlmsghdr *h, void *arg)
{
	struct nlattr *tb[CTRL_ATTR_MAX + 1], *a;
	int rem;

	if (genlmsg_parse(h, 0, tb, CTRL_ATTR_MAX, NULL) ||
	    !tb[CTRL_ATTR_OPS] || !tb[CTRL_ATTR_MCAST_GROUPS])
		return;
	nla_for_each_nested(a, tb[CTRL_ATTR_OPS], rem)
		note_op(arg, a);
	nla_for_each_nested(a, tb[CTRL_ATTR_MCAST_GROUPS], rem)
		note_group(arg, a);
}

/* What the kernel or the uapi knows and the table does not. Says what. */
int perm_missing(struct client *c)
{
	struct nl_msg *msg = nlmsg_alloc();
	struct missing m = { .count = 0 };
	int cmd;

	genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, GENL_ID_CTRL, 0, 0,
		    CTRL_CMD_GETFAMILY, 1);
	nla_put_string(msg, CTRL_ATTR_FAMILY_NAME, NTHROTTLE_FAMILY_NAME);
	if (chan_call(&c->chan, msg, read_family, &m) || !m.groups)
		return -1;
	for (cmd = 1; cmd <= NTHROTTLE_CMD_MAX; cmd++) {
		if (is_notification(cmd) || m.known[cmd])
			continue;
		m.count++;
		fprintf(stderr, "# the kernel lacks operation %d\n", cmd);
	}
	return m.count;
}

static const char *word_of(int answer)
{
	return answer == -EPERM ? "EPERM" : answer ? "?" : "yes";
}

/* A row of the document's table: name, kind, and an answer a column. Returns the
 * row here that says the same, -1 if none does, -2 if it is no row.
 */
static int documented(const char *line)
{
	char name[32], kind[8], words[PERM_COLUMNS][8];
	const struct row_of_perm *row;
	int i;

	if (sscanf(line, "%31s %7s %7s %7s %7s %7s", name, kind, words[0],
		   words[1], words[2], words[3]) != 2 + PERM_COLUMNS ||
	    (strcmp(words[0], "yes") && strcmp(words[0], "EPERM")))
		return -2;
	for (row = perm_table; row < perm_table + perm_rows; row++) {
		if (strcmp(name, row->name) || strcmp(kind, kind_of(row)))
			continue;
		for (i = 0; i < PERM_COLUMNS; i++)
			if (strcmp(words[i], word_of(row->answer[i])))
				return -1;
		return row - perm_table;
	}
	return -1;
}

/* The programs are in build/selftests/net. */
static FILE *open_doc(void)
{
	char path[PATH_MAX + sizeof("/../../../" DOC)];
	ssize_t len = readlink("/proc/self/exe", path, PATH_MAX);

	if (len < 0)
		return NULL;
	path[len] = '\0';
	strcat(dirname(path), "/../../../" DOC);
	return fopen(path, "r");
}

/* How many rows the document has otherwise, too many, or not at all. Says which. */
int perm_undocumented(void)
{
	bool found[64] = { false };
	FILE *doc = open_doc();
	int count = 0, row;
	unsigned int i;
	char line[256];

	if (!doc || perm_rows > 64)
		return -1;
	while (fgets(line, sizeof(line), doc)) {
		row = documented(line);
		if (row >= 0)
			found[row] = true;
		else if (row == -1 && ++count)
			fprintf(stderr, "# " DOC " says else: %s", line);
	}
	fclose(doc);
	for (i = 0; i < perm_rows; i++) {
		if (found[i])
			continue;
		count++;
		fprintf(stderr, "# " DOC " does not say so: %s of %s\n",
			kind_of(&perm_table[i]), perm_table[i].name);
	}
	return count;
}
