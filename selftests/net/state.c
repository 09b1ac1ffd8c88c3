// SPDX-License-Identifier: GPL-2.0
/* What notifications say of an interface, one kind of change each. */
#include "lib/case.h"

FIXTURE(state)
{
	struct world x;
	__u32 index;		/* a dummy, all notified at once */
	struct ntf birth;
};

FIXTURE_SETUP(state)
{
	struct world *x = &self->x;

	ASSERT_EQ(0, world_open(x));
	ASSERT_DONE(x, world_burst(x, 600000, 1000));
	ASSERT_DONE(x, world_dummy(x, "d0", &self->index, &self->birth));
}

FIXTURE_TEARDOWN(state)
{
	EXPECT_TRUE(witness_agrees(&self->x.w, &self->x.rt, SOON_MS));
	EXPECT_EQ(0, world_close(&self->x));
}

TEST_F(state, birth)
{
	struct ntf *n = &self->birth;

	EXPECT_EQ(NTHROTTLE_EVENT_REGISTER, n->events);
	EXPECT_STREQ("d0", n->s.name);
	EXPECT_STREQ("dummy", n->s.kind);
	EXPECT_EQ(1500, n->s.mtu);
	EXPECT_EQ(6, n->s.addr_len);
	EXPECT_EQ(0, n->s.carrier);
	EXPECT_EQ(0, n->s.master);
	EXPECT_FALSE(n->deleted);
	EXPECT_LT(1500000000ULL * 1000000000ULL, n->wall_ns);
}

TEST_F(state, rename)
{
	struct world *x = &self->x;
	struct ntf n;

	ASSERT_DONE(x, link_name(&x->rt, self->index, "other"));
	ASSERT_TRUE(witness_next(&x->w, self->index, SOON_MS, &n));
	EXPECT_EQ(NTHROTTLE_EVENT_RENAME, n.events);
	EXPECT_STREQ("other", n.s.name);
	EXPECT_EQ(self->birth.id, n.id);
}

TEST_F(state, mtu)
{
	struct world *x = &self->x;
	struct ntf n;

	ASSERT_DONE(x, link_mtu(&x->rt, self->index, 1280));
	ASSERT_TRUE(witness_next(&x->w, self->index, SOON_MS, &n));
	EXPECT_EQ(NTHROTTLE_EVENT_MTU, n.events);
	EXPECT_EQ(1280, n.s.mtu);
}

TEST_F(state, txqlen)
{
	struct world *x = &self->x;
	struct ntf n;

	ASSERT_DONE(x, link_txqlen(&x->rt, self->index, 77));
	ASSERT_TRUE(witness_next(&x->w, self->index, SOON_MS, &n));
	EXPECT_EQ(NTHROTTLE_EVENT_TXQLEN, n.events);
}

TEST_F(state, address)
{
	static const __u8 mac[] = { 2, 0x11, 0x22, 0x33, 0x44, 0x55 };
	struct world *x = &self->x;
	struct ntf n;

	ASSERT_DONE(x, link_addr(&x->rt, self->index, 0x1122334455));
	ASSERT_TRUE(witness_next(&x->w, self->index, SOON_MS, &n));
	EXPECT_EQ(NTHROTTLE_EVENT_ADDRESS, n.events);
	EXPECT_EQ(0, memcmp(mac, n.s.addr, sizeof(mac)));
}

TEST_F(state, up_down)
{
	struct world *x = &self->x;
	struct ntf n;

	ASSERT_DONE(x, link_up(&x->rt, self->index, true));
	ASSERT_TRUE(witness_next(&x->w, self->index, SOON_MS, &n));
	EXPECT_TRUE(n.events & NTHROTTLE_EVENT_UP);
	EXPECT_TRUE(n.s.flags & IFF_UP);
	EXPECT_TRUE(n.s.flags & IFF_RUNNING);
	EXPECT_EQ(1, n.s.carrier);
	ASSERT_DONE(x, link_up(&x->rt, self->index, false));
	do {
		ASSERT_TRUE(witness_next(&x->w, self->index, SOON_MS, &n));
	} while (!(n.events & NTHROTTLE_EVENT_DOWN));
	EXPECT_FALSE(n.s.flags & (IFF_UP | IFF_RUNNING));
	EXPECT_EQ(0, n.s.carrier);
	EXPECT_EQ(2, n.s.operstate);
}

TEST_F(state, flags)
{
	struct world *x = &self->x;
	struct ntf n;

	ASSERT_DONE(x, link_up(&x->rt, self->index, true));
	ASSERT_DONE(x, link_flags(&x->rt, self->index, IFF_MULTICAST,
				  IFF_MULTICAST));
	do {
		ASSERT_TRUE(witness_next(&x->w, self->index, SOON_MS, &n));
	} while (!(n.s.flags & IFF_MULTICAST));
	EXPECT_TRUE(n.events & NTHROTTLE_EVENT_CHANGE);
	EXPECT_FALSE(n.s.flags & (IFF_PROMISC | IFF_ALLMULTI));
}

static bool wait_master(struct world *x, __u32 index, __u32 master)
{
	struct ntf n;

	do {
		if (!witness_next(&x->w, index, SOON_MS, &n))
			return false;
	} while (n.s.master != master ||
		 !(n.events & NTHROTTLE_EVENT_MASTER));
	return true;
}

TEST_F(state, master_bridge)
{
	struct world *x = &self->x;
	__u32 br;

	ASSERT_DONE(x, link_add(&x->rt, "bridge", "br0", 0, 0));
	br = link_index(&x->rt, "br0");
	ASSERT_DONE(x, link_up(&x->rt, br, true));
	ASSERT_DONE(x, link_master(&x->rt, self->index, br));
	EXPECT_TRUE(wait_master(x, self->index, br));
	ASSERT_DONE(x, link_master(&x->rt, self->index, 0));
	EXPECT_TRUE(wait_master(x, self->index, 0));
	ASSERT_DONE(x, link_master(&x->rt, self->index, br));
	EXPECT_TRUE(wait_master(x, self->index, br));
	/* The bridge goes, the port stays, without a master. */
	ASSERT_DONE(x, link_del(&x->rt, br));
	EXPECT_TRUE(wait_master(x, self->index, 0));
}

/* A port that goes: the bridge's own events come after its UNREGISTER. */
TEST_F(state, port_deleted)
{
	struct world *x = &self->x;
	struct ntf n;
	__u32 br;

	ASSERT_DONE(x, link_add(&x->rt, "bridge", "br0", 0, 0));
	br = link_index(&x->rt, "br0");
	ASSERT_DONE(x, link_master(&x->rt, self->index, br));
	EXPECT_TRUE(wait_master(x, self->index, br));
	ASSERT_DONE(x, link_del(&x->rt, self->index));
	do {
		ASSERT_TRUE(witness_next(&x->w, self->index, SOON_MS, &n));
	} while (!n.deleted);
	EXPECT_EQ(br, n.s.master);
}

TEST_F(state, master_bond)
{
	struct world *x = &self->x;
	__u32 bond;

	ASSERT_DONE(x, link_add(&x->rt, "bond", "bond7", 0, 0));
	bond = link_index(&x->rt, "bond7");
	ASSERT_DONE(x, link_up(&x->rt, bond, true));
	ASSERT_DONE(x, link_master(&x->rt, self->index, bond));
	EXPECT_TRUE(wait_master(x, self->index, bond));
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, SOON_MS));
	ASSERT_DONE(x, link_master(&x->rt, self->index, 0));
	EXPECT_TRUE(wait_master(x, self->index, 0));
}

static bool carrier_is(const struct ntf *n, __u8 carrier)
{
	return n->s.carrier == carrier &&
	       n->s.operstate == (carrier ? 6 : 3) &&
	       !(n->s.flags & IFF_RUNNING) == !carrier && n->s.flags & IFF_UP;
}

/* What follows from a carrier is link watch's work, and comes later. */
static bool wait_carrier(struct world *x, __u32 index, __u8 carrier)
{
	struct ntf n;

	do {
		if (!witness_next(&x->w, index, SOON_MS, &n))
			return false;
	} while (!carrier_is(&n, carrier));
	return true;
}

TEST_F(state, carrier)
{
	struct world *x = &self->x;
	struct link_state s;
	__u32 a, b;
	int i;

	ASSERT_DONE(x, link_add_veth(&x->rt, "a", "b"));
	a = link_index(&x->rt, "a");
	b = link_index(&x->rt, "b");
	ASSERT_DONE(x, link_up(&x->rt, a, true));
	for (i = 0; i < 3; i++) {
		ASSERT_DONE(x, link_up(&x->rt, b, true));
		EXPECT_TRUE(wait_carrier(x, a, 1));
		ASSERT_DONE(x, link_up(&x->rt, b, false));
		EXPECT_TRUE(wait_carrier(x, a, 0));
	}
	ASSERT_DONE(x, link_get(&x->rt, "a", &s));
	EXPECT_EQ(s.ups, x->w.rows[a].last.s.ups);
	EXPECT_EQ(s.downs, x->w.rows[a].last.s.downs);
}

#define MANY ((int)at_scale(150, 400, 400))

struct check {
	struct world *x;
	int devs;
	int wrong;
};

static void check_dev(const struct dev *d, void *arg)
{
	struct check *c = arg;
	struct link_state s;

	c->devs++;
	if (link_get(&c->x->rt, d->s.name, &s) || link_differs(&d->s, &s))
		c->wrong++;
	if (d->s.ifindex == 1)	/* lo was notified before the witness came */
		return;
	c->wrong += d->n_events != d->n_notifications + d->n_merged ||
		    d->instance != c->x->w.instance ||
		    d->seq != witness_row(&c->x->w, d->s.ifindex)->last.seq ||
		    d->id != witness_row(&c->x->w, d->s.ifindex)->last.id;
}

/* The dump and `ip link` say the same, of so many that it takes several goes. */
TEST_F(state, dump)
{
	struct check c = { &self->x, 0, 0 };
	struct world *x = &self->x;
	struct config cfg;
	char name[16];
	int i;

	for (i = 0; i < MANY; i++) {
		snprintf(name, sizeof(name), "many%d", i);
		ASSERT_DONE(x, link_add(&x->rt, "dummy", name, 0, 7));
	}
	ASSERT_DONE(x, world_settle(x, SOON_MS));
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, SOON_MS));
	ASSERT_DONE(x, dev_dump(&x->c, check_dev, &c));
	ASSERT_DONE(x, config_get(&x->c, &cfg));
	EXPECT_EQ(MANY + 2, c.devs);
	EXPECT_EQ(MANY + 2, cfg.interfaces);
	EXPECT_EQ(0, c.wrong);
	EXPECT_EQ(cfg.seq, x->w.seq);
}

TEST_HARNESS_MAIN
