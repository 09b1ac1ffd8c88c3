// SPDX-License-Identifier: GPL-2.0
/* A random storm on all kinds of interfaces. */
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "storm.h"
#include "world.h"

#define SLOTS 200
#define FIRST 1000
#define BRIDGE 10
#define BOND 11
#define BATCH_OPS 32

unsigned int below(unsigned int n)
{
	return (unsigned int)random() % n;
}

/* Both ends of the veths. */
struct ends {
	__u32 near[SLOTS / 4];
	__u32 far[SLOTS / 4];
};

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
static void operate(struct rt *rt, const struct ends *ends)
{
	int slot = below(SLOTS);
	__u32 index = slot % 4 ? (__u32)FIRST + slot : ends->near[slot / 4];
	char name[16];

	switch (below(100)) {
	case 0 ... 34:
		link_up(rt, index, true);
		break;
	case 35 ... 59:
		link_up(rt, index, false);
		break;
	case 60 ... 69:		/* the carrier of the near one */
		link_up(rt, ends->far[slot / 4], below(2));
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

static int prepare(struct rt *rt, struct ends *ends)
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
		ends->near[i / 4] = link_index(rt, name);
		snprintf(name, sizeof(name), "p%d", i);
		ends->far[i / 4] = link_index(rt, name);
	}
	return 0;
}

/* The storm itself, in a process of its own. */
pid_t storm_start(unsigned int seed, int operations)
{
	static struct ends ends;
	static struct rt rt;
	bool endless = operations == STORM_ENDLESS;
	int i, batch = endless ? BATCH_OPS / 4 : BATCH_OPS;
	pid_t pid = fork();

	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	srandom(seed);
	if (rt_open(&rt) || prepare(&rt, &ends))
		_exit(1);
	for (i = 0; i < operations; i++) {
		if (i % batch == 0 && rt_flush(&rt))
			_exit(2);
		/* What happens beside it waits for RTNL, too. */
		if (i % batch == 0 && endless)
			pause_ms(2);
		rt_batch(&rt);
		operate(&rt, &ends);
	}
	if (rt_flush(&rt))
		_exit(2);
	tell("%d operations, %u refused", operations, rt.errors);
	_exit(rt.errors < (unsigned int)operations / 4 ? 0 : 3);
}

/* Wait until it has made its interfaces. */
bool storm_wait(struct client *c)
{
	__u64 end_ns = now_ns() + 60000 * 1000000ULL;
	struct config cfg = {};

	while (!config_get(c, &cfg) && cfg.interfaces < SLOTS &&
	       now_ns() < end_ns)
		pause_ms(10);
	return cfg.interfaces >= SLOTS;
}

/* All that it did is done when this returns. False: it had ended by itself. */
bool storm_freeze(pid_t pid)
{
	int status;

	kill(pid, SIGSTOP);
	return waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status);
}

void storm_thaw(pid_t pid)
{
	kill(pid, SIGCONT);
}

/* For a storm without end. False: it had ended by itself. */
bool storm_kill(pid_t pid)
{
	int status;

	kill(pid, SIGKILL);
	return waitpid(pid, &status, 0) == pid && WIFSIGNALED(status);
}
