// SPDX-License-Identifier: GPL-2.0
/* Agents that end or fall silent, and who is told. */
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/agent.h"
#include "lib/case.h"
#include "lib/crowd.h"
#include "lib/rules.h"

#define DOWN_MS 3000

FIXTURE(agents)
{
	struct world x;
	struct chan news;
	struct client a;	/* the agent's socket */
};

FIXTURE_SETUP(agents)
{
	struct world *x = &self->x;

	ASSERT_EQ(0, world_open(x));
	ASSERT_EQ(0, agents_listen(&self->news, &x->c));
	ASSERT_EQ(0, client_open(&self->a));
	ASSERT_DONE(x, crowd_make(x, 0, 5));
}

FIXTURE_TEARDOWN(agents)
{
	chan_close(&self->news);
	client_close(&self->a);
	EXPECT_EQ(0, world_close(&self->x));
}

static bool next_is(struct chan *news, const char *name, __u32 state, int cause,
		    struct agent *a)
{
	if (!agents_next(news, DOWN_MS + SOON_MS, a))
		return false;
	if (!strcmp(name, a->name) && a->state == state && a->cause == cause)
		return true;
	fprintf(stderr, "%s is %u, cause %d\n", a->name, a->state, a->cause);
	return false;
}

static bool is_up(struct chan *news, const char *name, struct agent *a)
{
	return next_is(news, name, NTHROTTLE_AGENT_STATE_UP, NO_CAUSE, a);
}

static bool is_down(struct chan *news, const char *name, int cause,
		    struct agent *a)
{
	return next_is(news, name, NTHROTTLE_AGENT_STATE_DOWN, cause, a);
}

/* The socket is closed: known at once. Its successor goes on where it was. */
TEST_F(agents, closed)
{
	struct world *x = &self->x;
	struct agent a, before;
	__u64 closed_ns;

	ASSERT_EQ(0, agent_new(&self->a, "a", 0, &a));
	ASSERT_EQ(0, agent_ack(&self->a, "a", x->w.seq - 1));
	ASSERT_TRUE(is_up(&self->news, "a", &a));
	closed_ns = now_ns();
	client_close(&self->a);
	ASSERT_TRUE(is_down(&self->news, "a", NTHROTTLE_AGENT_CAUSE_CLOSED,
			    &before));
	EXPECT_GT(closed_ns + DOWN_MS * MS, now_ns());
	EXPECT_EQ(x->w.seq - 1, before.seq);
	ASSERT_DONE(x, agent_get(&x->c, "a", &a));
	EXPECT_EQ(NTHROTTLE_AGENT_STATE_DOWN, a.state);
	EXPECT_EQ(NTHROTTLE_AGENT_CAUSE_CLOSED, a.cause);
	EXPECT_EQ(before.heartbeat_ns, a.heartbeat_ns);
	ASSERT_DONE(x, crowd_make(x, 5, 3));
	ASSERT_EQ(0, client_open(&self->a));
	EXPECT_EQ(-EBUSY, agent_ack(&self->a, "a", x->w.seq));
	ASSERT_EQ(0, agent_new(&self->a, "a", 2000, &a));
	EXPECT_EQ(before.seq, a.seq);
	EXPECT_EQ(4, a.lag);
	EXPECT_EQ(2000, a.down_time_ms);
	EXPECT_LT(before.heartbeat_ns, a.heartbeat_ns);
	ASSERT_TRUE(is_up(&self->news, "a", &a));
	EXPECT_EQ(before.seq, a.seq);
}

/* Down when it was not heard of for its down time; not before, and not much
 * later. Its next heartbeat brings it back.
 */
TEST_F(agents, silent)
{
	struct world *x = &self->x;
	struct agent a, up;
	__u64 told_ns;
	int i;

	ASSERT_EQ(0, agent_new(&self->a, "a", DOWN_MS, &a));
	ASSERT_TRUE(is_up(&self->news, "a", &up));
	/* As long as it says something, all is well. */
	for (i = 0; i < 6; i++) {
		EXPECT_FALSE(agents_next(&self->news, DOWN_MS / 3, &a));
		ASSERT_EQ(0, i % 2 ? agent_ack(&self->a, "a", i) :
				     agent_beat(&self->a, "a"));
	}
	ASSERT_DONE(x, agent_get(&x->c, "a", &up));
	EXPECT_EQ(NTHROTTLE_AGENT_STATE_UP, up.state);
	ASSERT_TRUE(is_down(&self->news, "a", NTHROTTLE_AGENT_CAUSE_SILENT,
			    &a));
	told_ns = now_ns();
	EXPECT_EQ(up.heartbeat_ns, a.heartbeat_ns);
	EXPECT_LE(DOWN_MS * MS, a.age_ns);
	EXPECT_GE(DOWN_MS * MS + 2 * SLACK_NS, a.age_ns);
	EXPECT_GE(up.heartbeat_ns + DOWN_MS * MS + 2 * SLACK_NS, told_ns);
	tell("silent for %llu us, told after %llu us",
	     (unsigned long long)a.age_ns / 1000,
	     (unsigned long long)(told_ns - up.heartbeat_ns) / 1000);
	/* Said once; and its socket still has the name. */
	EXPECT_FALSE(agents_next(&self->news, DOWN_MS + 200, &a));
	EXPECT_EQ(-EBUSY, agent_new(&x->c, "a", 0, &a));
	ASSERT_EQ(0, agent_beat(&self->a, "a"));
	ASSERT_TRUE(is_up(&self->news, "a", &a));
	EXPECT_EQ(5, a.seq);
	/* Silent and then closed: both are said. */
	ASSERT_TRUE(is_down(&self->news, "a", NTHROTTLE_AGENT_CAUSE_SILENT,
			    &a));
	client_close(&self->a);
	ASSERT_TRUE(is_down(&self->news, "a", NTHROTTLE_AGENT_CAUSE_CLOSED,
			    &a));
	ASSERT_EQ(0, client_open(&self->a));
}

/* A shorter down time is in force at once, and so is a longer one. */
TEST_F(agents, down_time_changes)
{
	struct agent a, b;

	ASSERT_EQ(0, agent_new(&self->a, "a", 3600000, &a));
	ASSERT_EQ(0, agent_new(&self->a, "a", DOWN_MS, &a));
	ASSERT_TRUE(is_up(&self->news, "a", &b));
	ASSERT_TRUE(is_down(&self->news, "a", NTHROTTLE_AGENT_CAUSE_SILENT,
			    &b));
	EXPECT_LE(DOWN_MS * MS, b.age_ns);
	EXPECT_GE(DOWN_MS * MS + 2 * SLACK_NS, b.age_ns);
	ASSERT_EQ(0, agent_new(&self->a, "a", DOWN_MS, &a));
	ASSERT_TRUE(is_up(&self->news, "a", &b));
	ASSERT_EQ(0, agent_new(&self->a, "a", 3600000, &a));
	EXPECT_FALSE(agents_next(&self->news, DOWN_MS + 300, &b));
}

/* The end of an agent is told, and the next one of its name begins anew. */
TEST_F(agents, deleted)
{
	struct world *x = &self->x;
	struct config cfg;
	struct agent a;

	ASSERT_EQ(0, agent_new(&self->a, "a", 0, &a));
	ASSERT_EQ(0, agent_ack(&self->a, "a", 3));
	ASSERT_TRUE(is_up(&self->news, "a", &a));
	ASSERT_DONE(x, agent_del(&x->c, "a"));
	ASSERT_TRUE(is_down(&self->news, "a", NTHROTTLE_AGENT_CAUSE_DELETED,
			    &a));
	EXPECT_EQ(3, a.seq);
	EXPECT_EQ(-ENOENT, agent_beat(&self->a, "a"));
	EXPECT_EQ(-ENOENT, agent_del(&x->c, "a"));
	EXPECT_NE(NULL, strstr(x->c.chan.why, "no such agent"));
	EXPECT_EQ(-ENOENT, agent_get(&x->c, "a", &a));
	EXPECT_EQ(0, agent_count(&x->c));
	ASSERT_DONE(x, config_get(&x->c, &cfg));
	EXPECT_EQ(0, cfg.agents);
	ASSERT_EQ(0, agent_new(&self->a, "a", 0, &a));
	EXPECT_EQ(0, a.seq);
	ASSERT_TRUE(is_up(&self->news, "a", &a));
}

/* Whatever a socket had ends with it: agents and a hold. */
TEST_F(agents, all_of_a_socket)
{
	struct world *x = &self->x;
	struct agent a;
	struct ntf n;
	__u64 id;

	forget_all(x);
	ASSERT_EQ(0, agent_new(&self->a, "a", 0, &a));
	ASSERT_EQ(0, agent_new(&self->a, "b", 0, &a));
	ASSERT_DONE(x, agent_new(&x->c, "c", 0, &a));
	ASSERT_TRUE(is_up(&self->news, "a", &a));
	ASSERT_TRUE(is_up(&self->news, "b", &a));
	ASSERT_TRUE(is_up(&self->news, "c", &a));
	ASSERT_EQ(0, hold_begin(&self->a, 3600000, &id));
	ASSERT_DONE(x, link_mtu(&x->rt, CROWD_FIRST, 1400));
	EXPECT_FALSE(witness_next(&x->w, 0, 300, &n));
	client_close(&self->a);
	ASSERT_TRUE(is_down(&self->news, "a", NTHROTTLE_AGENT_CAUSE_CLOSED,
			    &a));
	ASSERT_TRUE(is_down(&self->news, "b", NTHROTTLE_AGENT_CAUSE_CLOSED,
			    &a));
	ASSERT_TRUE(witness_next(&x->w, CROWD_FIRST, SOON_MS, &n));
	EXPECT_EQ(1400, n.s.mtu);
	ASSERT_DONE(x, agent_get(&x->c, "c", &a));
	EXPECT_EQ(NTHROTTLE_AGENT_STATE_UP, a.state);
	ASSERT_EQ(0, client_open(&self->a));
}

/* The same name in two namespaces is two agents, and neither hears of the other.
 */
TEST_F(agents, netns)
{
	struct world *x = &self->x, y;
	struct agent a;

	ASSERT_EQ(0, world_open(&y));
	ASSERT_EQ(0, agent_new(&self->a, "a", 0, &a));
	ASSERT_EQ(0, agent_ack(&self->a, "a", 3));
	ASSERT_TRUE(is_up(&self->news, "a", &a));
	EXPECT_EQ(0, agent_count(&y.c));
	EXPECT_EQ(-ENOENT, agent_beat(&y.c, "a"));
	ASSERT_DONE(&y, agent_new(&y.c, "a", 0, &a));
	EXPECT_EQ(y.w.instance, a.instance);
	EXPECT_EQ(0, a.seq);
	ASSERT_DONE(&y, agent_del(&y.c, "a"));
	EXPECT_FALSE(agents_next(&self->news, 300, &a));
	EXPECT_EQ(1, agent_count(&x->c));
	EXPECT_EQ(0, world_close(&y));
}

static void die_as_agent(void)
{
	static struct world x;
	static struct client c;
	struct agent a;

	_exit(world_open(&x) || client_open(&c) ||
	      agent_new(&c, "alive", 0, &a) ||
	      agent_new(&x.c, "gone", 1000, &a) ||
	      agent_del(&x.c, "gone") || agent_new(&x.c, "a", 1000, &a) ||
	      crowd_make(&x, 0, 10) || crowd_delete(&x, 0, 10));
}

/* Namespaces end with agents and tombstones in them. */
TEST_F(agents, end_with_their_namespace)
{
	int i, status;
	pid_t pid;

	for (i = 0; i < 10; i++) {
		pid = fork();
		ASSERT_LE(0, pid);
		if (!pid)
			die_as_agent();
		ASSERT_EQ(pid, waitpid(pid, &status, 0));
		EXPECT_EQ(0, status);
	}
}

TEST_HARNESS_MAIN
