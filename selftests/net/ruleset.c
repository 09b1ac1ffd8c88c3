// SPDX-License-Identifier: GPL-2.0
/* The ruleset as a whole. */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <netlink/attr.h>

#include "lib/case.h"
#include "lib/rules.h"

FIXTURE(ruleset)
{
	struct world x;
};

FIXTURE_SETUP(ruleset)
{
	ASSERT_EQ(0, world_open(&self->x));
	ASSERT_EQ(0, world_without_ipv6());
}

FIXTURE_TEARDOWN(ruleset)
{
	EXPECT_EQ(0, world_close(&self->x));
}

/* 64 profiles, 1,024 rules, and no more, in one request or in many. */
TEST_F(ruleset, bounds)
{
	struct world *x = &self->x;
	struct client *c = &x->c;
	struct nl_msg *msg;
	struct config cfg;
	char name[16];
	__u32 i;

	for (i = 1; i < 64; i++) {
		snprintf(name, sizeof(name), "p%u", i);
		ASSERT_DONE(x, profile_strict(&x->c, name, 1000 + i));
	}
	EXPECT_EQ(-ENOSPC, profile_strict(&x->c, "p64", 1000));
	EXPECT_NE(NULL, strstr(c->chan.why, "at most 64 profiles"));
	for (i = 0; i < 1024; i++)
		ASSERT_DONE(x, rule_make(&x->c, 5000 - i, "a*", NULL, "p63"));
	EXPECT_EQ(-ENOSPC, rule_make(&x->c, 1, "a*", NULL, "p63"));
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

/* Does a dump say so if a profile is made between its first part and the others? */
static bool interrupted(struct client *c, struct client *other, const char *name)
{
	struct nl_msg *msg = client_msg(c, NTHROTTLE_CMD_PROFILE_GET, NLM_F_DUMP);
	bool found = false, over = false;
	static char buf[32768];
	struct nlmsghdr *h;
	int n;

	nl_complete_msg(c->chan.sk, msg);
	n = nl_send(c->chan.sk, msg);
	nlmsg_free(msg);
	if (n < 0 || profile_strict(other, name, 1000))
		return false;
	while (!over) {
		n = recv(nl_socket_get_fd(c->chan.sk), buf, sizeof(buf), 0);
		if (n <= 0)
			return false;
		for (h = (struct nlmsghdr *)buf; nlmsg_ok(h, n); h = nlmsg_next(h, &n)) {
			found |= h->nlmsg_flags & NLM_F_DUMP_INTR;
			over |= h->nlmsg_type == NLMSG_DONE;
		}
	}
	return found;
}

/* The first change of a namespace is one, too. */
TEST_F(ruleset, interrupted_dump)
{
	struct world *x = &self->x;
	struct client other;

	ASSERT_EQ(0, client_open(&other));
	EXPECT_TRUE(interrupted(&x->c, &other, "a"));
	EXPECT_TRUE(interrupted(&x->c, &other, "b"));
	client_close(&other);
}

/* A name ends where its string does. */
TEST_F(ruleset, default_by_name)
{
	static const char name[] = "default\0x";
	struct world *x = &self->x;
	struct nl_msg *msg = ruleset_msg(&x->c, 0);
	struct nlattr *nest = nla_nest_start(msg, NTHROTTLE_A_RULESET_PROFILE);
	struct profile p = { 0 };
	struct config cfg;

	nla_put(msg, NTHROTTLE_A_PROFILE_NAME, sizeof(name), name);
	nla_put_u32(msg, NTHROTTLE_A_PROFILE_THRESHOLD_MS, 700);
	nla_nest_end(msg, nest);
	ASSERT_DONE(x, chan_call(&x->c.chan, msg, NULL, NULL));
	ASSERT_DONE(x, config_get(&x->c, &cfg));
	EXPECT_EQ(1, cfg.profiles);
	ASSERT_DONE(x, profile_get(&x->c, &p));
	EXPECT_EQ(700, p.threshold_ms);
}

/* All or nothing: what is wrong at the end leaves what was there. */
TEST_F(ruleset, whole_or_nothing)
{
	struct world *x = &self->x;
	struct client *c = &x->c;
	struct config cfg;
	struct profile p;
	struct nl_msg *msg;

	ASSERT_DONE(x, profile_strict(&x->c, "old", 1000));
	ASSERT_DONE(x, rule_make(&x->c, 1, "a*", NULL, "old"));
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
	/* What there can be one of is there once. */
	msg = ruleset_msg(c, 0);
	ruleset_batch(msg, 7);
	ruleset_batch(msg, 8);
	EXPECT_EQ(-EINVAL, chan_call(&c->chan, msg, NULL, NULL));
	EXPECT_NE(NULL, strstr(c->chan.why, "config is there twice"));
	ASSERT_DONE(x, config_get(c, &cfg));
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
TEST_F(ruleset, restore_in_a_storm)
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

	ASSERT_DONE(x, world_strict(x, 100));
	for (i = 0; i < 100; i++) {
		snprintf(name, sizeof(name), "s%u", i);
		ASSERT_DONE(x, link_add(&x->rt, "dummy", name, 1000 + i, 5));
	}
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
		EXPECT_STREQ(round % 2 ? "p" : "default", profile_of(&x->c, 1002));
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
