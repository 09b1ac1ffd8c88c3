// SPDX-License-Identifier: GPL-2.0
/*
 * What root of a container can make the module hold, and that it is charged to
 * the container's memory cgroup. Documentation/security.rst has the bounds.
 */
#include <errno.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/agent.h"
#include "lib/case.h"
#include "lib/cgroup.h"
#include "lib/klog.h"
#include "lib/role.h"
#include "lib/rules.h"

#define GROUP "nthrottle-memory"
#define MOST 63			/* of profiles, besides the default */
#define RULES 1024
#define AGENTS 64
#define HOLDS 64
#define RULESET (128 << 10)	/* what the largest one takes */
#define RECORD 472
#define SLACK (320 << 10)	/* of what others allocate meanwhile */

FIXTURE(memory)
{
	struct world x;
};

FIXTURE_SETUP(memory)
{
	ASSERT_EQ(0, world_open(&self->x));
	ASSERT_EQ(0, cgroup_make(GROUP));
}

/* Nothing of the container stays, or the cgroup's memory would not be free. */
FIXTURE_TEARDOWN(memory)
{
	EXPECT_EQ(0, cgroup_remove(GROUP));
	EXPECT_EQ(0, world_close(&self->x));
}

static int become_confined(void)
{
	return cgroup_enter(GROUP) || become_container_root();
}

/* In the container; without a witness, whose memory would count as well. */
static struct world *enter(void)
{
	static struct world x;

	if (world_without_ipv6() || rt_open(&x.rt) || client_open(&x.c) ||
	    world_settle(&x, SOON_MS))
		return NULL;
	nl_socket_set_buffer_size(x.c.chan.sk, 1 << 18, 1 << 18);
	return &x;
}

static __s64 kernel_bytes(void)
{
	return cgroup_value(GROUP, "memory.stat", "kernel");
}

static struct nl_msg *largest(struct client *c)
{
	struct nl_msg *msg = ruleset_msg(c, RULES);
	struct rule r = { 0, "a-name-of-thirty-one-characters", "fifteen-letters",
			  "p1" };
	char name[16];
	int i;

	for (i = 0; i < MOST; i++) {
		snprintf(name, sizeof(name), "p%d", i);
		ruleset_profile(msg, name, 100, 1);
	}
	for (r.pref = 1; r.pref <= RULES; r.pref++)
		ruleset_rule(msg, &r);
	return msg;
}

static int set_largest(struct client *c)
{
	return chan_call(&c->chan, largest(c), NULL, NULL);
}

static int most_agents(struct client *c)
{
	struct agent a;
	char name[32];
	int i, err = 0;

	for (i = 0; i < AGENTS && !err; i++) {
		snprintf(name, sizeof(name), "agent-%d", i);
		err = agent_new(c, name, 0, &a);
	}
	return err ?: agent_new(c, "one-more", 0, &a) != -ENOSPC;
}

static int most_holds(struct client *c)
{
	int i, err = 0;
	__u64 id;

	for (i = 0; i < HOLDS && !err; i++)
		err = hold_begin(c, 0, &id);
	return err ?: hold_begin(c, 0, &id) != -ENOSPC;
}

/* Between what is due and what is allowed; tells the figure. */
static bool within(const char *what, __s64 grown, __s64 least, __s64 most)
{
	bool ok = grown >= least && grown <= most;

	tell("%s: %lld bytes%s", what, grown, ok ? "" : ", which is wrong");
	return ok;
}

/* However fast it changes, the ruleset is there twice at most. */
static int flood_of_rulesets(struct client *c)
{
	unsigned int i, n = at_scale(50, 200, 2000);
	__s64 before = kernel_bytes(), peak = 0;

	for (i = 0; i < n; i++) {
		if (set_largest(c))
			return 1;
		if (kernel_bytes() - before > peak)
			peak = kernel_bytes() - before;
	}
	return !within("rulesets, at most", peak, RULESET - 8192,
		       2 * RULESET + SLACK);
}

static int flood(void *arg)
{
	struct world *x = enter();

	(void)arg;
	return !x || flood_of_rulesets(&x->c);
}

TEST_F(memory, rulesets)
{
	EXPECT_EQ(0, child_run(become_confined, flood, NULL));
}

static int fixed(void *arg)
{
	struct world *x = enter();
	__s64 before;

	(void)arg;
	if (!x || set_largest(&x->c) || set_largest(&x->c))
		return 1;
	before = kernel_bytes();
	if (most_agents(&x->c) || most_holds(&x->c))
		return 2;
	return !within("64 agents and 64 holds", kernel_bytes() - before,
		       64 * (128 + 80), 64 * (128 + 96) + SLACK);
}

TEST_F(memory, agents_and_holds)
{
	EXPECT_EQ(0, child_run(become_confined, fixed, NULL));
}

static void ignore(const struct dev *d, void *arg)
{
	(void)d;
	(void)arg;
}

/* Makes interfaces and deletes them, once they are notified, or shown. */
static int come_and_go(struct world *x, unsigned int n, bool shown)
{
	unsigned int i, k, some = 500;
	char name[16];

	for (i = 0; i < n; i += k) {
		rt_batch(&x->rt);
		for (k = 0; k < some && i + k < n; k++) {
			snprintf(name, sizeof(name), "d%u", i + k);
			link_add(&x->rt, "dummy", name, 0, 1);
		}
		if (rt_flush(&x->rt))
			return -1;
		if (shown && dev_dump(&x->c, ignore, NULL))
			return -1;
		if (!shown && world_settle(x, 20 * SOON_MS))
			return -1;
		if (link_del_group(&x->rt, 1))
			return -1;
	}
	return 0;
}

static int tombstones(void *arg)
{
	unsigned int n = at_scale(300, 1000, 65536);
	struct world *x = enter();
	struct config cfg;
	__s64 before;

	(void)arg;
	if (!x || config_set(&x->c, NTHROTTLE_A_CONFIG_TOMBSTONES, 65536, 0) ||
	    come_and_go(x, 500, false))
		return 1;
	before = kernel_bytes();
	if (come_and_go(x, n, false) || world_settle(x, 20 * SOON_MS) ||
	    config_get(&x->c, &cfg))
		return 2;
	tell("%u tombstones", cfg.deleted);
	return !within("the later ones", kernel_bytes() - before,
		       (cfg.deleted - 500LL) * RECORD - SLACK,
		       (cfg.deleted - 500LL) * (RECORD + 16) + SLACK);
}

TEST_F_TIMEOUT(memory, tombstones, 400)
{
	EXPECT_EQ(0, child_run(become_confined, tombstones, NULL));
}

/* A hold keeps deletions back, of interfaces that were shown. */
static int held(void *arg)
{
	unsigned int n = at_scale(300, 1000, 20000);
	struct world *x = enter();
	struct config cfg;
	__s64 before;
	__u64 id;

	(void)arg;
	if (!x || come_and_go(x, 500, false) ||
	    hold_begin(&x->c, 3600000, &id))
		return 1;
	before = kernel_bytes();
	if (come_and_go(x, n, true) || config_get(&x->c, &cfg))
		return 2;
	tell("%u deletions held back", cfg.pending);
	return !within("these", kernel_bytes() - before,
		       (__s64)n * RECORD - SLACK,
		       (__s64)n * (RECORD + 16) + SLACK);
}

TEST_F_TIMEOUT(memory, held, 400)
{
	EXPECT_EQ(0, child_run(become_confined, held, NULL));
}

/* Takes memory until less is left than a ruleset needs in any case. What the
 * cgroup takes in advance for a processor does not fit in before that, and is
 * used up: from then on each page counts.
 */
static void *take_the_rest(size_t limit)
{
	char *all = mmap(NULL, limit, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	size_t i;

	if (all == MAP_FAILED || madvise(all, limit, MADV_NOHUGEPAGE))
		return NULL;
	for (i = 0; i < limit; i += 4096) {
		all[i] = 1;
		if (cgroup_value(GROUP, "memory.current", NULL) + (56 << 10) >=
		    limit)
			return all;
	}
	return NULL;
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
	volatile bool full;
	volatile bool done;
	unsigned int asked;
	unsigned int refused;
	int last;
};

#define LIMIT (8 << 20)

static int ask_in_vain(void *arg)
{
	__u64 end_ns = now_ns() + 60000 * MS;
	struct nlmsghdr *large, *small;
	struct world *x = enter();
	struct shared *s = arg;
	cpu_set_t one;
	void *all;

	CPU_ZERO(&one);
	CPU_SET(0, &one);
	if (!x || sched_setaffinity(0, sizeof(one), &one))
		return 1;
	small = nlmsg_hdr(ruleset_msg(&x->c, 0));
	large = nlmsg_hdr(largest(&x->c));
	large->nlmsg_flags = small->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	/* Once, so that nothing is allocated for the first time later. */
	if (ask(&x->c, large) || ask(&x->c, small) || ask(&x->c, small))
		return 2;
	all = take_the_rest(LIMIT);
	if (!all)
		return 3;
	s->full = true;
	for (; (s->asked < 100 || !s->done) && now_ns() < end_ns; s->asked++)
		s->refused += (s->last = ask(&x->c, large)) == -ENOMEM;
	munmap(all, LIMIT);
	return ask(&x->c, large) ? 4 : 0;
}

static bool wait_until_full(const struct shared *s)
{
	__u64 end_ns = now_ns() + 60000 * MS;

	while (!s->full && now_ns() < end_ns)
		pause_ms(10);
	return s->full;
}

/* Its memory is used up: it is refused, nobody is killed, the kernel's log says
 * nothing, and others are not concerned.
 */
TEST_F_TIMEOUT(memory, limit, 150)
{
	struct world *x = &self->x;
	int log = klog_open();
	struct shared *s;
	struct profile p;
	__u32 index;
	int lines;
	pid_t pid;

	s = mmap(NULL, sizeof(*s), PROT_READ | PROT_WRITE,
		 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, s);
	*s = (struct shared){ 0 };
	ASSERT_EQ(0, cgroup_limit(GROUP, LIMIT));
	pid = child_start(become_confined, ask_in_vain, s);
	EXPECT_TRUE(wait_until_full(s));
	nl_socket_set_buffer_size(x->c.chan.sk, 1 << 18, 1 << 18);
	EXPECT_EQ(0, set_largest(&x->c));
	EXPECT_EQ(0, profile_get(&x->c, &p));
	EXPECT_EQ(0, world_dummy(x, "d0", &index, NULL));
	s->done = true;
	EXPECT_EQ(0, child_wait(pid));
	tell("%u requests, %u refused, the last one: %d", s->asked, s->refused,
	     s->last);
	/* The kernel may have kept what was freed just before. */
	EXPECT_LE(98, s->refused);
	EXPECT_GE(s->refused + 2, s->asked);
	EXPECT_EQ(0, cgroup_value(GROUP, "memory.events", "oom_kill"));
	EXPECT_NE(0, cgroup_value(GROUP, "memory.events", "max"));
	lines = klog_count(log);
	EXPECT_EQ(0, lines);
	close(log);
}

TEST_HARNESS_MAIN
