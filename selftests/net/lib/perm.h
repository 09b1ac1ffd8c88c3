/* SPDX-License-Identifier: GPL-2.0 */
/* The table of who may do what, and its trial. */
#ifndef PERM_H
#define PERM_H

#include "agent.h"
#include "rules.h"

#define PERM_AGENT "there"

/* Who asks: the columns of the table. */
enum perm_column {
	PERM_ADMIN,	/* CAP_NET_ADMIN in the initial user namespace */
	PERM_OWN,	/* in that which owns the network namespace */
	PERM_FOREIGN,	/* in another user namespace */
	PERM_NOBODY,	/* nowhere */
	PERM_COLUMNS,
};

struct row_of_perm {
	const char *name;	/* as in the spec */
	int cmd;		/* 0: a group */
	bool dump;
	int answer[PERM_COLUMNS];
	int (*try)(struct client *c);
};

extern const struct row_of_perm perm_table[];
extern const unsigned int perm_rows;

int perm_prepare(struct client *c);
int perm_undo(struct client *c);
int perm_try_all(struct client *c, const char *role, enum perm_column column);
int perm_missing(struct client *c);
int perm_undocumented(void);

#endif
