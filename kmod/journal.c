// SPDX-License-Identifier: GPL-2.0
/*
 * The journal. Each notification moves its record to the end, so a record is in
 * it once, and what is behind a sequence number is what changed since. All under
 * the namespace's lock. Filing, and a step of a walk, is O(1) on average, seeking
 * O(log n).
 */
#include "journal.h"
#include "record.h"

static struct nthrottle_record *record_of(const struct rb_node *n)
{
	return rb_entry(n, struct nthrottle_record, filed);
}

static bool is_behind(const struct nthrottle_record *r,
		      const struct nthrottle_place *p)
{
	if (r->report.seq != p->seq)
		return r->report.seq > p->seq;
	return r->id > p->id;
}

/* Whatever is filed comes after all that is. */
static void shelf_append(struct nthrottle_shelf *s, struct rb_node *n)
{
	rb_link_node(n, s->last, s->last ? &s->last->rb_right : &s->root.rb_node);
	rb_insert_color(n, &s->root);
	s->last = n;
}

static void shelf_remove(struct nthrottle_shelf *s, struct rb_node *n)
{
	if (s->last == n)
		s->last = rb_prev(n);
	rb_erase(n, &s->root);
	RB_CLEAR_NODE(n);
}

/**
 * nthrottle_journal_init() - prepare an empty journal
 * @j: the journal
 */
void nthrottle_journal_init(struct nthrottle_journal *j)
{
	*j = (struct nthrottle_journal){};
}

/**
 * nthrottle_journal_remove() - take a record out, if it is in
 * @nn: the namespace, its lock held
 * @r: a record that is no tombstone
 */
void nthrottle_journal_remove(struct nthrottle_net *nn,
			      struct nthrottle_record *r)
{
	lockdep_assert_held(&nn->lock);
	if (!RB_EMPTY_NODE(&r->filed))
		shelf_remove(&nn->journal.live, &r->filed);
}

/**
 * nthrottle_journal_file() - put a record where its last notification belongs
 * @nn: the namespace, its lock held
 * @r: the record, just numbered or taken over; it becomes a tombstone if that
 *	says that it is deleted
 */
void nthrottle_journal_file(struct nthrottle_net *nn,
			    struct nthrottle_record *r)
{
	struct nthrottle_journal *j = &nn->journal;

	nthrottle_journal_remove(nn, r);
	j->tombstones += r->deleted;
	shelf_append(r->deleted ? &j->dead : &j->live, &r->filed);
}

static struct rb_node *first_behind(const struct nthrottle_shelf *s,
				    const struct nthrottle_place *p)
{
	struct rb_node *n = s->root.rb_node, *found = NULL;

	while (n) {
		if (is_behind(record_of(n), p)) {
			found = n;
			n = n->rb_left;
		} else {
			n = n->rb_right;
		}
	}
	return found;
}

/**
 * nthrottle_journal_seek() - begin a walk behind a place
 * @nn: the namespace, its lock held; until the walk ends, but by the worker, who
 *	alone changes the journal of a module that is loaded
 * @after: the place
 * @dead: show tombstones, too
 * @w: the walk
 */
void nthrottle_journal_seek(const struct nthrottle_net *nn,
			    const struct nthrottle_place *after, bool dead,
			    struct nthrottle_walk *w)
{
	const struct nthrottle_journal *j = &nn->journal;

	lockdep_assert_held(&nn->lock);
	w->live = first_behind(&j->live, after);
	w->dead = dead ? first_behind(&j->dead, after) : NULL;
}

static struct rb_node **earlier(struct nthrottle_walk *w)
{
	if (!w->dead)
		return &w->live;
	if (!w->live)
		return &w->dead;
	return record_of(w->live)->report.seq < record_of(w->dead)->report.seq ?
		&w->live : &w->dead;
}

/**
 * nthrottle_journal_next() - the next record of a walk
 * @w: the walk
 *
 * Return: the record, or NULL at the end.
 */
struct nthrottle_record *nthrottle_journal_next(struct nthrottle_walk *w)
{
	struct rb_node **at = earlier(w), *n = *at;

	if (!n)
		return NULL;
	*at = rb_next(n);
	return record_of(n);
}

/**
 * nthrottle_journal_last_dead() - sequence number of the newest tombstone
 * @nn: the namespace, its lock held
 *
 * Return: the number, 0 without tombstones.
 */
u64 nthrottle_journal_last_dead(const struct nthrottle_net *nn)
{
	const struct rb_node *n = nn->journal.dead.last;

	lockdep_assert_held(&nn->lock);
	return n ? record_of(n)->report.seq : 0;
}

/**
 * nthrottle_journal_evict() - take out the oldest tombstone
 * @nn: the namespace, its lock held
 * @keep: unless there are no more than that
 *
 * Context: the worker, which alone knows that it has sent it.
 * Return: the tombstone, to be freed, or NULL.
 */
struct nthrottle_record *nthrottle_journal_evict(struct nthrottle_net *nn,
						 u32 keep)
{
	struct nthrottle_journal *j = &nn->journal;
	struct nthrottle_record *r;

	lockdep_assert_held(&nn->lock);
	if (j->tombstones <= keep)
		return NULL;
	r = record_of(rb_first(&j->dead.root));
	shelf_remove(&j->dead, &r->filed);
	j->tombstones--;
	j->horizon = r->report.seq;
	nn->stats.evicted++;
	return r;
}
