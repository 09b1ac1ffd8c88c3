// SPDX-License-Identifier: GPL-2.0
/*
 * All interfaces as last notified, against what `ip link` shows: also those that
 * were there before the module, or before the listener.
 */
#include "since.h"
#include "table.h"

struct comparison {
	struct world *x;
	const struct since *s;
	bool say;
	size_t seen;
	int differences;
};

static const struct ntf *find(const struct since *s, __u32 ifindex)
{
	const struct ntf *n;

	for (n = s->shown; n < s->shown + s->n; n++)
		if (n->s.ifindex == ifindex && !n->deleted)
			return n;
	return NULL;
}

static void compare_one(const struct link_state *link, void *arg)
{
	struct comparison *c = arg;
	const struct ntf *n = find(c->s, link->ifindex);
	const char *what = n ? link_differs(&n->s, link) : "not known";

	c->seen++;
	if (what && c->say)
		complain(&c->x->w, "P4: %s (%u): %s", link->name,
			 link->ifindex, what);
	c->differences += !!what;
}

/* Returns how many differ, or a negative error. */
int table_compare(struct world *x, bool say)
{
	struct comparison c = { .x = x, .say = say };
	size_t i, live = 0;
	struct since s;
	int err;

	err = since_get(&x->c, 0, NO_INSTANCE, &s);
	c.s = &s;
	err = err ?: since_broken(&s, 0) ? -1 : link_dump(&x->rt, compare_one,
							  &c);
	for (i = 0; i < s.n; i++)
		live += !s.shown[i].deleted;
	since_free(&s);
	if (!err && live != c.seen) {
		if (say)
			complain(&x->w, "P4: %zu known, the kernel has %zu",
				 live, c.seen);
		c.differences++;
	}
	return err ?: c.differences;
}

/* Link watch takes up to a second: ask until they agree. */
bool table_agrees(struct world *x, int timeout_ms)
{
	__u64 end_ns = now_ns() + timeout_ms * 1000000ULL;

	while (now_ns() < end_ns) {
		witness_read(&x->w, 20);
		if (!table_compare(x, false))
			return true;
	}
	return table_compare(x, true) == 0;
}
