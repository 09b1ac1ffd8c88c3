// SPDX-License-Identifier: GPL-2.0
/* A random storm, under the eyes of a witness that checks every promise. */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "lib/case.h"

#define OPERATIONS 100000
#define SLOTS 200
#define FIRST 1000
#define BRIDGE 10
#define BOND 11
#define BATCH_OPS 32

FIXTURE(storm)
{
	struct world x;
	unsigned int seed;
};

FIXTURE_SETUP(storm)
{
	ASSERT_EQ(0, world_open(&self->x));
	ASSERT_EQ(0, world_without_ipv6());
	self->seed = random_seed();
}

FIXTURE_TEARDOWN(storm)
{
	EXPECT_EQ(0, world_close(&self->x));
}

static unsigned int below(unsigned int n)
{
	return (unsigned int)random() % n;
}

static void make(struct rt *rt, int slot)
{
	char name[16], peer[16];

	snprintf(name, sizeof(name), "s%d", slot);
	if (slot % 4) {
		link_add(rt, "dummy", name, FIRST + slot, 0);
		return;
	}
	/* The peer's ifindex is the kernel's to choose. */
	snprintf(peer, sizeof(peer), "p%d", slot);
	link_add_veth(rt, name, peer);
}

/* Mostly what happens most; some of it is refused, as in real life. */
static void operate(struct rt *rt, const __u32 *veth)
{
	int slot = below(SLOTS);
	__u32 index = slot % 4 ? (__u32)FIRST + slot : veth[slot / 4];
	char name[16];

	switch (below(100)) {
	case 0 ... 34:
		link_up(rt, index, true);
		break;
	case 35 ... 69:
		link_up(rt, index, false);
		break;
	case 70 ... 79:
		link_mtu(rt, index, 1000 + below(500));
		break;
	case 80 ... 85:
		link_addr(rt, index, ((__u64)slot << 16) + below(1 << 16));
		break;
	case 86:
		snprintf(name, sizeof(name), "%c%d", 'a' + below(10), slot);
		link_name(rt, index, name);
		break;
	case 87:
		link_master(rt, index, below(3) ? BRIDGE : 0);
		break;
	case 88:
		link_master(rt, index, below(2) ? BOND : 0);
		break;
	case 89 ... 96:
		/* The kernel announces none of an interface that is down. */
		link_flags(rt, index, IFF_UP | IFF_MULTICAST | IFF_NOARP,
			   IFF_UP | (below(2) ? IFF_MULTICAST : IFF_NOARP));
		break;
	case 97:
		link_txqlen(rt, index, 100 + below(1000));
		break;
	case 98:
		if (slot % 4)
			make(rt, slot);
		break;
	default:
		if (slot % 4 && !below(4))
			link_del(rt, index);
	}
}

static int prepare(struct rt *rt, __u32 *veth)
{
	char name[16];
	int i;

	if (link_add(rt, "bridge", "br0", BRIDGE, 0) ||
	    link_add(rt, "bond", "bond7", BOND, 0) ||
	    link_up(rt, BRIDGE, true) || link_up(rt, BOND, true))
		return -1;
	for (i = 0; i < SLOTS; i++)
		make(rt, i);
	for (i = 0; i < SLOTS; i += 4) {
		snprintf(name, sizeof(name), "s%d", i);
		veth[i / 4] = link_index(rt, name);
	}
	return 0;
}

/* The storm itself, in a process of its own. */
static pid_t start(unsigned int seed)
{
	__u32 veth[SLOTS / 4];
	static struct rt rt;
	pid_t pid = fork();
	int i;

	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	srandom(seed);
	if (rt_open(&rt) || prepare(&rt, veth))
		_exit(1);
	for (i = 0; i < OPERATIONS; i++) {
		if (i % BATCH_OPS == 0 && rt_flush(&rt))
			_exit(2);
		rt_batch(&rt);
		operate(&rt, veth);
	}
	if (rt_flush(&rt))
		_exit(2);
	tell("%d operations, %u refused", OPERATIONS, rt.errors);
	_exit(rt.errors < OPERATIONS / 4 ? 0 : 3);
}

/* Listen until the storm is over; ask for the stats all the time. */
static int watch(struct world *x, pid_t pid, int *status)
{
	struct stats s;
	int asked = 0;

	while (waitpid(pid, status, WNOHANG) == 0) {
		witness_read(&x->w, 1 + below(40));
		if (stats_get(&x->c, &s) || !stats_balance(&s))
			return -1;
		asked++;
	}
	return asked;
}

static void report(struct world *x, __u64 t, int asked)
{
	struct stats s;

	if (stats_get(&x->c, &s))
		return;
	tell("%llu ms, %llu events, %llu notifications in %llu datagrams, %d times P3",
	     (now_ns() - t) / MS, s.events, s.notifications, x->w.datagrams,
	     asked);
	tell("P2 lateness in us: median %llu, p99 %llu, max %llu",
	     witness_lateness(&x->w, 500) / 1000,
	     witness_lateness(&x->w, 990) / 1000,
	     witness_lateness(&x->w, 1000) / 1000);
}

TEST_F_TIMEOUT(storm, random, 180)
{
	struct world *x = &self->x;
	int status = -1, asked;
	__u64 t = now_ns();
	struct stats s;
	pid_t pid;

	ASSERT_DONE(x, world_burst(x, 1000, 3));
	pid = start(self->seed);
	ASSERT_LT(0, pid);
	asked = watch(x, pid, &status);
	EXPECT_LT(0, asked);
	EXPECT_EQ(0, status);
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, 3 * SOON_MS));
	report(x, t, asked);
	/* Under load on TCG: a bound that only a bug exceeds. */
	EXPECT_GT(500 * MS, witness_lateness(&x->w, 990));

	ASSERT_DONE(x, world_settle(x, SOON_MS));
	witness_read(&x->w, 0);
	ASSERT_DONE(x, stats_get(&x->c, &s));
	EXPECT_EQ(s.seq, x->w.seq);
	EXPECT_EQ(0, s.filtered + s.unrecorded + s.bounced);
	EXPECT_EQ(s.events, s.delivered + s.elided);
}

TEST_HARNESS_MAIN
