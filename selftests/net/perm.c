// SPDX-License-Identifier: GPL-2.0
/*
 * Who may do what: every operation that the kernel knows, by everybody who could
 * ask. Documentation/security.rst shows the same table.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>

#include "lib/case.h"
#include "lib/perm.h"
#include "lib/role.h"

FIXTURE(perm)
{
	struct world x;
};

FIXTURE_SETUP(perm)
{
	ASSERT_EQ(0, world_open(&self->x));
	ASSERT_EQ(0, perm_prepare(&self->x.c));
}

FIXTURE_TEARDOWN(perm)
{
	EXPECT_EQ(0, world_close(&self->x));
}

/* A trial of all operations: on a socket of its own, or on somebody's. */
struct trial {
	const char *role;
	enum perm_column column;
	struct client *c;
};

static int trial(void *arg)
{
	struct trial *t = arg;
	struct client own;

	if (!t->c) {
		if (client_open(&own))
			return 255;
		t->c = &own;
	}
	if ((t->column == PERM_ADMIN || t->column == PERM_OWN) &&
	    perm_prepare(t->c))
		return 255;
	return perm_try_all(t->c, t->role, t->column);
}

/* Returns how many operations answered something else than the table says. */
static int as(int (*become)(void), const char *role, enum perm_column column,
	      struct client *c)
{
	struct trial t = { role, column, c };

	return child_run(become, trial, &t);
}

/* What perm_prepare() made is still there, and nothing else. */
static void unchanged(struct __test_metadata *_metadata, struct world *x)
{
	struct profile p;
	struct config cfg;
	struct stats s;
	struct agent a;

	ASSERT_DONE(x, profile_get(&x->c, &p));
	EXPECT_EQ(2000, p.threshold_ms);
	EXPECT_EQ(4, p.burst);
	ASSERT_DONE(x, config_get(&x->c, &cfg));
	EXPECT_EQ(5, cfg.batch_ms);
	EXPECT_EQ(1, cfg.profiles);
	EXPECT_EQ(1, cfg.rules);
	EXPECT_EQ(1, cfg.holds);
	EXPECT_EQ(1, cfg.agents);
	ASSERT_DONE(x, stats_get(&x->c, &s));
	EXPECT_NE(0, s.delivered);
	ASSERT_DONE(x, agent_get(&x->c, PERM_AGENT, &a));
	EXPECT_EQ(NTHROTTLE_AGENT_STATE_UP, a.state);
}

/* No operation, and no group, is missing from the table. */
TEST_F(perm, complete)
{
	EXPECT_EQ(0, perm_missing(&self->x.c));
}

TEST_F(perm, documented)
{
	EXPECT_EQ(0, perm_undocumented());
}

TEST_F(perm, root)
{
	EXPECT_EQ(0, as(NULL, "root", PERM_ADMIN, NULL));
	EXPECT_EQ(0, as(become_nobody_with_net_admin,
			"nobody with CAP_NET_ADMIN", PERM_ADMIN, NULL));
}

TEST_F(perm, container)
{
	EXPECT_EQ(0, as(become_container_root, "root of a container", PERM_OWN,
			NULL));
	unchanged(_metadata, &self->x);
}

/* Root of a user namespace, in a network namespace that is not its own. */
TEST_F(perm, foreign)
{
	struct client *c = &self->x.c;

	EXPECT_EQ(0, as(become_userns_root, "root of a user namespace",
			PERM_FOREIGN, NULL));
	EXPECT_EQ(0, as(become_userns_root,
			"root of a user namespace, on root's socket",
			PERM_FOREIGN, c));
	EXPECT_EQ(0, as(become_container_root,
			"root of a container, on root's socket",
			PERM_FOREIGN, c));
	unchanged(_metadata, &self->x);
}

TEST_F(perm, unprivileged)
{
	struct client *c = &self->x.c;

	EXPECT_EQ(0, as(become_nobody, "nobody", PERM_NOBODY, NULL));
	EXPECT_EQ(0, as(become_without_net_admin, "root without CAP_NET_ADMIN",
			PERM_NOBODY, NULL));
	EXPECT_EQ(0, as(become_nobody, "nobody, on root's socket", PERM_NOBODY,
			c));
	unchanged(_metadata, &self->x);
}

/* The initial namespace is nobody's but root's. */
TEST_F(perm, initial)
{
	int initial = open("/proc/1/ns/net", O_RDONLY | O_CLOEXEC);
	struct world x;
	__u32 index;

	ASSERT_LE(0, initial);
	ASSERT_EQ(0, setns(initial, CLONE_NEWNET));
	close(initial);
	ASSERT_EQ(0, world_attach(&x));
	/* For a counter that must not be reset. */
	ASSERT_DONE(&x, world_dummy(&x, "perm0", &index, NULL));
	ASSERT_EQ(0, perm_prepare(&x.c));
	EXPECT_EQ(0, as(become_userns_root, "root of a user namespace, initial",
			PERM_FOREIGN, NULL));
	EXPECT_EQ(0, as(become_nobody, "nobody, initial", PERM_NOBODY, NULL));
	unchanged(_metadata, &x);
	EXPECT_EQ(0, perm_undo(&x.c));
	EXPECT_EQ(0, link_del(&x.rt, index));
	EXPECT_EQ(0, world_close(&x));
}

TEST_HARNESS_MAIN
