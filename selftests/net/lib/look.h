/* SPDX-License-Identifier: GPL-2.0 */
/* All that can be set in a namespace, to see whether it is still the same. */
#ifndef LOOK_H
#define LOOK_H

#include "rules.h"

/**
 * struct look - what is set
 * @settings: of parameters, profiles and rules, byte by byte
 * @agents: how many there are
 */
struct look {
	__u64 settings;
	int agents;
};

int look_take(struct client *c, struct look *l);
bool look_same(struct client *c, const struct look *before);

#endif
