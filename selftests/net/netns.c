// SPDX-License-Identifier: GPL-2.0
/* A namespace sees only itself; interfaces move between namespaces. */
#include <sched.h>
#include <sys/wait.h>

#include "lib/case.h"

FIXTURE(netns)
{
	struct world x;
	struct world y;
};

FIXTURE_SETUP(netns)
{
	ASSERT_EQ(0, world_open(&self->x));
	ASSERT_EQ(0, world_open(&self->y));
}

FIXTURE_TEARDOWN(netns)
{
	EXPECT_EQ(0, world_close(&self->y));
	EXPECT_EQ(0, world_close(&self->x));
}

TEST_F(netns, isolation)
{
	struct world *x = &self->x, *y = &self->y;
	struct profile px, py;
	struct config cx, cy;
	struct stats s0, s1;
	__u32 index, marker;
	struct dev d;

	ASSERT_DONE(y, stats_get(&y->c, &s0));
	ASSERT_DONE(x, world_burst(x, 500, 7));
	ASSERT_DONE(x, config_set_batch(&x->c, 77));
	ASSERT_DONE(x, link_add(&x->rt, "dummy", "d0", 100, 0));
	ASSERT_TRUE(witness_next(&x->w, 100, SOON_MS, &(struct ntf){}));
	ASSERT_DONE(y, world_dummy(y, "marker", &marker, NULL));
	EXPECT_EQ(0, witness_untaken(&y->w, 0));
	EXPECT_EQ(-ENODEV, dev_get(&y->c, 100, &d));
	ASSERT_DONE(x, world_dummy(x, "other", &index, NULL));
	ASSERT_DONE(y, stats_get(&y->c, &s1));
	EXPECT_EQ(s0.events + 1, s1.events);

	ASSERT_DONE(x, profile_get(&x->c, &px));
	ASSERT_DONE(y, profile_get(&y->c, &py));
	EXPECT_EQ(500, px.threshold_ms);
	EXPECT_EQ(7, px.burst);
	EXPECT_EQ(2000, py.threshold_ms);
	EXPECT_EQ(4, py.burst);
	ASSERT_DONE(x, config_get(&x->c, &cx));
	ASSERT_DONE(y, config_get(&y->c, &cy));
	EXPECT_NE(cx.instance, cy.instance);
	EXPECT_EQ(77, cx.batch_ms);
	EXPECT_EQ(5, cy.batch_ms);
	EXPECT_EQ(3, cx.interfaces);
	EXPECT_EQ(2, cy.interfaces);
}

/* Neither flush nor stats reset reach into another namespace. */
TEST_F(netns, reset_and_flush)
{
	struct world *x = &self->x, *y = &self->y;
	struct stats s0, s1;
	struct config cfg;
	__u32 index;

	ASSERT_DONE(x, world_strict(x, 600000));
	ASSERT_DONE(x, world_dummy(x, "d0", &index, NULL));
	ASSERT_DONE(x, world_sent(x, 0));
	ASSERT_DONE(x, link_mtu(&x->rt, index, 1400));
	ASSERT_DONE(x, stats_get(&x->c, &s0));
	ASSERT_DONE(y, client_do(&y->c, NTHROTTLE_CMD_FLUSH));
	ASSERT_DONE(y, client_do(&y->c, NTHROTTLE_CMD_STATS_RESET));
	ASSERT_DONE(y, world_dummy(y, "marker", &index, NULL));
	ASSERT_DONE(y, stats_get(&y->c, &s1));
	EXPECT_EQ(1, s1.events);
	ASSERT_DONE(x, stats_get(&x->c, &s1));
	EXPECT_EQ(0, memcmp(&s0, &s1, sizeof(s0)));
	ASSERT_DONE(x, config_get(&x->c, &cfg));
	EXPECT_EQ(1, cfg.pending);

	ASSERT_DONE(x, client_do(&x->c, NTHROTTLE_CMD_STATS_RESET));
	ASSERT_DONE(x, stats_get(&x->c, &s1));
	EXPECT_EQ(1, s1.events);
	EXPECT_EQ(1, s1.pending);
	EXPECT_EQ(0, s1.delivered + s1.notifications + s1.merged);
	EXPECT_EQ(s0.seq, s1.seq);
}

TEST_F(netns, move)
{
	struct world *x = &self->x, *y = &self->y;
	struct ntf birth, n;
	__u32 index, there;

	ASSERT_DONE(x, link_add_veth(&x->rt, "v0", "v1"));
	index = link_index(&x->rt, "v0");
	ASSERT_DONE(x, link_up(&x->rt, index, true));
	ASSERT_TRUE(witness_next(&x->w, index, SOON_MS, &birth));
	ASSERT_DONE(x, link_netns(&x->rt, index, y->netns));
	do {
		ASSERT_TRUE(witness_next(&x->w, index, SOON_MS, &n));
	} while (!n.deleted);
	EXPECT_TRUE(n.events & NTHROTTLE_EVENT_UNREGISTER);
	EXPECT_EQ(birth.id, n.id);

	there = link_index(&y->rt, "v0");
	ASSERT_NE(0, there);
	ASSERT_TRUE(witness_next(&y->w, there, SOON_MS, &n));
	EXPECT_TRUE(n.events & NTHROTTLE_EVENT_REGISTER);
	EXPECT_STREQ("veth", n.s.kind);
	EXPECT_STREQ("v0", n.s.name);
	EXPECT_FALSE(n.s.flags & IFF_UP);
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, SOON_MS));
	EXPECT_TRUE(witness_agrees(&y->w, &y->rt, SOON_MS));

	/* And back. */
	ASSERT_DONE(y, link_netns(&y->rt, there, x->netns));
	ASSERT_DONE(y, world_settle(y, SOON_MS));
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, SOON_MS));
	EXPECT_TRUE(witness_agrees(&y->w, &y->rt, SOON_MS));
	EXPECT_EQ(0, witness_live(&y->w));
}

static void die_with_pending(int i)
{
	static struct world x;
	char name[16];
	int k;

	if (world_open(&x) || world_strict(&x, i % 2 ? 10 : 600000))
		_exit(1);
	rt_batch(&x.rt);
	for (k = 0; k < 10; k++) {
		snprintf(name, sizeof(name), "d%d", k);
		link_add(&x.rt, "dummy", name, 100 + k, 0);
		link_up(&x.rt, 100 + k, true);
		link_mtu(&x.rt, 100 + k, 1400);
	}
	_exit(rt_flush(&x.rt) ? 1 : 0);
}

/* Namespaces end with timers armed, records pending and the worker at work. */
TEST_F(netns, ends_while_pending)
{
	int i, status, count = kernel_is_slow() ? 10 : 20;
	pid_t pid;

	for (i = 0; i < count; i++) {
		pid = fork();
		ASSERT_LE(0, pid);
		if (!pid)
			die_with_pending(i);
		ASSERT_EQ(pid, waitpid(pid, &status, 0));
		EXPECT_EQ(0, status);
	}
}

TEST_HARNESS_MAIN
