/* SPDX-License-Identifier: GPL-2.0 */
/* An agent in a process of its own, made to be killed. */
#ifndef MORTAL_H
#define MORTAL_H

#include <sys/types.h>

#include "since.h"
#include "world.h"

/**
 * struct answer - what a life of the agent begins with
 * @acknowledged: what the life before acknowledged last
 * @s: what it is told to have changed since
 */
struct answer {
	__u64 acknowledged;
	struct since s;
};

pid_t mortal_start(const char *name, struct answer *a);
bool mortal_is_right(struct world *x, const struct answer *a);

#endif
