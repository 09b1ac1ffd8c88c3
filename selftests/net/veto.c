// SPDX-License-Identifier: GPL-2.0
/* Other modules in the notifier chain refuse what happens: before nthrottle hears
 * of it, or when it has. What is notified is the truth nevertheless.
 */
#include <errno.h>

#include "lib/case.h"
#include "lib/rules.h"
#include "lib/storm.h"
#include "lib/table.h"
#include "lib/veto.h"

#define BRIDGE 10
#define BOND (2 * BRIDGE)
#define FIRST 1000	/* of the storm */
#define SLOTS 40

FIXTURE(veto)
{
	struct world x;
};

FIXTURE_SETUP(veto)
{
	ASSERT_EQ(0, world_open(&self->x));
	veto_unload();		/* of a case that broke off */
	ASSERT_EQ(0, veto_load());
	ASSERT_EQ(0, link_add(&self->x.rt, "bridge", "br0", BRIDGE, 0));
}

FIXTURE_TEARDOWN(veto)
{
	EXPECT_TRUE(table_agrees(&self->x, 5 * SOON_MS));
	EXPECT_EQ(0, world_close(&self->x));
	EXPECT_EQ(0, veto_unload());
}

/* Told twice if it is refused after nthrottle, not at all if before. */
static void refuse_mtu(struct __test_metadata *_metadata, struct world *x,
		       bool after, __u32 index)
{
	struct stats s0, s1;

	ASSERT_DONE(x, veto_make(x, index));
	ASSERT_DONE(x, refuse(after, "mtu", true));
	ASSERT_DONE(x, stats_get(&x->c, &s0));
	EXPECT_EQ(-EPERM, link_mtu(&x->rt, index, 1400));
	EXPECT_EQ(2, refused(after));
	ASSERT_DONE(x, stats_get(&x->c, &s1));
	EXPECT_EQ(after ? 2 : 0, s1.events - s0.events);
	ASSERT_DONE(x, world_settle(x, 2 * SOON_MS));
	EXPECT_EQ(1500, veto_told(x, index)->mtu);
	ASSERT_DONE(x, refuse(after, "mtu", false));
}

TEST_F(veto, mtu)
{
	refuse_mtu(_metadata, &self->x, false, 100);
	refuse_mtu(_metadata, &self->x, true, 101);
}

/* Undone in silence: only the worker can see that it did not last. What is not
 * refused is told as ever.
 */
static void refuse_master(struct __test_metadata *_metadata, struct world *x,
			  bool after, __u32 index)
{
	struct stats s0, s1;
	__u64 heard;

	ASSERT_DONE(x, veto_make(x, index));
	ASSERT_DONE(x, refuse(after, "upper", true));
	ASSERT_DONE(x, stats_get(&x->c, &s0));
	EXPECT_EQ(-EPERM, link_master(&x->rt, index, BRIDGE));
	EXPECT_EQ(1, refused(after));
	ASSERT_DONE(x, stats_get(&x->c, &s1));
	heard = s1.by_event[NTHROTTLE_A_EVENT_COUNTS_MASTER] -
		s0.by_event[NTHROTTLE_A_EVENT_COUNTS_MASTER];
	EXPECT_EQ(after, heard);
	ASSERT_DONE(x, world_settle(x, 2 * SOON_MS));
	EXPECT_EQ(0, veto_told(x, index)->master);

	ASSERT_DONE(x, refuse(after, "upper", false));
	ASSERT_DONE(x, link_master(&x->rt, index, BRIDGE));
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, 5 * SOON_MS));
	EXPECT_EQ(BRIDGE, veto_told(x, index)->master);
	ASSERT_DONE(x, refuse(after, "upper", true));
	ASSERT_DONE(x, link_master(&x->rt, index, 0));
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, 5 * SOON_MS));
	EXPECT_EQ(0, veto_told(x, index)->master);
	ASSERT_DONE(x, refuse(after, "upper", false));
}

TEST_F(veto, master)
{
	refuse_master(_metadata, &self->x, false, 100);
	refuse_master(_metadata, &self->x, true, 101);
}

static void refuse_name(struct __test_metadata *_metadata, struct world *x,
			bool after, __u32 index)
{
	struct ntf n;

	ASSERT_DONE(x, link_add(&x->rt, "dummy", "honest", index, 0));
	ASSERT_TRUE(witness_next(&x->w, index, SOON_MS, &n));
	ASSERT_DONE(x, refuse(after, "name", true));
	EXPECT_EQ(-EPERM, link_name(&x->rt, index, "veto0"));
	EXPECT_EQ(1, refused(after));
	ASSERT_DONE(x, world_settle(x, 2 * SOON_MS));
	EXPECT_STREQ("honest", veto_told(x, index)->name);
	ASSERT_DONE(x, refuse(after, "name", false));
	/* The name is free for another one. */
	ASSERT_DONE(x, link_add(&x->rt, "dummy", "veto0", index + 1, 0));
	ASSERT_TRUE(witness_next(&x->w, index + 1, SOON_MS, &n));
	EXPECT_STREQ("veto0", n.s.name);
	ASSERT_DONE(x, link_del(&x->rt, index));
	ASSERT_DONE(x, link_del(&x->rt, index + 1));
}

TEST_F(veto, name)
{
	refuse_name(_metadata, &self->x, false, 100);
	refuse_name(_metadata, &self->x, true, 200);
}

static void refuse_up(struct __test_metadata *_metadata, struct world *x,
		      bool after, __u32 index)
{
	ASSERT_DONE(x, veto_make(x, index));
	ASSERT_DONE(x, refuse(after, "up", true));
	EXPECT_EQ(-EPERM, link_up(&x->rt, index, true));
	EXPECT_EQ(1, refused(after));
	ASSERT_DONE(x, world_settle(x, 2 * SOON_MS));
	EXPECT_FALSE(veto_told(x, index)->flags & IFF_UP);
	ASSERT_DONE(x, refuse(after, "up", false));
	ASSERT_DONE(x, link_up(&x->rt, index, true));
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, 5 * SOON_MS));
	EXPECT_TRUE(veto_told(x, index)->flags & IFF_UP);
}

TEST_F(veto, up)
{
	refuse_up(_metadata, &self->x, false, 100);
	refuse_up(_metadata, &self->x, true, 101);
}

static void operate(struct rt *rt)
{
	__u32 index = FIRST + below(SLOTS);
	char name[IFNAMSIZ];

	snprintf(name, sizeof(name), "%s%u", below(2) ? "veto" : "honest",
		 index);
	switch (below(10)) {
	case 0 ... 1:
		link_mtu(rt, index, 1000 + below(500));
		break;
	case 2 ... 3:
		link_up(rt, index, below(2));
		break;
	case 4 ... 5:
		link_master(rt, index, below(3) * BRIDGE);
		break;
	case 6:
		link_name(rt, index, name);
		break;
	case 7 ... 8:
		link_add(rt, "dummy", name, index, 0);
		break;
	default:
		link_del(rt, index);
	}
}

static int refuse_at_random(void)
{
	static const char * const what[] = { "mtu", "upper", "name", "up", "birth" };

	return refuse(below(2), what[below(5)], below(2));
}

/* Both, with everything that they can refuse, at random. */
TEST_F(veto, storm)
{
	unsigned int i, operations = at_scale(1500, 4000, 30000);
	struct world *x = &self->x;
	struct stats s;

	srandom(random_seed());
	ASSERT_DONE(x, link_add(&x->rt, "bond", "bond7", BOND, 0));
	for (i = 0; i < operations; i++) {
		rt_batch(&x->rt);
		operate(&x->rt);
		if (i % 16)
			continue;
		tell_progress(i, operations, "operations");
		ASSERT_DONE(x, rt_flush(&x->rt));
		ASSERT_EQ(0, refuse_at_random());
		witness_read(&x->w, 0);
		ASSERT_DONE(x, stats_get(&x->c, &s));
		ASSERT_TRUE(stats_balance(&s));
	}
	ASSERT_DONE(x, rt_flush(&x->rt));
	tell("%u operations, %u failed; %lu and %lu refused; %llu events, %llu elided",
	     operations, x->rt.errors, refused(false), refused(true), s.events,
	     s.elided);
	EXPECT_LT(operations / 1000, refused(false));
	EXPECT_LT(operations / 1000, refused(true));
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, 5 * SOON_MS));
}

TEST_HARNESS_MAIN
