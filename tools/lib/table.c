// SPDX-License-Identifier: GPL-2.0
/* What a watch knows of the interfaces; see table.h. */
#include <stdlib.h>
#include <string.h>

#include "table.h"

#define SIZE_MIN	16

/* Where it would be if nobody else were there. */
static size_t home(const struct table *t, u32 ifindex)
{
	return ifindex * 0x9e3779b1U & (t->size - 1);
}

/* Its entry, or the free one where it would be. */
static struct table_entry *slot(const struct table *t, u32 ifindex)
{
	size_t i = home(t, ifindex);

	while (t->entries[i].ifindex && t->entries[i].ifindex != ifindex)
		i = (i + 1) & (t->size - 1);
	return &t->entries[i];
}

struct table_entry *table_find(const struct table *t, u32 ifindex)
{
	struct table_entry *e;

	if (!t->size || !ifindex)
		return NULL;
	e = slot(t, ifindex);
	return e->ifindex ? e : NULL;
}

static bool grow(struct table *t)
{
	struct table old = *t;
	size_t i;

	t->size = old.size ? old.size * 2 : SIZE_MIN;
	t->entries = calloc(t->size, sizeof(*t->entries));
	if (!t->entries) {
		*t = old;
		return false;
	}
	for (i = 0; i < old.size; i++)
		if (old.entries[i].ifindex)
			*slot(t, old.entries[i].ifindex) = old.entries[i];
	free(old.entries);
	return true;
}

/* Its entry, made if need be; NULL if there is no memory. */
struct table_entry *table_put(struct table *t, u32 ifindex)
{
	struct table_entry *e = table_find(t, ifindex);

	if (e)
		return e;
	if (t->count * 4 >= t->size * 3 && !grow(t))
		return NULL;
	e = slot(t, ifindex);
	e->ifindex = ifindex;
	t->count++;
	return e;
}

/* Those behind it move up, or their search would end at the gap. */
void table_remove(struct table *t, struct table_entry *e)
{
	size_t gap = e - t->entries, i = gap, mask = t->size - 1;

	for (;;) {
		i = (i + 1) & mask;
		if (!t->entries[i].ifindex)
			break;
		if (((i - home(t, t->entries[i].ifindex)) & mask) <
		    ((i - gap) & mask))
			continue;
		t->entries[gap] = t->entries[i];
		gap = i;
	}
	memset(&t->entries[gap], 0, sizeof(*e));
	t->count--;
}

void table_make_foreign(struct table *t)
{
	size_t i;

	for (i = 0; i < t->size; i++)
		t->entries[i].foreign = true;
}

void table_free(struct table *t)
{
	free(t->entries);
	memset(t, 0, sizeof(*t));
}
