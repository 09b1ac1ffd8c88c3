// SPDX-License-Identifier: GPL-2.0
/*
 * After a change of the ruleset, and for a flush, every pending record must be
 * looked at again. The worker does it a slice at a time, so that nobody waits
 * long for the namespace's lock.
 */
#include <linux/ktime.h>

#include "pending.h"
#include "record.h"
#include "revisit.h"

/* Records in one section of the lock, and such sections in one run. */
#define SLICE	64
#define SLICES	16

/**
 * nthrottle_revisit_start() - look at all pending records again, soon
 * @nn: the namespace, its lock held
 * @flush: let what is pending pass the gates
 *
 * A walk under way goes on and is followed by another, so that it ends even if
 * changes come faster than it walks.
 */
void nthrottle_revisit_start(struct nthrottle_net *nn, bool flush)
{
	struct nthrottle_revisit *v = &nn->revisit;

	lockdep_assert_held(&nn->lock);
	if (v->active) {
		v->again = true;
		v->again_flush |= flush;
	} else {
		*v = (struct nthrottle_revisit){
			.active = true,
			.flush = flush,
		};
	}
	nthrottle_queue_wake(&nn->queue, 0, ktime_get_boottime_ns());
}

static void visit(struct nthrottle_net *nn, struct nthrottle_record *r,
		  u64 now_ns)
{
	if (!r->pending.count)
		return;
	if (nn->revisit.flush)
		nthrottle_gates_flush(&r->gates, now_ns);
	else if (r->generation == nthrottle_net_ruleset(nn)->generation)
		return;
	nthrottle_pending_requeue(nn, r);
}

/* Return: true if there is more to do. */
static bool visit_slice(struct nthrottle_net *nn, u64 now_ns)
{
	struct nthrottle_revisit *v = &nn->revisit;
	struct nthrottle_record *r;
	unsigned int i;

	lockdep_assert_held(&nn->lock);
	for (i = 0; v->active && i < SLICE; i++) {
		r = nthrottle_record_next(nn, &v->next);
		if (r) {
			visit(nn, r, now_ns);
			v->next++;
		} else {
			*v = (struct nthrottle_revisit){
				.active = v->again,
				.flush = v->again_flush,
			};
		}
	}
	return v->active;
}

/**
 * nthrottle_revisit_run() - look at some more records
 * @nn: the namespace
 *
 * Context: the worker, which is woken again if there is more to do. Deleted
 * interfaces need no visit: no gate holds them.
 */
void nthrottle_revisit_run(struct nthrottle_net *nn)
{
	u64 now_ns = ktime_get_boottime_ns();
	unsigned int i;
	bool more;

	for (i = 0; i < SLICES; i++) {
		spin_lock_bh(&nn->lock);
		more = visit_slice(nn, now_ns);
		if (more && i == SLICES - 1)
			nthrottle_queue_wake(&nn->queue, 0, now_ns);
		spin_unlock_bh(&nn->lock);
		if (!more)
			return;
		cond_resched();
	}
}
