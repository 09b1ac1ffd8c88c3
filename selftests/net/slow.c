// SPDX-License-Identifier: GPL-2.0
/* What changed since, read slowly: the world does not wait. */
#include <errno.h>

#include "lib/case.h"
#include "lib/crowd.h"
#include "lib/since.h"

#define MANY 300

FIXTURE(slow)
{
	struct world x;
	struct client slow;	/* has never read much at once */
	struct since s;
};

FIXTURE_SETUP(slow)
{
	struct world *x = &self->x;

	ASSERT_EQ(0, world_open(x));
	ASSERT_EQ(0, world_without_ipv6());
	ASSERT_DONE(x, world_burst(x, 10, 1000));
	x->w.threshold_ns = 0;
	self->slow = x->c;
	ASSERT_EQ(0, chan_open(&self->slow.chan, NETLINK_GENERIC));
}

FIXTURE_TEARDOWN(slow)
{
	since_free(&self->s);
	chan_close(&self->slow.chan);
	EXPECT_EQ(0, world_close(&self->x));
}

/* Begin a dump, take what the smallest reads give, and leave the rest. */
static int begin_slowly(struct client *slow, __u64 since, unsigned int reads,
			struct since *s)
{
	int err = since_begin(slow, since, NO_INSTANCE, s);

	s->room = CHUNK;
	while (!err && reads--)
		err = since_step(slow, s) == 1 ? 0 : -EPIPE;
	return err;
}

/* While a dump is read slowly, what it would show last is notified again, and
 * some is made and deleted.
 */
TEST_F(slow, reader)
{
	struct world *x = &self->x;
	struct since *s = &self->s, next = {};
	unsigned int moved = 0;
	int more = 1;
	__u64 begin;
	__u32 i;

	ASSERT_DONE(x, crowd_make(x, 0, MANY));
	ASSERT_DONE(x, crowd_delete(x, 0, 50));
	begin = x->w.seq;
	ASSERT_DONE(x, begin_slowly(&self->slow, 0, 2, s));
	for (i = 0; i < MANY - 50 && more > 0; i++) {
		ASSERT_DONE(x, link_mtu(&x->rt, CROWD_FIRST + MANY - 1 - i,
					1400));
		if (i % 20)
			continue;
		ASSERT_DONE(x, crowd_make(x, MANY + i, 2));
		ASSERT_DONE(x, crowd_delete(x, MANY + i, 1));
		more = since_step(&self->slow, s);
	}
	EXPECT_EQ(0, more > 0 ? since_rest(&self->slow, s) : more);
	ASSERT_DONE(x, world_settle(x, SOON_MS));
	EXPECT_EQ(0, since_broken(s, 0));
	EXPECT_EQ(begin, s->upto);
	EXPECT_EQ(NO_RESYNC, s->last);
	EXPECT_EQ(0, since_differs(s, &x->w, 0));
	EXPECT_LT(10, s->datagrams);
	/* What is missing was notified again, and the next dump shows it. */
	ASSERT_DONE(x, since_get(&x->c, s->upto, s->instance, &next));
	EXPECT_EQ(0, since_broken(&next, s->upto));
	EXPECT_EQ(0, since_differs(&next, &x->w, s->upto));
	for (i = 0; i < x->w.n_log; i++)
		if (x->w.log[i].seq <= s->upto &&
		    !since_find(s, x->w.log[i].id)) {
			EXPECT_NE(NULL, since_find(&next, x->w.log[i].id));
			moved++;
		}
	tell("%zu shown in %u reads, %u moved away before", s->n, s->datagrams,
	     moved);
	EXPECT_LT(0, moved);
	since_free(&next);
}

/* Deletions that a running dump has not shown yet are forgotten: it says so at
 * its end. What it has shown already does not matter, nor what it would not
 * show at all.
 */
TEST_F(slow, evicted)
{
	struct world *x = &self->x;
	struct since *s = &self->s, again = {};
	struct config cfg;

	ASSERT_DONE(x, crowd_make(x, 0, MANY));
	ASSERT_DONE(x, crowd_delete(x, 0, MANY / 2));
	ASSERT_DONE(x, begin_slowly(&self->slow, 0, 3, s));
	EXPECT_EQ(NO_RESYNC, s->first);
	ASSERT_DONE(x, tombstones_keep(x, 10));
	ASSERT_TRUE(tombstones_settle(x, 10, &cfg));
	EXPECT_EQ(0, since_rest(&self->slow, s));
	EXPECT_EQ(0, since_broken(s, 0));
	EXPECT_EQ(NTHROTTLE_RESYNC_EVICTED, s->last);
	ASSERT_DONE(x, since_get(&x->c, 0, s->instance, &again));
	EXPECT_TRUE(since_full(&again, &x->w, NTHROTTLE_RESYNC_HORIZON));
	since_free(&again);
}

TEST_F(slow, evicted_behind)
{
	struct world *x = &self->x;
	struct since *s = &self->s;
	struct config cfg;

	/* Deletions first, then what is long. */
	ASSERT_DONE(x, crowd_make(x, 0, 10));
	ASSERT_DONE(x, crowd_delete(x, 0, 10));
	ASSERT_DONE(x, crowd_make(x, 10, MANY));
	ASSERT_DONE(x, begin_slowly(&self->slow, 0, 3, s));
	ASSERT_LT(11, s->n);
	ASSERT_DONE(x, tombstones_keep(x, 0));
	ASSERT_TRUE(tombstones_settle(x, 0, &cfg));
	EXPECT_EQ(0, since_rest(&self->slow, s));
	EXPECT_EQ(NO_RESYNC, s->last);
	EXPECT_EQ(0, since_broken(s, 0));
	EXPECT_EQ(0, since_differs(s, &x->w, 0));
	/* A dump of everything lacks no deletions. */
	ASSERT_DONE(x, tombstones_keep(x, 4096));
	ASSERT_DONE(x, crowd_delete(x, 10, 20));
	since_free(s);
	ASSERT_DONE(x, begin_slowly(&self->slow, 0, 2, s));
	EXPECT_EQ(NTHROTTLE_RESYNC_HORIZON, s->first);
	ASSERT_DONE(x, tombstones_keep(x, 0));
	ASSERT_TRUE(tombstones_settle(x, 0, &cfg));
	EXPECT_EQ(0, since_rest(&self->slow, s));
	EXPECT_TRUE(since_full(s, &x->w, NTHROTTLE_RESYNC_HORIZON));
}

TEST_HARNESS_MAIN
