// SPDX-License-Identifier: GPL-2.0
/* Whose memory a record is that the worker makes, because there was none when its
 * interface came.
 */
#include <sys/mman.h>

#include "lib/case.h"
#include "lib/cgroup.h"
#include "lib/confined.h"
#include "lib/fault.h"
#include "lib/role.h"

#define FIRST 1000
#define MANY 100
#define OWED 60
/* All of them, to be deleted at once: it takes as long as to delete one. */
#define GROUP 7

FIXTURE(fault_charge)
{
	struct world x;
};

FIXTURE_SETUP(fault_charge)
{
	if (!fault_possible())
		SKIP(return, FAULT_MISSING);
	ASSERT_EQ(0, world_open(&self->x));
	ASSERT_EQ(0, fault_in_module());
	ASSERT_EQ(0, cgroup_make(CONFINED));
	self->x.w.lossy = true;
}

FIXTURE_TEARDOWN(fault_charge)
{
	if (!self->x.c.family)
		return;
	EXPECT_EQ(0, fault_always(false));
	EXPECT_EQ(0, cgroup_remove(CONFINED));
	EXPECT_EQ(0, client_do(&self->x.c, NTHROTTLE_CMD_STATS_RESET));
	EXPECT_EQ(0, world_close(&self->x));
}

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
		err = link_add(rt, "dummy", name, i, GROUP);
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
	int n;

	if (rt_open(&rt) || client_open(&c))
		return 1;
	/* Once in vain, for what is allocated for the first time. */
	for (n = -1; n < 2; n++) {
		once = cost_of_many(&rt, &c, n == 1);
		if (once < 0)
			return -once + 1;
		costs[n < 0 ? 0 : n] = once;
		if (link_del_group(&rt, GROUP))
			return 4;
	}
	return 0;
}

/* A record that the worker makes is charged to who owes it. */
TEST_F(fault_charge, charged)
{
	struct world *x = &self->x;
	long *costs;

	costs = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, costs);
	EXPECT_EQ(0, child_run(become_charged, pay, costs));
	EXPECT_EQ(0, world_settle(x, SOON_MS));
	tell("%u interfaces are charged %ld bytes, %ld if the worker makes their records",
	     MANY, costs[0], costs[1]);
	/* A record has 482 bytes; each processor may keep a page's worth to itself. */
	EXPECT_LT(costs[0] - MANY * 240, costs[1]);
}

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
		if (link_add(&rt, "dummy", name, i, GROUP))
			return 2;
	}
	return 0;
}

static void count_owed(const struct dev *d, void *arg)
{
	unsigned int *n = arg;

	*n += d->s.ifindex >= FIRST && d->s.ifindex < FIRST + OWED;
}

/* Negative if the kernel does not say. */
static int n_missing(struct client *c)
{
	unsigned int there = 0;

	return dev_dump(c, count_owed, &there) ?: OWED - (int)there;
}

static bool fails_again(struct world *x)
{
	__u64 end_ns = now_ns() + SOON_MS * MS, first = 0;
	struct stats s;

	do {
		if (stats_get(&x->c, &s) || !stats_balance(&s))
			return false;
		first = first ?: s.alloc_failures;
		if (s.alloc_failures > first + 1)
			return true;
		pause_ms(5);
	} while (now_ns() < end_ns);
	return false;
}

/* A container that has no room for its records gets them when it has. Nobody else
 * waits for that: under RTNL the worker makes no room.
 */
TEST_F(fault_charge, full)
{
	struct world *x = &self->x;
	int err, missing;
	struct ntf n;
	__u32 i;

	ASSERT_EQ(0, fault_always(true));
	err = child_run(become_charged, owe, NULL) ?:
	      cgroup_limit(CONFINED, TOO_LITTLE);
	EXPECT_EQ(0, fault_always(false));
	ASSERT_EQ(0, err);
	EXPECT_TRUE(fails_again(x));
	missing = n_missing(&x->c);
	tell("%d of %d records have no room", missing, OWED);
	EXPECT_LT(0, missing);
	ASSERT_DONE(x, link_add(&x->rt, "dummy", "other", 500, 0));
	EXPECT_TRUE(witness_next(&x->w, 500, SOON_MS, &n));
	/* Who may wait for memory counts so before making room. */
	EXPECT_EQ(0, cgroup_value(CONFINED, "memory.events", "max"));

	ASSERT_EQ(0, cgroup_limit(CONFINED, 0));
	for (i = FIRST; i < FIRST + OWED; i++)
		ASSERT_TRUE(fault_healed(&x->c, i)) {
			TH_LOG("record %u", i);
		}
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, SOON_MS));
	ASSERT_DONE(x, link_del_group(&x->rt, GROUP));
	ASSERT_DONE(x, link_del(&x->rt, 500));
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, SOON_MS));
}

TEST_HARNESS_MAIN
