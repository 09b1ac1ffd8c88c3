// SPDX-License-Identifier: GPL-2.0
/* The wall clock leaps by hours, either way, as after a suspend or by NTP: only
 * what is told as wall-clock time follows it.
 */
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lib/agent.h"
#include "lib/case.h"
#include "lib/flap.h"
#include "lib/storm.h"

#define OPERATIONS (kernel_is_slow() ? 2000 : 3000)
#define LEAPS 4096	/* that are remembered */
#define EVERY_MS 20
#define NEAR_NS (1000 * MS)
#define HOUR_NS (3600000 * MS)

/* When the clock was set, and to how much ahead of CLOCK_BOOTTIME. */
struct leap {
	__u64 at_ns;
	__u64 ahead_ns;
};

/* Written by the process that sets the clock. */
struct leaps {
	bool over;
	unsigned int n;
	struct leap all[LEAPS];
};

FIXTURE(clock)
{
	struct world x;
	struct leaps *leaps;
	__u64 ahead_ns;		/* in the beginning */
	pid_t pid;
};

static __u64 wall_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return t.tv_sec * 1000000000ULL + t.tv_nsec;
}

static int set_clock(__u64 ahead_ns)
{
	__u64 ns = now_ns() + ahead_ns;
	struct timespec t = { ns / 1000000000, ns % 1000000000 };

	return clock_settime(CLOCK_REALTIME, &t);
}

/* Up to ten hours either way of where it was, again and again. */
static pid_t leap_around(struct leaps *l, __u64 ahead_ns)
{
	pid_t pid = fork();
	struct leap *next;

	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (!__atomic_load_n(&l->over, __ATOMIC_ACQUIRE) && l->n < LEAPS) {
		next = &l->all[l->n];
		next->ahead_ns = ahead_ns + (below(21) - 10ULL) * HOUR_NS;
		if (set_clock(next->ahead_ns))
			_exit(1);
		next->at_ns = now_ns();
		l->n++;
		/* Now and then it stays where it is for a while. */
		pause_ms(below(20) ? EVERY_MS : 30 * EVERY_MS);
	}
	_exit(0);
}

FIXTURE_SETUP(clock)
{
	struct world *x = &self->x;

	ASSERT_EQ(0, world_open(x));
	ASSERT_EQ(0, world_without_ipv6());
	self->leaps = mmap(NULL, sizeof(*self->leaps), PROT_READ | PROT_WRITE,
			   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, self->leaps);
	srandom(random_seed());
	self->ahead_ns = wall_ns() - now_ns();
}

/* The clock is the machine's: others need it as it was. */
FIXTURE_TEARDOWN(clock)
{
	int status = 0;

	__atomic_store_n(&self->leaps->over, true, __ATOMIC_RELEASE);
	if (self->pid)
		waitpid(self->pid, &status, 0);
	EXPECT_EQ(0, status);
	EXPECT_EQ(0, set_clock(self->ahead_ns));
	if (self->pid)
		EXPECT_LT(5, self->leaps->n);
	munmap(self->leaps, sizeof(*self->leaps));
	EXPECT_EQ(0, world_close(&self->x));
}

/* By how much, in nanoseconds, does a notification's wall-clock time miss every
 * setting of the clock that may have been in force?
 */
static __u64 misses(const struct leaps *l, __u64 ahead_ns, const struct ntf *n)
{
	__u64 ahead, best = ~0ULL, wrong;
	unsigned int i;

	for (i = 0; i <= l->n; i++) {
		if (i && l->all[i - 1].at_ns > n->sent_ns + NEAR_NS)
			break;
		if (i < l->n && l->all[i].at_ns + NEAR_NS < n->sent_ns)
			continue;
		ahead = i ? l->all[i - 1].ahead_ns : ahead_ns;
		wrong = n->wall_ns - n->sent_ns - ahead;
		wrong = (__s64)wrong < 0 ? -wrong : wrong;
		best = wrong < best ? wrong : best;
	}
	return best;
}

/* A storm under P1, P2, P3 and P4, as if the clock stood still. */
TEST_F(clock, storm)
{
	struct world *x = &self->x;
	unsigned int far = 0;
	__u64 worst_ns = 0, wrong;
	int status = -1;
	struct stats s;
	pid_t storm;
	size_t i;

	ASSERT_DONE(x, world_burst(x, 300, 2));
	self->pid = leap_around(self->leaps, self->ahead_ns);
	storm = storm_start(below(1 << 30), OPERATIONS);
	ASSERT_LT(0, storm);
	while (waitpid(storm, &status, WNOHANG) == 0) {
		witness_read(&x->w, 20);
		ASSERT_DONE(x, stats_get(&x->c, &s));
		ASSERT_TRUE(stats_balance(&s));
	}
	EXPECT_EQ(0, status);
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, 3 * SOON_MS));
	EXPECT_GT(LATE_NS, witness_lateness(&x->w, 990));
	for (i = 0; i < x->w.n_log; i++) {
		wrong = misses(self->leaps, self->ahead_ns, &x->w.log[i]);
		worst_ns = wrong > worst_ns ? wrong : worst_ns;
		far += x->w.log[i].wall_ns - x->w.log[i].sent_ns + HOUR_NS / 2 -
		       self->ahead_ns > HOUR_NS;
	}
	tell("%u leaps, %zu notifications, %u of them far from the first setting; p99 %llu us late",
	     self->leaps->n, x->w.n_log, far,
	     (unsigned long long)witness_lateness(&x->w, 990) / 1000);
	EXPECT_LT(0, far);
	EXPECT_GT(NEAR_NS, worst_ns);
}

/* What is due stays due when it was, and comes then. After a leap back, a timer
 * that followed the clock would come hours later.
 */
TEST_F(clock, due_time)
{
	struct world *x = &self->x;
	struct dev before, d;
	__u32 index;
	struct ntf n;
	int i;

	ASSERT_DONE(x, world_strict(x, 1000));
	ASSERT_DONE(x, world_dummy(x, "d0", &index, NULL));
	for (i = -5; i <= 5; i += 10) {
		ASSERT_DONE(x, link_mtu(&x->rt, index, 1400 + i));
		ASSERT_DONE(x, dev_get(&x->c, index, &before));
		ASSERT_EQ(0, set_clock(self->ahead_ns + i * HOUR_NS));
		ASSERT_DONE(x, dev_get(&x->c, index, &d));
		EXPECT_EQ(before.due_ns, d.due_ns);
		EXPECT_EQ(before.first_ns, d.first_ns);
		EXPECT_GE(before.due_in_ns, d.due_in_ns);
		ASSERT_TRUE(witness_next(&x->w, index, SOON_MS, &n));
		EXPECT_LE(before.due_ns, n.sent_ns);
		EXPECT_GT(before.due_ns + SLACK_NS, n.sent_ns);
	}
}

/* A hold ends at its limit. */
TEST_F(clock, hold)
{
	struct world *x = &self->x;
	struct hold_ntf h;
	struct chan news;
	__u32 index;
	struct ntf n;
	__u64 id;
	int i;

	ASSERT_DONE(x, world_strict(x, 10));
	ASSERT_DONE(x, world_dummy(x, "d0", &index, NULL));
	ASSERT_EQ(0, holds_listen(&news, &x->c));
	x->w.threshold_ns = 0;	/* it is late by the hold */
	for (i = -5; i <= 5; i += 10) {
		ASSERT_DONE(x, hold_begin(&x->c, 800, &id));
		ASSERT_DONE(x, link_mtu(&x->rt, index, 1400 + i));
		ASSERT_TRUE(holds_next(&news, SOON_MS, &h));
		ASSERT_EQ(0, set_clock(self->ahead_ns + i * HOUR_NS));
		ASSERT_TRUE(witness_next(&x->w, index, SOON_MS, &n));
		EXPECT_LE(h.begin_ns + 800 * MS, n.sent_ns);
		EXPECT_GT(h.begin_ns + 800 * MS + SLACK_NS, n.sent_ns);
		ASSERT_TRUE(holds_next(&news, SOON_MS, &h));
		EXPECT_EQ(NTHROTTLE_HOLD_END_LIMIT, h.end);
	}
	chan_close(&news);
}

/* A suppression ends when the penalty has decayed. */
TEST_F(clock, damping)
{
	struct world *x = &self->x;
	struct pair p;
	struct ntf n;
	struct dev d;

	ASSERT_DONE(x, profile_do(&x->c, NTHROTTLE_CMD_PROFILE_SET, "default",
				  NTHROTTLE_A_PROFILE_THRESHOLD_MS, 10,
				  NTHROTTLE_A_PROFILE_BURST, 1000,
				  NTHROTTLE_A_PROFILE_DAMP, NTHROTTLE_DAMP_ON,
				  NTHROTTLE_A_PROFILE_HALF_LIFE_MS, 1000,
				  NTHROTTLE_A_PROFILE_MAX_SUPPRESS_MS, 2000,
				  NTHROTTLE_A_PROFILE_PENALTY, 2500, 0));
	ASSERT_DONE(x, pair_make(x, "v", &p));
	ASSERT_DONE(x, link_up(&x->rt, p.peer, false));
	do {
		ASSERT_TRUE(witness_next(&x->w, p.index, SOON_MS, &n));
	} while (n.why != NTHROTTLE_WHY_DAMPED);
	ASSERT_DONE(x, dev_get(&x->c, p.index, &d));
	EXPECT_EQ(NTHROTTLE_GATE_DAMP, d.reason);
	ASSERT_EQ(0, set_clock(self->ahead_ns - 5 * HOUR_NS));
	/* log2(2.5) half-lives after the loss. */
	EXPECT_LT(n.first_ns + 1300 * MS, d.due_ns);
	EXPECT_GT(n.sent_ns + 1330 * MS, d.due_ns);
	ASSERT_TRUE(witness_next(&x->w, p.index, 2 * SOON_MS, &n));
	EXPECT_EQ(NTHROTTLE_WHY_UNDAMPED, n.why);
	EXPECT_LE(d.due_ns, n.sent_ns);
	EXPECT_GT(d.due_ns + SLACK_NS, n.sent_ns);
}

/* An agent that says nothing is down after its time, neither before nor later. */
TEST_F(clock, agent)
{
	struct world *x = &self->x;
	struct agent a, up;
	struct chan news;
	int i;

	ASSERT_EQ(0, agents_listen(&news, &x->c));
	for (i = -5; i <= 5; i += 10) {
		ASSERT_DONE(x, agent_new(&x->c, "mute", 1000, &up));
		ASSERT_TRUE(agents_next(&news, SOON_MS, &a));
		EXPECT_EQ(NTHROTTLE_AGENT_STATE_UP, a.state);
		ASSERT_EQ(0, set_clock(self->ahead_ns + i * HOUR_NS));
		ASSERT_TRUE(agents_next(&news, 2 * SOON_MS, &a));
		EXPECT_EQ(NTHROTTLE_AGENT_STATE_DOWN, a.state);
		EXPECT_EQ(NTHROTTLE_AGENT_CAUSE_SILENT, a.cause);
		EXPECT_EQ(up.heartbeat_ns, a.heartbeat_ns);
		EXPECT_LE(1000 * MS, a.age_ns);
		EXPECT_GT(1000 * MS + 2 * SLACK_NS, a.age_ns);
	}
	chan_close(&news);
}

/* The heartbeat goes on when the clock goes back, hour by hour. */
TEST_F(clock, heartbeat)
{
	struct world *x = &self->x;
	unsigned int before;
	__u64 end_ns;
	int i;

	ASSERT_DONE(x, config_set(&x->c, NTHROTTLE_A_CONFIG_HEARTBEAT_MS, 100,
				  0));
	for (i = 1; i <= 5; i++) {
		ASSERT_EQ(0, set_clock(self->ahead_ns - i * HOUR_NS));
		before = x->w.syncs;
		end_ns = now_ns() + 100 * MS + 2 * SLACK_NS;
		while (x->w.syncs == before && now_ns() < end_ns)
			witness_read(&x->w, 10);
		EXPECT_LT(before, x->w.syncs);
	}
}

TEST_HARNESS_MAIN
