// SPDX-License-Identifier: GPL-2.0
/* Other modules in the notifier chain refuse that an interface comes to be: before
 * nthrottle hears of it, or when it has.
 */
#include <errno.h>

#include "lib/case.h"
#include "lib/rules.h"
#include "lib/table.h"
#include "lib/veto.h"

FIXTURE(veto_birth)
{
	struct world x;
};

FIXTURE_SETUP(veto_birth)
{
	ASSERT_EQ(0, world_open(&self->x));
	veto_unload();		/* of a case that broke off */
	ASSERT_EQ(0, veto_load());
}

FIXTURE_TEARDOWN(veto_birth)
{
	EXPECT_TRUE(table_agrees(&self->x, 5 * SOON_MS));
	EXPECT_EQ(0, world_close(&self->x));
	EXPECT_EQ(0, veto_unload());
}

/* Its end follows at once, and nobody hears of either: not even of the end of
 * what had no beginning. The ifindex and the name can be used at once.
 */
static void refuse_birth(struct __test_metadata *_metadata, struct world *x,
			 bool after, __u32 index)
{
	struct stats s0, s1;
	__u64 id;
	int i;

	ASSERT_DONE(x, world_settle(x, 2 * SOON_MS));
	ASSERT_DONE(x, refuse(after, "birth", true));
	ASSERT_DONE(x, hold_begin(&x->c, 60000, &id));
	ASSERT_DONE(x, stats_get(&x->c, &s0));
	for (i = 0; i < 20; i++)
		EXPECT_EQ(-EPERM, veto_make(x, index));
	EXPECT_EQ(20, refused(after));
	ASSERT_DONE(x, stats_get(&x->c, &s1));
	EXPECT_EQ(after ? 40 : 0, s1.elided - s0.elided);
	EXPECT_EQ(0, s1.unrecorded);
	EXPECT_TRUE(stats_balance(&s1));
	ASSERT_DONE(x, hold_release(&x->c, id));
	ASSERT_DONE(x, refuse(after, "birth", false));
	ASSERT_DONE(x, veto_make(x, index));
	EXPECT_EQ(s0.seq + 1, x->w.seq);
	EXPECT_EQ(NTHROTTLE_EVENT_REGISTER,
		  witness_row(&x->w, index)->last.events);
}

TEST_F(veto_birth, birth)
{
	refuse_birth(_metadata, &self->x, false, 100);
	refuse_birth(_metadata, &self->x, true, 101);
}

/* Asking for it makes its record, in a while. */
static bool ask_for(struct client *c, __u32 index)
{
	__u64 end_ns = now_ns() + SOON_MS * MS;
	struct dev d;
	int err;

	while ((err = dev_get(c, index, &d)) && now_ns() < end_ns)
		pause_ms(2);
	return !err;
}

/* Into another namespace an interface goes whatever the chain says: one that
 * nthrottle was not told of exists, and is found with whatever comes next, or when
 * somebody asks for it.
 */
static void refuse_move(struct __test_metadata *_metadata, struct world *x,
			struct world *y, bool after, bool asked, __u32 index)
{
	__u32 mtu = asked ? 1500 : 1400;
	unsigned long before = refused(after);
	struct stats s0, s1;
	struct ntf n;

	ASSERT_DONE(x, veto_make(x, index));
	ASSERT_DONE(y, stats_get(&y->c, &s0));
	ASSERT_DONE(x, refuse(after, "birth", true));
	ASSERT_DONE(x, link_netns(&x->rt, index, y->netns));
	EXPECT_EQ(before + 1, refused(after));
	ASSERT_DONE(x, refuse(after, "birth", false));
	ASSERT_TRUE(witness_next(&x->w, index, SOON_MS, &n));
	EXPECT_TRUE(n.deleted);
	ASSERT_TRUE(asked ? ask_for(&y->c, index) :
			    !link_mtu(&y->rt, index, mtu));
	ASSERT_TRUE(witness_next(&y->w, index, 2 * SOON_MS, &n));
	EXPECT_TRUE(n.events & NTHROTTLE_EVENT_REGISTER);
	EXPECT_TRUE(table_agrees(y, 5 * SOON_MS));
	EXPECT_EQ(mtu, veto_told(y, index)->mtu);
	ASSERT_DONE(y, stats_get(&y->c, &s1));
	EXPECT_EQ(!after && !asked, s1.unrecorded - s0.unrecorded);
}

TEST_F(veto_birth, move)
{
	struct world y;

	ASSERT_DONE(&self->x, world_open(&y));
	refuse_move(_metadata, &self->x, &y, false, false, 100);
	refuse_move(_metadata, &self->x, &y, true, false, 101);
	refuse_move(_metadata, &self->x, &y, false, true, 102);
	EXPECT_EQ(0, world_close(&y));
}

TEST_HARNESS_MAIN
