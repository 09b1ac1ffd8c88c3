/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a watch knows of the interfaces that exist: as much as it takes to say
 * that one is gone when nobody said so. By ifindex. Pure.
 */
#ifndef NTHROTTLE_LIB_TABLE_H
#define NTHROTTLE_LIB_TABLE_H

#include "model.h"

/**
 * struct table_entry - an interface
 * @id: of its record, within its instance
 * @ifindex: 0: no entry
 * @seen: round of full answers in which it was there
 * @told: the user knows it
 * @foreign: @id is another instance's
 * @name: its name
 */
struct table_entry {
	u64 id;
	u32 ifindex;
	u32 seen;
	bool told;
	bool foreign;
	char name[NT_IFNAME_MAX + 1];
};

struct table {
	struct table_entry *entries;
	size_t size;		/* 0 or a power of two */
	size_t count;
};

struct table_entry *table_find(const struct table *t, u32 ifindex);
struct table_entry *table_put(struct table *t, u32 ifindex);
void table_remove(struct table *t, struct table_entry *e);
void table_make_foreign(struct table *t);
void table_free(struct table *t);

#endif /* NTHROTTLE_LIB_TABLE_H */
