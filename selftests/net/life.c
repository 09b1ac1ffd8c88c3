// SPDX-License-Identifier: GPL-2.0
/* Interfaces come, go, and come again. */
#include "lib/case.h"
#include "lib/rules.h"

FIXTURE(life)
{
	struct world x;
};

FIXTURE_SETUP(life)
{
	ASSERT_EQ(0, world_open(&self->x));
}

FIXTURE_TEARDOWN(life)
{
	EXPECT_EQ(0, world_close(&self->x));
}

/* Who came and went without having been notified is never heard of. */
TEST_F(life, elided)
{
	struct world *x = &self->x;
	struct stats s0, s1;
	struct ntf n;
	__u32 marker;
	__u64 hold;
	int i;

	ASSERT_DONE(x, hold_begin(&x->c, 0, &hold));
	ASSERT_DONE(x, stats_get(&x->c, &s0));
	for (i = 0; i < 5; i++) {
		ASSERT_DONE(x, link_add(&x->rt, "dummy", "gone", 100, 0));
		ASSERT_DONE(x, link_mtu(&x->rt, 100, 1400));
		ASSERT_DONE(x, link_del(&x->rt, 100));
	}
	ASSERT_DONE(x, stats_get(&x->c, &s1));
	EXPECT_EQ(15, s1.events - s0.events);
	EXPECT_EQ(15, s1.elided - s0.elided);
	EXPECT_EQ(0, s1.pending);
	ASSERT_DONE(x, hold_release(&x->c, hold));
	ASSERT_DONE(x, world_dummy(x, "marker", &marker, &n));
	EXPECT_EQ(s0.seq + 1, n.seq);
	EXPECT_EQ(0, witness_untaken(&x->w, 0));
}

/* But who was shown before its birth was notified must be seen to go. */
TEST_F(life, shown)
{
	struct world *x = &self->x;
	__u64 hold;
	struct ntf n;
	struct dev d;

	ASSERT_DONE(x, hold_begin(&x->c, 0, &hold));
	ASSERT_DONE(x, link_add(&x->rt, "dummy", "shown", 100, 0));
	ASSERT_DONE(x, dev_get(&x->c, 100, &d));
	ASSERT_DONE(x, link_del(&x->rt, 100));
	ASSERT_DONE(x, hold_release(&x->c, hold));
	ASSERT_TRUE(witness_next(&x->w, 100, SOON_MS, &n));
	EXPECT_TRUE(n.deleted);
	EXPECT_EQ(d.id, n.id);
	EXPECT_EQ(NTHROTTLE_EVENT_REGISTER | NTHROTTLE_EVENT_UNREGISTER,
		  n.events);
	EXPECT_STREQ("shown", n.s.name);
}

/* The deletion comes before whatever reuses the ifindex or the name, also when
 * both wait together.
 */
TEST_F(life, ifindex_reuse)
{
	struct world *x = &self->x;
	struct ntf first, gone, second;
	__u64 hold;

	ASSERT_DONE(x, link_add(&x->rt, "dummy", "d0", 100, 0));
	ASSERT_TRUE(witness_next(&x->w, 100, SOON_MS, &first));
	ASSERT_DONE(x, hold_begin(&x->c, 0, &hold));
	ASSERT_DONE(x, link_mtu(&x->rt, 100, 1400));
	ASSERT_DONE(x, link_del(&x->rt, 100));
	ASSERT_DONE(x, link_add(&x->rt, "dummy", "d0", 100, 0));
	ASSERT_DONE(x, link_mtu(&x->rt, 100, 1300));
	ASSERT_DONE(x, hold_release(&x->c, hold));
	ASSERT_TRUE(witness_next(&x->w, 100, SOON_MS, &gone));
	ASSERT_TRUE(witness_next(&x->w, 100, SOON_MS, &second));
	EXPECT_TRUE(gone.deleted);
	EXPECT_EQ(first.id, gone.id);
	EXPECT_EQ(NTHROTTLE_EVENT_MTU | NTHROTTLE_EVENT_UNREGISTER,
		  gone.events);
	EXPECT_FALSE(second.deleted);
	EXPECT_LT(first.id, second.id);
	EXPECT_LT(gone.seq, second.seq);
	EXPECT_LE(gone.last_ns, second.first_ns);
	EXPECT_EQ(NTHROTTLE_EVENT_REGISTER | NTHROTTLE_EVENT_MTU,
		  second.events);
	EXPECT_EQ(1300, second.s.mtu);
}

/* The same without any pause, again and again: the witness checks the order. */
TEST_F(life, ifindex_reuse_fast)
{
	struct world *x = &self->x;
	struct ntf n;
	int i;

	rt_batch(&x->rt);
	for (i = 0; i < (int)at_scale(60, 200, 200); i++) {
		link_add(&x->rt, "dummy", i & 1 ? "odd" : "even", 100, 0);
		link_up(&x->rt, 100, true);
		link_del(&x->rt, 100);
		if (i % 10 == 9)
			ASSERT_DONE(x, rt_flush(&x->rt));
		rt_batch(&x->rt);
	}
	ASSERT_DONE(x, rt_flush(&x->rt));
	EXPECT_EQ(0, x->rt.errors);
	ASSERT_DONE(x, link_add(&x->rt, "dummy", "last", 100, 0));
	do {
		ASSERT_TRUE(witness_next(&x->w, 100, SOON_MS, &n));
	} while (strcmp(n.s.name, "last"));
	EXPECT_EQ(1, witness_live(&x->w));
}

TEST_F(life, name_reuse)
{
	struct world *x = &self->x;
	struct ntf gone, second;
	__u64 hold;

	ASSERT_DONE(x, link_add(&x->rt, "dummy", "d0", 100, 0));
	ASSERT_TRUE(witness_next(&x->w, 100, SOON_MS, &gone));
	ASSERT_DONE(x, hold_begin(&x->c, 0, &hold));
	ASSERT_DONE(x, link_del(&x->rt, 100));
	ASSERT_DONE(x, link_add(&x->rt, "dummy", "d0", 50, 0));
	ASSERT_DONE(x, hold_release(&x->c, hold));
	ASSERT_TRUE(witness_next(&x->w, 50, SOON_MS, &second));
	ASSERT_TRUE(witness_next(&x->w, 100, SOON_MS, &gone));
	EXPECT_TRUE(gone.deleted);
	EXPECT_LT(gone.seq, second.seq);
}

/* It is told by the name last notified. That may be another's by then, for the kernel
 * gives away at once what a rename sets free: the number of the record counts.
 */
TEST_F(life, name_given_up)
{
	struct world *x = &self->x;
	struct ntf first, second, gone;
	__u32 old, new;

	ASSERT_DONE(x, profile_strict(&x->c, "slow", 600000));
	ASSERT_DONE(x, rule_make(&x->c, 1, "d*", NULL, "slow"));
	ASSERT_DONE(x, world_dummy(x, "d0", &old, &first));
	ASSERT_DONE(x, link_name(&x->rt, old, "d1"));
	ASSERT_DONE(x, world_dummy(x, "d0", &new, &second));
	ASSERT_DONE(x, link_del(&x->rt, old));
	ASSERT_TRUE(witness_next(&x->w, old, SOON_MS, &gone));
	EXPECT_TRUE(gone.deleted);
	EXPECT_EQ(NTHROTTLE_EVENT_RENAME | NTHROTTLE_EVENT_UNREGISTER, gone.events);
	EXPECT_STREQ("d0", gone.s.name);
	EXPECT_EQ(first.id, gone.id);
	EXPECT_LT(gone.id, second.id);
	EXPECT_LT(second.seq, gone.seq);
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, SOON_MS));
}

/* A deletion waits behind nobody: not behind hundreds that are due before it, more
 * than are notified at once.
 */
TEST_F(life, deletion_first)
{
	struct world *x = &self->x;
	const int before = only_little() ? 150 : at_scale(300, 600, 600);
	struct ntf gone, other;
	__u64 hold;
	char name[16];
	int i;

	ASSERT_DONE(x, link_add(&x->rt, "dummy", "victim", 5000, 0));
	ASSERT_TRUE(witness_next(&x->w, 5000, SOON_MS, &gone));
	ASSERT_DONE(x, hold_begin(&x->c, 0, &hold));
	rt_batch(&x->rt);
	for (i = 0; i < before; i++) {
		snprintf(name, sizeof(name), "d%d", i);
		link_add(&x->rt, "dummy", name, 1000 + i, 7);
	}
	ASSERT_DONE(x, rt_flush(&x->rt));
	ASSERT_DONE(x, link_del(&x->rt, 5000));
	ASSERT_DONE(x, hold_release(&x->c, hold));
	ASSERT_TRUE(witness_next(&x->w, 5000, SOON_MS, &gone));
	ASSERT_TRUE(witness_next(&x->w, 999 + before, 3 * SOON_MS, &other));
	EXPECT_TRUE(gone.deleted);
	EXPECT_LE(gone.seq + before, other.seq);
	ASSERT_DONE(x, link_del_group(&x->rt, 7));
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, 2 * SOON_MS));
}

TEST_HARNESS_MAIN
