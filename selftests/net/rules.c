// SPDX-License-Identifier: GPL-2.0
/* Profiles and rules. */
#include <errno.h>

#include "lib/case.h"
#include "lib/rules.h"

FIXTURE(rules)
{
	struct world x;
};

FIXTURE_SETUP(rules)
{
	ASSERT_EQ(0, world_open(&self->x));
	ASSERT_EQ(0, world_without_ipv6());
}

FIXTURE_TEARDOWN(rules)
{
	EXPECT_EQ(0, world_close(&self->x));
}

/* The first that matches, by pref, whatever the order they were made in. */
TEST_F(rules, first_match)
{
	struct world *x = &self->x;
	__u32 d0, e0, br;

	ASSERT_DONE(x, link_add(&x->rt, "dummy", "d0", 0, 0));
	ASSERT_DONE(x, link_add(&x->rt, "dummy", "e0", 0, 0));
	ASSERT_DONE(x, link_add(&x->rt, "bridge", "d-br", 0, 0));
	d0 = link_index(&x->rt, "d0");
	e0 = link_index(&x->rt, "e0");
	br = link_index(&x->rt, "d-br");
	ASSERT_DONE(x, profile_strict(&x->c, "slow", 60000));
	ASSERT_DONE(x, profile_strict(&x->c, "bridges", 30000));
	ASSERT_DONE(x, profile_strict(&x->c, "quick", 10));
	EXPECT_STREQ("default", profile_of(&x->c, d0));
	ASSERT_DONE(x, rule_make(&x->c, 30, NULL, NULL, "quick"));
	ASSERT_DONE(x, rule_make(&x->c, 20, "d*", NULL, "slow"));
	EXPECT_STREQ("slow", profile_of(&x->c, br));
	ASSERT_DONE(x, rule_make(&x->c, 10, "d*", "bridge", "bridges"));
	EXPECT_STREQ("slow", profile_of(&x->c, d0));
	EXPECT_STREQ("quick", profile_of(&x->c, e0));
	EXPECT_STREQ("bridges", profile_of(&x->c, br));
	EXPECT_EQ(3, rule_count(&x->c));
	ASSERT_DONE(x, rule_del(&x->c, 20));
	EXPECT_STREQ("quick", profile_of(&x->c, d0));
	EXPECT_STREQ("bridges", profile_of(&x->c, br));
	/* In force for what comes later, too. */
	ASSERT_DONE(x, rule_make(&x->c, 5, "e[1-3]", "dummy", "slow"));
	ASSERT_DONE(x, link_add(&x->rt, "dummy", "e2", 0, 0));
	ASSERT_DONE(x, link_add(&x->rt, "dummy", "e4", 0, 0));
	EXPECT_STREQ("slow", profile_of(&x->c, link_index(&x->rt, "e2")));
	EXPECT_STREQ("quick", profile_of(&x->c, link_index(&x->rt, "e4")));
}

/* What is refused says why, and which rule is in the way. */
TEST_F(rules, refused)
{
	struct world *x = &self->x;
	struct client *c = &x->c;

	ASSERT_DONE(x, profile_strict(&x->c, "a", 1000));
	ASSERT_DONE(x, profile_strict(&x->c, "b", 1000));
	ASSERT_DONE(x, rule_make(&x->c, 17, "x*", NULL, "b"));
	EXPECT_EQ(-EBUSY, profile_do(c, NTHROTTLE_CMD_PROFILE_DEL, "b", 0));
	EXPECT_NE(NULL, strstr(c->chan.why, "rule with pref 17"));
	EXPECT_EQ(-EBUSY, profile_do(c, NTHROTTLE_CMD_PROFILE_DEL, "default",
				     0));
	EXPECT_EQ(-ENOENT, profile_do(c, NTHROTTLE_CMD_PROFILE_DEL, "z", 0));
	EXPECT_EQ(-ENOENT, profile_do(c, NTHROTTLE_CMD_PROFILE_SET, "z",
				      NTHROTTLE_A_PROFILE_BURST, 2, 0));
	EXPECT_NE(NULL, strstr(c->chan.why, "no such profile: z"));
	EXPECT_EQ(-EEXIST, profile_strict(&x->c, "a", 1000));
	EXPECT_EQ(-ERANGE, profile_strict(&x->c, "", 1000));
	EXPECT_EQ(-ERANGE, profile_strict(&x->c, "with blank", 1000));
	EXPECT_EQ(-ERANGE, profile_strict(&x->c, "sixteen-letters-", 1000));
	EXPECT_EQ(-ERANGE, profile_strict(&x->c, "c", 9));
	EXPECT_EQ(-EEXIST, rule_make(&x->c, 17, "y*", NULL, "a"));
	EXPECT_NE(NULL, strstr(c->chan.why, "pref 17"));
	EXPECT_EQ(-ENOENT, rule_make(&x->c, 18, "y*", NULL, "z"));
	EXPECT_EQ(-ERANGE, rule_make(&x->c, 18, "", NULL, "a"));
	EXPECT_EQ(-ERANGE, rule_make(&x->c, 18, "a b", NULL, "a"));
	EXPECT_EQ(-ERANGE, rule_make(c, 18, "0123456789012345678901234567890*",
				     NULL, "a"));
	EXPECT_EQ(-ERANGE, rule_make(&x->c, 18, NULL, "a-kind-too-long-", "a"));
	EXPECT_EQ(-ENOENT, rule_del(c, 18));
	EXPECT_EQ(1, rule_count(c));
	/* Profile a comes before b: its place must not confuse the rule. */
	ASSERT_DONE(x, profile_do(c, NTHROTTLE_CMD_PROFILE_DEL, "a", 0));
	EXPECT_EQ(-EBUSY, profile_do(c, NTHROTTLE_CMD_PROFILE_DEL, "b", 0));
	ASSERT_DONE(x, rule_del(c, 17));
	ASSERT_DONE(x, profile_do(c, NTHROTTLE_CMD_PROFILE_DEL, "b", 0));
}

static void count_profile(const struct dev *d, void *arg)
{
	unsigned int *counts = arg;

	counts[0] += !strcmp(d->profile, "even");
	counts[1] += !strcmp(d->profile, "bridges");
	counts[2] += !strcmp(d->profile, "default");
}

/* Globs and kinds over a thousand interfaces, or some hundred. */
TEST_F(rules, thousand)
{
	const unsigned int many = kernel_is_slow() ? 200 : 1000;
	struct world *x = &self->x;
	unsigned int i, counts[3] = {};
	char name[16];

	rt_batch(&x->rt);
	for (i = 0; i < many; i++) {
		snprintf(name, sizeof(name), "if%u", i);
		link_add(&x->rt, i % 10 == 9 ? "bridge" : "dummy", name, 0, 5);
		witness_read(&x->w, 0);
	}
	ASSERT_DONE(x, rt_flush(&x->rt));
	ASSERT_DONE(x, profile_strict(&x->c, "even", 1000));
	ASSERT_DONE(x, profile_strict(&x->c, "bridges", 1000));
	ASSERT_DONE(x, rule_make(&x->c, 1, "if*[02468]", NULL, "even"));
	ASSERT_DONE(x, rule_make(&x->c, 2, NULL, "bridge", "bridges"));
	ASSERT_DONE(x, dev_dump(&x->c, count_profile, counts));
	EXPECT_EQ(many / 2, counts[0]);
	EXPECT_EQ(many / 10, counts[1]);
	EXPECT_EQ(many * 4 / 10 + 1, counts[2]);	/* lo, too */
	ASSERT_DONE(x, link_del_group(&x->rt, 5));
	ASSERT_DONE(x, world_settle(x, 20000));
}

/* A rename brings another profile, and with it what is pending comes sooner. */
TEST_F(rules, rename_while_pending)
{
	struct world *x = &self->x;
	__u64 before_ns;
	__u32 index;
	struct dev d;
	struct ntf n;

	ASSERT_DONE(x, profile_strict(&x->c, "slow", 600000));
	ASSERT_DONE(x, profile_strict(&x->c, "quick", 300));
	ASSERT_DONE(x, rule_make(&x->c, 1, "slow*", NULL, "slow"));
	ASSERT_DONE(x, rule_make(&x->c, 2, "quick*", NULL, "quick"));
	ASSERT_DONE(x, world_dummy(x, "slow0", &index, &n));
	ASSERT_DONE(x, link_mtu(&x->rt, index, 1400));
	ASSERT_DONE(x, dev_get(&x->c, index, &d));
	EXPECT_STREQ("slow", d.profile);
	EXPECT_EQ(NTHROTTLE_GATE_THROTTLE, d.reason);
	EXPECT_LT(500000 * MS, d.due_in_ns);
	before_ns = n.sent_ns;
	ASSERT_DONE(x, link_name(&x->rt, index, "quick0"));
	EXPECT_STREQ("quick", profile_of(&x->c, index));
	ASSERT_TRUE(witness_next(&x->w, index, SOON_MS, &n));
	EXPECT_STREQ("quick0", n.s.name);
	EXPECT_EQ(NTHROTTLE_EVENT_MTU | NTHROTTLE_EVENT_RENAME, n.events);
	EXPECT_LE(before_ns + 300 * MS, n.sent_ns);
	EXPECT_EQ(2, n.count);
	/* And back: what is pending then is not moved to later. */
	ASSERT_DONE(x, link_mtu(&x->rt, index, 1300));
	ASSERT_DONE(x, link_name(&x->rt, index, "slow0"));
	ASSERT_TRUE(witness_next(&x->w, index, SOON_MS, &n));
	EXPECT_STREQ("slow0", n.s.name);
	EXPECT_STREQ("slow", profile_of(&x->c, index));
}

TEST_HARNESS_MAIN
