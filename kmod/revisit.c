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

/* Records in one section of the lock, and rules that they are compared with. */
#define SLICE		64
#define SLICE_RULES	1024

/**
 * struct walk - a walk over all records
 * @visit: what to do with a record, under the namespace's lock; returns how many
 *	rules it was compared with
 * @change: what changed
 * @old: the ruleset that was in force before
 */
struct walk {
	unsigned int (*visit)(const struct walk *w, struct nthrottle_net *nn,
			      struct nthrottle_record *r, u64 now_ns);
	const struct nthrottle_change *change;
	const struct nthrottle_ruleset *old;
};

/* Return: false at the end. */
static bool walk_slice(const struct walk *w, struct nthrottle_net *nn,
		       unsigned long *ifindex)
{
	u64 now_ns = ktime_get_boottime_ns();
	struct nthrottle_record *r = NULL;
	unsigned int i, rules = 0;

	spin_lock_bh(&nn->lock);
	for (i = 0; i < SLICE && rules < SLICE_RULES; i++) {
		r = nthrottle_record_next(nn, ifindex);
		if (!r)
			break;
		/* One that has none yet gets it from the ruleset in force. */
		if (r->profile)
			rules += w->visit(w, nn, r, now_ns);
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

static unsigned int flush(const struct walk *w, struct nthrottle_net *nn,
			  struct nthrottle_record *r, u64 now_ns)
{
	nthrottle_pending_flush(nn, r, now_ns);
	return 0;
}

/**
 * nthrottle_revisit_flush() - let all that is pending pass
 * @nn: the namespace
 *
 * Context: process. Deleted interfaces need it not: no gate holds them.
 */
void nthrottle_revisit_flush(struct nthrottle_net *nn)
{
	walk(&(struct walk){ .visit = flush }, nn);
}

static bool must_match(const struct nthrottle_change *c,
		       const struct nthrottle_record *r)
{
	return c->all || (c->rule && nthrottle_rule_matches(c->rule, r->name,
							     r->last.kind));
}

static unsigned int adopt(const struct walk *w, struct nthrottle_net *nn,
			  struct nthrottle_record *r, u64 now_ns)
{
	const struct nthrottle_ruleset *rs = nthrottle_net_ruleset(nn);
	const struct nthrottle_profile *was = w->old->profiles, *p;
	const struct nthrottle_change *c = w->change;
	unsigned int rules = c->all || c->rule;
	size_t place;

	/* Who came since has it from there already. */
	if (r->profile < was || r->profile >= was + w->old->n_profiles)
		return 0;
	if (must_match(c, r)) {
		p = nthrottle_ruleset_match(rs, r->name, r->last.kind);
		rules += rs->n_rules;
	} else {
		place = r->profile - was;
		p = &rs->profiles[place - (c->deleted && place > c->deleted)];
	}
	nthrottle_pending_adopt(nn, r, p, now_ns);
	return rules;
}

/**
 * nthrottle_revisit_ruleset() - have all records adopt the ruleset in force
 * @nn: the namespace
 * @old: the one that was before; no record knows it afterwards
 * @c: what changed
 *
 * Context: process, the namespace's ruleset_mutex held.
 */
void nthrottle_revisit_ruleset(struct nthrottle_net *nn,
			       const struct nthrottle_ruleset *old,
			       const struct nthrottle_change *c)
{
	lockdep_assert_held(&nn->ruleset_mutex);
	walk(&(struct walk){ .visit = adopt, .change = c, .old = old }, nn);
}
