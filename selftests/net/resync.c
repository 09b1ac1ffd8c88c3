// SPDX-License-Identifier: GPL-2.0
/* What changed since, when changes alone cannot tell; and how deleted interfaces
 * are forgotten.
 */
#include <errno.h>
#include <stdlib.h>

#include "lib/case.h"
#include "lib/crowd.h"
#include "lib/since.h"

#define MANY 300
#define BATCH_MAX 256	/* notifications in one send */

FIXTURE(resync)
{
	struct world x;
	struct since s;
};

FIXTURE_SETUP(resync)
{
	struct world *x = &self->x;

	ASSERT_EQ(0, world_open(x));
	ASSERT_EQ(0, world_without_ipv6());
	ASSERT_DONE(x, world_burst(x, 10, 1000));
	x->w.threshold_ns = 0;
}

FIXTURE_TEARDOWN(resync)
{
	since_free(&self->s);
	EXPECT_EQ(0, world_close(&self->x));
}

static int ask(struct world *x, __u64 since, __u64 instance, struct since *s)
{
	since_free(s);
	return since_get(&x->c, since, instance, s);
}

TEST_F(resync, reasons)
{
	struct world *x = &self->x;
	struct since *s = &self->s;
	struct config cfg;
	struct stats st;

	ASSERT_DONE(x, crowd_make(x, 0, 20));
	ASSERT_DONE(x, crowd_delete(x, 0, 10));
	ASSERT_DONE(x, config_get(&x->c, &cfg));
	EXPECT_EQ(0, cfg.horizon);
	EXPECT_EQ(10, cfg.deleted);
	ASSERT_DONE(x, ask(x, cfg.seq + 1, NO_INSTANCE, s));
	EXPECT_TRUE(since_full(s, &x->w, NTHROTTLE_RESYNC_FUTURE));
	ASSERT_DONE(x, ask(x, ~0ULL, cfg.instance, s));
	EXPECT_TRUE(since_full(s, &x->w, NTHROTTLE_RESYNC_FUTURE));
	ASSERT_DONE(x, ask(x, cfg.seq, cfg.instance + 1, s));
	EXPECT_TRUE(since_full(s, &x->w, NTHROTTLE_RESYNC_INSTANCE));
	ASSERT_DONE(x, ask(x, cfg.seq, cfg.instance, s));
	EXPECT_EQ(NO_RESYNC, s->first);
	EXPECT_EQ(0, s->n);
	/* The ten last notifications are the deletions. */
	ASSERT_DONE(x, tombstones_keep(x, 4));
	ASSERT_TRUE(tombstones_settle(x, 4, &cfg));
	EXPECT_EQ(cfg.seq - 4, cfg.horizon);
	ASSERT_DONE(x, ask(x, cfg.horizon - 1, NO_INSTANCE, s));
	EXPECT_TRUE(since_full(s, &x->w, NTHROTTLE_RESYNC_HORIZON));
	ASSERT_DONE(x, ask(x, 0, NO_INSTANCE, s));
	EXPECT_TRUE(since_full(s, &x->w, NTHROTTLE_RESYNC_HORIZON));
	ASSERT_DONE(x, ask(x, cfg.horizon, NO_INSTANCE, s));
	EXPECT_EQ(NO_RESYNC, s->first);
	EXPECT_EQ(4, s->n);
	EXPECT_EQ(0, since_differs(s, &x->w, cfg.horizon));
	ASSERT_DONE(x, stats_get(&x->c, &st));
	/* Since 0 is no resync: who begins has nothing to begin anew. */
	EXPECT_EQ(4, st.resyncs);
	EXPECT_EQ(6, st.evicted);
}

/* Nothing is remembered, and the horizon says so. */
TEST_F(resync, no_tombstones)
{
	struct world *x = &self->x;
	struct config before, cfg;

	ASSERT_DONE(x, tombstones_keep(x, 0));
	ASSERT_DONE(x, crowd_make(x, 0, 3));
	ASSERT_DONE(x, config_get(&x->c, &before));
	ASSERT_DONE(x, ask(x, 0, NO_INSTANCE, &self->s));
	EXPECT_EQ(NO_RESYNC, self->s.first);
	ASSERT_DONE(x, crowd_delete(x, 1, 1));
	ASSERT_TRUE(tombstones_settle(x, 0, &cfg));
	EXPECT_EQ(before.seq + 1, cfg.horizon);
	ASSERT_DONE(x, ask(x, before.seq, NO_INSTANCE, &self->s));
	EXPECT_TRUE(since_full(&self->s, &x->w, NTHROTTLE_RESYNC_HORIZON));
	ASSERT_DONE(x, ask(x, cfg.seq, NO_INSTANCE, &self->s));
	EXPECT_EQ(NO_RESYNC, self->s.first);
	EXPECT_EQ(0, self->s.n);
}

/* Never more than the limit, but for what the send under way adds. */
TEST_F(resync, limit)
{
	struct world *x = &self->x;
	struct config cfg;
	struct stats s;
	__u32 i, rounds = kernel_is_slow() ? 1 : 4, most = 0;

	ASSERT_DONE(x, tombstones_keep(x, 20));
	for (i = 0; i < rounds; i++) {
		ASSERT_DONE(x, crowd_make(x, 0, MANY));
		ASSERT_DONE(x, link_del_group(&x->rt, CROWD_GROUP));
		do {
			witness_read(&x->w, 0);
			ASSERT_DONE(x, config_get(&x->c, &cfg));
			most = cfg.deleted > most ? cfg.deleted : most;
			ASSERT_LE(cfg.horizon, cfg.seq);
		} while (cfg.pending);
		ASSERT_TRUE(tombstones_settle(x, 20, &cfg));
		EXPECT_EQ(cfg.seq - 20, cfg.horizon);
	}
	EXPECT_GE(20 + BATCH_MAX, most);
	ASSERT_DONE(x, stats_get(&x->c, &s));
	EXPECT_EQ(rounds * MANY - 20, s.evicted);
	tell("at most %u of 20 were seen", most);
	/* What is not in range is refused. */
	EXPECT_EQ(-ERANGE, tombstones_keep(x, 65537));
	EXPECT_NE(NULL, strstr(x->c.chan.why,
			       "tombstones must be between 0 and 65536"));
	/* More room changes nothing; less forgets at once. */
	ASSERT_DONE(x, tombstones_keep(x, 65536));
	ASSERT_TRUE(tombstones_settle(x, 20, &cfg));
	ASSERT_DONE(x, tombstones_keep(x, 7));
	ASSERT_TRUE(tombstones_settle(x, 7, &cfg));
	EXPECT_EQ(cfg.seq - 7, cfg.horizon);
	ASSERT_DONE(x, stats_get(&x->c, &s));
	EXPECT_EQ(rounds * MANY - 7, s.evicted);
}

TEST_HARNESS_MAIN
