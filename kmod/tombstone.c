// SPDX-License-Identifier: GPL-2.0
/*
 * The end of records: as tombstones they stay in the journal until there are too
 * many of them.
 */
#include <linux/sched.h>

#include "record.h"
#include "tombstone.h"

/* Taken out in one section of the lock. */
#define SLICE	64

static void free_list(struct nthrottle_record *list)
{
	struct nthrottle_record *r;

	while ((r = list)) {
		list = r->batch;
		nthrottle_record_free(r);
	}
}

/**
 * nthrottle_tombstone_trim() - forget the oldest beyond the namespace's limit
 * @nn: the namespace
 *
 * Context: the worker, with nothing left to send.
 */
void nthrottle_tombstone_trim(struct nthrottle_net *nn)
{
	struct nthrottle_record *list;
	u32 keep;

	do {
		spin_lock_bh(&nn->lock);
		keep = nthrottle_net_ruleset(nn)->config.tombstones;
		list = nthrottle_journal_evict(nn, keep, SLICE);
		spin_unlock_bh(&nn->lock);
		free_list(list);
		cond_resched();
	} while (list);
}

/**
 * nthrottle_tombstone_free_all() - free those of a namespace that ends
 * @nn: the namespace, whose worker is stopped
 */
void nthrottle_tombstone_free_all(struct nthrottle_net *nn)
{
	struct nthrottle_record *list;

	do {
		spin_lock_bh(&nn->lock);
		list = nthrottle_journal_evict(nn, 0, SLICE);
		spin_unlock_bh(&nn->lock);
		free_list(list);
		cond_resched();
	} while (list);
}
