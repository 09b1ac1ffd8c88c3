// SPDX-License-Identifier: GPL-2.0
/* Agents: who is one, and what is known of it. */
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/agent.h"
#include "lib/case.h"
#include "lib/crowd.h"

#define MOST 64

FIXTURE(agent)
{
	struct world x;
	struct chan news;
	struct client other;	/* another socket */
};

FIXTURE_SETUP(agent)
{
	struct world *x = &self->x;

	ASSERT_EQ(0, world_open(x));
	ASSERT_EQ(0, agents_listen(&self->news, &x->c));
	ASSERT_EQ(0, client_open(&self->other));
}

FIXTURE_TEARDOWN(agent)
{
	struct agent a;

	/* Nothing was told but what the case has looked at. */
	EXPECT_FALSE(agents_next(&self->news, 0, &a)) {
		TH_LOG("%s is %u, cause %d", a.name, a.state, a.cause);
	}
	chan_close(&self->news);
	client_close(&self->other);
	EXPECT_EQ(0, world_close(&self->x));
}

static bool says_up(struct chan *news, const char *name)
{
	struct agent a;

	return agents_next(news, SOON_MS, &a) && !strcmp(name, a.name) &&
	       a.state == NTHROTTLE_AGENT_STATE_UP && a.cause == NO_CAUSE;
}

static bool says_down(struct chan *news, const char *name, int cause)
{
	struct agent a;

	return agents_next(news, SOON_MS, &a) && !strcmp(name, a.name) &&
	       a.state == NTHROTTLE_AGENT_STATE_DOWN && a.cause == cause;
}

static void copy(const struct agent *a, void *arg)
{
	*(struct agent *)arg = *a;
}

static bool same(const struct agent *a, const struct agent *b)
{
	struct agent c = *b;

	c.age_ns = a->age_ns;
	return !memcmp(a, &c, sizeof(c));
}

TEST_F(agent, registers)
{
	struct world *x = &self->x;
	struct agent a, told, shown;
	__u64 begin_ns = now_ns();
	struct config cfg;
	__u32 index;

	ASSERT_DONE(x, world_dummy(x, "d0", &index, NULL));
	ASSERT_DONE(x, agent_new(&x->c, "routing.d_1-a", 0, &a));
	EXPECT_STREQ("routing.d_1-a", a.name);
	EXPECT_STREQ("agent", a.comm);
	EXPECT_EQ((__u32)getpid(), a.pid);
	EXPECT_EQ(x->w.instance, a.instance);
	EXPECT_EQ(0, a.seq);
	EXPECT_EQ(x->w.seq, a.lag);
	EXPECT_EQ(75000, a.down_time_ms);
	EXPECT_EQ(NTHROTTLE_AGENT_STATE_UP, a.state);
	EXPECT_EQ(NO_CAUSE, a.cause);
	EXPECT_LT(begin_ns, a.heartbeat_ns);
	EXPECT_GE(now_ns(), a.heartbeat_ns + a.age_ns);
	ASSERT_TRUE(agents_next(&self->news, SOON_MS, &told));
	EXPECT_TRUE(same(&a, &told));
	ASSERT_DONE(x, agent_get(&x->c, a.name, &shown));
	EXPECT_TRUE(same(&a, &shown));
	EXPECT_LT(a.age_ns, shown.age_ns);
	memset(&shown, 0, sizeof(shown));
	ASSERT_DONE(x, agent_dump(&x->c, copy, &shown));
	EXPECT_TRUE(same(&a, &shown));
	ASSERT_DONE(x, config_get(&x->c, &cfg));
	EXPECT_EQ(1, cfg.agents);
	EXPECT_EQ(-ENOENT, agent_get(&x->c, "routing.d_1-", &shown));
	EXPECT_NE(NULL, strstr(x->c.chan.why, "no such agent"));
}

TEST_F(agent, refused)
{
	static const char * const bad[] = {
		"", " ", "a b", "a/b", "ü", "a\n", "*",
		"0123456789abcdef0123456789abcdef",
	};
	static const __u32 times[] = { 1, 999, 86400001, 0xffffffff };
	struct world *x = &self->x;
	struct client *c = &x->c;
	struct config cfg;
	struct agent a;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_EQ(-ERANGE, agent_new(c, bad[i], 0, &a));
		EXPECT_NE(NULL, strstr(c->chan.why,
				       "name must be 1 to 31 characters of A-Z a-z 0-9 . - _"));
		EXPECT_EQ(NTHROTTLE_A_AGENT_NAME, c->chan.err_attr);
		EXPECT_EQ(-ERANGE, agent_beat(c, bad[i]));
		EXPECT_EQ(-ERANGE, agent_del(c, bad[i]));
		EXPECT_EQ(-ERANGE, agent_get(c, bad[i], &a));
	}
	for (i = 0; i < ARRAY_SIZE(times); i++) {
		EXPECT_EQ(-ERANGE, agent_new(c, "a", times[i], &a));
		EXPECT_NE(NULL, strstr(c->chan.why,
				       "down-time-ms must be between 1000 and 86400000"));
		EXPECT_EQ(NTHROTTLE_A_AGENT_DOWN_TIME_MS, c->chan.err_attr);
	}
	EXPECT_EQ(-EINVAL, client_do(c, NTHROTTLE_CMD_AGENT_NEW));
	EXPECT_NE(NULL, strstr(c->chan.why, "name is missing"));
	EXPECT_EQ(-EINVAL, client_do(c, NTHROTTLE_CMD_AGENT_ACK));
	EXPECT_EQ(-EINVAL, client_do(c, NTHROTTLE_CMD_AGENT_DEL));
	EXPECT_EQ(-EINVAL, client_do(c, NTHROTTLE_CMD_AGENT_GET));
	ASSERT_DONE(x, config_get(c, &cfg));
	EXPECT_EQ(0, cfg.agents);
	/* The longest name, the shortest and the longest time are fine. */
	ASSERT_DONE(x, agent_new(c, bad[7] + 1, 1000, &a));
	EXPECT_STREQ(bad[7] + 1, a.name);
	ASSERT_DONE(x, agent_new(c, bad[7] + 1, 86400000, &a));
	EXPECT_EQ(86400000, a.down_time_ms);
	EXPECT_TRUE(says_up(&self->news, bad[7] + 1));
}

TEST_F(agent, at_most_64)
{
	struct world *x = &self->x;
	struct agent a;
	char name[16];
	int i;

	for (i = 0; i < MOST; i++) {
		snprintf(name, sizeof(name), "a%d", i);
		ASSERT_DONE(x, agent_new(&x->c, name, 0, &a));
		EXPECT_TRUE(says_up(&self->news, name));
	}
	EXPECT_EQ(-ENOSPC, agent_new(&x->c, "more", 0, &a));
	EXPECT_NE(NULL, strstr(x->c.chan.why, "at most 64 agents"));
	EXPECT_EQ(MOST, agent_count(&x->c));
	/* Those that exist may come again, and one that goes makes room. */
	ASSERT_DONE(x, agent_new(&x->c, "a0", 0, &a));
	ASSERT_DONE(x, agent_del(&x->c, "a1"));
	EXPECT_TRUE(says_down(&self->news, "a1", NTHROTTLE_AGENT_CAUSE_DELETED));
	ASSERT_DONE(x, agent_new(&x->c, "more", 0, &a));
	EXPECT_TRUE(says_up(&self->news, "more"));
	EXPECT_EQ(MOST, agent_count(&x->c));
}

/* Up to the newest notification, never back, and only by its own socket. */
TEST_F(agent, acknowledges)
{
	struct world *x = &self->x;
	struct client *c = &x->c;
	struct agent a, before;

	ASSERT_DONE(x, crowd_make(x, 0, 10));
	ASSERT_DONE(x, agent_new(c, "a", 0, &before));
	EXPECT_TRUE(says_up(&self->news, "a"));
	EXPECT_EQ(-ERANGE, agent_ack(c, "a", x->w.seq + 1));
	EXPECT_NE(NULL, strstr(c->chan.why, "no notification has this number"));
	EXPECT_EQ(NTHROTTLE_A_AGENT_SEQ, c->chan.err_attr);
	ASSERT_DONE(x, agent_get(c, "a", &a));
	EXPECT_EQ(0, a.seq);
	EXPECT_EQ(before.heartbeat_ns, a.heartbeat_ns);
	ASSERT_DONE(x, agent_ack_of(c, "a", x->w.instance, x->w.seq - 2));
	ASSERT_DONE(x, agent_get(c, "a", &a));
	EXPECT_EQ(x->w.seq - 2, a.seq);
	EXPECT_EQ(2, a.lag);
	EXPECT_LT(before.heartbeat_ns, a.heartbeat_ns);
	before = a;
	/* Less than before is a heartbeat, and so is nothing at all. */
	ASSERT_DONE(x, agent_ack(c, "a", x->w.seq - 3));
	ASSERT_DONE(x, agent_beat(c, "a"));
	ASSERT_DONE(x, agent_get(c, "a", &a));
	EXPECT_EQ(x->w.seq - 2, a.seq);
	EXPECT_LT(before.heartbeat_ns, a.heartbeat_ns);
	before = a;
	EXPECT_EQ(-EBUSY, agent_ack(&self->other, "a", x->w.seq));
	EXPECT_NE(NULL, strstr(self->other.chan.why, "register first"));
	EXPECT_EQ(-ENOENT, agent_ack(c, "b", x->w.seq));
	EXPECT_NE(NULL, strstr(c->chan.why, "no such agent"));
	EXPECT_EQ(-ESTALE, agent_ack_of(c, "a", x->w.instance + 1, 0));
	EXPECT_NE(NULL, strstr(c->chan.why, "the present one is"));
	ASSERT_DONE(x, agent_get(c, "a", &a));
	EXPECT_TRUE(same(&before, &a));
	ASSERT_DONE(x, agent_ack(c, "a", x->w.seq));
	ASSERT_DONE(x, agent_get(c, "a", &a));
	EXPECT_EQ(0, a.lag);
}

/* An agent of its own process, that lives until it is killed. */
static pid_t agent_start(const char *name, __u32 down_time_ms, __u64 seq)
{
	int fds[2], status;
	struct client c;
	struct agent a;
	char byte;
	pid_t pid;

	if (pipe(fds))
		return -1;
	pid = fork();
	if (!pid) {
		byte = !client_open(&c) &&
		       !agent_new(&c, name, down_time_ms, &a) &&
		       !agent_ack(&c, name, seq);
		while (write(fds[1], &byte, 1) == 1)
			pause();
		_exit(1);
	}
	if (read(fds[0], &byte, 1) != 1)
		byte = 0;
	close(fds[0]);
	close(fds[1]);
	if (byte)
		return pid;
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	return -1;
}

static void end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

/* Who has a name keeps it against others, who are told whose it is. */
TEST_F(agent, in_use)
{
	struct world *x = &self->x;
	struct client *c = &x->c;
	pid_t pid = agent_start("a", 5000, 1);
	char who[64];
	struct agent a;

	ASSERT_LT(0, pid);
	EXPECT_TRUE(says_up(&self->news, "a"));
	snprintf(who, sizeof(who), "pid %d (agent)", pid);
	EXPECT_EQ(-EBUSY, agent_new(c, "a", 0, &a));
	EXPECT_NE(NULL, strstr(c->chan.why, who)) {
		TH_LOG("%s: %s", who, c->chan.why);
	}
	EXPECT_EQ(NTHROTTLE_A_AGENT_NAME, c->chan.err_attr);
	ASSERT_DONE(x, agent_get(c, "a", &a));
	EXPECT_EQ((__u32)pid, a.pid);
	EXPECT_EQ(5000, a.down_time_ms);
	/* Unless they insist. */
	ASSERT_DONE(x, agent_replace(c, "a", &a));
	EXPECT_EQ((__u32)getpid(), a.pid);
	EXPECT_EQ(75000, a.down_time_ms);
	EXPECT_EQ(1, a.seq);
	EXPECT_TRUE(says_up(&self->news, "a"));
	/* The one before has lost it: that it ends, nobody need know. */
	end(pid);
	EXPECT_FALSE(agents_next(&self->news, 300, &a));
	/* The same socket may change its mind. */
	ASSERT_DONE(x, agent_new(c, "a", 7000, &a));
	EXPECT_EQ(7000, a.down_time_ms);
	EXPECT_EQ(1, a.seq);
	EXPECT_EQ(-EBUSY, agent_new(&self->other, "a", 0, &a));
	ASSERT_DONE(x, agent_replace(&self->other, "a", &a));
	EXPECT_EQ(-EBUSY, agent_ack(c, "a", 1));
	EXPECT_TRUE(says_up(&self->news, "a"));
}

TEST_HARNESS_MAIN
