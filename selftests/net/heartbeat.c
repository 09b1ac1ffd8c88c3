// SPDX-License-Identifier: GPL-2.0
/* The heartbeat: listeners are told where history stands. */
#include <errno.h>

#include "lib/case.h"
#include "lib/crowd.h"
#include "lib/rules.h"

FIXTURE(heartbeat)
{
	struct world x;
};

FIXTURE_SETUP(heartbeat)
{
	ASSERT_EQ(0, world_open(&self->x));
	ASSERT_EQ(0, world_without_ipv6());
}

/* That each sync-ntf is in its place is the witness's to complain of. */
FIXTURE_TEARDOWN(heartbeat)
{
	EXPECT_EQ(0, world_close(&self->x));
}

static int set(struct world *x, __u32 ms)
{
	return config_set(&x->c, NTHROTTLE_A_CONFIG_HEARTBEAT_MS, ms, 0);
}

/* How many come within a time? */
static unsigned int syncs(struct world *x, unsigned int ms)
{
	__u64 end_ns = now_ns() + ms * MS;
	unsigned int before;

	witness_read(&x->w, 0);
	before = x->w.syncs;
	while (now_ns() < end_ns)
		witness_read(&x->w, 10);
	return x->w.syncs - before;
}

static bool next(struct world *x, int timeout_ms)
{
	__u64 end_ns = now_ns() + timeout_ms * MS;
	unsigned int before = x->w.syncs;

	while (x->w.syncs == before && now_ns() < end_ns)
		witness_read(&x->w, 10);
	return x->w.syncs != before;
}

TEST_F(heartbeat, interval)
{
	struct world *x = &self->x;
	struct config cfg;
	unsigned int n;
	__u64 begin_ns;

	ASSERT_DONE(x, config_get(&x->c, &cfg));
	EXPECT_EQ(0, cfg.heartbeat_ms);
	EXPECT_EQ(0, syncs(x, 400));
	ASSERT_DONE(x, set(x, 100));
	ASSERT_DONE(x, config_get(&x->c, &cfg));
	EXPECT_EQ(100, cfg.heartbeat_ms);
	begin_ns = now_ns();
	n = syncs(x, 2000);
	tell("%u in 2 s, at 100 ms", n);
	/* Each one that is late on a busy machine makes the next ones late. */
	EXPECT_LE(5, n);
	EXPECT_GE((now_ns() - begin_ns) / (100 * MS) + 1, n);
	EXPECT_EQ(cfg.seq, x->w.sync);
	/* A longer and a shorter one are in force at once. */
	ASSERT_DONE(x, set(x, 3600000));
	EXPECT_GE(1, syncs(x, 500));
	ASSERT_DONE(x, set(x, 200));
	ASSERT_TRUE(next(x, 200 + SLACK_NS / MS));
	ASSERT_DONE(x, set(x, 0));
	syncs(x, 0);
	EXPECT_EQ(0, syncs(x, 500));
}

/* Among notifications it says what was sent, neither more nor less. */
TEST_F(heartbeat, in_order)
{
	struct world *x = &self->x;
	unsigned int i, k;

	ASSERT_DONE(x, world_burst(x, 10, 1000));
	x->w.threshold_ns = 0;
	ASSERT_DONE(x, crowd_make(x, 0, 50));
	ASSERT_DONE(x, set(x, 100));
	for (i = 0; i < 100; i++) {
		rt_batch(&x->rt);
		for (k = 0; k < 50; k++)
			link_mtu(&x->rt, CROWD_FIRST + k, 1000 + i);
		ASSERT_DONE(x, rt_flush(&x->rt));
		witness_read(&x->w, 20);
	}
	ASSERT_DONE(x, world_settle(x, SOON_MS));
	ASSERT_TRUE(next(x, SOON_MS));
	EXPECT_EQ(x->w.seq, x->w.sync);
	tell("%u among %llu notifications", x->w.syncs,
	     (unsigned long long)x->w.seq);
	EXPECT_LT(5, x->w.syncs);
}

TEST_F(heartbeat, range)
{
	static const __u32 bad[] = { 1, 99, 3600001, 0xffffffff };
	struct world *x = &self->x;
	struct config cfg;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_EQ(-ERANGE, set(x, bad[i]));
		EXPECT_NE(NULL, strstr(x->c.chan.why,
				       "heartbeat-ms must be 0 (off) or between 100 and 3600000"));
		EXPECT_EQ(NTHROTTLE_A_CONFIG_HEARTBEAT_MS, x->c.chan.err_attr);
	}
	ASSERT_DONE(x, config_get(&x->c, &cfg));
	EXPECT_EQ(0, cfg.heartbeat_ms);
}

TEST_HARNESS_MAIN
