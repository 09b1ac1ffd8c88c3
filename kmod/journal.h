/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The journal of a network namespace: records in the order of their last
 * notification, deleted ones as tombstones. It answers "what changed since".
 */
#ifndef NTHROTTLE_JOURNAL_H
#define NTHROTTLE_JOURNAL_H

#include <linux/rbtree.h>
#include <linux/types.h>

struct nthrottle_net;
struct nthrottle_record;

/**
 * struct nthrottle_shelf - records in their order, the newest at the end
 * @root: all of them
 * @last: the newest
 */
struct nthrottle_shelf {
	struct rb_root root;
	struct rb_node *last;
};

/**
 * struct nthrottle_journal - the journal; the namespace's lock protects it
 * @live: records of interfaces of which the listeners know
 * @dead: tombstones
 * @tombstones: how many those are
 * @horizon: sequence number of the newest tombstone that was evicted
 */
struct nthrottle_journal {
	struct nthrottle_shelf live;
	struct nthrottle_shelf dead;
	u32 tombstones;
	u64 horizon;
};

/**
 * struct nthrottle_place - a place in the journal
 * @seq: sequence number
 * @id: record id; orders the records of sequence number 0, which were there
 *	when the module was loaded
 */
struct nthrottle_place {
	u64 seq;
	u64 id;
};

/**
 * struct nthrottle_walk - a walk over the journal
 * @live: the next record of an interface
 * @dead: the next tombstone
 */
struct nthrottle_walk {
	struct rb_node *live;
	struct rb_node *dead;
};

void nthrottle_journal_init(struct nthrottle_journal *j);
void nthrottle_journal_file(struct nthrottle_net *nn,
			    struct nthrottle_record *r);
void nthrottle_journal_remove(struct nthrottle_net *nn,
			      struct nthrottle_record *r);
void nthrottle_journal_seek(const struct nthrottle_net *nn,
			    const struct nthrottle_place *after, bool dead,
			    struct nthrottle_walk *w);
struct nthrottle_record *nthrottle_journal_next(struct nthrottle_walk *w);
u64 nthrottle_journal_last_dead(const struct nthrottle_net *nn);
struct nthrottle_record *nthrottle_journal_evict(struct nthrottle_net *nn,
						 u32 keep);

#endif /* NTHROTTLE_JOURNAL_H */
