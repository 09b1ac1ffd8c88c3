// SPDX-License-Identifier: GPL-2.0
/* Listeners that miss most of a storm, or die in it, and know all in the end. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/case.h"
#include "lib/crowd.h"
#include "lib/follower.h"
#include "lib/storm.h"

#define OPERATIONS (only_little() ? 2000 : at_scale(4000, 60000, 200000))
#define FEWER (only_little() ? 1000 : at_scale(3000, 30000, 30000))
#define RCVBUF 4096
#define CHECKS_MS 20000		/* between comparisons with the kernel */

/* Stops this process at random. */
struct stopper {
	bool over;
	unsigned int stops;
	pid_t pid;
};

FIXTURE(recover)
{
	struct world x;
	struct follower f;
	struct stopper *stopper;
	unsigned int seed;
	unsigned int checks;
};

/* Whatever happens, it is continued whenever it was stopped. */
static pid_t stopper_start(struct stopper *s)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (!__atomic_load_n(&s->over, __ATOMIC_ACQUIRE)) {
		kill(getppid(), SIGSTOP);
		pause_ms(1 + below(150));
		kill(getppid(), SIGCONT);
		s->stops++;
		pause_ms(1 + below(100));
	}
	_exit(0);
}

static void stopper_end(struct stopper *s)
{
	__atomic_store_n(&s->over, true, __ATOMIC_RELEASE);
	waitpid(s->pid, NULL, 0);
}

FIXTURE_SETUP(recover)
{
	struct world *x = &self->x;

	ASSERT_EQ(0, world_open(x));
	ASSERT_EQ(0, world_without_ipv6());
	self->seed = random_seed();
	srandom(self->seed);
	self->stopper = mmap(NULL, sizeof(*self->stopper),
			     PROT_READ | PROT_WRITE,
			     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, self->stopper);
	ASSERT_DONE(x, world_burst(x, 2000, 1));
	x->w.threshold_ns = 0;
}

FIXTURE_TEARDOWN(recover)
{
	munmap(self->stopper, sizeof(*self->stopper));
	EXPECT_EQ(0, world_close(&self->x));
}

/* Stop the storm where it is. Returns false if it is over. */
static bool halt(pid_t storm, int *status)
{
	kill(storm, SIGSTOP);
	return waitpid(storm, status, WUNTRACED) == storm &&
	       WIFSTOPPED(*status);
}

/* Nothing is pending: now the table must be right. */
static bool is_right(struct world *x, struct follower *f)
{
	int err = world_settle(x, 10 * SOON_MS);

	if (err) {
		complain(&x->w, "nothing settles: %d", err);
		return false;
	}
	return follower_agrees(f, &x->rt, 3 * SOON_MS);
}

/* Link watch may change what agreed a moment ago: read on until that was all. */
static bool is_up_to_date(struct world *x, struct follower *f, struct stats *s)
{
	__u64 end_ns = now_ns() + SOON_MS * MS;

	do {
		if (follower_read(f, 0) || stats_get(&x->c, s))
			return false;
		if (f->position == s->seq)
			return true;
	} while (now_ns() < end_ns);
	complain(&x->w, "at %llu, which is not %llu", f->position, s->seq);
	return false;
}

/* Follow the storm to its end. Returns its status, or -1 if all went wrong. */
static int follow(struct world *x, struct follower *f, pid_t storm,
		  unsigned int *checks)
{
	__u64 check_ns = now_ns() + CHECKS_MS * MS;
	int status = -1;

	for (;;) {
		if (follower_read(f, below(20)))
			return -1;
		witness_read(&x->w, 0);
		if (waitpid(storm, &status, WNOHANG) == storm)
			return status;
		if (now_ns() < check_ns)
			continue;
		if (!halt(storm, &status))
			return status;
		if (!is_right(x, f))
			return -1;
		++*checks;
		kill(storm, SIGCONT);
		check_ns = now_ns() + CHECKS_MS * MS;
	}
}

static void run(struct __test_metadata *_metadata, struct _test_data_recover *self,
		int operations)
{
	struct world *x = &self->x;
	struct follower *f = &self->f;
	__u64 t = now_ns();
	struct stats s = {};
	pid_t pid;

	ASSERT_DONE(x, follower_open(f, &x->c, &x->w, RCVBUF));
	pid = storm_large_start(self->seed, operations);
	ASSERT_LT(0, pid);
	self->stopper->pid = stopper_start(self->stopper);
	EXPECT_EQ(0, follow(x, f, pid, &self->checks));
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	stopper_end(self->stopper);
	EXPECT_TRUE(is_right(x, f));
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, SOON_MS));
	EXPECT_TRUE(is_up_to_date(x, f, &s));
	tell("%d operations in %llu ms, %llu events, %llu notifications, %u comparisons, %u stops",
	     operations, (unsigned long long)(now_ns() - t) / MS,
	     (unsigned long long)s.events,
	     (unsigned long long)s.notifications, self->checks + 1,
	     self->stopper->stops);
	follower_tell(f);
	EXPECT_LT(at_scale(1, 10, 10), f->overruns);
	EXPECT_LT(at_scale(2, 15, 15), self->stopper->stops);
	EXPECT_EQ(0, f->holes);
	EXPECT_EQ(0, f->resyncs[NTHROTTLE_RESYNC_FUTURE] +
		  f->resyncs[NTHROTTLE_RESYNC_INSTANCE]);
	EXPECT_EQ(s.resyncs, f->resyncs[NTHROTTLE_RESYNC_HORIZON]);
}

/* All that was missed is in the answers, and never is everything needed. */
TEST_F(recover, storm)
{
	struct stats s;

	run(_metadata, self, OPERATIONS);
	EXPECT_EQ(0, self->f.resyncs[NTHROTTLE_RESYNC_HORIZON]);
	EXPECT_EQ(0, self->f.resyncs[NTHROTTLE_RESYNC_EVICTED]);
	ASSERT_DONE(&self->x, stats_get(&self->x.c, &s));
	EXPECT_EQ(0, s.evicted);
	follower_close(&self->f);
}

/* Hardly a deletion is remembered: everything is needed, now and then, and in the
 * end, when more go at once than are remembered, and nobody reads meanwhile.
 */
TEST_F(recover, few_tombstones)
{
	unsigned int *horizon = &self->f.resyncs[NTHROTTLE_RESYNC_HORIZON];
	struct world *x = &self->x;
	unsigned int i, before;

	ASSERT_DONE(x, tombstones_keep(x, 16));
	run(_metadata, self, FEWER);
	before = *horizon;
	for (i = 1; i <= 20; i++)
		link_del_group(&x->rt, i);
	EXPECT_TRUE(is_right(x, &self->f));
	EXPECT_EQ(before + 1, *horizon);
	follower_close(&self->f);
}

TEST_HARNESS_MAIN
