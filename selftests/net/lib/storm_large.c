// SPDX-License-Identifier: GPL-2.0
/* A random storm on 2,000 interfaces that come and go, or 250 where all is slow. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "storm.h"
#include "world.h"

#define VETHS (kernel_is_slow() ? 25 : 200)	/* each has two ends */
#define DUMMIES_PER_VETH 8
#define FIRST 10000
#define BRIDGE 10
#define BATCH_OPS 64
#define GROUPS 60	/* of dummies, which are deleted together */

static int dummies, slots;	/* the latter with the veths */

static __u32 near_of(int slot)
{
	return slot < dummies ? FIRST + slot : FIRST + 2 * slot;
}

/* Names are used again, too, now and then by another slot's interface. */
static void any_name(char *name, int slot)
{
	snprintf(name, IFNAMSIZ, "%c%d", 'a' + below(5), slot / 2);
}

static void make(struct rt *rt, int slot)
{
	char name[IFNAMSIZ], peer[IFNAMSIZ];

	any_name(name, slot);
	if (slot < dummies) {
		link_add(rt, "dummy", name, FIRST + slot, 1 + slot % GROUPS);
		return;
	}
	snprintf(peer, sizeof(peer), "p%d", slot);
	link_add_veth_at(rt, name, near_of(slot), peer, near_of(slot) + 1);
}

/* To delete one takes as long as to delete many: the kernel waits for all that
 * might look at them.
 */
static void delete(struct rt *rt, int slot)
{
	if (slot < dummies && !below(3))
		link_del_group(rt, 1 + slot % GROUPS);
	else
		link_del(rt, near_of(slot));
}

/* Mostly what is cheap: whatever waits for a grace period is slow on a machine
 * that has other things to do.
 */
static void operate(struct rt *rt)
{
	int slot = below(slots);
	__u32 index = near_of(slot);
	char name[IFNAMSIZ];

	switch (below(1000)) {
	case 0 ... 109:
		link_up(rt, index, true);
		break;
	case 110 ... 169:
		link_up(rt, index, false);
		break;
	case 170 ... 219:	/* the carrier of the near one, or a neighbour */
		link_up(rt, index + 1, below(2));
		break;
	case 220 ... 519:
		link_mtu(rt, index, 1000 + below(500));
		break;
	case 520 ... 749:
		link_addr(rt, index, ((__u64)slot << 16) + below(1 << 16));
		break;
	case 750 ... 799:
		link_txqlen(rt, index, 100 + below(1000));
		break;
	case 800 ... 804:
		any_name(name, slot);
		link_name(rt, index, name);
		break;
	case 805:
		link_master(rt, index, below(3) ? BRIDGE : 0);
		break;
	case 806 ... 897:
		/* The kernel announces none of an interface that is down. */
		link_flags(rt, index, IFF_UP | IFF_MULTICAST | IFF_NOARP,
			   IFF_UP | (below(2) ? IFF_MULTICAST : IFF_NOARP));
		break;
	case 898 ... 899:
		delete(rt, slot);
		break;
	default:
		make(rt, slot);
	}
}

static int prepare(struct rt *rt)
{
	int i;

	if (link_add(rt, "bridge", "br0", BRIDGE, 0) ||
	    link_up(rt, BRIDGE, true))
		return -1;
	rt_batch(rt);
	for (i = 0; i < slots; i++)
		make(rt, i);
	return rt_flush(rt);
}

/* Much of it is refused, since what it is about is gone, or there already. */
pid_t storm_large_start(unsigned int seed, int operations)
{
	static struct rt rt;
	pid_t pid = fork();
	unsigned int refused;
	__u64 t = now_ns();
	int i;

	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	srandom(seed);
	dummies = VETHS * DUMMIES_PER_VETH;
	slots = dummies + VETHS;
	if (rt_open(&rt) || prepare(&rt))
		_exit(1);
	refused = rt.errors;
	tell("prepared in %llu ms", (now_ns() - t) / 1000000);
	for (i = 0; i < operations; i++) {
		if (i % BATCH_OPS == 0 && rt_flush(&rt))
			_exit(2);
		rt_batch(&rt);
		operate(&rt);
	}
	if (rt_flush(&rt))
		_exit(2);
	tell("%d interfaces, %d operations of which %u were refused, %llu ms",
	     2 * slots - dummies, operations, rt.errors - refused,
	     (now_ns() - t) / 1000000);
	_exit(rt.errors < (unsigned int)operations / 2 ? 0 : 3);
}
