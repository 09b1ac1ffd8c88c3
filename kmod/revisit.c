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

#define SLICE	64

/**
 * nthrottle_revisit_start() - look at all pending records again, soon
 * @nn: the namespace, its lock held
 * @flush: let what is pending pass the gates
 *
 * A walk under way begins again.
 */
void nthrottle_revisit_start(struct nthrottle_net *nn, bool flush)
{
	struct nthrottle_revisit *v = &nn->revisit;

	lockdep_assert_held(&nn->lock);
	v->active = true;
	v->flush |= flush;
	v->next = 0;
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

/**
 * nthrottle_revisit_slice() - look at some more records
 * @nn: the namespace
 *
 * Context: the worker. Deleted interfaces need no visit: no gate holds them.
 * Return: true if there is more to do.
 */
bool nthrottle_revisit_slice(struct nthrottle_net *nn)
{
	struct nthrottle_revisit *v = &nn->revisit;
	u64 now_ns = ktime_get_boottime_ns();
	unsigned int i;

	spin_lock_bh(&nn->lock);
	for (i = 0; v->active && i < SLICE; i++) {
		struct nthrottle_record *r = nthrottle_record_next(nn, &v->next);

		if (r) {
			visit(nn, r, now_ns);
			v->next++;
		} else {
			v->active = false;
			v->flush = false;
		}
	}
	spin_unlock_bh(&nn->lock);
	return i == SLICE;
}
