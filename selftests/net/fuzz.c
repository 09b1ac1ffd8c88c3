// SPDX-License-Identifier: GPL-2.0
/*
 * Requests made from the spec and then spoiled, by root and by nobody, while a
 * storm goes on: the kernel stays whole, the promises hold, what is refused
 * changes nothing, and in the end all works as before.
 */
#include <grp.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <netlink/genl/genl.h>

#include "lib/case.h"
#include "lib/look.h"
#include "lib/mutate.h"
#include "lib/storm.h"

#define NOBODY 65534
#define LOOKS 50	/* every so many requests, it is looked what they changed */
#define SOCKETS 100	/* so many come from one socket: its holds end with it */
#define KEPT 100000	/* more notifications need not be remembered */

/* What the two who send have done. */
struct tally {
	unsigned int sent;
	unsigned int refused;
	unsigned int answered;
	unsigned int looks;
	unsigned int wrong;
};

FIXTURE(fuzz)
{
	struct world x;
	unsigned int seed;
	struct tally *tally;
};

FIXTURE_SETUP(fuzz)
{
	ASSERT_EQ(0, world_open(&self->x));
	ASSERT_EQ(0, world_without_ipv6());
	self->seed = random_seed();
	self->tally = mmap(NULL, 2 * sizeof(*self->tally),
			   PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
			   -1, 0);
	ASSERT_NE(MAP_FAILED, self->tally);
}

FIXTURE_TEARDOWN(fuzz)
{
	munmap(self->tally, 2 * sizeof(*self->tally));
	EXPECT_EQ(0, world_close(&self->x));
}

static void swallow(struct client *c, struct tally *t)
{
	while (chan_drain(&c->chan, &t->refused))
		t->answered++;
}

/* A request that is refused changes nothing. Nobody else changes anything. */
static void look_closely(struct client *c, struct client *eyes,
			 const struct mutant *m, struct tally *t)
{
	unsigned int refused;
	__u64 before;

	swallow(c, t);
	refused = t->refused;
	if (look_take(eyes, &before)) {
		t->wrong++;
		return;
	}
	chan_raw(&c->chan, m->buf, m->len);
	swallow(c, t);
	if (t->refused == refused)
		return;
	t->looks++;
	if (!look_same(eyes, before))
		t->wrong++;
}

static int reopen(struct client *c)
{
	client_close(c);
	return client_open(c);
}

/* In a child: send spoiled requests, from sockets of its own. */
static pid_t sender(unsigned int seed, unsigned int count, bool root,
		    struct tally *t)
{
	static struct mutant m;
	struct mutation how = { .whole = 2 };
	struct client c, eyes;
	struct config cfg;
	pid_t pid = fork();

	if (pid)
		return pid;
	srandom(seed + root);
	if (!root && (setgroups(0, NULL) ||
		      setresgid(NOBODY, NOBODY, NOBODY) ||
		      setresuid(NOBODY, NOBODY, NOBODY)))
		_exit(1);
	if (client_open(&c) || client_open(&eyes) || config_get(&eyes, &cfg))
		_exit(2);
	how.family = c.family;
	how.instance = cfg.instance;
	for (t->sent = 0; t->sent < count; t->sent++) {
		mutant_make(&m, &how);
		if (t->sent % SOCKETS == SOCKETS - 1 && reopen(&c))
			_exit(3);
		if (root && t->sent % LOOKS == 0) {
			look_closely(&c, &eyes, &m, t);
		} else {
			chan_raw(&c.chan, m.buf, m.len);
			chan_drain(&c.chan, &t->refused);
		}
	}
	swallow(&c, t);
	_exit(0);
}

/* Until both are done. Returns 0, or what they exited with. */
static int wait_for_both(struct world *x, const pid_t *pids,
			 const struct tally *t, unsigned int count)
{
	int status = 0, left = 2, all = 0;
	struct stats s;
	pid_t pid;

	while (left) {
		witness_read(&x->w, 10);
		if (x->w.n_log > KEPT)
			witness_forget(&x->w);
		tell_progress(t[0].sent + t[1].sent, count, "requests");
		if (stats_get(&x->c, &s))
			return -1;
		/* One who resets meanwhile takes no balance away. */
		if (!stats_balance(&s))
			complain(&x->w, "P3 does not hold");
		while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
			if (pid != pids[0] && pid != pids[1])
				continue;
			left--;
			all |= status;
		}
	}
	return all;
}

/* Of events that no profile counted meanwhile, nobody was told. */
static void touch(const struct link_state *s, void *arg)
{
	struct world *x = arg;

	link_mtu(&x->rt, s->ifindex, s->mtu - 1);
}

static int touch_all(struct world *x)
{
	struct rt eyes;
	int err = rt_open(&eyes);

	if (err)
		return err;
	rt_batch(&x->rt);
	err = link_dump(&eyes, touch, x) ?: rt_flush(&x->rt);
	rt_close(&eyes);
	return err;
}

/* After it, all is as usual. */
static void works(struct __test_metadata *_metadata, struct world *x)
{
	__u32 index = 0;

	EXPECT_EQ(0, done(x, "defaults", chan_call(&x->c.chan,
						   ruleset_msg(&x->c, 0), NULL,
						   NULL)));
	ASSERT_DONE(x, touch_all(x));
	ASSERT_DONE(x, world_settle(x, 2 * SOON_MS));
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, SOON_MS));
	forget_all(x);
	ASSERT_DONE(x, world_dummy(x, "after", &index, NULL));
}

TEST_F(fuzz, spoiled_requests)
{
	/* On slow kernels, too: these see what goes wrong. */
	const unsigned int count =
		scale_is("full") ? 1000000 : at_scale(4000, 20000, 20000);
	struct world *x = &self->x;
	struct tally *t = self->tally;
	pid_t storm, pids[2];
	int status = 0;
	__u64 before;

	x->w.debounced = true;
	x->w.bounced = true;
	/* Until they change it, all is told. */
	ASSERT_DONE(x, world_burst(x, 10, 1000));
	x->w.threshold_ns = 0;
	storm = storm_start(self->seed, STORM_ENDLESS);
	ASSERT_LT(0, storm);
	ASSERT_TRUE(storm_wait(&x->c));
	/* Where a million takes most of an hour, they come before the storm. */
	if (kernel_is_slow())
		ASSERT_EQ(0, setpriority(PRIO_PROCESS, storm, 5));
	before = x->w.seq;
	pids[0] = sender(self->seed, count / 2, false, &t[0]);
	pids[1] = sender(self->seed, count / 2, true, &t[1]);
	EXPECT_EQ(0, wait_for_both(x, pids, t, count));
	kill(storm, SIGKILL);
	ASSERT_EQ(storm, waitpid(storm, &status, 0));
	EXPECT_TRUE(WIFSIGNALED(status));
	tell("%u requests, %u refused; of nobody's %u, %u refused",
	     t[0].sent + t[1].sent, t[0].refused + t[1].refused, t[0].sent,
	     t[0].refused);
	tell("%u refused requests of root, looked at closely", t[1].looks);
	tell("%llu notifications meanwhile", x->w.seq - before);
	EXPECT_LT(count / 4, t[0].refused + t[1].refused);
	EXPECT_LT(count / 2 / LOOKS / 4, t[1].looks);
	EXPECT_EQ(0, t[0].wrong + t[1].wrong);
	/* Not all the time in a hold: 460 are births, and what came before the first. */
	EXPECT_LT(scale_is("full") ? 15000 : at_scale(100, 500, 500),
		  x->w.seq - before);
	works(_metadata, x);
}

TEST_F(fuzz, nobody_changes_nothing)
{
	const unsigned int count = at_scale(500, 4000, 100000);
	struct world *x = &self->x;
	struct tally *t = self->tally;
	struct config cfg;
	int status = -1;
	__u64 before;
	pid_t pid;

	ASSERT_DONE(x, look_take(&x->c, &before));
	pid = sender(self->seed, count, false, t);
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_EQ(0, status);
	EXPECT_LT(count / 4, t->refused);
	EXPECT_TRUE(look_same(&x->c, before));
	ASSERT_DONE(x, config_get(&x->c, &cfg));
	EXPECT_EQ(0, cfg.holds);
}

TEST_HARNESS_MAIN
