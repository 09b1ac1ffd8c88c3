// SPDX-License-Identifier: GPL-2.0
/* Many dummies, and how many of them are remembered when they are gone. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "crowd.h"
#include "rules.h"

/* d0, d1, ... They are made at once, and notified when this returns. */
int crowd_make(struct world *x, __u32 from, __u32 count)
{
	char name[16];
	__u32 i;

	rt_batch(&x->rt);
	for (i = from; i < from + count; i++) {
		snprintf(name, sizeof(name), "d%u", i);
		link_add(&x->rt, "dummy", name, CROWD_FIRST + i, CROWD_GROUP);
	}
	return rt_flush(&x->rt) ?: x->rt.errors ? -EIO :
	       world_settle(x, 5 * SOON_MS);
}

/* One after the other, so that their order is known; likewise. */
int crowd_delete(struct world *x, __u32 from, __u32 count)
{
	int err = 0;

	for (; count && !err; count--)
		err = link_del(&x->rt, CROWD_FIRST + from++);
	return err ?: world_settle(x, 5 * SOON_MS);
}

int tombstones_keep(struct world *x, __u32 count)
{
	return config_set(&x->c, NTHROTTLE_A_CONFIG_TOMBSTONES, count, 0);
}

/* Wait until so many are left; the worker forgets them when it gets to it. */
bool tombstones_settle(struct world *x, __u32 count, struct config *cfg)
{
	__u64 end_ns = now_ns() + SOON_MS * 1000000ULL;

	do {
		if (config_get(&x->c, cfg))
			return false;
		if (cfg->deleted == count)
			return true;
		pause_ms(1);
	} while (now_ns() < end_ns);
	return false;
}

struct indexes {
	__u32 first;
	__u32 *list;
	size_t n;
};

static void note(const struct link_state *s, void *arg)
{
	struct indexes *to = arg;

	if (s->ifindex < to->first)
		return;
	to->list = realloc(to->list, (to->n + 1) * sizeof(*to->list));
	to->list[to->n++] = s->ifindex;
}

/* The storm interrupts it; then the socket takes no other one. */
static int list(struct indexes *all)
{
	struct rt eyes;
	int err;

	do {
		all->n = 0;
		if (rt_open(&eyes))
			return -EIO;
		err = link_dump(&eyes, note, all);
		rt_close(&eyes);
	} while (err == -EINTR);
	return err;
}

/* Everything from an ifindex on. Of a veth, the second end is gone when its turn
 * comes.
 */
int crowd_delete_from(struct world *x, __u32 first)
{
	struct indexes all = { .first = first };
	int err = list(&all);

	rt_batch(&x->rt);
	while (!err && all.n)
		link_del(&x->rt, all.list[--all.n]);
	free(all.list);
	return rt_flush(&x->rt) ?: err;
}
