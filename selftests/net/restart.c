// SPDX-License-Identifier: GPL-2.0
/* An agent that is killed in a storm again and again, and goes on where it
 * acknowledged last.
 */
#include <signal.h>
#include <sys/wait.h>

#include "lib/agent.h"
#include "lib/case.h"
#include "lib/mortal.h"
#include "lib/storm.h"

#define NAME "phoenix"
#define LINK_WATCH_MS 1500	/* its last events come within a second */
#define OPERATIONS (only_little() ? 1500 : at_scale(4000, 20000, 20000))

FIXTURE(restart)
{
	struct world x;
	struct chan news;
	struct answer a;
	unsigned int seed;
};

FIXTURE_SETUP(restart)
{
	struct world *x = &self->x;

	ASSERT_EQ(0, world_open(x));
	ASSERT_EQ(0, world_without_ipv6());
	ASSERT_EQ(0, agents_listen(&self->news, &x->c));
	self->seed = random_seed();
	srandom(self->seed);
	ASSERT_DONE(x, world_burst(x, 500, 2));
	x->w.threshold_ns = 0;
}

FIXTURE_TEARDOWN(restart)
{
	since_free(&self->a.s);
	chan_close(&self->news);
	EXPECT_EQ(0, world_close(&self->x));
}

static void listen_for(struct world *x, unsigned int ms)
{
	__u64 end_ns = now_ns() + ms * MS;

	while (now_ns() < end_ns)
		witness_read(&x->w, 10);
}

static bool killed(struct chan *news, pid_t pid)
{
	struct agent a;
	int status;

	kill(pid, SIGKILL);
	return waitpid(pid, &status, 0) == pid && WIFSIGNALED(status) &&
	       agents_next(news, SOON_MS, &a) &&
	       a.cause == NTHROTTLE_AGENT_CAUSE_CLOSED;
}

/* The child acknowledges when it has written its answer: a moment later. */
static bool acknowledges(struct world *x, __u64 seq)
{
	__u64 end_ns = now_ns() + SOON_MS * MS;
	struct agent agent = {};

	while (now_ns() < end_ns) {
		if (!agent_get(&x->c, NAME, &agent) && agent.seq >= seq)
			return true;
		pause_ms(5);
	}
	return false;
}

TEST_F(restart, in_a_storm)
{
	struct world *x = &self->x;
	struct answer *a = &self->a;
	unsigned int lives = 0;
	__u64 acknowledged = 0, shown = 0, missed = 0, told = 0;
	struct agent agent;
	bool over = false;
	pid_t storm, pid;
	int status;

	storm = storm_large_start(self->seed, OPERATIONS);
	ASSERT_LT(0, storm);
	while (!over) {
		/* The last time there is no storm any more, and all is told. */
		over = waitpid(storm, &status, WNOHANG) == storm;
		ASSERT_DONE(x, over ? world_settle(x, 5 * SOON_MS) : 0);
		pid = mortal_start(NAME, a);
		ASSERT_LT(0, pid);
		EXPECT_EQ(acknowledged, a->acknowledged);
		EXPECT_EQ(NO_RESYNC, a->s.first);
		EXPECT_TRUE(mortal_is_right(x, a));
		ASSERT_TRUE(agents_next(&self->news, SOON_MS, &agent));
		EXPECT_EQ(NTHROTTLE_AGENT_STATE_UP, agent.state);
		EXPECT_EQ((__u32)pid, agent.pid);
		shown += a->s.n;
		missed += a->s.upto - acknowledged;
		lives++;
		listen_for(x, over ? LINK_WATCH_MS : 20 + below(200));
		told = x->w.seq;
		EXPECT_TRUE(acknowledges(x, over ? told : a->s.upto));
		ASSERT_TRUE(killed(&self->news, pid));
		ASSERT_DONE(x, agent_get(&x->c, NAME, &agent));
		EXPECT_LE(a->s.upto, agent.seq);
		acknowledged = agent.seq;
		listen_for(x, below(300));
	}
	EXPECT_EQ(0, status);
	EXPECT_LE(told, acknowledged);
	witness_read(&x->w, 0);
	EXPECT_GE(x->w.seq, acknowledged);
	tell("%u lives; %llu notifications were missed, %llu shown, of %llu",
	     lives, (unsigned long long)missed, (unsigned long long)shown,
	     (unsigned long long)x->w.seq);
	EXPECT_LT(at_scale(2, 5, 5), lives);
}

TEST_HARNESS_MAIN
