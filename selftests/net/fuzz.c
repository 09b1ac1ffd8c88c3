// SPDX-License-Identifier: GPL-2.0
/* Thousands of malformed messages, while something happens. */
#include <stdlib.h>

#include <netlink/genl/genl.h>

#include "lib/case.h"
#include "lib/rules.h"

#define MESSAGES 20000

FIXTURE(fuzz)
{
	struct world x;
};

FIXTURE_SETUP(fuzz)
{
	ASSERT_EQ(0, world_open(&self->x));
}

FIXTURE_TEARDOWN(fuzz)
{
	EXPECT_EQ(0, world_close(&self->x));
}

static unsigned int below(unsigned int n)
{
	return (unsigned int)random() % n;
}

static size_t add_attrs(char *buf, size_t room, int depth)
{
	size_t len = 0, want;
	struct nlattr *a;

	while (room - len > 80 && below(5)) {
		a = (struct nlattr *)(buf + len);
		want = below(4) ? below(9) : below(70);
		a->nla_type = below(10) ? below(38) : random();
		if (!below(8))
			a->nla_type |= NLA_F_NESTED;
		if (!below(20))
			a->nla_type |= NLA_F_NET_BYTEORDER;
		if (depth < 4 && !below(4))
			want = add_attrs(nla_data(a), room - len - NLA_HDRLEN,
					 depth + 1);
		else if (below(2))
			memset(nla_data(a), 0, want);
		a->nla_len = NLA_HDRLEN + want;
		len += NLA_ALIGN(a->nla_len);
		if (!below(12))		/* a length that lies */
			a->nla_len = below(3) ? below(2 * want + 8) : random();
	}
	return len;
}

/* One datagram of up to three messages. Returns its length. */
static size_t make(char *buf, size_t room, int family)
{
	size_t len = 0;
	size_t count = below(10) ? 1 : 3;

	while (count--) {
		struct nlmsghdr *h = (struct nlmsghdr *)(buf + len);
		struct genlmsghdr *g = nlmsg_data(h);
		size_t i, body;

		for (i = 0; i < 600; i++)
			((char *)h)[i] = random();
		body = GENL_HDRLEN + add_attrs((char *)g + GENL_HDRLEN,
					       400, 0);
		h->nlmsg_type = family;
		h->nlmsg_flags = NLM_F_REQUEST |
				 (below(4) ? 0 : below(0x1000));
		h->nlmsg_seq = random();
		h->nlmsg_pid = 0;
		h->nlmsg_len = NLMSG_HDRLEN + body;
		g->cmd = below(NTHROTTLE_CMD_MAX + 3);
		g->version = below(3);
		g->reserved = below(8) ? 0 : random();
		len += NLMSG_ALIGN(h->nlmsg_len);
		if (!below(12))
			h->nlmsg_len = below(2) ? below(2 * body + 40)
						: random();
		if (len + 700 > room)
			break;
	}
	return below(12) ? len : 1 + below(len);
}

TEST_F_TIMEOUT(fuzz, raw_messages, 60)
{
	static char buf[4096];
	struct world *x = &self->x;
	unsigned int refused = 0;
	struct profile p = { 100, 0, 2, EVENT_ALL, 0 };
	struct config cfg;
	struct stats s;
	struct ntf n;
	__u32 index;
	int i;

	srandom(random_seed());
	ASSERT_DONE(x, world_dummy(x, "d0", &index, NULL));
	for (i = 0; i < MESSAGES; i++) {
		chan_raw(&x->c.chan, buf, make(buf, sizeof(buf),
					       x->c.family));
		chan_drain(&x->c.chan, &refused);
		if (i % 16)
			continue;
		ASSERT_DONE(x, link_mtu(&x->rt, index, 1000 + i % 100));
		witness_read(&x->w, 0);
	}
	tell("%d datagrams, %u refusals", MESSAGES, refused);
	EXPECT_LT(MESSAGES / 4, refused);
	while (chan_drain(&x->c.chan, NULL))
		;
	ASSERT_DONE(x, stats_get(&x->c, &s));
	EXPECT_TRUE(stats_balance(&s));
	/* It still works, without the holds that this socket may have opened. */
	client_close(&x->c);
	ASSERT_EQ(0, client_open(&x->c));
	EXPECT_EQ(0, done(x, "defaults", chan_call(&x->c.chan,
						   ruleset_msg(&x->c, 0), NULL,
						   NULL)));
	ASSERT_DONE(x, profile_set(&x->c, &p));
	ASSERT_DONE(x, config_set_batch(&x->c, 5));
	ASSERT_DONE(x, config_get(&x->c, &cfg));
	ASSERT_DONE(x, world_settle(x, 2 * SOON_MS));
	witness_read(&x->w, 0);
	forget_all(x);
	ASSERT_DONE(x, link_mtu(&x->rt, index, 2000));
	ASSERT_TRUE(witness_next(&x->w, index, SOON_MS, &n));
	EXPECT_EQ(2000, n.s.mtu);
}

TEST_HARNESS_MAIN
