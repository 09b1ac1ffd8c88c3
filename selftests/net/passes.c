// SPDX-License-Identifier: GPL-2.0
/* What passes the gates: deletion, urgent events, flush, new parameters; and
 * what never reaches them: filtered events.
 */
#include "lib/case.h"

FIXTURE(passes)
{
	struct world x;
	__u32 index;		/* a dummy with its bucket spent, nothing due for long */
	struct ntf birth;
};

FIXTURE_SETUP(passes)
{
	struct world *x = &self->x;

	ASSERT_EQ(0, world_open(x));
	ASSERT_DONE(x, world_strict(x, 600000));
	ASSERT_DONE(x, world_dummy(x, "d0", &self->index, &self->birth));
}

FIXTURE_TEARDOWN(passes)
{
	EXPECT_EQ(0, world_close(&self->x));
}

TEST_F(passes, deletion)
{
	struct world *x = &self->x;
	struct ntf n;
	__u64 t;

	ASSERT_DONE(x, link_mtu(&x->rt, self->index, 1400));
	t = now_ns();
	ASSERT_DONE(x, link_del(&x->rt, self->index));
	ASSERT_TRUE(witness_next(&x->w, self->index, SOON_MS, &n));
	EXPECT_TRUE(n.deleted);
	EXPECT_EQ(NTHROTTLE_WHY_URGENT, n.why);
	EXPECT_EQ(NTHROTTLE_EVENT_MTU | NTHROTTLE_EVENT_UNREGISTER, n.events);
	EXPECT_EQ(2, n.count);
	EXPECT_GT(t + SLACK_NS, n.sent_ns);
	EXPECT_EQ(self->birth.id, n.id);
	/* A deletion's state is the one last notified. */
	EXPECT_EQ(NULL, link_differs(&self->birth.s, &n.s));
}

TEST_F(passes, urgent_mask)
{
	struct world *x = &self->x;
	struct ntf n;
	__u32 other;
	__u64 t;

	ASSERT_DONE(x, profile_set_one(&x->c, NTHROTTLE_A_PROFILE_URGENT,
				       NTHROTTLE_EVENT_MTU));
	x->w.urgent = NTHROTTLE_EVENT_MTU;
	ASSERT_DONE(x, link_txqlen(&x->rt, self->index, 77));
	ASSERT_DONE(x, world_dummy(x, "other", &other, NULL));
	EXPECT_EQ(0, witness_untaken(&x->w, self->index));
	t = now_ns();
	ASSERT_DONE(x, link_mtu(&x->rt, self->index, 1400));
	ASSERT_TRUE(witness_next(&x->w, self->index, SOON_MS, &n));
	EXPECT_EQ(NTHROTTLE_WHY_URGENT, n.why);
	EXPECT_EQ(NTHROTTLE_EVENT_MTU | NTHROTTLE_EVENT_TXQLEN, n.events);
	EXPECT_EQ(2, n.count);
	EXPECT_GT(t + SLACK_NS, n.sent_ns);
	EXPECT_EQ(1400, n.s.mtu);
}

TEST_F(passes, urgent_takes_a_token)
{
	struct world *x = &self->x;
	struct ntf n;
	__u32 other;

	ASSERT_DONE(x, world_burst(x, 600000, 2));
	ASSERT_DONE(x, profile_set_one(&x->c, NTHROTTLE_A_PROFILE_URGENT,
				       NTHROTTLE_EVENT_MTU));
	x->w.urgent = NTHROTTLE_EVENT_MTU;
	ASSERT_DONE(x, world_dummy(x, "other", &other, NULL));
	ASSERT_DONE(x, link_mtu(&x->rt, other, 1400));
	ASSERT_TRUE(witness_next(&x->w, other, SOON_MS, &n));
	EXPECT_EQ(NTHROTTLE_WHY_URGENT, n.why);
	ASSERT_DONE(x, link_txqlen(&x->rt, other, 77));
	ASSERT_DONE(x, link_mtu(&x->rt, self->index, 1400));
	ASSERT_TRUE(witness_next(&x->w, self->index, SOON_MS, &n));
	EXPECT_EQ(0, witness_untaken(&x->w, other));
}

TEST_F(passes, events_mask)
{
	struct world *x = &self->x;
	struct stats s0, s1;
	struct profile p;
	struct ntf n;
	__u32 index;
	int i;

	ASSERT_DONE(x, world_burst(x, 600000, 100));
	ASSERT_DONE(x, profile_set_one(&x->c, NTHROTTLE_A_PROFILE_EVENTS,
				       NTHROTTLE_EVENT_UP));
	ASSERT_DONE(x, profile_get(&x->c, &p));
	EXPECT_EQ(NTHROTTLE_EVENT_UP | NTHROTTLE_EVENT_REGISTER |
		  NTHROTTLE_EVENT_UNREGISTER, p.events);
	ASSERT_DONE(x, world_dummy(x, "d1", &index, NULL));
	ASSERT_DONE(x, stats_get(&x->c, &s0));
	for (i = 0; i < 10; i++)
		ASSERT_DONE(x, link_mtu(&x->rt, index, 1400 + i));
	ASSERT_DONE(x, stats_get(&x->c, &s1));
	EXPECT_EQ(10, s1.events - s0.events);
	EXPECT_EQ(10, s1.filtered - s0.filtered);
	EXPECT_EQ(0, s1.pending);
	ASSERT_DONE(x, link_up(&x->rt, index, true));
	ASSERT_TRUE(witness_next(&x->w, index, SOON_MS, &n));
	EXPECT_EQ(NTHROTTLE_EVENT_UP, n.events);
	EXPECT_EQ(1, n.count);
	EXPECT_EQ(1409, n.s.mtu);
	ASSERT_DONE(x, link_del(&x->rt, index));
	ASSERT_TRUE(witness_next(&x->w, index, SOON_MS, &n));
	EXPECT_TRUE(n.deleted);
	EXPECT_EQ(NTHROTTLE_EVENT_UNREGISTER, n.events);
}

TEST_F(passes, flush)
{
	struct world *x = &self->x;
	__u32 quiet, other;
	struct ntf n;
	struct dev d;
	__u64 t;

	ASSERT_DONE(x, world_dummy(x, "quiet", &quiet, NULL));
	ASSERT_DONE(x, link_mtu(&x->rt, self->index, 1400));
	ASSERT_DONE(x, dev_get(&x->c, self->index, &d));
	EXPECT_EQ(NTHROTTLE_GATE_THROTTLE, d.reason);
	EXPECT_LT(590000 * MS, d.due_in_ns);
	x->w.flushes = true;
	t = now_ns();
	ASSERT_DONE(x, client_do(&x->c, NTHROTTLE_CMD_FLUSH));
	ASSERT_TRUE(witness_next(&x->w, self->index, SOON_MS, &n));
	EXPECT_EQ(NTHROTTLE_WHY_FLUSH, n.why);
	EXPECT_EQ(NTHROTTLE_EVENT_MTU, n.events);
	EXPECT_GT(t + SLACK_NS, n.sent_ns);
	/* The interval begins anew, and who had nothing pending says nothing. */
	ASSERT_DONE(x, link_mtu(&x->rt, self->index, 1300));
	ASSERT_DONE(x, dev_get(&x->c, self->index, &d));
	EXPECT_EQ(n.sent_ns + 600000 * MS, d.due_ns);
	EXPECT_EQ(n.seq, d.seq);
	ASSERT_DONE(x, world_dummy(x, "marker", &other, NULL));
	EXPECT_EQ(0, witness_untaken(&x->w, quiet));
	EXPECT_EQ(0, witness_untaken(&x->w, self->index));
}

TEST_F(passes, shorter_threshold)
{
	struct world *x = &self->x;
	struct ntf n;
	__u64 t;

	ASSERT_DONE(x, link_mtu(&x->rt, self->index, 1400));
	pause_ms(50);
	t = now_ns();
	ASSERT_DONE(x, world_strict(x, 400));
	ASSERT_TRUE(witness_next(&x->w, self->index, SOON_MS, &n));
	EXPECT_EQ(NTHROTTLE_WHY_TRAILING, n.why);
	EXPECT_LE(self->birth.sent_ns + 400 * MS, n.sent_ns);
	EXPECT_GT(t + 400 * MS + SLACK_NS, n.sent_ns);
}

/* What is pending is not moved; the next one is. */
TEST_F(passes, longer_threshold)
{
	struct world *x = &self->x;
	struct ntf birth, n;
	struct dev d;
	__u32 index;

	ASSERT_DONE(x, world_strict(x, 400));
	ASSERT_DONE(x, world_dummy(x, "d1", &index, &birth));
	ASSERT_DONE(x, link_mtu(&x->rt, index, 1400));
	x->w.threshold_ns = 0;	/* P1 means the smaller of the two */
	ASSERT_DONE(x, profile_set_one(&x->c, NTHROTTLE_A_PROFILE_THRESHOLD_MS,
				       600000));
	ASSERT_DONE(x, dev_get(&x->c, index, &d));
	EXPECT_EQ(birth.sent_ns + 400 * MS, d.due_ns);
	ASSERT_TRUE(witness_next(&x->w, index, SOON_MS, &n));
	EXPECT_LE(birth.sent_ns + 400 * MS, n.sent_ns);
	EXPECT_GT(birth.sent_ns + 400 * MS + SLACK_NS, n.sent_ns);
	ASSERT_DONE(x, link_mtu(&x->rt, index, 1300));
	ASSERT_DONE(x, dev_get(&x->c, index, &d));
	EXPECT_EQ(n.sent_ns + 600000 * MS, d.due_ns);
}

TEST_HARNESS_MAIN
