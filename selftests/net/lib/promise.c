// SPDX-License-Identifier: GPL-2.0
/*
 * The promises, read literally, and the table of a listener. Nothing here
 * knows how the module does it.
 */
#include <errno.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#include "witness.h"

struct row *witness_row(struct witness *w, __u32 ifindex)
{
	if (ifindex >= w->n_rows) {
		size_t n = 2 * (size_t)ifindex + 16;

		w->rows = realloc(w->rows, n * sizeof(*w->rows));
		memset(w->rows + w->n_rows, 0,
		       (n - w->n_rows) * sizeof(*w->rows));
		w->n_rows = n;
	}
	return &w->rows[ifindex];
}

/* What is there need not be notified until something happens to it. */
int witness_excuse(struct witness *w)
{
	struct if_nameindex *i, *all = if_nameindex();

	if (!all)
		return -errno;
	for (i = all; i->if_index; i++)
		witness_row(w, i->if_index)->before = true;
	if_freenameindex(all);
	return 0;
}

size_t witness_live(const struct witness *w)
{
	size_t i, count = 0;

	for (i = 0; i < w->n_rows; i++)
		count += w->rows[i].live;
	return count;
}

/* P5: in order, without holes, an ifindex is reused only after its deletion. */
static void check_order(struct witness *w, const struct row *r,
			const struct ntf *n)
{
	if (n->instance != w->instance)
		complain(w, "P5: instance %#llx, expected %#llx", n->instance,
			 w->instance);
	if (n->seq > w->seq + 1 && w->lossy && w->overran)
		w->overran = false;
	else if (n->seq != w->seq + 1)
		complain(w, "P5: seq %llu after %llu", n->seq, w->seq);
	if (r->live && r->last.id != n->id)
		complain(w, "P5: %s (%u): record %llu before the deletion of record %llu",
			 n->s.name, n->s.ifindex, n->id, r->last.id);
	if (!r->live && r->last.id == n->id)
		complain(w, "P5: %s (%u): record %llu after its deletion",
			 n->s.name, n->s.ifindex, n->id);
}

/* P5: a deletion never waits behind what was numbered after it. */
static void check_deletion(struct witness *w, const struct ntf *n)
{
	const struct ntf *before = witness_at(w, n->seq - 1);

	if (n->deleted && before && !before->deleted &&
	    before->sent_ns > n->last_ns)
		complain(w, "P5: the deletion of %s (%u) comes after %s (%u), %llu us younger",
			 n->s.name, n->s.ifindex, before->s.name,
			 before->s.ifindex,
			 (before->sent_ns - n->last_ns) / 1000);
}

static void check_sense(struct witness *w, const struct row *r,
			const struct ntf *n)
{
	if (!n->count != !n->events || n->events & ~EVENT_ALL ||
	    (unsigned int)__builtin_popcount(n->events) > n->count ||
	    (!n->count && n->why != NTHROTTLE_WHY_UNDAMPED && !w->debounced))
		complain(w, "%s: %llu events of kinds %#x", n->s.name,
			 n->count, n->events);
	if (n->raw && n->raw_carrier == n->s.carrier)
		complain(w, "%s: raw and reported carrier are both %u",
			 n->s.name, n->s.carrier);
	if (n->first_ns > n->last_ns || n->last_ns > n->sent_ns ||
	    n->sent_ns > now_ns() ||
	    (n->count == 1 && n->first_ns != n->last_ns))
		complain(w, "%s: first %llu, last %llu, sent %llu", n->s.name,
			 n->first_ns, n->last_ns, n->sent_ns);
	if (n->deleted != !!(n->events & NTHROTTLE_EVENT_UNREGISTER))
		complain(w, "%s: deleted is %d, events %#x", n->s.name,
			 n->deleted, n->events);
	/* What a dump has shown may still be on its way. */
	if (r->live && n->seq > r->last.seq && n->count &&
	    n->first_ns < r->last.sent_ns && !w->debounced)
		complain(w, "%s: an event of before the notification before",
			 n->s.name);
	if (n->events & NTHROTTLE_EVENT_REGISTER && r->live)
		complain(w, "%s: registered twice", n->s.name);
}

static __u32 tokens_at(const struct witness *w, const struct row *r, __u64 t_ns)
{
	__u64 tokens = r->tokens;

	if (t_ns > r->last.sent_ns)
		tokens += (t_ns - r->last.sent_ns) / w->threshold_ns;
	return tokens < w->burst ? tokens : w->burst;
}

static void add_late(struct witness *w, __u64 late_ns)
{
	if (!(w->n_late & (w->n_late + 1)))
		w->late = realloc(w->late,
				  (2 * w->n_late + 2) * sizeof(*w->late));
	w->late[w->n_late++] = late_ns;
}

/* Deletions, and what was asked to be; the module's word for it is not taken. */
static bool is_urgent(const struct witness *w, const struct ntf *n)
{
	return n->deleted || n->events & w->urgent;
}

/* How full the bucket was when the witness began to watch is not known. */
static __u64 due_at_the_latest(const struct witness *w, const struct row *r,
			       const struct ntf *n)
{
	__u64 next_ns = r->last.sent_ns + w->threshold_ns;

	if (!r->live || next_ns < n->first_ns ||
	    (r->complete && tokens_at(w, r, n->first_ns)))
		return n->first_ns;
	return next_ns;
}

/* P1: each notification takes a token of @burst, each whole threshold since the
 * one before brings one back, and only urgent ones and flush need none.
 * P2: due when the first event finds a token, or one threshold after the
 * notification before.
 */
static void check_time(struct witness *w, struct row *r, const struct ntf *n)
{
	bool exempt = is_urgent(w, n) ||
		      (w->flushes && n->why == NTHROTTLE_WHY_FLUSH);
	__u64 due_ns = due_at_the_latest(w, r, n);
	__u32 tokens = w->burst;

	if (r->live)
		tokens = tokens_at(w, r, n->sent_ns);
	if (n->why == NTHROTTLE_WHY_URGENT && !is_urgent(w, n))
		complain(w, "%s: events %#x are not urgent", n->s.name,
			 n->events);
	if (!tokens && !exempt)
		complain(w, "P1: %s: %llu us after the notification before, bucket spent",
			 n->s.name, (n->sent_ns - r->last.sent_ns) / 1000);
	if (n->events & NTHROTTLE_EVENT_REGISTER)
		r->complete = true;
	if ((r->live || r->complete) && !exempt)
		add_late(w, n->sent_ns > due_ns ? n->sent_ns - due_ns : 0);
	r->tokens = tokens ? tokens - 1 : 0;
}

void witness_check(struct witness *w, const struct ntf *n)
{
	struct row *r = witness_row(w, n->s.ifindex);

	check_order(w, r, n);
	check_deletion(w, n);
	check_sense(w, r, n);
	if (!r->live)
		r->complete = false;
	if (w->threshold_ns)
		check_time(w, r, n);
	w->seq = n->seq;
	r->last = *n;
	r->live = !n->deleted;
}

struct comparison {
	struct witness *w;
	bool say;
	size_t seen;
	int differences;
};

static void compare_one(const struct link_state *s, void *arg)
{
	struct comparison *c = arg;
	struct row *r = witness_row(c->w, s->ifindex);
	const char *what = "not notified";
	struct link_state last = r->last.s;

	c->seen++;
	if (c->w->bounced) {
		last.ups = s->ups;
		last.downs = s->downs;
	}
	if (r->live)
		what = link_differs(&last, s);
	else if (r->before && !r->last.seq)
		return;
	if (!what)
		return;
	if (c->say && c->differences < 10)
		complain(c->w, "P4: %s (%u): %s", s->name, s->ifindex, what);
	c->differences++;
}

/* P4: the witness's table against `ip link`. Returns how many differ, or a
 * negative error.
 */
int witness_compare(struct witness *w, struct rt *rt, bool say)
{
	struct comparison c = { w, say, 0, 0 };
	int err = link_dump(rt, compare_one, &c);

	if (err)
		return err;
	if (witness_live(w) > c.seen) {
		if (say)
			complain(w, "P4: the table has %zu interfaces, the kernel %zu",
				 witness_live(w), c.seen);
		c.differences++;
	}
	return c.differences;
}

/* Link watch takes up to a second: listen until the table agrees. */
bool witness_agrees(struct witness *w, struct rt *rt, int timeout_ms)
{
	__u64 end_ns = now_ns() + timeout_ms * 1000000ULL;

	while (now_ns() < end_ns) {
		witness_read(w, 20);
		if (!witness_compare(w, rt, false))
			return true;
	}
	return witness_compare(w, rt, true) == 0;
}

static int by_size(const void *a, const void *b)
{
	const __u64 *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* How late the notifications were: a quantile, in nanoseconds. */
__u64 witness_lateness(struct witness *w, unsigned int permille)
{
	if (!w->n_late)
		return 0;
	qsort(w->late, w->n_late, sizeof(*w->late), by_size);
	return w->late[(w->n_late - 1) * permille / 1000];
}
