// SPDX-License-Identifier: GPL-2.0
/* A random storm, under the eyes of a witness that checks every promise. */
#include <signal.h>
#include <sys/wait.h>

#include "lib/case.h"
#include "lib/change.h"
#include "lib/rules.h"
#include "lib/storm.h"

#define OPERATIONS (only_little() ? 1500 : at_scale(3000, 40000, 100000))
#define GATED_EVENTS (only_little() ? 1000 : at_scale(2000, 14000, 70000))

FIXTURE(storm)
{
	struct world x;
	unsigned int seed;
};

FIXTURE_SETUP(storm)
{
	ASSERT_EQ(0, world_open(&self->x));
	ASSERT_EQ(0, world_without_ipv6());
	self->seed = random_seed();
}

FIXTURE_TEARDOWN(storm)
{
	EXPECT_EQ(0, world_close(&self->x));
}

/* Listen until the storm is over; ask for the stats all the time. */
static int watch(struct world *x, pid_t pid, int *status)
{
	struct stats s;
	int asked = 0;

	while (waitpid(pid, status, WNOHANG) == 0) {
		witness_read(&x->w, 1 + below(40));
		if (stats_get(&x->c, &s) || !stats_balance(&s))
			return -1;
		asked++;
	}
	return asked;
}

static void report(struct world *x, __u64 t, int asked)
{
	struct stats s;

	if (stats_get(&x->c, &s))
		return;
	tell("%llu ms, %llu events, %llu notifications in %llu datagrams, %d times P3",
	     (now_ns() - t) / MS, s.events, s.notifications, x->w.datagrams,
	     asked);
	tell("P2 lateness in us: median %llu, p99 %llu, max %llu",
	     witness_lateness(&x->w, 500) / 1000,
	     witness_lateness(&x->w, 990) / 1000,
	     witness_lateness(&x->w, 1000) / 1000);
}

TEST_F(storm, random)
{
	struct world *x = &self->x;
	int status = -1, asked;
	__u64 t = now_ns();
	struct stats s;
	pid_t pid;

	ASSERT_DONE(x, world_burst(x, 1000, 3));
	pid = storm_start(self->seed, OPERATIONS);
	ASSERT_LT(0, pid);
	asked = watch(x, pid, &status);
	EXPECT_LT(0, asked);
	EXPECT_EQ(0, status);
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, 3 * SOON_MS));
	report(x, t, asked);
	EXPECT_GT(LATE_NS, witness_lateness(&x->w, 990));

	ASSERT_DONE(x, world_settle(x, SOON_MS));
	witness_read(&x->w, 0);
	ASSERT_DONE(x, stats_get(&x->c, &s));
	EXPECT_LE(x->w.seq, s.seq);
	EXPECT_EQ(0, s.filtered + s.unrecorded + s.bounced);
	EXPECT_EQ(s.events, s.delivered + s.elided + s.pending);
	EXPECT_EQ(s.events, stats_kinds(&s));
}

/* All gates at work while everything about them changes: nothing is lost, what
 * is damped is silent, and in the end everybody knows the truth.
 */
TEST_F(storm, every_gate)
{
	struct world *x = &self->x;
	unsigned int changes = 0;
	struct stats s = {};
	pid_t pid;

	x->w.debounced = true;
	srandom(self->seed);
	ASSERT_DONE(x, profile_do(&x->c, NTHROTTLE_CMD_PROFILE_NEW, "one", 0));
	ASSERT_DONE(x, profile_do(&x->c, NTHROTTLE_CMD_PROFILE_NEW, "two", 0));
	pid = storm_start(self->seed, STORM_ENDLESS);
	ASSERT_LT(0, pid);
	/* Whether anything is damped or bounced soon is chance. */
	while (s.events < GATED_EVENTS || !s.bounced || !s.damped) {
		witness_read(&x->w, 1 + below(40));
		ASSERT_DONE(x, stats_get(&x->c, &s));
		ASSERT_TRUE(stats_balance(&s));
		ASSERT_DONE(x, change(&x->c));
		changes++;
	}
	EXPECT_TRUE(storm_freeze(pid));
	kill(pid, SIGKILL);
	ASSERT_EQ(pid, waitpid(pid, NULL, 0));
	/* With everything off, what was held or silenced must be told. */
	EXPECT_EQ(0, done(x, "defaults", chan_call(&x->c.chan,
						   ruleset_msg(&x->c, 0), NULL,
						   NULL)));
	/* Of a bounced link only the counters of its carrier are not told. */
	x->w.bounced = true;
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, 3 * SOON_MS));
	ASSERT_DONE(x, stats_get(&x->c, &s));
	EXPECT_EQ(s.events, stats_kinds(&s));
	tell("%u changes; %llu events, %llu notifications, %llu bounced",
	     changes, s.events, s.notifications, s.bounced);
	tell("%llu flaps, %llu times damped, %llu rate-limited", s.flaps,
	     s.damped, s.rate_limited);
	/* Link watch may bring the last events of a carrier as late as this. */
	EXPECT_EQ(s.events, s.delivered + s.elided + s.bounced + s.pending);
}

TEST_HARNESS_MAIN
