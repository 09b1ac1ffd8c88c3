// SPDX-License-Identifier: GPL-2.0
/* Many dummies, and how many of them are remembered when they are gone. */
#include <errno.h>
#include <stdio.h>

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
