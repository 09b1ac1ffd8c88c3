/* SPDX-License-Identifier: GPL-2.0 */
/* A container with a memory cgroup of its own. */
#ifndef CONFINED_H
#define CONFINED_H

#include "world.h"

#define CONFINED "nthrottle-confined"	/* the cgroup; the case makes it */

int become_confined(void);
struct world *confined_world(void);
struct nl_msg *confined_largest(struct client *c);

#endif
