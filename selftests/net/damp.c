// SPDX-License-Identifier: GPL-2.0
/* The damp gate, on the carrier of a veth. */
#include <errno.h>

#include "lib/case.h"
#include "lib/flap.h"

#define HALF_LIFE_MS 1000

FIXTURE(damp)
{
	struct world x;
	struct pair p;
};

static int set_damp(struct world *x, __u32 mode)
{
	return profile_do(&x->c, NTHROTTLE_CMD_PROFILE_SET, "default",
			  NTHROTTLE_A_PROFILE_DAMP, mode,
			  NTHROTTLE_A_PROFILE_HALF_LIFE_MS, HALF_LIFE_MS,
			  NTHROTTLE_A_PROFILE_MAX_SUPPRESS_MS, 4000, 0);
}

FIXTURE_SETUP(damp)
{
	struct world *x = &self->x;

	ASSERT_EQ(0, world_open(x));
	ASSERT_DONE(x, world_burst(x, 10, 1000));
	ASSERT_DONE(x, pair_make(x, "v0", &self->p));
	ASSERT_DONE(x, set_damp(x, NTHROTTLE_DAMP_ON));
	x->w.threshold_ns = 0;
}

FIXTURE_TEARDOWN(damp)
{
	EXPECT_EQ(0, world_close(&self->x));
}

/* Lose the carrier until a notification says that this was too much. */
static int flap_until_damped(struct world *x, const struct pair *p,
			     struct ntf *n)
{
	int i, err;

	for (i = 0; i < 10; i++) {
		err = pair_carrier(x, p, false) ?: wait_told(x, p->index);
		if (err)
			return err;
		while (witness_next(&x->w, p->index, 0, n))
			if (n->why == NTHROTTLE_WHY_DAMPED)
				return 0;
		err = pair_carrier(x, p, true);
		if (err)
			return err;
	}
	return -ETIME;
}

/* One that says down, silence, and one with the final state at reuse. */
TEST_F(damp, story)
{
	struct world *x = &self->x;
	__u64 reuse_ns, more_ns = 0;
	struct ntf n, m;
	struct dev d;

	ASSERT_DONE(x, flap_until_damped(x, &self->p, &n));
	EXPECT_EQ(0, n.s.carrier);
	EXPECT_TRUE(n.damping.valid);
	EXPECT_EQ(1, n.damping.damped);
	EXPECT_LT(2000, n.damping.penalty);
	EXPECT_EQ(16000, n.damping.ceiling);
	EXPECT_LE(3, n.damping.flaps);
	/* Nothing of what happens now is heard. */
	ASSERT_DONE(x, pair_carrier(x, &self->p, true));
	ASSERT_DONE(x, link_mtu(&x->rt, self->p.index, 1400));
	ASSERT_DONE(x, client_do(&x->c, NTHROTTLE_CMD_FLUSH));
	ASSERT_DONE(x, dev_get(&x->c, self->p.index, &d));
	EXPECT_EQ(NTHROTTLE_GATE_DAMP, d.reason);
	EXPECT_EQ(1, d.damping.damped);
	EXPECT_EQ(1, d.n_damped);
	EXPECT_EQ(n.damping.flaps, d.n_flaps);
	reuse_ns = n.sent_ns + n.damping.reuse_in_ns;
	EXPECT_GT(MS, d.due_ns > reuse_ns ? d.due_ns - reuse_ns :
		  reuse_ns - d.due_ns);
	ASSERT_TRUE(witness_next(&x->w, self->p.index, SOON_MS, &m));
	EXPECT_EQ(NTHROTTLE_WHY_UNDAMPED, m.why);
	EXPECT_EQ(1, m.s.carrier);
	EXPECT_EQ(1400, m.s.mtu);
	EXPECT_EQ(0, m.damping.damped);
	EXPECT_LE(reuse_ns, m.sent_ns);
	EXPECT_GT(reuse_ns + SLACK_NS, m.sent_ns);
	EXPECT_TRUE(m.damping.penalty >= 900 && m.damping.penalty <= 1000) {
		TH_LOG("penalty %u at reuse", m.damping.penalty);
	}
	/* Silence: no event of the time between came in another one. */
	more_ns = m.first_ns;
	EXPECT_LT(n.sent_ns, more_ns);
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, SOON_MS));
}

/* Down is reported whatever the link is at that moment. */
TEST_F(damp, reports_down)
{
	struct world *x = &self->x;
	struct ntf n;
	__u64 id;
	int i;

	ASSERT_DONE(x, hold_begin(&x->c, 0, &id));
	for (i = 0; i < 3; i++)
		ASSERT_DONE(x, pair_flap(x, &self->p));
	ASSERT_DONE(x, hold_release(&x->c, id));
	ASSERT_TRUE(witness_next(&x->w, self->p.index, SOON_MS, &n));
	EXPECT_EQ(NTHROTTLE_WHY_DAMPED, n.why);
	EXPECT_EQ(0, n.s.carrier);
	EXPECT_EQ(2, n.s.operstate);
	EXPECT_EQ(IFF_UP, n.s.flags & (IFF_UP | IFF_RUNNING));
	ASSERT_TRUE(n.raw);
	EXPECT_EQ(1, n.raw_carrier);
	EXPECT_EQ(6, n.raw_operstate);
	EXPECT_TRUE(n.raw_flags & IFF_RUNNING);
	/* Nothing happens any more, and yet the truth is told. */
	ASSERT_TRUE(witness_next(&x->w, self->p.index, SOON_MS, &n));
	EXPECT_EQ(NTHROTTLE_WHY_UNDAMPED, n.why);
	EXPECT_EQ(0, n.count);
	EXPECT_FALSE(n.raw);
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, SOON_MS));
}

/* Every loss that the device counted is charged, whatever link watch merged. */
TEST_F(damp, merged_losses)
{
	struct world *x = &self->x;
	struct link_state before, after;
	struct dev d;
	int i;

	ASSERT_DONE(x, link_get(&x->rt, "v0", &before));
	rt_batch(&x->rt);
	for (i = 0; i < 20; i++) {
		link_up(&x->rt, self->p.peer, false);
		link_up(&x->rt, self->p.peer, true);
	}
	ASSERT_DONE(x, rt_flush(&x->rt));
	ASSERT_DONE(x, link_get(&x->rt, "v0", &after));
	EXPECT_LE(before.downs + 15, after.downs);
	/* The last ones are seen when link watch tells of them. */
	EXPECT_TRUE(wait_flaps(x, self->p.index, after.downs - before.downs));
	ASSERT_TRUE(wait_carrier_seen(x, self->p.index, true));
	ASSERT_DONE(x, dev_get(&x->c, self->p.index, &d));
	EXPECT_EQ(after.downs - before.downs, d.n_flaps);
	tell("%u losses, %llu events", after.downs - before.downs,
	     (unsigned long long)d.n_events);
	ASSERT_TRUE(witness_agrees(&x->w, &x->rt, 10000));
}

/* The administrator's down is a word of its own: it ends the suppression. */
TEST_F(damp, admin_down)
{
	struct world *x = &self->x;
	struct dev d;
	struct ntf n;

	ASSERT_DONE(x, flap_until_damped(x, &self->p, &n));
	ASSERT_DONE(x, link_up(&x->rt, self->p.index, false));
	ASSERT_TRUE(witness_next(&x->w, self->p.index, AT_ONCE_MS, &n));
	EXPECT_EQ(NTHROTTLE_WHY_UNDAMPED, n.why);
	EXPECT_FALSE(n.s.flags & IFF_UP);
	EXPECT_EQ(0, n.damping.penalty);
	ASSERT_DONE(x, link_up(&x->rt, self->p.index, true));
	ASSERT_TRUE(witness_agrees(&x->w, &x->rt, SOON_MS));
	ASSERT_DONE(x, dev_get(&x->c, self->p.index, &d));
	EXPECT_EQ(0, d.damping.penalty);
	EXPECT_EQ(n.damping.flaps, d.n_flaps);
}

/* What the administrator does is no flap, whether or not it counts. */
TEST_F(damp, filtered_down)
{
	struct world *x = &self->x;
	struct link_state before, after;
	struct dev d;

	ASSERT_DONE(x, profile_set_one(&x->c, NTHROTTLE_A_PROFILE_EVENTS,
				       NTHROTTLE_EVENT_CHANGE));
	ASSERT_DONE(x, link_get(&x->rt, "v0", &before));
	ASSERT_DONE(x, link_up(&x->rt, self->p.index, false));
	ASSERT_DONE(x, link_up(&x->rt, self->p.index, true));
	ASSERT_TRUE(wait_carrier_seen(x, self->p.index, true));
	ASSERT_DONE(x, link_get(&x->rt, "v0", &after));
	EXPECT_LT(before.downs, after.downs);
	ASSERT_DONE(x, pair_flap(x, &self->p));
	ASSERT_DONE(x, dev_get(&x->c, self->p.index, &d));
	EXPECT_EQ(1, d.n_flaps);
	ASSERT_DONE(x, world_settle(x, SOON_MS));
}

TEST_F(damp, reset)
{
	struct world *x = &self->x;
	struct dev d;
	struct ntf n;

	ASSERT_DONE(x, flap_until_damped(x, &self->p, &n));
	ASSERT_DONE(x, dev_reset(&x->c, self->p.index));
	ASSERT_TRUE(witness_next(&x->w, self->p.index, AT_ONCE_MS, &n));
	EXPECT_EQ(NTHROTTLE_WHY_UNDAMPED, n.why);
	ASSERT_DONE(x, dev_get(&x->c, self->p.index, &d));
	EXPECT_EQ(0, d.damping.penalty);
	EXPECT_EQ(0, d.damping.damped);
	EXPECT_EQ(-ENODEV, dev_reset(&x->c, 9999));
	ASSERT_TRUE(witness_agrees(&x->w, &x->rt, SOON_MS));
}

/* Without the gate, the listeners still hear that they were misled. */
TEST_F(damp, off)
{
	struct world *x = &self->x;
	struct ntf n;

	ASSERT_DONE(x, flap_until_damped(x, &self->p, &n));
	ASSERT_DONE(x, link_up(&x->rt, self->p.peer, true));
	ASSERT_DONE(x, set_damp(x, NTHROTTLE_DAMP_OFF));
	ASSERT_TRUE(witness_next(&x->w, self->p.index, AT_ONCE_MS, &n));
	EXPECT_EQ(NTHROTTLE_WHY_UNDAMPED, n.why);
	ASSERT_TRUE(witness_agrees(&x->w, &x->rt, SOON_MS));
}

/* Marks and counts, and holds nothing back. */
TEST_F(damp, monitor)
{
	struct world *x = &self->x;
	unsigned int marked = 0;
	struct stats s;
	struct ntf n;
	int i;

	ASSERT_DONE(x, set_damp(x, NTHROTTLE_DAMP_MONITOR));
	for (i = 0; i < 10; i++) {
		ASSERT_DONE(x, pair_carrier(x, &self->p, i % 2));
		ASSERT_TRUE(witness_next(&x->w, self->p.index, AT_ONCE_MS, &n));
	}
	ASSERT_TRUE(witness_agrees(&x->w, &x->rt, SOON_MS));
	for (i = 0; i < (int)x->w.n_log; i++) {
		EXPECT_NE(NTHROTTLE_WHY_DAMPED, x->w.log[i].why);
		EXPECT_NE(NTHROTTLE_WHY_UNDAMPED, x->w.log[i].why);
		EXPECT_FALSE(x->w.log[i].raw);
		marked += x->w.log[i].damping.damped;
	}
	EXPECT_LT(0, marked);
	ASSERT_DONE(x, stats_get(&x->c, &s));
	EXPECT_LT(0, s.damped);
	EXPECT_LE(5, s.flaps);
}

/* It comes with a penalty, keeps it under another name, and dies with it. */
TEST_F(damp, restart_penalty)
{
	struct world *x = &self->x;
	__u32 index;
	struct dev d;

	ASSERT_DONE(x, profile_do(&x->c, NTHROTTLE_CMD_PROFILE_SET, "default",
				  NTHROTTLE_A_PROFILE_HALF_LIFE_MS, 3600000,
				  NTHROTTLE_A_PROFILE_MAX_SUPPRESS_MS, 14400000,
				  NTHROTTLE_A_PROFILE_RESTART_PENALTY, 1500, 0));
	ASSERT_DONE(x, world_dummy(x, "d0", &index, NULL));
	ASSERT_DONE(x, dev_get(&x->c, index, &d));
	EXPECT_TRUE(d.damping.penalty >= 1498 && d.damping.penalty <= 1500);
	ASSERT_DONE(x, link_name(&x->rt, index, "d1"));
	ASSERT_DONE(x, dev_get(&x->c, index, &d));
	EXPECT_STREQ("d1", d.s.name);
	EXPECT_TRUE(d.damping.penalty >= 1498 && d.damping.penalty <= 1500);
	ASSERT_DONE(x, link_del(&x->rt, index));
	ASSERT_DONE(x, profile_do(&x->c, NTHROTTLE_CMD_PROFILE_SET, "default",
				  NTHROTTLE_A_PROFILE_RESTART_PENALTY, 0, 0));
	ASSERT_DONE(x, link_add(&x->rt, "dummy", "d1", index, 0));
	ASSERT_DONE(x, dev_get(&x->c, index, &d));
	EXPECT_EQ(0, d.damping.penalty);
	ASSERT_DONE(x, world_settle(x, SOON_MS));
}

TEST_HARNESS_MAIN
