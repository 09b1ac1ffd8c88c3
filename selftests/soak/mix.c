// SPDX-License-Identifier: GPL-2.0
/* The storm: all kinds of interfaces, and everything that can happen to them. */
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "soak.h"

#define DUMMIES 240
#define VETHS 40		/* each has two ends */
#define SLOTS (DUMMIES + VETHS)
#define FIRST 1000
#define BRIDGE 10
#define BOND 11
#define SLOW_OF 200		/* in the fast mix, one of so many may be slow */
#define HOT 8			/* interfaces that are busier than others */
#define HOT_FOR 2000		/* operations */
#define BATCH_OPS 64
#define GROUPS 30		/* that are deleted together */

static __u32 near_of(unsigned int slot)
{
	return slot < DUMMIES ? FIRST + slot : FIRST + 2 * slot;
}

/* Every other time one of a few, others each time that it is asked often. */
static unsigned int pick(void)
{
	static unsigned int hot, asked;

	if (asked++ % HOT_FOR == 0)
		hot = below(SLOTS);
	return below(2) ? below(SLOTS) : (hot + below(HOT)) % SLOTS;
}

/* Names are used again, too, now and then by another slot's interface. */
static void any_name(char *name, unsigned int slot)
{
	snprintf(name, IFNAMSIZ, "%c%u", below(3) ? 's' : 'q' + below(4),
		 below(8) ? slot : slot ^ 1);
}

static void make(struct rt *rt, unsigned int slot)
{
	char name[IFNAMSIZ], peer[IFNAMSIZ];

	any_name(name, slot);
	if (slot < DUMMIES) {
		link_add(rt, "dummy", name, FIRST + slot, 1 + slot % GROUPS);
		return;
	}
	snprintf(peer, sizeof(peer), "p%u", slot);
	link_add_veth_at(rt, name, near_of(slot), peer, near_of(slot) + 1);
}

/* The bridge and the bond come and go as well. */
static void masters(struct rt *rt)
{
	link_add(rt, "bridge", "br0", BRIDGE, 0);
	link_add(rt, "bond", "bond7", BOND, 0);
	link_up(rt, BRIDGE, true);
	link_up(rt, BOND, true);
}

static void delete(struct rt *rt, unsigned int slot)
{
	switch (below(16)) {
	case 0:
		link_del(rt, BRIDGE + below(2));
		break;
	case 1 ... 5:
		link_del_group(rt, 1 + slot % GROUPS);
		break;
	default:
		link_del(rt, near_of(slot));
	}
}

static void flip(struct rt *rt, __u32 index)
{
	/* The kernel announces none of an interface that is down. */
	link_flags(rt, index, IFF_UP | IFF_MULTICAST | IFF_NOARP,
		   IFF_UP | (below(2) ? IFF_MULTICAST : IFF_NOARP));
}

/* Whatever waits for a grace period is slow: setting down, renaming, deleting. */
static void operate(struct rt *rt)
{
	unsigned int slot = pick();
	__u32 index = near_of(slot);
	char name[IFNAMSIZ];

	switch (below(1000)) {
	case 0 ... 179:
		link_up(rt, index, true);
		break;
	case 180 ... 259:
		link_up(rt, index, false);
		break;
	case 260 ... 329:	/* the carrier of the near one, or a neighbour */
		link_up(rt, index + 1, below(2));
		break;
	case 330 ... 489:
		link_mtu(rt, index, 1000 + below(500));
		break;
	case 490 ... 579:
		link_addr(rt, index, ((__u64)slot << 16) + below(1 << 16));
		break;
	case 580 ... 629:
		link_txqlen(rt, index, 100 + below(1000));
		break;
	case 630 ... 659:
		any_name(name, slot);
		link_up(rt, index, false);
		link_name(rt, index, name);
		break;
	case 660 ... 669:
		link_master(rt, index, below(3) ? BRIDGE : 0);
		break;
	case 670 ... 674:
		link_master(rt, index, below(2) ? BOND : 0);
		break;
	case 675 ... 799:
		flip(rt, index);
		break;
	case 800 ... 879:
		link_shake(rt, index, below(1 << 16));
		break;
	case 880 ... 889:
		delete(rt, slot);
		break;
	case 890 ... 892:
		masters(rt);
		break;
	default:
		make(rt, slot);
	}
}

/* A few to begin with, more come by themselves. */
static void prepare(struct rt *rt)
{
	unsigned int i;

	masters(rt);
	for (i = 0; i < SLOTS; i += 4) {
		make(rt, i);
		link_up(rt, near_of(i), true);
	}
}

/* For ever, in a process of its own. Much is refused, since what it is about is
 * gone, or there already.
 */
pid_t mix_start(unsigned int seed, bool fast)
{
	static struct rt rt;
	pid_t pid = fork();
	unsigned int i;

	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	srandom(seed);
	if (rt_open(&rt))
		_exit(1);
	rt_batch(&rt);
	prepare(&rt);
	while (!rt_flush(&rt)) {
		rt_batch(&rt);
		for (i = 0; i < BATCH_OPS; i++)
			if (fast && below(SLOW_OF))
				link_shake(&rt, near_of(pick()),
					   below(1 << 16));
			else
				operate(&rt);
	}
	_exit(2);
}
