// SPDX-License-Identifier: GPL-2.0
/*
 * Every allocation fails in turn where nobody could be told: when a namespace or
 * an interface comes to be. What was lost is made up for later.
 */
#include <errno.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "lib/case.h"
#include "lib/cgroup.h"
#include "lib/confined.h"
#include "lib/fault.h"
#include "lib/role.h"

#define MOST 1000	/* fault_birth in one operation: more are a loop without end */

FIXTURE(fault_birth)
{
	struct world x;
};

FIXTURE_SETUP(fault_birth)
{
	if (!fault_possible())
		SKIP(return, FAULT_MISSING);
	ASSERT_EQ(0, world_open(&self->x));
	ASSERT_EQ(0, fault_in_module());
	self->x.w.lossy = true;
}

FIXTURE_TEARDOWN(fault_birth)
{
	if (!self->x.c.family)
		return;
	EXPECT_EQ(0, client_do(&self->x.c, NTHROTTLE_CMD_STATS_RESET));
	EXPECT_EQ(0, world_close(&self->x));
}

static bool balanced(struct world *x, __u64 *failures)
{
	struct stats s;

	if (stats_get(&x->c, &s) || !stats_balance(&s))
		return false;
	*failures = s.alloc_failures;
	return true;
}

/* The birth of an interface, with the nth allocation failing. */
static int birth(struct world *x, unsigned int nth, bool stays, __u64 *lost)
{
	__u64 before, after;
	bool hit;
	int err;

	if (!balanced(x, &before))
		return -1;
	fault_arm(nth);
	err = link_add(&x->rt, "dummy", "victim", 500, 0);
	hit = fault_disarm();
	if (err)
		return -1;
	if (stays && (!fault_healed(&x->c, 500) ||
		      !witness_agrees(&x->w, &x->rt, SOON_MS)))
		return -1;
	if (link_del(&x->rt, 500) || world_settle(x, SOON_MS) ||
	    !witness_agrees(&x->w, &x->rt, SOON_MS) || !balanced(x, &after))
		return -1;
	/* The index tries twice, so not every failure costs a record. */
	*lost += after - before;
	return hit;
}

TEST_F(fault_birth, record)
{
	struct world *x = &self->x;
	unsigned int nth, all = 0;
	__u64 lost = 0;
	struct stats s;
	int stays, hit = 1;

	for (stays = 0; stays < 2; stays++) {
		for (nth = 1; nth < MOST; nth++) {
			hit = birth(x, nth, stays, &lost);
			if (hit <= 0)
				break;
			all++;
		}
		EXPECT_EQ(0, hit)
			TH_LOG("allocation %u, stays %d", nth, stays);
	}
	ASSERT_DONE(x, stats_get(&x->c, &s));
	tell("%u allocations failed at a birth, %llu records made later, %llu events unrecorded",
	     all, lost, s.unrecorded);
	EXPECT_LE(4, all);
	EXPECT_LE(2, lost);
	EXPECT_LT(0, s.unrecorded);
}

/* In a child: a namespace of its own. Returns 1 after a fault, 0 without, or
 * another number for what went wrong.
 */
static int new_namespace(unsigned int nth)
{
	struct client c;
	struct stats s;
	bool hit;
	int err;

	fault_arm(nth);
	err = unshare(CLONE_NEWNET) ? errno : 0;
	hit = fault_disarm();
	if (err && (!hit || err != ENOMEM || unshare(CLONE_NEWNET)))
		return 2;
	if (client_open(&c))
		return 3;
	if (!fault_healed(&c, 1))
		return 4;
	if (stats_get(&c, &s) || !stats_balance(&s))
		return 5;
	client_close(&c);
	return hit;
}

TEST_F(fault_birth, namespace)
{
	unsigned int nth;
	int status = 0;
	pid_t pid;

	for (nth = 1; nth < MOST; nth++) {
		pid = fork();
		if (!pid)
			_exit(new_namespace(nth));
		ASSERT_EQ(pid, waitpid(pid, &status, 0));
		ASSERT_TRUE(WIFEXITED(status));
		if (WEXITSTATUS(status) != 1)
			break;
	}
	EXPECT_EQ(0, WEXITSTATUS(status))
		TH_LOG("allocation %u", nth);
	tell("%u allocations failed at the birth of a namespace", nth - 1);
	EXPECT_LT(2, nth);
}

#define MANY 100
#define FIRST 1000

/* What MANY interfaces cost the caller's cgroup, with and without their records
 * failing at first. Negative for what went wrong.
 */
static long cost_of_many(struct rt *rt, struct client *c, bool failing)
{
	__u64 before = cgroup_settled(CONFINED, "memory.stat", "slab");
	__u32 i;
	int err;

	for (i = FIRST; i < FIRST + MANY; i++) {
		char name[16];

		snprintf(name, sizeof(name), "d%u", i);
		if (failing)
			fault_arm(1);
		err = link_add(rt, "dummy", name, i, 0);
		if ((failing && !fault_disarm()) || err)
			return -1;
	}
	for (i = FIRST; i < FIRST + MANY; i++)
		if (!fault_healed(c, i))
			return -2;
	return cgroup_settled(CONFINED, "memory.stat", "slab") - before;
}

static int become_charged(void)
{
	return cgroup_enter(CONFINED);
}

static int pay(void *arg)
{
	long *costs = arg, once;
	struct client c;
	struct rt rt;
	__u32 i;
	int n;

	if (rt_open(&rt) || client_open(&c))
		return 1;
	/* Once in vain, for what is allocated for the first time. */
	for (n = -1; n < 2; n++) {
		once = cost_of_many(&rt, &c, n == 1);
		if (once < 0)
			return -once + 1;
		costs[n < 0 ? 0 : n] = once;
		for (i = FIRST; i < FIRST + MANY; i++)
			if (link_del(&rt, i))
				return 4;
	}
	return 0;
}

/* A record that the worker makes is charged to who owes it. */
TEST_F(fault_birth, charged)
{
	struct world *x = &self->x;
	long *costs;

	costs = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, costs);
	ASSERT_EQ(0, cgroup_make(CONFINED));
	EXPECT_EQ(0, child_run(become_charged, pay, costs));
	EXPECT_EQ(0, world_settle(x, SOON_MS));
	EXPECT_EQ(0, cgroup_remove(CONFINED));
	tell("%u interfaces are charged %ld bytes, %ld if the worker makes their records",
	     MANY, costs[0], costs[1]);
	/* A record has 482 bytes; each processor may keep a page's worth to itself. */
	EXPECT_LT(costs[0] - MANY * 240, costs[1]);
}

#define OWED 60
/* Less than is in use: what the processors keep in store for it is taken back. */
#define TOO_LITTLE 4096

static int owe(void *arg)
{
	char name[IFNAMSIZ];
	struct rt rt;
	__u32 i;

	(void)arg;
	if (rt_open(&rt))
		return 1;
	for (i = FIRST; i < FIRST + OWED; i++) {
		snprintf(name, sizeof(name), "d%u", i);
		if (link_add(&rt, "dummy", name, i, 7))
			return 2;
	}
	return 0;
}

static unsigned int n_missing(struct client *c)
{
	unsigned int missing = 0;
	struct dev d;
	__u32 i;

	for (i = FIRST; i < FIRST + OWED; i++)
		missing += dev_get(c, i, &d) != 0;
	return missing;
}

static bool fails_again(struct world *x)
{
	__u64 end_ns = now_ns() + SOON_MS * MS, first = 0, failures;

	do {
		if (!balanced(x, &failures))
			return false;
		first = first ?: failures;
		if (failures > first + 1)
			return true;
		pause_ms(5);
	} while (now_ns() < end_ns);
	return false;
}

/* A container that has no room for its records gets them when it has, and nobody
 * else waits for that.
 */
TEST_F(fault_birth, full)
{
	struct world *x = &self->x;
	struct ntf n;
	__u32 i;
	int err;

	ASSERT_EQ(0, cgroup_make(CONFINED));
	ASSERT_EQ(0, fault_always(true));
	err = child_run(become_charged, owe, NULL) ?:
	      cgroup_limit(CONFINED, TOO_LITTLE);
	EXPECT_EQ(0, fault_always(false));
	ASSERT_EQ(0, err);
	EXPECT_TRUE(fails_again(x));
	i = n_missing(&x->c);
	tell("%u of %u records have no room", i, OWED);
	EXPECT_LT(0, i);
	ASSERT_DONE(x, link_add(&x->rt, "dummy", "other", 500, 0));
	EXPECT_TRUE(witness_next(&x->w, 500, SOON_MS, &n));

	ASSERT_EQ(0, cgroup_limit(CONFINED, 0));
	for (i = FIRST; i < FIRST + OWED; i++)
		EXPECT_TRUE(fault_healed(&x->c, i));
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, SOON_MS));
	ASSERT_DONE(x, link_del_group(&x->rt, 7));
	ASSERT_DONE(x, link_del(&x->rt, 500));
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, SOON_MS));
	EXPECT_EQ(0, cgroup_remove(CONFINED));
}

TEST_HARNESS_MAIN
