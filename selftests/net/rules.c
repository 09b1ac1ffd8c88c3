// SPDX-License-Identifier: GPL-2.0
/* Profiles and rules. */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/case.h"
#include "lib/flap.h"

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

#define THRESHOLD NTHROTTLE_A_PROFILE_THRESHOLD_MS
#define BURST NTHROTTLE_A_PROFILE_BURST

static int profile_new(struct world *x, const char *name, __u32 threshold_ms)
{
	return profile_do(&x->c, NTHROTTLE_CMD_PROFILE_NEW, name,
			  THRESHOLD, threshold_ms, BURST, 1, 0);
}

static int rule(struct world *x, __u32 pref, const char *name,
		const char *kind, const char *profile)
{
	return rule_new(&x->c, &(struct rule){ pref, name, kind, profile });
}

static const char *profile_of(struct world *x, __u32 index)
{
	static struct dev d;

	return dev_get(&x->c, index, &d) ? "?" : d.profile;
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
	ASSERT_DONE(x, profile_new(x, "slow", 60000));
	ASSERT_DONE(x, profile_new(x, "bridges", 30000));
	ASSERT_DONE(x, profile_new(x, "quick", 10));
	EXPECT_STREQ("default", profile_of(x, d0));
	ASSERT_DONE(x, rule(x, 30, NULL, NULL, "quick"));
	ASSERT_DONE(x, rule(x, 20, "d*", NULL, "slow"));
	EXPECT_STREQ("slow", profile_of(x, br));
	ASSERT_DONE(x, rule(x, 10, "d-??", "bridge", "bridges"));
	EXPECT_STREQ("slow", profile_of(x, d0));
	EXPECT_STREQ("quick", profile_of(x, e0));
	EXPECT_STREQ("bridges", profile_of(x, br));
	EXPECT_EQ(3, rule_count(&x->c));
	ASSERT_DONE(x, rule_del(&x->c, 20));
	EXPECT_STREQ("quick", profile_of(x, d0));
	EXPECT_STREQ("bridges", profile_of(x, br));
	/* In force for what comes later, too. */
	ASSERT_DONE(x, rule(x, 5, "e[1-3]", "dummy", "slow"));
	ASSERT_DONE(x, link_add(&x->rt, "dummy", "e2", 0, 0));
	ASSERT_DONE(x, link_add(&x->rt, "dummy", "e4", 0, 0));
	EXPECT_STREQ("slow", profile_of(x, link_index(&x->rt, "e2")));
	EXPECT_STREQ("quick", profile_of(x, link_index(&x->rt, "e4")));
}

/* What is refused says why, and which rule is in the way. */
TEST_F(rules, refused)
{
	struct world *x = &self->x;
	struct client *c = &x->c;

	ASSERT_DONE(x, profile_new(x, "a", 1000));
	ASSERT_DONE(x, profile_new(x, "b", 1000));
	ASSERT_DONE(x, rule(x, 17, "x*", NULL, "b"));
	EXPECT_EQ(-EBUSY, profile_do(c, NTHROTTLE_CMD_PROFILE_DEL, "b", 0));
	EXPECT_NE(NULL, strstr(c->chan.why, "rule with pref 17"));
	EXPECT_EQ(-EBUSY, profile_do(c, NTHROTTLE_CMD_PROFILE_DEL, "default",
				     0));
	EXPECT_EQ(-ENOENT, profile_do(c, NTHROTTLE_CMD_PROFILE_DEL, "z", 0));
	EXPECT_EQ(-ENOENT, profile_do(c, NTHROTTLE_CMD_PROFILE_SET, "z",
				      BURST, 2, 0));
	EXPECT_NE(NULL, strstr(c->chan.why, "no such profile: z"));
	EXPECT_EQ(-EEXIST, profile_new(x, "a", 1000));
	EXPECT_EQ(-ERANGE, profile_new(x, "", 1000));
	EXPECT_EQ(-ERANGE, profile_new(x, "with blank", 1000));
	EXPECT_EQ(-ERANGE, profile_new(x, "sixteen-letters-", 1000));
	EXPECT_EQ(-ERANGE, profile_new(x, "c", 9));
	EXPECT_EQ(-EEXIST, rule(x, 17, "y*", NULL, "a"));
	EXPECT_NE(NULL, strstr(c->chan.why, "pref 17"));
	EXPECT_EQ(-ENOENT, rule(x, 18, "y*", NULL, "z"));
	EXPECT_EQ(-ERANGE, rule(x, 18, "", NULL, "a"));
	EXPECT_EQ(-ERANGE, rule(x, 18, "a b", NULL, "a"));
	EXPECT_EQ(-ERANGE, rule(x, 18, "0123456789012345678901234567890*",
				NULL, "a"));
	EXPECT_EQ(-ERANGE, rule(x, 18, NULL, "a-kind-too-long-", "a"));
	EXPECT_EQ(-ENOENT, rule_del(c, 18));
	EXPECT_EQ(1, rule_count(c));
	/* Profile a comes before b: its place must not confuse the rule. */
	ASSERT_DONE(x, profile_do(c, NTHROTTLE_CMD_PROFILE_DEL, "a", 0));
	EXPECT_EQ(-EBUSY, profile_do(c, NTHROTTLE_CMD_PROFILE_DEL, "b", 0));
	ASSERT_DONE(x, rule_del(c, 17));
	ASSERT_DONE(x, profile_do(c, NTHROTTLE_CMD_PROFILE_DEL, "b", 0));
}

/* 64 profiles, 1,024 rules, and no more, in one request or in many. */
TEST_F(rules, bounds)
{
	struct world *x = &self->x;
	struct client *c = &x->c;
	struct nl_msg *msg;
	struct config cfg;
	char name[16];
	__u32 i;

	for (i = 1; i < 64; i++) {
		snprintf(name, sizeof(name), "p%u", i);
		ASSERT_DONE(x, profile_new(x, name, 1000 + i));
	}
	EXPECT_EQ(-ENOSPC, profile_new(x, "p64", 1000));
	EXPECT_NE(NULL, strstr(c->chan.why, "at most 64 profiles"));
	for (i = 0; i < 1024; i++)
		ASSERT_DONE(x, rule(x, 5000 - i, "a*", NULL, "p63"));
	EXPECT_EQ(-ENOSPC, rule(x, 1, "a*", NULL, "p63"));
	EXPECT_NE(NULL, strstr(c->chan.why, "at most 1024 rules"));
	ASSERT_DONE(x, config_get(c, &cfg));
	EXPECT_EQ(64, cfg.profiles);
	EXPECT_EQ(1024, cfg.rules);
	EXPECT_EQ(1024, rule_count(c));
	msg = ruleset_msg(c, 1025);
	for (i = 0; i < 1025; i++)
		ruleset_rule(msg, &(struct rule){ i, "b*", NULL, "default" });
	EXPECT_EQ(-ENOSPC, chan_call(&c->chan, msg, NULL, NULL));
	EXPECT_EQ(1024, rule_count(c));
	msg = ruleset_msg(c, 1024);
	for (i = 0; i < 1024; i++)
		ruleset_rule(msg, &(struct rule){ i, "b*", NULL, "default" });
	EXPECT_EQ(0, done(x, "1,024 rules", chan_call(&c->chan, msg, NULL, NULL)));
	ASSERT_DONE(x, config_get(c, &cfg));
	EXPECT_EQ(1, cfg.profiles);
	EXPECT_EQ(1024, cfg.rules);
}

/* All or nothing: what is wrong at the end leaves what was there. */
TEST_F(rules, whole_or_nothing)
{
	struct world *x = &self->x;
	struct client *c = &x->c;
	struct config cfg;
	struct profile p;
	struct nl_msg *msg;

	ASSERT_DONE(x, profile_new(x, "old", 1000));
	ASSERT_DONE(x, rule(x, 1, "a*", NULL, "old"));
	msg = ruleset_msg(c, 2);
	ruleset_profile(msg, "default", 777, 3);
	ruleset_profile(msg, "new", 777, 3);
	ruleset_rule(msg, &(struct rule){ 7, "b*", NULL, "new" });
	ruleset_rule(msg, &(struct rule){ 8, "b*", NULL, "old" });
	EXPECT_EQ(-ENOENT, chan_call(&c->chan, msg, NULL, NULL));
	EXPECT_NE(NULL, strstr(c->chan.why, "no such profile: old"));
	msg = ruleset_msg(c, 0);
	ruleset_profile(msg, "default", 777, 3);
	ruleset_profile(msg, "default", 778, 3);
	EXPECT_EQ(-EEXIST, chan_call(&c->chan, msg, NULL, NULL));
	ASSERT_DONE(x, profile_get(c, &p));
	EXPECT_EQ(2000, p.threshold_ms);
	ASSERT_DONE(x, config_get(c, &cfg));
	EXPECT_EQ(2, cfg.profiles);
	EXPECT_EQ(1, cfg.rules);
	/* An empty one is the defaults. */
	ASSERT_DONE(x, config_set(c, NTHROTTLE_A_CONFIG_RATE, 9, 0));
	EXPECT_EQ(0, done(x, "empty", chan_call(&c->chan, ruleset_msg(c, 0),
						NULL, NULL)));
	ASSERT_DONE(x, config_get(c, &cfg));
	EXPECT_EQ(1, cfg.profiles);
	EXPECT_EQ(0, cfg.rules);
	EXPECT_EQ(0, cfg.rate);
}

static void count_profile(const struct dev *d, void *arg)
{
	unsigned int *counts = arg;

	counts[0] += !strcmp(d->profile, "even");
	counts[1] += !strcmp(d->profile, "bridges");
	counts[2] += !strcmp(d->profile, "default");
}

/* Globs and kinds over a thousand interfaces. */
TEST_F(rules, thousand)
{
	struct world *x = &self->x;
	unsigned int counts[3] = {};
	char name[16];
	int i;

	rt_batch(&x->rt);
	for (i = 0; i < 1000; i++) {
		snprintf(name, sizeof(name), "if%d", i);
		link_add(&x->rt, i % 10 == 9 ? "bridge" : "dummy", name, 0, 5);
		witness_read(&x->w, 0);
	}
	ASSERT_DONE(x, rt_flush(&x->rt));
	ASSERT_DONE(x, profile_new(x, "even", 1000));
	ASSERT_DONE(x, profile_new(x, "bridges", 1000));
	ASSERT_DONE(x, rule(x, 1, "if*[02468]", NULL, "even"));
	ASSERT_DONE(x, rule(x, 2, NULL, "bridge", "bridges"));
	ASSERT_DONE(x, dev_dump(&x->c, count_profile, counts));
	EXPECT_EQ(500, counts[0]);
	EXPECT_EQ(100, counts[1]);
	EXPECT_EQ(401, counts[2]);	/* lo, too */
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

	ASSERT_DONE(x, profile_new(x, "slow", 600000));
	ASSERT_DONE(x, profile_new(x, "quick", 300));
	ASSERT_DONE(x, rule(x, 1, "slow*", NULL, "slow"));
	ASSERT_DONE(x, rule(x, 2, "quick*", NULL, "quick"));
	ASSERT_DONE(x, world_dummy(x, "slow0", &index, &n));
	ASSERT_DONE(x, link_mtu(&x->rt, index, 1400));
	ASSERT_DONE(x, dev_get(&x->c, index, &d));
	EXPECT_STREQ("slow", d.profile);
	EXPECT_EQ(NTHROTTLE_GATE_THROTTLE, d.reason);
	EXPECT_LT(500000 * MS, d.due_in_ns);
	before_ns = n.sent_ns;
	ASSERT_DONE(x, link_name(&x->rt, index, "quick0"));
	EXPECT_STREQ("quick", profile_of(x, index));
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
	EXPECT_STREQ("slow", profile_of(x, index));
}

/* Storm until killed: interfaces of all names go up and down. */
static void storm_on(int netns)
{
	struct rt rt;
	__u32 i;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (setns(netns, CLONE_NEWNET) || rt_open(&rt))
		_exit(1);
	rt_batch(&rt);
	for (i = 0;; i++)
		link_up(&rt, 1000 + i % 100, i / 100 % 2);
}

/* A ruleset of 1,000 rules comes and goes in a storm: at each moment there is
 * all of it or nothing, and the promises hold.
 */
TEST_F(rules, restore_in_a_storm)
{
	struct world *x = &self->x;
	unsigned int whole = 0, none = 0;
	struct nl_msg *msg;
	struct config cfg;
	char name[16];
	__u64 t_ns, worst_ns = 0;
	int round, count;
	__u32 i;
	pid_t pid;

	for (i = 0; i < 100; i++) {
		snprintf(name, sizeof(name), "s%u", i);
		ASSERT_DONE(x, link_add(&x->rt, "dummy", name, 1000 + i, 5));
	}
	ASSERT_DONE(x, world_strict(x, 100));
	ASSERT_DONE(x, world_settle(x, 20000));
	pid = fork();
	if (!pid)
		storm_on(x->netns);
	for (round = 0; round < 40; round++) {
		msg = ruleset_msg(&x->c, 1000);
		ruleset_profile(msg, "default", 100, 1);
		if (round % 2) {
			ruleset_profile(msg, "p", 100, 1);
			for (i = 0; i < 1000; i++)
				ruleset_rule(msg, &(struct rule){
					i, i < 999 ? "nobody*" : "s*[0-4]",
					NULL, "p",
				});
		}
		t_ns = now_ns();
		ASSERT_EQ(0, done(x, "ruleset", chan_call(&x->c.chan, msg,
							  NULL, NULL)));
		t_ns = now_ns() - t_ns;
		worst_ns = t_ns > worst_ns ? t_ns : worst_ns;
		ASSERT_DONE(x, config_get(&x->c, &cfg));
		count = rule_count(&x->c);
		ASSERT_EQ(round % 2 ? 1000 : 0, count);
		ASSERT_EQ(count, cfg.rules);
		EXPECT_STREQ(round % 2 ? "p" : "default", profile_of(x, 1002));
		whole += round % 2;
		none += !(round % 2);
		witness_read(&x->w, 20);
	}
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	tell("%u times 1,000 rules, %u times none, at most %llu ms each; %zu notifications",
	     whole, none, (unsigned long long)worst_ns / MS, x->w.n_log);
	EXPECT_LT(100, x->w.n_log);
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, 10000));
	ASSERT_DONE(x, link_del_group(&x->rt, 5));
	ASSERT_DONE(x, world_settle(x, 20000));
}

TEST_HARNESS_MAIN
