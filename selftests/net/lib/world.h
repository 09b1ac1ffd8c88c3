/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a case works in: a network namespace of its own, sockets for changes and
 * for nthrottle, and a witness that listens from the beginning.
 */
#ifndef WORLD_H
#define WORLD_H

#include "module.h"
#include "witness.h"

bool kernel_is_slow(void);

/* For what comes at once, on a machine that is very busy. */
#define SOON_MS (kernel_is_slow() ? 60000 : 10000)

/**
 * struct world - one network namespace and the ways to it
 * @netns: file descriptor of the namespace
 * @rt: for changes
 * @c: for nthrottle's operations
 * @w: listens
 */
struct world {
	int netns;
	struct rt rt;
	struct client c;
	struct witness w;
};

int world_open(struct world *x);
int world_attach(struct world *x);
int world_close(struct world *x);
int world_settle(struct world *x, int timeout_ms);
int world_sent(struct world *x, __u64 sends);
int world_dummy(struct world *x, const char *name, __u32 *index,
		struct ntf *n);
int world_strict(struct world *x, __u32 threshold_ms);
int world_burst(struct world *x, __u32 threshold_ms, __u32 burst);
int world_without_ipv6(void);
void forget_all(struct world *x);

unsigned int random_seed(void);

#endif
