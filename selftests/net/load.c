// SPDX-License-Identifier: GPL-2.0
/* Loading and unloading, in quiet and in a storm. */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "lib/case.h"
#include "lib/memory.h"
#include "lib/rules.h"

#define DUMMIES 20
#define COMES 500	/* the ifindex that comes and goes */

FIXTURE(load)
{
	struct rt rt;		/* into a namespace with interfaces in it */
};

FIXTURE_SETUP(load)
{
	char name[16];
	int i;

	ASSERT_EQ(0, unshare(CLONE_NEWNET));
	ASSERT_EQ(0, rt_open(&self->rt));
	for (i = 0; i < DUMMIES; i++) {
		snprintf(name, sizeof(name), "d%d", i);
		ASSERT_EQ(0, link_add(&self->rt, "dummy", name, 100 + i, 0));
		ASSERT_EQ(0, link_up(&self->rt, 100 + i, i % 2));
	}
	if (module_loaded())
		ASSERT_EQ(0, module_unload());
}

FIXTURE_TEARDOWN(load)
{
	if (!module_loaded())
		EXPECT_EQ(0, module_load(""));
	rt_close(&self->rt);
}

static void count(const struct dev *d, void *arg)
{
	if (d->seq || d->count || d->n_events)
		fprintf(stderr, "%s is not as silent as it should be\n",
			d->s.name);
	else
		++*(int *)arg;
}

/* What is there at load is known, and nobody hears of it. */
TEST_F(load, silent)
{
	struct config cfg;
	struct world x;
	int devs = 0;
	struct ntf n;

	ASSERT_EQ(0, module_load(""));
	ASSERT_EQ(0, world_attach(&x));
	ASSERT_EQ(0, config_get(&x.c, &cfg));
	EXPECT_EQ(0, cfg.seq);
	EXPECT_EQ(0, cfg.pending);
	EXPECT_EQ(DUMMIES + 1, cfg.interfaces);
	ASSERT_EQ(0, dev_dump(&x.c, count, &devs));
	EXPECT_EQ(DUMMIES + 1, devs);
	ASSERT_EQ(0, link_mtu(&x.rt, 110, 1400));
	ASSERT_TRUE(witness_next(&x.w, 110, SOON_MS, &n));
	EXPECT_EQ(1, n.seq);
	EXPECT_EQ(NTHROTTLE_EVENT_MTU, n.events);
	EXPECT_EQ(0, world_close(&x));
}

/* Unloading with events pending: they are not sent, and neither is the end of
 * the interfaces, which is how unregistering a notifier looks from inside.
 */
TEST_F(load, unload_is_silent)
{
	struct world x, y;
	struct ntf n;

	ASSERT_EQ(0, module_load(""));
	ASSERT_EQ(0, world_attach(&x));
	ASSERT_EQ(0, world_strict(&x, 600000));
	ASSERT_EQ(0, link_mtu(&x.rt, 110, 1400));
	ASSERT_TRUE(witness_next(&x.w, 110, SOON_MS, &n));
	ASSERT_EQ(0, link_mtu(&x.rt, 110, 1401));
	ASSERT_EQ(0, module_unload());
	ASSERT_EQ(0, link_mtu(&x.rt, 110, 1402));
	/* The marker: a listener to the next load hears, this one does not. */
	ASSERT_EQ(0, module_load(""));
	ASSERT_EQ(0, world_attach(&y));
	ASSERT_EQ(0, link_mtu(&y.rt, 110, 1403));
	ASSERT_TRUE(witness_next(&y.w, 110, SOON_MS, &n));
	EXPECT_EQ(1, n.seq);
	EXPECT_NE(x.w.instance, y.w.instance);
	EXPECT_EQ(0, witness_untaken(&x.w, 0));
	EXPECT_EQ(0, world_close(&y));
	x.c.family = y.c.family;
	EXPECT_EQ(0, world_close(&x));
}

TEST_F(load, parameter)
{
	static const char * const bad[] = {
		"threshold_ms=9", "threshold_ms=3600001", "threshold_ms=0",
		"threshold_ms=-1", "threshold_ms=abc", "threshold_ms=",
		"threshold_ms=4294967306",
	};
	static const struct {
		const char *text;
		__u32 ms;
	} good[] = {
		{ "", 2000 }, { "threshold_ms=10", 10 },
		{ "threshold_ms=500", 500 }, { "threshold_ms=3600000", 3600000 },
	};
	struct profile p;
	struct client c;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_EQ(-EINVAL, module_load(bad[i])) {
			TH_LOG("%s", bad[i]);
		}
		EXPECT_FALSE(module_loaded());
	}
	for (i = 0; i < ARRAY_SIZE(good); i++) {
		ASSERT_EQ(0, module_load(good[i].text));
		ASSERT_EQ(0, client_open(&c));
		ASSERT_EQ(0, profile_get(&c, &p));
		EXPECT_EQ(good[i].ms, p.threshold_ms);
		ASSERT_EQ(0, unshare(CLONE_NEWNET));
		client_close(&c);
		ASSERT_EQ(0, client_open(&c));
		ASSERT_EQ(0, profile_get(&c, &p));
		EXPECT_EQ(good[i].ms, p.threshold_ms);
		client_close(&c);
		ASSERT_EQ(0, module_unload());
	}
}

/* Flap, make and delete in a child, for ever. */
static pid_t storm(void)
{
	static struct rt rt;
	pid_t pid = fork();
	unsigned int i;

	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (rt_open(&rt))
		_exit(1);
	for (i = 0;; i++) {
		rt_batch(&rt);
		link_up(&rt, 100 + i % DUMMIES, i / DUMMIES % 2);
		link_mtu(&rt, 100 + i * 7 % DUMMIES, 1000 + i % 400);
		if (i % 16 == 0)
			link_add(&rt, "dummy", "comes", COMES, 0);
		if (i % 16 == 8)
			link_del(&rt, COMES);
		if (i % 4 == 3)
			rt_flush(&rt);
	}
}

/* Only one ever goes; the end of the module looks like the end of all. */
static void check_ends(struct witness *w)
{
	size_t i;

	for (i = 0; i < w->n_log; i++)
		if (w->log[i].deleted && w->log[i].s.ifindex != COMES)
			complain(w, "the deletion of %s, which is still there",
				 w->log[i].s.name);
}

/* One life of the module in the storm. Returns an error, or 0. */
static int cycle(unsigned int ms, unsigned int *heard)
{
	struct world x;
	struct ntf n;
	__u64 id;
	int err = module_load("threshold_ms=10");

	if (err)
		return err;
	err = world_attach(&x);
	if (err)
		return err;
	if (!witness_next(&x.w, 0, SOON_MS, &n))
		return -ETIMEDOUT;
	pause_ms(ms);
	/* With a hold that nobody will release any more. */
	if (ms % 2 && hold_begin(&x.c, 3600000, &id))
		return -EIO;
	err = module_unload_busily(5 * SOON_MS);
	if (err)
		return err;
	witness_read(&x.w, 0);
	*heard = x.w.n_log;
	pause_ms(5);
	witness_read(&x.w, 0);
	if (x.w.n_log != *heard)
		complain(&x.w, "sent after the module was gone");
	check_ends(&x.w);
	return world_close(&x);
}

TEST_F(load, unload_in_storm)
{
	unsigned int i, heard = 0, total = 0, cycles = only_little() ? 15 : 50;
	pid_t pid = storm();
	long before_kb = 0, after_kb;

	srandom(random_seed());
	ASSERT_LT(0, pid);
	for (i = 0; i < cycles; i++) {
		ASSERT_EQ(0, cycle((unsigned int)random() % 30, &heard)) {
			TH_LOG("cycle %u", i);
		}
		total += heard;
		EXPECT_NE(0, access("/sys/kernel/slab/nthrottle_record",
				    F_OK));
		if (i == cycles / 5)
			before_kb = meminfo_kb("SUnreclaim:");
	}
	after_kb = meminfo_kb("SUnreclaim:");
	kill(pid, SIGKILL);
	EXPECT_EQ(pid, waitpid(pid, NULL, 0));
	tell("%u cycles, %u notifications heard, SUnreclaim %+ld kB",
	     cycles, total, after_kb - before_kb);
	if (meminfo_is_exact())
		EXPECT_GT(before_kb + 2048, after_kb);
}

TEST_HARNESS_MAIN
