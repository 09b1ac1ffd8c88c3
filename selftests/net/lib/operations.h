/* SPDX-License-Identifier: GPL-2.0 */
/* Every operation of the family, to be tried one by one. */
#ifndef OPERATIONS_H
#define OPERATIONS_H

#include "world.h"

typedef int (*op_fn)(struct world *x);

/**
 * struct op - an operation
 * @name: its name
 * @cmd: its number
 * @dump: a dump
 * @prepare: what must be done before, or NULL
 * @run: the operation: 0 or a negative error
 * @undo: what makes all as it was before @prepare, or NULL
 * @least: how often the module allocates in it, at least
 * @tells: listeners to group config are told
 */
struct op {
	const char *name;
	int cmd;
	bool dump;
	op_fn prepare;
	op_fn run;
	op_fn undo;
	unsigned int least;
	bool tells;
};

extern const struct op ops[];
extern const unsigned int n_ops;

int ops_missing(void);

#endif
