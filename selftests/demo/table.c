// SPDX-License-Identifier: GPL-2.0
/* A table of interfaces: ifindex hashed, the next free place on a collision. */
#include <err.h>
#include <string.h>

#include "table.h"

/* Changes of these are not announced on the notifier chain, so nthrottle does
 * not carry them; neither side is measured by them.
 */
#define NOT_COMPARED	(IFF_PROMISC | IFF_ALLMULTI)

static unsigned int next(unsigned int place)
{
	return (place + 1) % TABLE_SIZE;
}

/* Where the interface is or, if it is not there, where it belongs. */
static struct iface *find(const struct table *t, int ifindex)
{
	unsigned int place = ifindex % TABLE_SIZE;
	unsigned int looked = 0;

	while (t->place[place].ifindex && t->place[place].ifindex != ifindex) {
		if (++looked == TABLE_SIZE)
			errx(1, "too many interfaces");
		place = next(place);
	}
	return (struct iface *)&t->place[place];
}

/**
 * table_put() - remember an interface
 * @t: the table
 * @i: how it is now
 */
void table_put(struct table *t, const struct iface *i)
{
	*find(t, i->ifindex) = *i;
}

/**
 * table_remove() - forget an interface
 * @t: the table
 * @ifindex: its number
 */
void table_remove(struct table *t, int ifindex)
{
	struct iface *i = find(t, ifindex);
	unsigned int place = i - t->place;

	if (!i->ifindex)
		return;
	i->ifindex = 0;
	/* What a collision had put behind it may belong nearer now. */
	for (place = next(place); t->place[place].ifindex; place = next(place)) {
		struct iface moved = t->place[place];

		t->place[place].ifindex = 0;
		table_put(t, &moved);
	}
}

/**
 * table_count() - number of interfaces
 * @t: the table
 */
unsigned int table_count(const struct table *t)
{
	unsigned int place, count = 0;

	for (place = 0; place < TABLE_SIZE; place++)
		count += t->place[place].ifindex != 0;
	return count;
}

static bool same(const struct iface *a, const struct iface *b)
{
	return a->ifindex == b->ifindex && a->operstate == b->operstate &&
	       !((a->flags ^ b->flags) & ~NOT_COMPARED) &&
	       a->carrier == b->carrier && a->mtu == b->mtu &&
	       a->master == b->master && !strcmp(a->name, b->name) &&
	       !strcmp(a->kind, b->kind) &&
	       !memcmp(a->address, b->address, sizeof(a->address));
}

/**
 * table_differences() - how many interfaces does a listener know wrongly?
 * @known: what it knows
 * @truth: what is
 *
 * Return: interfaces that are different, missing, or gone.
 */
unsigned int table_differences(const struct table *known,
			       const struct table *truth)
{
	unsigned int place, differ = 0;

	for (place = 0; place < TABLE_SIZE; place++) {
		const struct iface *is = &truth->place[place];
		const struct iface *was = &known->place[place];

		if (is->ifindex && !same(is, find(known, is->ifindex)))
			differ++;
		if (was->ifindex && !find(truth, was->ifindex)->ifindex)
			differ++;
	}
	return differ;
}
