// SPDX-License-Identifier: GPL-2.0
/*
 * Every allocation fails in turn where nobody could be told: when the module is
 * loaded, when a namespace or an interface comes to be, and in the worker that
 * sends. What was lost is made up for later.
 */
#include <errno.h>
#include <sched.h>
#include <sys/wait.h>

#include "lib/agent.h"
#include "lib/case.h"
#include "lib/fault.h"
#include "lib/rules.h"
#include "lib/since.h"

#define MOST 1000	/* faults in one operation: more are a loop without end */
#define DEVS 60		/* their notifications need several skbs */
#define ROUNDS 3	/* without a hit: the worker may have been a new one */

FIXTURE(faults)
{
	struct world x;
};

FIXTURE_SETUP(faults)
{
	if (!fault_possible())
		SKIP(return, FAULT_MISSING);
	ASSERT_EQ(0, world_open(&self->x));
	ASSERT_EQ(0, fault_in_module());
	self->x.w.lossy = true;
}

FIXTURE_TEARDOWN(faults)
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

/* The record of an interface that has none yet. */
static bool healed(struct client *c, __u32 index)
{
	__u64 end_ns = now_ns() + SOON_MS * MS;
	struct dev d;

	while (dev_get(c, index, &d)) {
		if (now_ns() > end_ns)
			return false;
		pause_ms(2);
	}
	return true;
}

/* The birth of an interface, with the nth allocation failing. */
static int birth(struct world *x, unsigned int nth, bool stays)
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
	if (stays && (!healed(&x->c, 500) ||
		      !witness_agrees(&x->w, &x->rt, SOON_MS)))
		return -1;
	if (link_del(&x->rt, 500) || world_settle(x, SOON_MS) ||
	    !witness_agrees(&x->w, &x->rt, SOON_MS) || !balanced(x, &after))
		return -1;
	return !hit ? 0 : after > before ? 1 : -1;
}

TEST_F(faults, record)
{
	struct world *x = &self->x;
	unsigned int nth, all = 0;
	struct stats s;
	int stays, hit = 1;

	for (stays = 0; stays < 2; stays++) {
		for (nth = 1; nth < MOST; nth++) {
			hit = birth(x, nth, stays);
			if (hit <= 0)
				break;
			all++;
		}
		EXPECT_EQ(0, hit)
			TH_LOG("allocation %u, stays %d", nth, stays);
	}
	ASSERT_DONE(x, stats_get(&x->c, &s));
	tell("%u allocations failed at a birth, %llu events unrecorded", all,
	     s.unrecorded);
	EXPECT_LE(2, all);
	EXPECT_LT(0, s.unrecorded);
}

/* As last notified, for who has lost some, is what the kernel says. */
static bool journal_agrees(struct world *x)
{
	struct since s;
	size_t i;

	if (since_get(&x->c, 0, NO_INSTANCE, &s))
		return false;
	for (i = 0; i < s.n; i++) {
		struct row *r = witness_row(&x->w, s.shown[i].s.ifindex);

		r->last = s.shown[i];
		r->live = !s.shown[i].deleted;
	}
	since_free(&s);
	return witness_compare(&x->w, &x->rt, true) == 0;
}

/* Events, and their sending, with the nth allocation of the worker failing. */
static int sending(struct world *x, __u32 first, unsigned int nth)
{
	__u64 before, after;
	struct config cfg;
	bool hit;
	int i;

	if (!balanced(x, &before))
		return -1;
	fault_arm_workers(nth);
	rt_batch(&x->rt);
	for (i = 0; i < DEVS; i++)
		link_mtu(&x->rt, first + i, 1000 + nth);
	if (rt_flush(&x->rt))
		return -1;
	do {
		if (config_get(&x->c, &cfg))
			return -1;
		witness_read(&x->w, 2);
	} while (cfg.pending);
	hit = fault_disarm_workers();
	return balanced(x, &after) && journal_agrees(x) ? hit : -1;
}

TEST_F(faults, send)
{
	struct world *x = &self->x;
	unsigned int nth, missed = 0, all = 0;
	int i, hit = 1;
	char name[16];

	ASSERT_DONE(x, world_burst(x, 10, 1000));
	x->w.threshold_ns = 0;
	for (i = 0; i < DEVS; i++) {
		snprintf(name, sizeof(name), "d%d", i);
		ASSERT_DONE(x, link_add(&x->rt, "dummy", name, 100 + i, 0));
	}
	ASSERT_DONE(x, world_settle(x, SOON_MS));
	for (nth = 1; nth < MOST && missed < ROUNDS; nth++) {
		hit = sending(x, 100, nth);
		ASSERT_LE(0, hit)
			TH_LOG("allocation %u", nth);
		missed = hit ? 0 : missed + 1;
		all += hit;
	}
	tell("%u allocations failed in sends of %d notifications", all, DEVS);
	EXPECT_LT(DEVS / 16, all);
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
	if (!healed(&c, 1))
		return 4;
	if (stats_get(&c, &s) || !stats_balance(&s))
		return 5;
	client_close(&c);
	return hit;
}

TEST_F(faults, namespace)
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

/* Load it; what has no record at once gets one. Returns as above. */
static int loading(struct world *x, unsigned int nth)
{
	struct stats s;
	bool hit;
	int err, i;

	fault_arm(nth);
	err = module_load("");
	hit = fault_disarm();
	if (err && (!hit || err != -ENOMEM || module_loaded() ||
		    module_load("")))
		return 2;
	if (client_open(&x->c))
		return 3;
	for (i = 0; i < 3; i++)
		if (!healed(&x->c, 100 + i))
			return 4;
	err = stats_get(&x->c, &s);
	client_close(&x->c);
	if (err || !stats_balance(&s))
		return 5;
	return module_unload() ? 6 : hit;
}

TEST(load)
{
	struct world x = {};
	unsigned int nth;
	char name[16];
	int i, hit = 0;

	if (!fault_possible())
		SKIP(return, FAULT_MISSING);
	ASSERT_EQ(0, module_unload());
	ASSERT_EQ(0, unshare(CLONE_NEWNET));
	ASSERT_EQ(0, rt_open(&x.rt));
	for (i = 0; i < 3; i++) {
		snprintf(name, sizeof(name), "d%d", i);
		ASSERT_EQ(0, link_add(&x.rt, "dummy", name, 100 + i, 0));
	}
	/* What the kernel itself does to load any module is not ours. */
	ASSERT_EQ(0, fault_in_function("do_one_initcall"));
	for (nth = 1; nth < MOST; nth++) {
		hit = loading(&x, nth);
		if (hit != 1)
			break;
	}
	EXPECT_EQ(0, hit)
		TH_LOG("allocation %u", nth);
	tell("%u allocations failed at the load", nth - 1);
	EXPECT_LT(10, nth);
	rt_close(&x.rt);
}

/* An agent falls silent, a hold ends, and a heartbeat is due: the next ones are
 * told when memory is back.
 */
TEST_F(faults, news)
{
	struct world *x = &self->x;
	struct client lazy;
	unsigned int nth, syncs, all = 0;
	struct agent a;
	__u64 id;

	ASSERT_DONE(x, config_set(&x->c, NTHROTTLE_A_CONFIG_HEARTBEAT_MS, 100,
				  0));
	for (nth = 1; nth < 12; nth++) {
		ASSERT_EQ(0, client_open(&lazy));
		ASSERT_DONE(x, agent_new(&lazy, "lazy", 0, &a));
		ASSERT_DONE(x, hold_begin(&lazy, 10000, &id));
		fault_arm_workers(nth);
		client_close(&lazy);
		syncs = x->w.syncs;
		while (x->w.syncs < syncs + 2)
			witness_read(&x->w, 50);
		all += fault_disarm_workers();
		ASSERT_DONE(x, agent_get(&x->c, "lazy", &a));
		EXPECT_EQ(NTHROTTLE_AGENT_STATE_DOWN, a.state);
		ASSERT_DONE(x, agent_del(&x->c, "lazy"));
	}
	tell("%u allocations failed in news", all);
	EXPECT_LT(0, all);
}

TEST_HARNESS_MAIN
