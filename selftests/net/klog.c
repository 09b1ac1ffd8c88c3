// SPDX-License-Identifier: GPL-2.0
/* A container cannot fill the kernel's log: all of them share a few lines. */
#include <errno.h>
#include <unistd.h>

#include <netlink/attr.h>

#include "lib/agent.h"
#include "lib/case.h"
#include "lib/flap.h"
#include "lib/klog.h"
#include "lib/role.h"
#include "lib/rules.h"

#define PAIRS 20
#define CONTAINERS 2
#define INTERVAL_NS (5000 * MS)	/* of the kernel's rate limit */
#define LINES 3			/* in each; the third says how many were left out */

FIXTURE(klog)
{
	struct world x;
	int log;
};

FIXTURE_SETUP(klog)
{
	ASSERT_EQ(0, world_open(&self->x));
	self->log = klog_open();
	ASSERT_LE(0, self->log);
}

FIXTURE_TEARDOWN(klog)
{
	close(self->log);
	EXPECT_EQ(0, world_close(&self->x));
}

static struct world *enter(void)
{
	static struct world x;

	return rt_open(&x.rt) || client_open(&x.c) ? NULL : &x;
}

/* Each loss of carrier silences, and a reset is the end of it: two lines. */
static int damp_everything(struct world *x, struct pair *pairs)
{
	char name[16];
	int i;

	if (profile_do(&x->c, NTHROTTLE_CMD_PROFILE_SET, "default",
		       NTHROTTLE_A_PROFILE_DAMP, NTHROTTLE_DAMP_ON,
		       NTHROTTLE_A_PROFILE_PENALTY, 20000,
		       NTHROTTLE_A_PROFILE_SUPPRESS, 2,
		       NTHROTTLE_A_PROFILE_REUSE, 1,
		       NTHROTTLE_A_PROFILE_BURST, 1000, 0))
		return -1;
	for (i = 0; i < PAIRS; i++) {
		snprintf(name, sizeof(name), "v\033%d", i);
		pairs[i] = (struct pair){ 100 + i, 200 + i };
		if (link_add_veth_at(&x->rt, name, pairs[i].index, name + 1,
				     pairs[i].peer) ||
		    link_up(&x->rt, pairs[i].index, true))
			return -1;
	}
	return 0;
}

static void flap_all(struct world *x, const struct pair *pairs)
{
	int i;

	rt_batch(&x->rt);
	for (i = 0; i < PAIRS; i++)
		link_up(&x->rt, pairs[i].peer, true);
	rt_flush(&x->rt);
	pause_ms(50);
	rt_batch(&x->rt);
	for (i = 0; i < PAIRS; i++)
		link_up(&x->rt, pairs[i].peer, false);
	rt_flush(&x->rt);
	pause_ms(50);
	for (i = 0; i < PAIRS; i++)
		dev_reset(&x->c, pairs[i].index);
}

/* Until it would have been a thousand lines, or for long enough. */
static int flap(void *arg)
{
	static struct pair pairs[PAIRS];
	struct world *x = enter();
	__u64 end_ns = now_ns() + 60000 * MS;
	struct stats s = { 0 };

	(void)arg;
	if (!x || world_without_ipv6() || damp_everything(x, pairs))
		return 1;
	while (now_ns() < end_ns && s.damped < at_scale(60, 200, 2000)) {
		flap_all(x, pairs);
		if (stats_get(&x->c, &s))
			return 2;
	}
	tell("%llu times damped in %d containers each", s.damped, CONTAINERS);
	return s.damped < 10 * LINES ? 3 : 0;
}

TEST_F(klog, damping)
{
	__u64 begin_ns = now_ns();
	pid_t pid[CONTAINERS];
	int i, most, lines;

	for (i = 0; i < CONTAINERS; i++)
		pid[i] = child_start(become_container_root, flap, NULL);
	for (i = 0; i < CONTAINERS; i++)
		EXPECT_EQ(0, child_wait(pid[i]));
	most = ((now_ns() - begin_ns) / INTERVAL_NS + 1) * LINES;
	lines = klog_count(self->log);
	tell("%d lines, %d at most", lines, most);
	EXPECT_LE(1, lines);
	EXPECT_GE(most, lines);
}

static void refuse_one_of_each(struct client *c)
{
	struct agent a;
	struct dev d;
	__u64 id;

	profile_set(c, &(struct profile){ 0, 0, 0, 0, 0 });
	profile_do(c, NTHROTTLE_CMD_PROFILE_NEW, "\033[2J", 0);
	profile_do(c, NTHROTTLE_CMD_PROFILE_DEL, "default", 0);
	config_set(c, NTHROTTLE_A_CONFIG_RATE, ~0U, 0);
	rule_make(c, 1, "\n", NULL, "default");
	rule_make(c, 1, "x", NULL, "\033[31mno");
	rule_del(c, 12345);
	dev_get(c, 12345, &d);
	dev_reset(c, 12345);
	hold_begin(c, ~0U, &id);
	hold_release(c, 12345);
	agent_new(c, "a b", 0, &a);
	agent_new(c, "a", 1, &a);
	agent_ack(c, "b", 1);
	agent_ack_of(c, "b", 1, 1);
	agent_del(c, "b");
	client_do(c, 200);
}

static int be_refused(void *arg)
{
	int i, n = at_scale(20, 200, 5000);
	struct world *x = enter();
	__u64 id;

	(void)arg;
	if (!x)
		return 1;
	for (i = 0; i < n; i++) {
		refuse_one_of_each(&x->c);
		hold_begin(&x->c, 1, &id);
	}
	return 0;
}

/* Not one line for refusals, permitted or not, nor for holds. */
TEST_F(klog, refusals)
{
	int lines;

	EXPECT_EQ(0, child_run(become_container_root, be_refused, NULL));
	EXPECT_EQ(0, child_run(become_userns_root, be_refused, NULL));
	EXPECT_EQ(0, child_run(become_nobody, be_refused, NULL));
	lines = klog_count(self->log);
	EXPECT_EQ(0, lines);
}

TEST_HARNESS_MAIN
