// SPDX-License-Identifier: GPL-2.0
/* The debounce gate, on the carrier of a veth. */
#include "lib/case.h"
#include "lib/flap.h"

FIXTURE(debounce)
{
	struct world x;
	struct pair p;
};

FIXTURE_SETUP(debounce)
{
	struct world *x = &self->x;

	ASSERT_EQ(0, world_open(x));
	ASSERT_DONE(x, world_burst(x, 10, 1000));
	ASSERT_DONE(x, pair_make(x, "v0", &self->p));
	x->w.threshold_ns = 0;
	x->w.debounced = true;
}

FIXTURE_TEARDOWN(debounce)
{
	EXPECT_EQ(0, world_close(&self->x));
}

static int set_delays(struct world *x, __u32 up_ms, __u32 down_ms)
{
	return profile_do(&x->c, NTHROTTLE_CMD_PROFILE_SET, "default",
			  NTHROTTLE_A_PROFILE_UPDELAY_MS, up_ms,
			  NTHROTTLE_A_PROFILE_DOWNDELAY_MS, down_ms, 0);
}

/* A link that comes back in time was never gone. */
TEST_F(debounce, bounce)
{
	struct world *x = &self->x;
	struct stats s0, s1;
	struct ntf n;
	int i;

	ASSERT_DONE(x, set_delays(x, 0, 60000));
	ASSERT_DONE(x, stats_get(&x->c, &s0));
	for (i = 0; i < 5; i++)
		ASSERT_DONE(x, pair_flap(x, &self->p));
	EXPECT_TRUE(wait_idle(x, self->p.index, SOON_MS));
	ASSERT_DONE(x, stats_get(&x->c, &s1));
	EXPECT_LE(s0.bounced + 10, s1.bounced);
	EXPECT_EQ(0, witness_untaken(&x->w, self->p.index));
	/* The next notification says how many there were. */
	ASSERT_DONE(x, link_mtu(&x->rt, self->p.index, 1400));
	ASSERT_TRUE(witness_next(&x->w, self->p.index, SOON_MS, &n));
	EXPECT_LE(10, n.bounced);
	EXPECT_EQ(1, n.count);
	EXPECT_EQ(1, n.s.carrier);
	EXPECT_FALSE(n.raw);
}

/* One that stays down is reported so after the delay, not before. */
TEST_F(debounce, lasts)
{
	const __u32 ms = kernel_is_slow() ? 3000 : 700;
	struct world *x = &self->x;
	__u64 before_ns, heard_ns;
	struct dev d;
	struct ntf n;

	ASSERT_DONE(x, set_delays(x, 0, ms));
	before_ns = now_ns();
	ASSERT_DONE(x, pair_carrier(x, &self->p, false));
	heard_ns = now_ns();
	ASSERT_DONE(x, dev_get(&x->c, self->p.index, &d));
	EXPECT_LT(0, d.count);
	EXPECT_EQ(NTHROTTLE_GATE_DEBOUNCE, d.reason);
	EXPECT_LT(0, d.due_in_ns);
	ASSERT_TRUE(witness_next(&x->w, self->p.index, SOON_MS, &n));
	EXPECT_EQ(0, n.s.carrier);
	EXPECT_FALSE(n.raw);
	EXPECT_LE(before_ns + ms * MS, n.sent_ns);
	EXPECT_GT(heard_ns + ms * MS + SLACK_NS, n.sent_ns);
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, SOON_MS));
	EXPECT_EQ(0, witness_untaken(&x->w, self->p.index));
}

/* Up has its own delay. */
TEST_F(debounce, updelay)
{
	struct world *x = &self->x;
	__u64 before_ns;
	struct ntf n;

	ASSERT_DONE(x, set_delays(x, 600, 0));
	before_ns = now_ns();
	ASSERT_DONE(x, pair_carrier(x, &self->p, false));
	ASSERT_TRUE(witness_next(&x->w, self->p.index, SOON_MS, &n));
	EXPECT_EQ(0, n.s.carrier);
	EXPECT_GT(before_ns + SLACK_NS * 3, n.sent_ns);
	before_ns = now_ns();
	ASSERT_DONE(x, pair_carrier(x, &self->p, true));
	ASSERT_TRUE(witness_next(&x->w, self->p.index, SOON_MS, &n));
	EXPECT_EQ(1, n.s.carrier);
	EXPECT_LE(before_ns + 600 * MS, n.sent_ns);
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, SOON_MS));
}

/* A loss that link watch merges with what follows is one: the link has to last anew. */
TEST_F(debounce, merged_loss)
{
	const __u32 ms = kernel_is_slow() ? 3000 : 600;
	const int rounds = only_little() ? 2 : 5;
	struct world *x = &self->x;
	int i, tried = 0;
	__u64 before_ns;
	struct ntf n;

	ASSERT_DONE(x, set_delays(x, ms, 0));
	for (i = 0; i < rounds; i++) {
		ASSERT_DONE(x, pair_carrier(x, &self->p, false));
		do {
			ASSERT_TRUE(witness_next(&x->w, self->p.index, SOON_MS, &n));
		} while (n.s.carrier);
		ASSERT_DONE(x, pair_carrier(x, &self->p, true));
		pause_ms(ms / 3);
		before_ns = now_ns();
		rt_batch(&x->rt);
		link_up(&x->rt, self->p.peer, false);
		link_up(&x->rt, self->p.peer, true);
		ASSERT_DONE(x, rt_flush(&x->rt));
		do {
			ASSERT_TRUE(witness_next(&x->w, self->p.index, SOON_MS, &n));
			/* Nothing to tell is nothing told. */
			EXPECT_LT(0, n.count);
		} while (!n.s.carrier);
		/* On a busy machine, it may have lasted before. */
		if (n.sent_ns < before_ns)
			continue;
		EXPECT_LE(before_ns + ms * MS, n.sent_ns);
		tried++;
	}
	EXPECT_LT(0, tried);
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, SOON_MS));
}

/* What else happens does not wait, and says both states. */
TEST_F(debounce, others_go_on)
{
	struct world *x = &self->x;
	struct ntf n;

	ASSERT_DONE(x, set_delays(x, 0, 2 * AT_ONCE_MS));
	ASSERT_DONE(x, pair_carrier(x, &self->p, false));
	ASSERT_DONE(x, link_mtu(&x->rt, self->p.index, 1300));
	ASSERT_TRUE(witness_next(&x->w, self->p.index, AT_ONCE_MS, &n));
	EXPECT_EQ(NTHROTTLE_EVENT_MTU, n.events);
	EXPECT_EQ(1300, n.s.mtu);
	EXPECT_EQ(1, n.s.carrier);
	EXPECT_EQ(6, n.s.operstate);
	EXPECT_TRUE(n.s.flags & IFF_RUNNING);
	EXPECT_TRUE(n.raw);
	EXPECT_EQ(0, n.raw_carrier);
	EXPECT_EQ(3, n.raw_operstate);
	EXPECT_FALSE(n.raw_flags & IFF_RUNNING);
	ASSERT_TRUE(witness_next(&x->w, self->p.index, SOON_MS, &n));
	EXPECT_EQ(NTHROTTLE_EVENT_CHANGE, n.events);
	EXPECT_EQ(0, n.s.carrier);
	EXPECT_FALSE(n.raw);
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, SOON_MS));
}

/* A flag that changed meanwhile is not forgotten with the bounce. */
TEST_F(debounce, released)
{
	struct world *x = &self->x;

	ASSERT_DONE(x, set_delays(x, 0, 60000));
	ASSERT_DONE(x, pair_carrier(x, &self->p, false));
	ASSERT_DONE(x, link_flags(&x->rt, self->p.index, IFF_NOARP, IFF_NOARP));
	ASSERT_DONE(x, pair_carrier(x, &self->p, true));
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, SOON_MS));
}

/* Flush does not wait, and neither does a shorter delay. */
TEST_F(debounce, passes)
{
	struct world *x = &self->x;
	struct ntf n;

	ASSERT_DONE(x, set_delays(x, 60000, 60000));
	ASSERT_DONE(x, pair_carrier(x, &self->p, false));
	ASSERT_DONE(x, client_do(&x->c, NTHROTTLE_CMD_FLUSH));
	ASSERT_TRUE(witness_next(&x->w, self->p.index, SOON_MS, &n));
	EXPECT_EQ(NTHROTTLE_WHY_FLUSH, n.why);
	EXPECT_EQ(0, n.s.carrier);
	ASSERT_DONE(x, pair_carrier(x, &self->p, true));
	EXPECT_EQ(0, witness_untaken(&x->w, self->p.index));
	ASSERT_DONE(x, set_delays(x, 10, 0));
	ASSERT_TRUE(witness_next(&x->w, self->p.index, SOON_MS, &n));
	EXPECT_EQ(1, n.s.carrier);
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, SOON_MS));
}

TEST_HARNESS_MAIN
