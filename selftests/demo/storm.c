// SPDX-License-Identifier: GPL-2.0
/*
 * The interfaces of the demo, and the storm over them: link operations back to
 * back, each storm process over its own half of the pairs.
 */
#include <err.h>
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include "../lib/rtlink.h"
#include "storm.h"

#define BRIDGE	"br0"

/**
 * struct end - one end of a pair
 * @ifindex: its number
 * @pair: number of the pair
 * @side: 'a' or 'b'
 * @up: administratively
 * @renamed: has its other name
 * @enslaved: a port of the bridge
 * @mtu: in bytes
 */
struct end {
	int ifindex;
	unsigned int pair;
	char side;
	bool up;
	bool renamed;
	bool enslaved;
	unsigned int mtu;
};

static struct rtlink rtlink;
static int bridge;

static void name_of(char name[IF_NAMESIZE], const struct end *e)
{
	snprintf(name, IF_NAMESIZE, "%s%u%c", e->renamed ? "port" : "veth",
		 e->pair, e->side);
}

static void end_init(struct end *e, unsigned int pair, char side)
{
	char name[IF_NAMESIZE];

	*e = (struct end){
		.pair = pair, .side = side, .up = true, .mtu = 1500,
		.enslaved = side == 'a' && pair < BRIDGE_PORTS,
	};
	name_of(name, e);
	e->ifindex = if_nametoindex(name);
	if (!e->ifindex)
		err(1, "%s", name);
}

static void must_have_worked(void)
{
	if (!rtlink.failed)
		return;
	errno = rtlink.error;
	err(1, "making the interfaces");
}

/**
 * storm_setup() - make a bridge and the pairs, all up, some of them ports
 */
void storm_setup(void)
{
	struct end a, b;
	unsigned int n;

	rtlink_open(&rtlink);
	rtlink_add(&rtlink, "bridge", BRIDGE);
	for (n = 0; n < PAIRS; n++) {
		char name[IF_NAMESIZE], peer[IF_NAMESIZE];

		name_of(name, &(struct end){ .pair = n, .side = 'a' });
		name_of(peer, &(struct end){ .pair = n, .side = 'b' });
		rtlink_add_veth(&rtlink, name, peer);
	}
	rtlink_commit(&rtlink);
	must_have_worked();
	bridge = if_nametoindex(BRIDGE);
	rtlink_set_up(&rtlink, bridge, true);
	for (n = 0; n < PAIRS; n++) {
		end_init(&a, n, 'a');
		end_init(&b, n, 'b');
		if (a.enslaved)
			rtlink_set_master(&rtlink, a.ifindex, bridge);
		rtlink_set_up(&rtlink, a.ifindex, true);
		rtlink_set_up(&rtlink, b.ifindex, true);
	}
	rtlink_commit(&rtlink);
	must_have_worked();
	rtlink_close(&rtlink);
}

/* The same storm each time: xorshift with a fixed beginning. */
static uint32_t dice_state;

static unsigned int dice(unsigned int sides)
{
	dice_state ^= dice_state << 13;
	dice_state ^= dice_state >> 17;
	dice_state ^= dice_state << 5;
	return dice_state % sides;
}

static void toggle(struct end *e)
{
	e->up = !e->up;
	rtlink_set_up(&rtlink, e->ifindex, e->up);
}

/* An interface that is up cannot be renamed on 6.1. */
static void rename_end(struct end *e)
{
	char name[IF_NAMESIZE];

	if (e->up) {
		toggle(e);
		return;
	}
	e->renamed = !e->renamed;
	name_of(name, e);
	rtlink_set_name(&rtlink, e->ifindex, name);
}

static void resize(struct end *e)
{
	e->mtu = e->mtu == 1500 ? 1400 : 1500;
	rtlink_set_mtu(&rtlink, e->ifindex, e->mtu);
}

static void readdress(const struct end *e)
{
	uint8_t mac[6] = { 2, 0, e->side, e->pair, dice(256), dice(256) };

	rtlink_set_address(&rtlink, e->ifindex, mac);
}

static void remaster(struct end *e)
{
	if (e->side != 'a' || e->pair >= BRIDGE_PORTS) {
		toggle(e);
		return;
	}
	e->enslaved = !e->enslaved;
	rtlink_set_master(&rtlink, e->ifindex, e->enslaved ? bridge : 0);
}

/* Most are up or down, which also moves the other end's carrier. */
static void flap(struct end *e)
{
	switch (dice(100)) {
	case 0 ... 5:
		rename_end(e);
		break;
	case 6 ... 9:
		resize(e);
		break;
	case 10 ... 13:
		readdress(e);
		break;
	case 14 ... 16:
		remaster(e);
		break;
	default:
		toggle(e);
	}
}

/* One interface flaps; now and then somebody reconfigures all of them. */
static unsigned int operation(struct end *ends, unsigned int count)
{
	unsigned int n;

	if (dice(150)) {
		flap(&ends[dice(count)]);
		return 1;
	}
	for (n = 0; n < count; n++)
		resize(&ends[n]);
	return count;
}

/**
 * storm_run() - do link operations as fast as the kernel takes them
 * @s: where to count them
 * @storm: which of the storms this is
 * @operations: how many at least, those of the other storms included
 */
void storm_run(struct shared *s, unsigned int storm, unsigned int operations)
{
	struct end ends[2 * PAIRS];
	unsigned int n, batch, asked = 0, count = 0;

	for (n = storm; n < PAIRS; n += STORMS) {
		end_init(&ends[count++], n, 'a');
		end_init(&ends[count++], n, 'b');
	}
	bridge = if_nametoindex(BRIDGE);
	dice_state = 2463534242U + storm;
	rtlink_open(&rtlink);
	/* All storms end together, so that it stays a storm to the end. */
	while (account_done(s) < operations) {
		for (batch = 0; batch < BATCH;)
			batch += operation(ends, count);
		rtlink_commit(&rtlink);
		asked += batch;
		s->done[storm] = asked - rtlink.failed;
	}
	rtlink_close(&rtlink);
}
