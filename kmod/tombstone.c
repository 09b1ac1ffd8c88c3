// SPDX-License-Identifier: GPL-2.0
/*
 * The end of records: as tombstones they stay in the journal until there are too
 * many of them.
 */
#include <linux/sched.h>

#include "record.h"
#include "tombstone.h"

static void shrink(struct nthrottle_net *nn, u32 keep)
{
	struct nthrottle_record *r;

	do {
		spin_lock_bh(&nn->lock);
		r = nthrottle_journal_evict(nn, keep);
		spin_unlock_bh(&nn->lock);
		if (r)
			nthrottle_record_free(r);
		cond_resched();
	} while (r);
}

/**
 * nthrottle_tombstone_trim() - forget the oldest beyond the namespace's limit
 * @nn: the namespace
 *
 * Context: the worker, with nothing left to send.
 */
void nthrottle_tombstone_trim(struct nthrottle_net *nn)
{
	u32 keep;

	spin_lock_bh(&nn->lock);
	keep = nthrottle_net_ruleset(nn)->config.tombstones;
	spin_unlock_bh(&nn->lock);
	shrink(nn, keep);
}

/**
 * nthrottle_tombstone_free_all() - free those of a namespace that ends
 * @nn: the namespace, whose worker is stopped
 */
void nthrottle_tombstone_free_all(struct nthrottle_net *nn)
{
	shrink(nn, 0);
}
