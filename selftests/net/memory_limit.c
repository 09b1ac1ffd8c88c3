// SPDX-License-Identifier: GPL-2.0
/* What happens when a container has used up the memory of its cgroup. */
#include <errno.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/case.h"
#include "lib/cgroup.h"
#include "lib/confined.h"
#include "lib/file.h"
#include "lib/klog.h"
#include "lib/memory.h"
#include "lib/role.h"
#include "lib/rules.h"

#define LIMIT (8 << 20)
#define LONG_MS 300000	/* under KCSAN, one large ruleset takes some seconds */
#define STEP (32 << 10)	/* the largest ruleset takes four times as much */

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

/* Is there no room for a large ruleset? If there is, make it free again: the next
 * one would find it.
 */
static bool is_full(struct client *c, const struct nlmsghdr *large,
		    const struct nlmsghdr *small)
{
	if (ask(c, large) == -ENOMEM)
		return true;
	ask(c, small);
	ask(c, small);
	return false;
}

/* Takes memory until a ruleset does not fit in any more. What the cgroup says it
 * has includes what it took in advance for a processor, so only trying tells. As
 * long as what was tried last waits for RCU, not even a page may fit: that page
 * is tried again, for nobody can be killed here.
 */
static void *take_the_rest(struct client *c, const struct nlmsghdr *large,
			   const struct nlmsghdr *small)
{
	char *all = mmap(NULL, LIMIT, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	size_t i;

	if (all == MAP_FAILED)
		return NULL;
	/* Refused where there are none. */
	madvise(all, LIMIT, MADV_NOHUGEPAGE);
	for (i = 0; i < LIMIT; i += 4096) {
		all[i] = 1;
		if (i % STEP)
			continue;
		if (cgroup_value(CONFINED, "memory.current", NULL) +
		    (400 << 10) >= LIMIT && is_full(c, large, small))
			return all;
	}
	return NULL;
}

/* Between the case and the container, which must not allocate to tell. */
struct shared {
	atomic_bool full;
	atomic_bool watched;
	atomic_bool done;
	unsigned int asked;
	unsigned int refused;
	unsigned int odd;	/* neither refused for memory nor obeyed */
};

static int ask_in_vain(void *arg)
{
	__u64 end_ns = now_ns() + 2 * LONG_MS * MS;
	struct nlmsghdr *large, *small;
	struct world *x = confined_world();
	struct shared *s = arg;
	cpu_set_t one;
	void *all;
	int err;

	CPU_ZERO(&one);
	CPU_SET(0, &one);
	if (!x || sched_setaffinity(0, sizeof(one), &one))
		return 1;
	small = nlmsg_hdr(ruleset_msg(&x->c, 0));
	large = nlmsg_hdr(confined_largest(&x->c));
	large->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	small->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	/* Once, so that nothing is allocated for the first time later. */
	if (ask(&x->c, large) || ask(&x->c, small) || ask(&x->c, small))
		return 2;
	all = take_the_rest(&x->c, large, small);
	if (!all)
		return 3;
	s->full = true;
	while (!s->watched && now_ns() < end_ns)
		pause_ms(1);
	for (; (s->asked < 100 || !s->done) && now_ns() < end_ns; s->asked++) {
		err = ask(&x->c, large);
		s->refused += err == -ENOMEM;
		s->odd += err && err != -ENOMEM;
	}
	munmap(all, LIMIT);
	return ask(&x->c, large) ? 4 : 0;
}

static bool wait_until_full(const struct shared *s)
{
	__u64 end_ns = now_ns() + LONG_MS * MS;

	while (!s->full && now_ns() < end_ns)
		pause_ms(10);
	return s->full;
}

/* From now on, without memory, it is killed first of all, or never. */
static int oom_kill(pid_t pid, bool first)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/oom_score_adj", pid);
	return file_put(path, first ? "1000" : "-1000");
}

/* Its memory is used up: it is refused, nobody is killed, the kernel's log says
 * nothing, and others are not concerned.
 */
TEST_F_TIMEOUT(memory_limit, refuses, 900)
{
	struct world *x = &self->x;
	struct shared *s;
	struct profile p;
	int log, lines;
	__u32 index;
	__u64 ooms;
	pid_t pid;

	s = mmap(NULL, sizeof(*s), PROT_READ | PROT_WRITE,
		 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, s);
	ASSERT_EQ(0, cgroup_limit(CONFINED, LIMIT));
	ASSERT_EQ(0, oom_kill(getpid(), false));
	pid = child_start(become_confined, ask_in_vain, s);
	EXPECT_TRUE(wait_until_full(s));
	EXPECT_EQ(0, oom_kill(pid, true));
	ooms = cgroup_value(CONFINED, "memory.events", "oom");
	log = klog_open();
	s->watched = true;
	nl_socket_set_buffer_size(x->c.chan.sk, 1 << 18, 1 << 18);
	EXPECT_EQ(0, chan_call(&x->c.chan, confined_largest(&x->c), NULL, NULL));
	EXPECT_EQ(0, profile_get(&x->c, &p));
	EXPECT_EQ(0, world_dummy(x, "d0", &index, NULL));
	s->done = true;
	EXPECT_EQ(0, child_wait(pid));
	tell("%u requests, %u refused", s->asked, s->refused);
	EXPECT_EQ(0, s->odd);
	EXPECT_LE(100, s->asked);
	/* The kernel may have kept what was freed just before; KASAN does for long. */
	EXPECT_LE(meminfo_is_exact() ? s->asked : 12, s->refused + 2);
	EXPECT_EQ(0, cgroup_value(CONFINED, "memory.events", "oom_kill"));
	EXPECT_EQ(ooms, cgroup_value(CONFINED, "memory.events", "oom"));
	EXPECT_NE(0, cgroup_value(CONFINED, "memory.events", "max"));
	lines = klog_count(log);
	EXPECT_EQ(0, lines);
	close(log);
}

TEST_HARNESS_MAIN
