// SPDX-License-Identifier: GPL-2.0
/* What a refusal says is said to who is refused, and to nobody else. */
#include <errno.h>
#include <string.h>

#include "lib/case.h"
#include "lib/role.h"
#include "lib/rules.h"

#define NAMESPACES 2
#define TASKS 6			/* in each */

FIXTURE(texts)
{
	struct world x;
};

FIXTURE_SETUP(texts)
{
	ASSERT_EQ(0, world_open(&self->x));
}

FIXTURE_TEARDOWN(texts)
{
	EXPECT_EQ(0, world_close(&self->x));
}

/* Asks for what only this namespace asks for. */
static int ask(void *arg)
{
	const char *name = arg;
	__u64 end_ns = now_ns() + at_scale(1000, 3000, 60000) * MS;
	unsigned long n = 0;
	struct client c;

	if (client_open(&c))
		return 1;
	for (; now_ns() < end_ns; n++) {
		if (profile_do(&c, NTHROTTLE_CMD_PROFILE_DEL, name, 0) !=
		    -ENOENT)
			return 2;
		if (strstr(c.chan.why, name))
			continue;
		fprintf(stderr, "# asked for %s, told of \"%s\"\n", name,
			c.chan.why);
		return 3;
	}
	return n ? 0 : 4;
}

/* All of them in one namespace. */
static int ask_all(void *arg)
{
	pid_t pid[TASKS];
	int i, failed = 0;

	for (i = 0; i < TASKS; i++)
		pid[i] = child_start(NULL, ask, arg);
	for (i = 0; i < TASKS; i++)
		failed |= child_wait(pid[i]);
	return failed;
}

TEST_F(texts, own)
{
	static char names[NAMESPACES][16] = { "alpha", "beta" };
	pid_t pid[NAMESPACES];
	int i;

	for (i = 0; i < NAMESPACES; i++)
		pid[i] = child_start(become_container_root, ask_all, names[i]);
	for (i = 0; i < NAMESPACES; i++)
		EXPECT_EQ(0, child_wait(pid[i]));
}

TEST_HARNESS_MAIN
