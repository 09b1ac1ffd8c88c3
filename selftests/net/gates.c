// SPDX-License-Identifier: GPL-2.0
/* When notifications come: burst, threshold, back-off, batches. */
#include "lib/case.h"

FIXTURE(gates)
{
	struct world x;
};

FIXTURE_SETUP(gates)
{
	ASSERT_EQ(0, world_open(&self->x));
}

FIXTURE_TEARDOWN(gates)
{
	EXPECT_EQ(0, world_close(&self->x));
}

/* With the defaults nobody waits for what a new interface does at once, and
 * whoever goes on after that waits for the threshold.
 */
TEST_F(gates, burst_then_throttle)
{
	struct world *x = &self->x;
	struct ntf n = {}, later;
	__u64 last_ns;
	__u32 index;
	int i;

	ASSERT_DONE(x, link_add_veth(&x->rt, "v0", "v1"));
	index = link_index(&x->rt, "v0");
	ASSERT_DONE(x, link_name(&x->rt, index, "uplink"));
	ASSERT_DONE(x, link_up(&x->rt, link_index(&x->rt, "v1"), true));
	ASSERT_DONE(x, link_up(&x->rt, index, true));
	last_ns = now_ns();
	do {
		ASSERT_TRUE(witness_next(&x->w, index, SOON_MS, &n)) {
			TH_LOG("last known: %s, flags %#x, carrier %u",
			       n.s.name, n.s.flags, n.s.carrier);
		}
	} while (strcmp(n.s.name, "uplink") || !n.s.carrier ||
		 n.s.operstate != 6 || !(n.s.flags & IFF_UP));
	tell("all known %lld us after the last operation",
	     (long long)(n.sent_ns - last_ns) / 1000);
	EXPECT_LT(n.sent_ns, last_ns + SLACK_NS);
	EXPECT_EQ(NTHROTTLE_WHY_LEADING, n.why);
	EXPECT_STREQ("veth", n.s.kind);

	/* Spend what is left of the burst; then the threshold rules. */
	for (i = 0; n.why == NTHROTTLE_WHY_LEADING; i++) {
		ASSERT_LT(i, 10);
		last_ns = n.sent_ns;
		ASSERT_DONE(x, link_mtu(&x->rt, index, 1400 - i));
		ASSERT_TRUE(witness_next(&x->w, index, SOON_MS, &n));
	}
	EXPECT_EQ(NTHROTTLE_WHY_TRAILING, n.why);
	EXPECT_LE(last_ns + 2000 * MS, n.sent_ns);
	EXPECT_GT(last_ns + 2000 * MS + SLACK_NS, n.sent_ns);
	later = n;
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, SOON_MS));
	EXPECT_EQ(later.seq, x->w.rows[index].last.seq);
}

/* Burst 1: the leading edge at once, the trailing edge exactly one threshold
 * later, and in it all that happened meanwhile.
 */
TEST_F(gates, strict)
{
	/* Time enough for all of them. */
	const __u32 ms = kernel_is_slow() ? 3000 : 500;
	struct world *x = &self->x;
	__u64 before_ns, first_ns, last_ns;
	struct stats s0, s1;
	struct ntf lead, trail;
	__u32 index;
	int i;

	ASSERT_DONE(x, world_strict(x, ms));
	before_ns = now_ns();
	ASSERT_DONE(x, world_dummy(x, "d0", &index, &lead));
	EXPECT_EQ(NTHROTTLE_WHY_LEADING, lead.why);
	EXPECT_TRUE(lead.events & NTHROTTLE_EVENT_REGISTER);
	EXPECT_LT(lead.sent_ns, before_ns + SLACK_NS);

	ASSERT_DONE(x, stats_get(&x->c, &s0));
	before_ns = now_ns();
	ASSERT_DONE(x, link_mtu(&x->rt, index, 1400));
	first_ns = now_ns();
	for (i = 0; i < 5; i++) {
		ASSERT_DONE(x, link_up(&x->rt, index, true));
		ASSERT_DONE(x, link_up(&x->rt, index, false));
	}
	last_ns = now_ns();
	ASSERT_DONE(x, link_name(&x->rt, index, "d1"));
	ASSERT_DONE(x, stats_get(&x->c, &s1));

	ASSERT_TRUE(witness_next(&x->w, index, SOON_MS, &trail));
	EXPECT_EQ(NTHROTTLE_WHY_TRAILING, trail.why);
	EXPECT_LE(lead.sent_ns + ms * MS, trail.sent_ns);
	EXPECT_GT(lead.sent_ns + ms * MS + SLACK_NS, trail.sent_ns);
	EXPECT_EQ(NTHROTTLE_EVENT_MTU | NTHROTTLE_EVENT_UP |
		  NTHROTTLE_EVENT_DOWN | NTHROTTLE_EVENT_RENAME,
		  trail.events);
	EXPECT_EQ(12, trail.count);
	EXPECT_EQ(s1.events - s0.events, trail.count);
	EXPECT_LE(before_ns, trail.first_ns);
	EXPECT_GE(first_ns, trail.first_ns);
	EXPECT_LE(last_ns, trail.last_ns);
	EXPECT_STREQ("d1", trail.s.name);
	EXPECT_EQ(1400, trail.s.mtu);
	EXPECT_EQ(lead.id, trail.id);
}

/* What one interface does never delays another one. */
TEST_F(gates, independent)
{
	struct world *x = &self->x;
	struct ntf n;
	__u32 a, b;
	__u64 t;

	ASSERT_DONE(x, world_strict(x, 60000));
	ASSERT_DONE(x, world_dummy(x, "a", &a, NULL));
	ASSERT_DONE(x, link_mtu(&x->rt, a, 1400));
	t = now_ns();
	ASSERT_DONE(x, world_dummy(x, "b", &b, &n));
	EXPECT_LT(n.sent_ns, t + SLACK_NS);
	EXPECT_EQ(0, witness_untaken(&x->w, a));

	ASSERT_DONE(x, world_strict(x, 400));
	ASSERT_TRUE(witness_next(&x->w, a, SOON_MS, &n));
	EXPECT_EQ(NTHROTTLE_EVENT_MTU, n.events);
	EXPECT_EQ(1, n.count);
}

static __u64 next_gap(struct world *x, __u32 index, struct ntf *n)
{
	__u64 before_ns = n->sent_ns;
	static __u32 mtu = 1000;

	if (link_mtu(&x->rt, index, mtu++ % 100 + 1000) ||
	    !witness_next(&x->w, index, SOON_MS, n))
		return 0;
	return n->sent_ns - before_ns;
}

/* Who goes on waits twice as long each time, up to threshold-max; a quiet time
 * brings it back.
 */
TEST_F(gates, back_off)
{
	static const __u64 expected[] = { 1, 2, 4, 4, 4 };	/* thresholds */
	/* Whoever is slower than that is not throttled. */
	const __u32 ms = kernel_is_slow() ? 500 : 100;
	struct profile p = { ms, 4 * ms, 1, EVENT_ALL, 0 };
	struct world *x = &self->x;
	unsigned int round, i;
	struct ntf n;
	__u32 index;

	ASSERT_DONE(x, profile_set(&x->c, &p));
	ASSERT_DONE(x, world_dummy(x, "d0", &index, &n));
	for (round = 0; round < 2; round++) {
		for (i = 0; i < ARRAY_SIZE(expected); i++) {
			__u64 gap = next_gap(x, index, &n);

			EXPECT_LE(expected[i] * ms * MS, gap);
			EXPECT_GT(expected[i] * ms * MS + SLACK_NS / 2, gap) {
				TH_LOG("round %u, %u", round, i);
			}
			EXPECT_EQ(NTHROTTLE_WHY_TRAILING, n.why);
		}
		pause_ms(5 * ms);
		EXPECT_NE(0, next_gap(x, index, &n));
		EXPECT_EQ(NTHROTTLE_WHY_LEADING, n.why);
	}
}

/* Sends are batch-ms apart, and dev-get says so; an isolated one is at once. */
TEST_F(gates, batch)
{
	struct world *x = &self->x;
	struct ntf na, nb;
	__u32 a, b;
	struct dev d;

	ASSERT_DONE(x, world_dummy(x, "first", &a, NULL));
	ASSERT_DONE(x, world_sent(x, 0));
	ASSERT_DONE(x, config_set_batch(&x->c, 1000));
	ASSERT_DONE(x, world_dummy(x, "a", &a, &na));
	ASSERT_DONE(x, world_sent(x, 1));
	EXPECT_LT(na.sent_ns, na.first_ns + SLACK_NS);
	ASSERT_DONE(x, link_add(&x->rt, "dummy", "b", 0, 0));
	b = link_index(&x->rt, "b");
	ASSERT_DONE(x, dev_get(&x->c, b, &d));
	EXPECT_EQ(NTHROTTLE_GATE_PACE, d.reason);
	EXPECT_EQ(NTHROTTLE_EVENT_REGISTER, d.events);
	EXPECT_EQ(1, d.count);
	EXPECT_LE(na.sent_ns + 1000 * MS, d.due_ns);
	EXPECT_GT(1001 * MS, d.due_in_ns);
	ASSERT_TRUE(witness_next(&x->w, b, SOON_MS, &nb));
	EXPECT_LE(na.sent_ns + 1000 * MS, nb.sent_ns);
	EXPECT_GT(na.sent_ns + 1000 * MS + SLACK_NS, nb.sent_ns);
	EXPECT_LE(d.due_ns, nb.sent_ns);
}

TEST_HARNESS_MAIN
