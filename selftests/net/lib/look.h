/* SPDX-License-Identifier: GPL-2.0 */
/* All that can be set in a namespace, and its agents, as one number. */
#ifndef LOOK_H
#define LOOK_H

#include "rules.h"

int look_take(struct client *c, __u64 *look);
bool look_same(struct client *c, __u64 before);

#endif
