// SPDX-License-Identifier: GPL-2.0
/* The rate of all notifications of a namespace together. */
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/case.h"
#include "lib/rules.h"

#define QUIET 100
#define RATE 50
#define BURST 10

FIXTURE(rate)
{
	struct world x;
};

FIXTURE_SETUP(rate)
{
	ASSERT_EQ(0, world_open(&self->x));
	ASSERT_EQ(0, world_without_ipv6());
}

FIXTURE_TEARDOWN(rate)
{
	EXPECT_EQ(0, world_close(&self->x));
}

/* In any window, no more than the rate and the burst allow. */
static unsigned int too_fast(const struct world *x, size_t from)
{
	const struct ntf *log = x->w.log;
	unsigned int broken = 0;
	size_t i, j;

	for (i = from; i < x->w.n_log; i++)
		for (j = i; j < x->w.n_log; j++)
			broken += j - i + 1 > BURST + 1 + RATE *
				  (log[j].sent_ns - log[i].sent_ns) / 1e9;
	return broken;
}

static void flap(int netns, __u32 index)
{
	struct rt rt;
	int up = 0;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (setns(netns, CLONE_NEWNET) || rt_open(&rt))
		_exit(1);
	for (;; up = !up)
		link_up(&rt, index, up);
}

/* One that never rests and a hundred that happen once: these are served in the
 * order of their due times, and the one does not eat their share.
 */
TEST_F(rate, fair)
{
	struct world *x = &self->x;
	unsigned int flapper = 0, i, late = 0;
	__u64 worst_ns = 0, begin_ns, gained;
	struct config cfg;
	struct stats s;
	char name[16];
	size_t from;
	pid_t pid;

	for (i = 0; i <= QUIET; i++) {
		snprintf(name, sizeof(name), "q%u", i);
		ASSERT_DONE(x, link_add(&x->rt, "dummy", name, 1000 + i, 5));
	}
	ASSERT_DONE(x, world_burst(x, 10, 1000));
	ASSERT_DONE(x, world_settle(x, 20000));
	x->w.threshold_ns = 0;
	ASSERT_DONE(x, config_set(&x->c, NTHROTTLE_A_CONFIG_RATE, RATE,
				  NTHROTTLE_A_CONFIG_RATE_BURST, BURST, 0));
	pid = fork();
	if (!pid)
		flap(x->netns, 1000 + QUIET);
	pause_ms(300);
	from = x->w.n_log;
	begin_ns = now_ns();
	for (i = 0; i < QUIET; i++)
		ASSERT_DONE(x, link_mtu(&x->rt, 1000 + i, 1400));
	gained = RATE * (now_ns() - begin_ns) / 1000000000ULL + 1;
	while (witness_read(&x->w, 1000) && x->w.n_log < from + 3 * QUIET)
		;
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	for (i = from; i < x->w.n_log; i++) {
		const struct ntf *n = &x->w.log[i];
		/* Those before it, and the flapper's once in between. */
		__u64 owed_ns = (n->s.ifindex - 1000 + 3) * 1000000000ULL / RATE;
		__u64 waited_ns = n->sent_ns - n->first_ns;

		if (n->s.ifindex == 1000 + QUIET) {
			flapper++;
			continue;
		}
		late += waited_ns > owed_ns + SLACK_NS;
		worst_ns = waited_ns > worst_ns ? waited_ns : worst_ns;
	}
	EXPECT_EQ(0, late);
	EXPECT_EQ(0, too_fast(x, from));
	ASSERT_DONE(x, stats_get(&x->c, &s));
	/* Who has more time than the rate needs need not wait. */
	EXPECT_LE(QUIET - BURST, s.rate_limited + gained);
	tell("the last of %u waited %llu ms, the flapper had %u of %zu", QUIET,
	     (unsigned long long)worst_ns / MS, flapper, x->w.n_log - from);
	ASSERT_DONE(x, config_set(&x->c, NTHROTTLE_A_CONFIG_RATE, 0, 0));
	ASSERT_DONE(x, config_get(&x->c, &cfg));
	EXPECT_EQ(0, cfg.rate);
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, SOON_MS));
	ASSERT_DONE(x, link_del_group(&x->rt, 5));
	ASSERT_DONE(x, world_settle(x, 20000));
}

/* A rate holds deletions, too, and says so; a higher one lets them go. */
TEST_F(rate, reason)
{
	struct world *x = &self->x;
	struct dev d;
	struct ntf n;
	__u32 index, other;

	ASSERT_DONE(x, world_burst(x, 10, 1000));
	ASSERT_DONE(x, world_dummy(x, "d0", &index, NULL));
	ASSERT_DONE(x, world_dummy(x, "d1", &other, NULL));
	x->w.threshold_ns = 0;
	ASSERT_DONE(x, config_set(&x->c, NTHROTTLE_A_CONFIG_RATE, 1,
				  NTHROTTLE_A_CONFIG_RATE_BURST, 1, 0));
	ASSERT_DONE(x, link_mtu(&x->rt, index, 1400));
	ASSERT_TRUE(witness_next(&x->w, index, SOON_MS, &n));
	ASSERT_DONE(x, link_mtu(&x->rt, index, 1300));
	ASSERT_DONE(x, link_del(&x->rt, other));
	ASSERT_DONE(x, dev_get(&x->c, index, &d));
	EXPECT_EQ(NTHROTTLE_GATE_RATE, d.reason);
	EXPECT_EQ(0, witness_untaken(&x->w, other));
	ASSERT_DONE(x, config_set(&x->c, NTHROTTLE_A_CONFIG_RATE, 1000, 0));
	ASSERT_TRUE(witness_next(&x->w, other, AT_ONCE_MS, &n));
	EXPECT_TRUE(n.deleted);
	ASSERT_TRUE(witness_next(&x->w, index, AT_ONCE_MS, &n));
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, SOON_MS));
}

TEST_HARNESS_MAIN
