// SPDX-License-Identifier: GPL-2.0
/* What changed since, right after the module was loaded, and while it is. */
#include <errno.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/case.h"
#include "lib/crowd.h"
#include "lib/since.h"

#define MANY (kernel_is_slow() ? 300 : 1500)
#define LOADS (kernel_is_slow() ? 2 : 5)

FIXTURE(takeover)
{
	struct world x;		/* with interfaces in it */
	struct since s;
};

FIXTURE_SETUP(takeover)
{
	struct world *x = &self->x;
	int i;

	ASSERT_EQ(0, world_open(x));
	ASSERT_EQ(0, world_without_ipv6());
	for (i = 0; i < MANY; i += 100)
		ASSERT_DONE(x, crowd_make(x, i, 100));
	ASSERT_EQ(0, module_unload());
}

FIXTURE_TEARDOWN(takeover)
{
	if (!module_loaded())
		EXPECT_EQ(0, module_load(""));
	since_free(&self->s);
	witness_close(&self->x.w);
	client_close(&self->x.c);
	rt_close(&self->x.rt);
	close(self->x.netns);
}

static unsigned int notified(const struct since *s)
{
	unsigned int count = 0;
	size_t i;

	for (i = 0; i < s->n; i++)
		count += s->shown[i].seq != 0;
	return count;
}

/* What was there has the number 0, what changes has one, and all that is part of
 * the answer to "since 0", but of no other.
 */
TEST_F(takeover, number_0)
{
	__u64 before = self->x.w.instance;
	struct since *s = &self->s;
	struct world x;
	struct ntf n;

	ASSERT_EQ(0, module_load(""));
	ASSERT_EQ(0, world_attach(&x));
	ASSERT_DONE(&x, since_get(&x.c, 0, x.w.instance, s));
	EXPECT_EQ(0, since_broken(s, 0));
	EXPECT_EQ(0, s->upto);
	EXPECT_EQ(NO_RESYNC, s->first);
	EXPECT_EQ(MANY + 1, s->n);
	EXPECT_EQ(0, notified(s));
	EXPECT_STREQ("d0", s->shown[1].s.name);
	/* Each is in the journal once, and moves to the end. */
	ASSERT_DONE(&x, link_mtu(&x.rt, CROWD_FIRST, 1400));
	ASSERT_TRUE(witness_next(&x.w, CROWD_FIRST, SOON_MS, &n));
	ASSERT_DONE(&x, link_del(&x.rt, CROWD_FIRST + 1));
	ASSERT_TRUE(witness_next(&x.w, CROWD_FIRST + 1, SOON_MS, &n));
	since_free(s);
	ASSERT_DONE(&x, since_get(&x.c, 0, NO_INSTANCE, s));
	EXPECT_EQ(0, since_broken(s, 0));
	EXPECT_EQ(0, since_differs(s, &x.w, 0));
	EXPECT_EQ(MANY + 1, s->n);
	EXPECT_EQ(2, notified(s));
	EXPECT_TRUE(s->shown[MANY].deleted);
	since_free(s);
	ASSERT_DONE(&x, since_get(&x.c, 1, NO_INSTANCE, s));
	EXPECT_EQ(1, s->n);
	since_free(s);
	/* Whoever comes from the load before gets everything that exists. */
	ASSERT_DONE(&x, since_get(&x.c, 1, before, s));
	EXPECT_EQ(NTHROTTLE_RESYNC_INSTANCE, s->first);
	EXPECT_EQ(0, since_broken(s, 0));
	EXPECT_EQ(MANY, s->n);
	EXPECT_EQ(0, world_close(&x));
}

static pid_t load_in_background(void)
{
	pid_t pid = fork();

	if (!pid)
		_exit(module_load("") ? 1 : 0);
	return pid;
}

static void count(const struct dev *d, void *arg)
{
	(void)d;
	++*(int *)arg;
}

/* Who asks while the module is being loaded waits, and misses nothing. */
TEST_F(takeover, asked_meanwhile)
{
	struct since *s = &self->s;
	int i, status, devs, early = 0;
	struct client c;
	__u64 asked_ns, answered_ns, waited_ns = 0;
	pid_t pid;

	for (i = 0; i < LOADS || (!early && i < 18); i++) {
		pid = load_in_background();
		ASSERT_EQ(0, client_wait(&c, 5 * SOON_MS));
		early += waitpid(pid, &status, WNOHANG) == 0;
		asked_ns = now_ns();
		/* By turns: either way of asking may be the one that waits. */
		devs = i % 2 ? 0 : MANY + 1;
		ASSERT_EQ(0, devs ? 0 : dev_dump(&c, count, &devs));
		ASSERT_EQ(0, since_get(&c, 0, NO_INSTANCE, s));
		answered_ns = now_ns();
		EXPECT_EQ(0, since_broken(s, 0));
		EXPECT_EQ(MANY + 1, s->n);
		EXPECT_EQ(MANY + 1, devs);
		since_free(s);
		client_close(&c);
		waitpid(pid, &status, 0);
		EXPECT_EQ(0, status);
		waited_ns += answered_ns - asked_ns;
		ASSERT_EQ(0, module_unload());
	}
	tell("asked %d of %d times while it was being loaded; answers took %llu ms",
	     early, i, (unsigned long long)waited_ns / i / MS);
	EXPECT_LT(0, early);
}

TEST_HARNESS_MAIN
