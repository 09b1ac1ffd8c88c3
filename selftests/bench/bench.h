/* SPDX-License-Identifier: GPL-2.0 */
/* The bench inside the VM: parts that its commands share. */
#ifndef BENCH_H
#define BENCH_H

#include <stdint.h>

#include <libmnl/libmnl.h>

#include "../lib/rtlink.h"

/* The interfaces are named and numbered in a row, so these two say which. */
struct ifaces {
	int first;
	unsigned int count;
};

struct ifaces ifaces_find(void);
uint64_t raw_ns(void);

/* Commands: each prints what it measured as lines "NAME VALUE". */
int bench_grow(unsigned int count);
int bench_ops(const char *listener);
int bench_pend(unsigned int count);
int bench_since(unsigned int count);

#endif /* BENCH_H */
