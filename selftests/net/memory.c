// SPDX-License-Identifier: GPL-2.0
/*
 * What root of a container can make the module hold, and that it is charged to
 * the container's memory cgroup. Documentation/security.rst has the bounds.
 */
#include <errno.h>
#include <sched.h>

#include "lib/agent.h"
#include "lib/case.h"
#include "lib/cgroup.h"
#include "lib/confined.h"
#include "lib/memory.h"
#include "lib/role.h"
#include "lib/rules.h"

#define AGENTS 64
#define HOLDS 64
#define RULESETS (272 << 10)	/* four of 68 KiB */
#define RULESET (64 << 10)	/* the largest one, at least */
#define RECORD 472
#define WARM 500	/* before anything is measured: as many as at once, later */
#define SLACK (320 << 10)	/* of what others allocate meanwhile */
#define NOISE (64 << 10)	/* the same where little happens */
#define SPACES 24	/* neither agents nor holds alone are as much */

FIXTURE(memory)
{
	struct world x;
};

FIXTURE_SETUP(memory)
{
	ASSERT_EQ(0, world_open(&self->x));
	ASSERT_EQ(0, cgroup_make(CONFINED));
}

/* Nothing of the container stays, or the cgroup's memory would not be free. */
FIXTURE_TEARDOWN(memory)
{
	EXPECT_EQ(0, cgroup_remove(CONFINED));
	EXPECT_EQ(0, world_close(&self->x));
}

static __s64 kernel_bytes(void)
{
	return cgroup_value(CONFINED, "memory.stat", "kernel");
}

static __s64 settled_bytes(void)
{
	return cgroup_settled(CONFINED, "memory.stat", "kernel");
}

static int set_largest(struct client *c)
{
	return chan_call(&c->chan, confined_largest(c), NULL, NULL);
}

static int most_agents(struct client *c)
{
	struct agent a;
	char name[32];
	int i, err = 0;

	for (i = 0; i < AGENTS && !err; i++) {
		snprintf(name, sizeof(name), "agent-%d", i);
		err = agent_new(c, name, 0, &a);
	}
	return err ?: agent_new(c, "one-more", 0, &a) != -ENOSPC;
}

static int most_holds(struct client *c)
{
	int i, err = 0;
	__u64 id;

	for (i = 0; i < HOLDS && !err; i++)
		err = hold_begin(c, 0, &id);
	return err ?: hold_begin(c, 0, &id) != -ENOSPC;
}

/* Between what is due and what is allowed; tells the figure. */
static bool within(const char *what, __s64 grown, __s64 least, __s64 most)
{
	bool ok = grown >= least && grown <= most;

	tell("%s: %lld bytes%s", what, grown, ok ? "" : ", which is wrong");
	return ok;
}

/* However fast it changes, what waits to be freed is as much as is in use. */
static int flood_of_rulesets(struct client *c)
{
	unsigned int i, n = kernel_is_slow() ? 12 : at_scale(50, 200, 2000);
	__s64 before = settled_bytes(), peak = 0;

	for (i = 0; i < n; i++) {
		if (set_largest(c))
			return 1;
		if (kernel_bytes() - before > peak)
			peak = kernel_bytes() - before;
	}
	return !within("rulesets, at most", peak, RULESET,
		       RULESETS + (meminfo_is_exact() ? NOISE : SLACK));
}

static int flood(void *arg)
{
	struct world *x = confined_world();

	(void)arg;
	return !x || flood_of_rulesets(&x->c);
}

TEST_F(memory, rulesets)
{
	EXPECT_EQ(0, child_run(become_confined, flood, NULL));
}

/* In several namespaces, so that what others allocate meanwhile is little beside
 * it. Its sockets end with the child.
 */
static int fixed(void *arg)
{
	struct world *x = confined_world();
	int i, spaces = kernel_is_slow() ? 8 : SPACES;
	struct client c[SPACES];
	__s64 before;

	(void)arg;
	for (i = 0; i < spaces; i++)
		if (!x || unshare(CLONE_NEWNET) || client_open(&c[i]))
			return 1;
	before = settled_bytes();
	for (i = 0; i < spaces; i++)
		if (most_agents(&c[i]) || most_holds(&c[i]))
			return 2;
	tell("in %d namespaces", spaces);
	return !within("64 agents and 64 holds in each", settled_bytes() - before,
		       spaces * AGENTS * (128 + 80) - NOISE,
		       spaces * AGENTS * (128 + 96) +
		       (meminfo_is_exact() ? NOISE : SLACK));
}

TEST_F(memory, agents_and_holds)
{
	EXPECT_EQ(0, child_run(become_confined, fixed, NULL));
}

static void ignore(const struct dev *d, void *arg)
{
	(void)d;
	(void)arg;
}

/* Makes interfaces and deletes them, once they are notified, or shown. */
static int come_and_go(struct world *x, unsigned int n, bool shown)
{
	unsigned int i, k;
	char name[16];

	for (i = 0; i < n; i += k) {
		rt_batch(&x->rt);
		for (k = 0; k < WARM && i + k < n; k++) {
			snprintf(name, sizeof(name), "d%u", i + k);
			link_add(&x->rt, "dummy", name, 0, 1);
		}
		if (rt_flush(&x->rt))
			return -1;
		if (shown && dev_dump(&x->c, ignore, NULL))
			return -1;
		if (!shown && world_settle(x, 20 * SOON_MS))
			return -1;
		if (link_del_group(&x->rt, 1))
			return -1;
	}
	return 0;
}

static int tombstones(void *arg)
{
	unsigned int n = kernel_is_slow() ? 100 : at_scale(1000, 1000, 65536);
	struct world *x = confined_world();
	struct config cfg;
	__s64 before;

	(void)arg;
	if (!x || config_set(&x->c, NTHROTTLE_A_CONFIG_TOMBSTONES, 65536, 0) ||
	    come_and_go(x, WARM, false))
		return 1;
	before = settled_bytes();
	if (come_and_go(x, n, false) || world_settle(x, 20 * SOON_MS) ||
	    config_get(&x->c, &cfg))
		return 2;
	tell("%u deleted ones", cfg.deleted);
	return !within("the later ones", settled_bytes() - before,
		       ((__s64)cfg.deleted - WARM) * RECORD - SLACK,
		       ((__s64)cfg.deleted - WARM) * (RECORD + 16) + SLACK);
}

TEST_F(memory, tombstones)
{
	EXPECT_EQ(0, child_run(become_confined, tombstones, NULL));
}

/* A hold keeps deletions back, of interfaces that were shown. */
static int held(void *arg)
{
	unsigned int n = kernel_is_slow() ? 100 : at_scale(1000, 1000, 20000);
	struct world *x = confined_world();
	struct config cfg;
	__s64 before;
	__u64 id;

	(void)arg;
	if (!x || come_and_go(x, WARM, false) ||
	    hold_begin(&x->c, 3600000, &id))
		return 1;
	before = settled_bytes();
	if (come_and_go(x, n, true) || config_get(&x->c, &cfg))
		return 2;
	tell("%u deletions kept back", cfg.pending);
	return !within("these", settled_bytes() - before,
		       (__s64)n * RECORD - SLACK,
		       (__s64)n * (RECORD + 16) + SLACK);
}

TEST_F(memory, held)
{
	EXPECT_EQ(0, child_run(become_confined, held, NULL));
}

TEST_HARNESS_MAIN
