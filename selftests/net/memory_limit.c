// SPDX-License-Identifier: GPL-2.0
/* What happens when a container has used up the memory of its cgroup. */
#include <errno.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/case.h"
#include "lib/cgroup.h"
#include "lib/confined.h"
#include "lib/klog.h"
#include "lib/role.h"
#include "lib/rules.h"

#define LIMIT (8 << 20)
#define LONG_MS 300000	/* under KCSAN, one large ruleset takes some seconds */
#define REST (1024 << 10)	/* more than all processors take in advance */
#define ROOM (16 << 10)	/* that is left; the largest ruleset takes 72 KiB */

FIXTURE(memory_limit)
{
	struct world x;
};

FIXTURE_SETUP(memory_limit)
{
	ASSERT_EQ(0, world_open(&self->x));
	ASSERT_EQ(0, cgroup_make(CONFINED));
}

/* Nothing of the container stays, or the cgroup's memory would not be free. */
FIXTURE_TEARDOWN(memory_limit)
{
	EXPECT_EQ(0, cgroup_remove(CONFINED));
	EXPECT_EQ(0, world_close(&self->x));
}

/* With what was allocated before. Returns the kernel's answer. */
static int ask(struct client *c, const struct nlmsghdr *request)
{
	static char answer[8192];
	struct nlmsghdr *h = (struct nlmsghdr *)answer;

	if (chan_raw(&c->chan, request, request->nlmsg_len) ||
	    recv(nl_socket_get_fd(c->chan.sk), answer, sizeof(answer), 0) <= 0)
		return -EIO;
	return ((struct nlmsgerr *)nlmsg_data(h))->error;
}

/* Between the case and the container, which must not allocate to tell. */
struct shared {
	atomic_bool nearly;	/* full, but for about REST */
	atomic_size_t rest;	/* that the container must take to have ROOM left */
	atomic_bool full;
	atomic_bool done;
	unsigned int asked;
	unsigned int refused;
	unsigned int odd;	/* neither refused for memory nor obeyed */
};

static void take(char *from, size_t len)
{
	size_t i;

	for (i = 0; i < len; i += 4096)
		from[i] = 1;
}

/* Takes all of the cgroup's memory but for ROOM. On one processor: what another
 * one keeps in store would be missing in the end.
 */
static void *fill(struct shared *s)
{
	char *all = mmap(NULL, LIMIT, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	__u64 end_ns = now_ns() + LONG_MS * MS;
	cpu_set_t one;
	size_t i = 0;

	CPU_ZERO(&one);
	CPU_SET(0, &one);
	if (all == MAP_FAILED || sched_setaffinity(0, sizeof(one), &one))
		return NULL;
	/* Refused where there are none. */
	madvise(all, LIMIT, MADV_NOHUGEPAGE);
	for (; i < LIMIT && cgroup_value(CONFINED, "memory.current", NULL) +
			    REST < LIMIT; i += 4096)
		take(all + i, 4096);
	s->nearly = true;
	while (!s->rest && now_ns() < end_ns)
		pause_ms(1);
	if (!s->rest || s->rest > LIMIT - i)
		return NULL;
	take(all + i, s->rest);
	return all;
}

static int ask_in_vain(void *arg)
{
	__u64 end_ns = now_ns() + 2 * LONG_MS * MS;
	struct nlmsghdr *large, *small;
	struct world *x = confined_world();
	struct shared *s = arg;
	void *all;
	int err;

	if (!x)
		return 1;
	small = nlmsg_hdr(ruleset_msg(&x->c, 0));
	large = nlmsg_hdr(confined_largest(&x->c));
	large->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	small->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	/* Once, so that nothing is allocated for the first time later. A large one
	 * would wait for a grace period, and be in the way until then.
	 */
	if (ask(&x->c, small) || ask(&x->c, small))
		return 2;
	all = fill(s);
	if (!all)
		return 3;
	s->full = true;
	for (; (s->asked < 100 || !s->done) && now_ns() < end_ns; s->asked++) {
		err = ask(&x->c, large);
		s->refused += err == -ENOMEM;
		s->odd += err && err != -ENOMEM;
	}
	munmap(all, LIMIT);
	return ask(&x->c, large) ? 4 : 0;
}

/* False if it did not come true in time, or the child has died. */
static bool wait_for(const atomic_bool *what, pid_t pid)
{
	__u64 end_ns = now_ns() + LONG_MS * MS;
	siginfo_t info = {};

	while (!*what && !info.si_pid && now_ns() < end_ns) {
		pause_ms(10);
		waitid(P_PID, pid, &info, WEXITED | WNOHANG | WNOWAIT);
	}
	return *what;
}

/* What the cgroup says it has includes what it took in advance for a processor.
 * That is taken back when memory.high is less than it has.
 */
static __u64 used(void)
{
	if (cgroup_high(CONFINED, LIMIT / 2) || cgroup_high(CONFINED, 0))
		return 0;
	return cgroup_settled(CONFINED, "memory.current", NULL);
}

/* Its memory is used up: it is refused, nobody is killed, the kernel's log says
 * nothing, and others are not concerned.
 */
TEST_F(memory_limit, refuses)
{
	struct world *x = &self->x;
	int log = klog_open();
	struct shared *s;
	struct profile p;
	__u32 index;
	__u64 bytes;
	int lines;
	pid_t pid;

	s = mmap(NULL, sizeof(*s), PROT_READ | PROT_WRITE,
		 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, s);
	ASSERT_EQ(0, cgroup_limit(CONFINED, LIMIT));
	pid = child_start(become_confined, ask_in_vain, s);
	EXPECT_TRUE(wait_for(&s->nearly, pid));
	bytes = used();
	EXPECT_LT(0, bytes);
	EXPECT_GT(LIMIT - ROOM, bytes);
	s->rest = (LIMIT - ROOM - bytes) & ~4095ULL;
	EXPECT_TRUE(wait_for(&s->full, pid));
	nl_socket_set_buffer_size(x->c.chan.sk, 1 << 18, 1 << 18);
	EXPECT_EQ(0, chan_call(&x->c.chan, confined_largest(&x->c), NULL, NULL));
	EXPECT_EQ(0, profile_get(&x->c, &p));
	EXPECT_EQ(0, world_dummy(x, "d0", &index, NULL));
	s->done = true;
	EXPECT_EQ(0, child_wait(pid));
	tell("%u requests, %u refused", s->asked, s->refused);
	EXPECT_EQ(0, s->odd);
	EXPECT_LE(100, s->asked);
	EXPECT_EQ(s->asked, s->refused);
	EXPECT_EQ(0, cgroup_value(CONFINED, "memory.events", "oom"));
	EXPECT_EQ(0, cgroup_value(CONFINED, "memory.events", "oom_kill"));
	EXPECT_NE(0, cgroup_value(CONFINED, "memory.events", "max"));
	lines = klog_count(log);
	EXPECT_EQ(0, lines);
	close(log);
}

TEST_HARNESS_MAIN
