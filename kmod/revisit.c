// SPDX-License-Identifier: GPL-2.0
/*
 * After a change of the ruleset, and for a flush, every record must be looked
 * at. Whoever asks for it walks, a slice at a time, so that nobody waits long
 * for the namespace's lock; when it returns, the change is in force everywhere.
 */
#include <linux/ktime.h>
#include <linux/sched.h>

#include "pending.h"
#include "record.h"
#include "revisit.h"

/* Records in one section of the lock; fewer, if each is compared with rules. */
#define SLICE		64
#define SLICE_RULES	1024

/**
 * struct walk - a walk over all records
 * @visit: what to do with a record, under the namespace's lock
 * @old: the ruleset that was in force before
 * @slice: records in one section of the lock
 */
struct walk {
	void (*visit)(const struct walk *w, struct nthrottle_net *nn,
		      struct nthrottle_record *r, u64 now_ns);
	const struct nthrottle_ruleset *old;
	unsigned int slice;
};

/* Return: false at the end. */
static bool walk_slice(const struct walk *w, struct nthrottle_net *nn,
		       unsigned long *ifindex)
{
	u64 now_ns = ktime_get_boottime_ns();
	struct nthrottle_record *r = NULL;
	unsigned int i;

	spin_lock_bh(&nn->lock);
	for (i = 0; i < w->slice; i++) {
		r = nthrottle_record_next(nn, ifindex);
		if (!r)
			break;
		/* One that has none yet gets it from the ruleset in force. */
		if (r->profile)
			w->visit(w, nn, r, now_ns);
		++*ifindex;
	}
	nthrottle_queue_arm(&nn->queue, now_ns);
	spin_unlock_bh(&nn->lock);
	return r;
}

static void walk(const struct walk *w, struct nthrottle_net *nn)
{
	unsigned long ifindex = 0;

	while (walk_slice(w, nn, &ifindex))
		cond_resched();
}

static void flush(const struct walk *w, struct nthrottle_net *nn,
		  struct nthrottle_record *r, u64 now_ns)
{
	nthrottle_pending_flush(nn, r, now_ns);
}

/**
 * nthrottle_revisit_flush() - let all that is pending pass
 * @nn: the namespace
 *
 * Context: process. Deleted interfaces need it not: no gate holds them.
 */
void nthrottle_revisit_flush(struct nthrottle_net *nn)
{
	walk(&(struct walk){ .visit = flush, .slice = SLICE }, nn);
}

static void adopt_same(const struct walk *w, struct nthrottle_net *nn,
		       struct nthrottle_record *r, u64 now_ns)
{
	const struct nthrottle_ruleset *rs = nthrottle_net_ruleset(nn);
	const struct nthrottle_profile *p = w->old->profiles;

	/* Who came since has it from there already. */
	if (r->profile >= p && r->profile < p + w->old->n_profiles)
		nthrottle_pending_adopt(nn, r, &rs->profiles[r->profile - p],
					now_ns);
}

static void adopt_matching(const struct walk *w, struct nthrottle_net *nn,
			   struct nthrottle_record *r, u64 now_ns)
{
	const struct nthrottle_ruleset *rs = nthrottle_net_ruleset(nn);

	nthrottle_pending_adopt(nn, r,
				nthrottle_ruleset_match(rs, r->name,
							r->last.kind),
				now_ns);
}

/**
 * nthrottle_revisit_ruleset() - have all records adopt the ruleset in force
 * @nn: the namespace
 * @old: the one that was before; no record knows it afterwards
 * @rematch: other rules may match; if not, every profile is in its old place
 *
 * Context: process, the namespace's ruleset_mutex held.
 */
void nthrottle_revisit_ruleset(struct nthrottle_net *nn,
			       const struct nthrottle_ruleset *old,
			       bool rematch)
{
	struct walk w = { .visit = adopt_same, .old = old, .slice = SLICE };
	u32 rules;

	lockdep_assert_held(&nn->ruleset_mutex);
	if (rematch) {
		rules = rcu_dereference_protected(nn->ruleset, true)->n_rules;
		w.visit = adopt_matching;
		w.slice = clamp(SLICE_RULES / (rules + 1), 1U, SLICE);
	}
	walk(&w, nn);
}
