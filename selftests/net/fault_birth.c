// SPDX-License-Identifier: GPL-2.0
/*
 * Every allocation fails in turn where nobody could be told: when a namespace or
 * an interface comes to be. What was lost is made up for later.
 */
#include <errno.h>
#include <sched.h>
#include <sys/wait.h>

#include "lib/case.h"
#include "lib/fault.h"

#define MOST 1000	/* faults in one operation: more are a loop without end */

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

/* A record that has no place in the index: to put one there is tried twice. */
TEST_F(fault_birth, index)
{
	struct world *x = &self->x;
	__u64 before, after;
	int err;

	ASSERT_TRUE(balanced(x, &before));
	ASSERT_EQ(0, fault_of_cache("radix_tree_node", true));
	err = link_add(&x->rt, "dummy", "victim", 5000, 0);
	ASSERT_EQ(0, fault_of_cache("radix_tree_node", false));
	ASSERT_DONE(x, err);
	EXPECT_TRUE(fault_healed(&x->c, 5000));
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, SOON_MS));
	ASSERT_TRUE(balanced(x, &after));
	EXPECT_LT(before, after);
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

TEST_HARNESS_MAIN
