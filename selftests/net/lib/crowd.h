/* SPDX-License-Identifier: GPL-2.0 */
/* Many dummies, and how many of them are remembered when they are gone. */
#ifndef CROWD_H
#define CROWD_H

#include "world.h"

#define CROWD_FIRST 1000	/* ifindex of d0 */
#define CROWD_GROUP 9

int crowd_make(struct world *x, __u32 from, __u32 count);
int crowd_delete(struct world *x, __u32 from, __u32 count);
int crowd_delete_from(struct world *x, __u32 first);

int tombstones_keep(struct world *x, __u32 count);
bool tombstones_settle(struct world *x, __u32 count, struct config *cfg);

#endif
