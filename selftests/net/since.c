// SPDX-License-Identifier: GPL-2.0
/* What changed since: which interfaces are shown, how, and in which order. */
#include <errno.h>
#include <stdlib.h>

#include <netlink/attr.h>

#include "lib/case.h"
#include "lib/rules.h"
#include "lib/since.h"
#include "lib/storm.h"

#define SLOTS 60
#define FIRST 1000
#define ROUNDS 40

FIXTURE(since)
{
	struct world x;
	struct since s;
};

FIXTURE_SETUP(since)
{
	ASSERT_EQ(0, world_open(&self->x));
	ASSERT_EQ(0, world_without_ipv6());
}

FIXTURE_TEARDOWN(since)
{
	since_free(&self->s);
	EXPECT_EQ(0, world_close(&self->x));
}

/* Ask, and believe nothing of the answer. */
static int ask(struct world *x, __u64 since, struct since *s)
{
	int err;

	since_free(s);
	err = since_get(&x->c, since, NO_INSTANCE, s);
	return err ?: since_broken(s, since) ? -EBADMSG : 0;
}

static void something(struct rt *rt)
{
	__u32 slot = below(SLOTS), index = FIRST + slot;
	char name[16];

	snprintf(name, sizeof(name), "%c%u", 'a' + below(3), slot);
	switch (below(8)) {
	case 0:
	case 1:
		link_add(rt, "dummy", name, index, 0);
		break;
	case 2:
		link_del(rt, index);
		break;
	case 3:
		link_name(rt, index, name);
		break;
	case 4:
		link_up(rt, index, below(2));
		break;
	default:
		link_mtu(rt, index, 1000 + below(400));
	}
}

/* A storm whose every notification is known: since any number, exactly the last
 * ones behind it, byte by byte, deletions included.
 */
TEST_F(since, exact)
{
	struct world *x = &self->x;
	unsigned int asked = 0, i;
	size_t shown = 0, gone = 0, k;
	struct config cfg;
	__u64 since;

	srandom(random_seed());
	ASSERT_DONE(x, world_burst(x, 10, 2));
	while (x->w.n_log < 1000) {
		rt_batch(&x->rt);
		for (i = below(40); i; i--)
			something(&x->rt);
		ASSERT_DONE(x, rt_flush(&x->rt));
		witness_read(&x->w, below(10));
		/* Before it is notified it may be in the middle of anything. */
		ASSERT_DONE(x, config_get(&x->c, &cfg));
		ASSERT_DONE(x, ask(x, below(cfg.seq + 1), &self->s));
	}
	ASSERT_DONE(x, world_settle(x, SOON_MS));
	for (i = 0; i < ROUNDS; i++) {
		since = i ? below(x->w.seq + 1) : x->w.seq;
		ASSERT_DONE(x, ask(x, since, &self->s));
		EXPECT_EQ(x->w.seq, self->s.upto);
		EXPECT_EQ(x->w.instance, self->s.instance);
		EXPECT_EQ(NO_RESYNC, self->s.first);
		EXPECT_EQ(NO_RESYNC, self->s.last);
		EXPECT_EQ(0, since_differs(&self->s, &x->w, since)) {
			TH_LOG("since %llu", since);
		}
		EXPECT_EQ(since == x->w.seq, !self->s.n);
		for (k = 0; k < self->s.n; k++)
			gone += self->s.shown[k].deleted;
		shown += self->s.n;
		asked++;
	}
	tell("%u answers with %zu interfaces, %zu of them deleted", asked,
	     shown, gone);
	EXPECT_LT(100, gone);
}

/* What waits is not told: an interface looks as it was notified. */
TEST_F(since, as_last_notified)
{
	struct world *x = &self->x;
	struct ntf birth, n;
	struct dev d;
	__u32 index;

	ASSERT_DONE(x, world_strict(x, 600000));
	ASSERT_DONE(x, world_dummy(x, "d0", &index, &birth));
	ASSERT_DONE(x, link_mtu(&x->rt, index, 1234));
	ASSERT_DONE(x, link_name(&x->rt, index, "other"));
	ASSERT_DONE(x, dev_get(&x->c, index, &d));
	EXPECT_EQ(1234, d.s.mtu);
	EXPECT_EQ(2, d.count);
	ASSERT_DONE(x, ask(x, birth.seq - 1, &self->s));
	ASSERT_EQ(1, self->s.n);
	EXPECT_EQ(birth.digest, self->s.shown[0].digest);
	EXPECT_STREQ("d0", self->s.shown[0].s.name);
	ASSERT_DONE(x, ask(x, birth.seq, &self->s));
	EXPECT_EQ(0, self->s.n);
	x->w.flushes = true;
	ASSERT_DONE(x, client_do(&x->c, NTHROTTLE_CMD_FLUSH));
	ASSERT_TRUE(witness_next(&x->w, index, SOON_MS, &n));
	ASSERT_DONE(x, ask(x, birth.seq, &self->s));
	ASSERT_EQ(1, self->s.n);
	EXPECT_EQ(n.digest, self->s.shown[0].digest);
	EXPECT_EQ(1234, self->s.shown[0].s.mtu);
}

/* Made and deleted in a hold: a tombstone if somebody was shown it, for he must
 * learn of its end; nothing at all otherwise.
 */
TEST_F(since, comes_and_goes_in_a_hold)
{
	struct world *x = &self->x;
	struct config before, after;
	struct stats s0, s1;
	struct ntf n;
	struct dev d;
	__u64 id;

	ASSERT_DONE(x, config_get(&x->c, &before));
	ASSERT_DONE(x, stats_get(&x->c, &s0));
	ASSERT_DONE(x, hold_begin(&x->c, 0, &id));
	ASSERT_DONE(x, link_add(&x->rt, "dummy", "shown", 500, 0));
	ASSERT_DONE(x, link_add(&x->rt, "dummy", "unseen", 501, 0));
	ASSERT_DONE(x, dev_get(&x->c, 500, &d));
	/* That it exists was not notified yet. */
	ASSERT_DONE(x, ask(x, 0, &self->s));
	EXPECT_EQ(NULL, since_find(&self->s, d.id));
	ASSERT_DONE(x, link_del(&x->rt, 500));
	ASSERT_DONE(x, link_del(&x->rt, 501));
	ASSERT_DONE(x, hold_release(&x->c, id));
	ASSERT_TRUE(witness_next(&x->w, 500, SOON_MS, &n));
	EXPECT_TRUE(n.deleted);
	EXPECT_EQ(d.id, n.id);
	ASSERT_DONE(x, world_settle(x, SOON_MS));
	ASSERT_DONE(x, ask(x, before.seq, &self->s));
	ASSERT_EQ(1, self->s.n);
	EXPECT_EQ(n.digest, self->s.shown[0].digest);
	EXPECT_EQ(0, witness_untaken(&x->w, 0));
	ASSERT_DONE(x, config_get(&x->c, &after));
	EXPECT_EQ(before.deleted + 1, after.deleted);
	EXPECT_EQ(before.seq + 1, after.seq);
	ASSERT_DONE(x, stats_get(&x->c, &s1));
	EXPECT_LT(s0.elided, s1.elided);
}

/* Who moves away is deleted here and new there; neither hears of the other. */
TEST_F(since, netns)
{
	struct world *x = &self->x, y;
	struct ntf birth, gone, n;
	__u32 index, there;

	ASSERT_EQ(0, world_open(&y));
	ASSERT_DONE(x, world_dummy(x, "d0", &index, &birth));
	ASSERT_DONE(&y, world_dummy(&y, "e0", &there, &n));
	ASSERT_DONE(x, link_netns(&x->rt, index, y.netns));
	do {
		ASSERT_TRUE(witness_next(&x->w, index, SOON_MS, &gone));
	} while (!gone.deleted);
	ASSERT_DONE(x, ask(x, birth.seq, &self->s));
	ASSERT_EQ(1, self->s.n);
	EXPECT_EQ(gone.digest, self->s.shown[0].digest);
	ASSERT_DONE(&y, world_settle(&y, SOON_MS));
	there = link_index(&y.rt, "d0");
	ASSERT_DONE(&y, ask(&y, n.seq, &self->s));
	EXPECT_EQ(0, since_differs(&self->s, &y.w, n.seq));
	ASSERT_EQ(1, self->s.n);
	EXPECT_EQ(there, self->s.shown[0].s.ifindex);
	EXPECT_FALSE(self->s.shown[0].deleted);
	EXPECT_EQ(y.w.instance, self->s.instance);
	EXPECT_NE(x->w.instance, y.w.instance);
	EXPECT_EQ(0, world_close(&y));
}

static int dump_with(struct client *c, int attr, const void *data, int len,
		     int flags)
{
	struct nl_msg *msg = client_msg(c, NTHROTTLE_CMD_DEV_GET, flags);
	__u64 since = 0;

	nla_put(msg, attr, len, data);
	if (attr == NTHROTTLE_A_DEV_INSTANCE && len != sizeof(__u64))
		nla_put_u64(msg, NTHROTTLE_A_DEV_SINCE, since);
	return chan_call(&c->chan, msg, NULL, NULL);
}

/* What makes no sense is refused and counts for nothing. Linux 6.1 takes no text
 * from a dump's own checks.
 */
TEST_F(since, malformed)
{
	static const int attrs[] = {
		NTHROTTLE_A_DEV_SINCE, NTHROTTLE_A_DEV_INSTANCE,
	};
	static const int lens[] = { 0, 1, 4, 7 };
	struct client *c = &self->x.c;
	__u64 data[2] = { self->x.w.instance };
	struct stats s0, s1;
	size_t i, k;
	int attr;

	ASSERT_DONE(&self->x, stats_get(c, &s0));
	for (i = 0; i < ARRAY_SIZE(attrs); i++)
		for (k = 0; k < ARRAY_SIZE(lens); k++) {
			EXPECT_GT(0, dump_with(c, attrs[i], data, lens[k],
					       NLM_F_DUMP)) {
				TH_LOG("attribute %d of %d bytes", attrs[i],
				       lens[k]);
			}
			EXPECT_NE('\0', c->chan.why[0]);
		}
	for (attr = 1; attr <= NTHROTTLE_A_DEV_MAX + 1; attr++) {
		if (attr == NTHROTTLE_A_DEV_SINCE)
			continue;
		EXPECT_EQ(-EINVAL, dump_with(c, attr, data, 8, NLM_F_DUMP)) {
			TH_LOG("attribute %d in a dump", attr);
		}
	}
	for (i = 0; i < ARRAY_SIZE(attrs); i++) {
		EXPECT_EQ(-EINVAL, dump_with(c, attrs[i], data, 8, 0));
		EXPECT_NE(NULL, strstr(c->chan.why, "for a dump"));
	}
	ASSERT_DONE(&self->x, stats_get(c, &s1));
	EXPECT_EQ(0, memcmp(&s0, &s1, sizeof(s0)));
}

TEST_HARNESS_MAIN
