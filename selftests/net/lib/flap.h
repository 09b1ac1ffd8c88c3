/* SPDX-License-Identifier: GPL-2.0 */
/* A veth whose carrier is switched by its other end. */
#ifndef FLAP_H
#define FLAP_H

#include "rules.h"
#include "world.h"

/**
 * struct pair - a veth, both ends up
 * @index: the end that is watched
 * @peer: the other one
 */
struct pair {
	__u32 index;
	__u32 peer;
};

int pair_make(struct world *x, const char *name, struct pair *p);
int pair_carrier(struct world *x, const struct pair *p, bool on);
int pair_flap(struct world *x, const struct pair *p);
bool wait_carrier_seen(struct world *x, __u32 index, bool on);
bool wait_flaps(struct world *x, __u32 index, __u64 n_flaps);
bool wait_idle(struct world *x, __u32 index, int timeout_ms);
int wait_told(struct world *x, __u32 index);

#endif
