// SPDX-License-Identifier: GPL-2.0
/*
 * A ruleset that was replaced is kept until no reader can know it. Left to RCU,
 * as many would wait as changes fit into a grace period; so they are counted, and
 * who makes too many waits.
 */
#include <linux/rcupdate.h>

#include "profile.h"
#include "retired.h"

/* The largest ruleset there can be has some 70 KiB. */
#define RETIRED_MAX	(128 << 10)

/**
 * nthrottle_retired_init() - begin without any
 * @r: the retired rulesets
 */
void nthrottle_retired_init(struct nthrottle_retired *r)
{
	INIT_LIST_HEAD(&r->list);
	r->bytes = 0;
}

/**
 * nthrottle_retired_add() - a ruleset was replaced
 * @r: the retired rulesets
 * @rs: the ruleset; none who comes now can find it
 */
void nthrottle_retired_add(struct nthrottle_retired *r,
			   struct nthrottle_ruleset *rs)
{
	rs->readers = start_poll_synchronize_rcu();
	r->bytes += nthrottle_ruleset_size(rs);
	list_add_tail(&rs->retired, &r->list);
}

static void free_one(struct nthrottle_retired *r, struct nthrottle_ruleset *rs)
{
	list_del(&rs->retired);
	r->bytes -= nthrottle_ruleset_size(rs);
	nthrottle_ruleset_free(rs);
}

/**
 * nthrottle_retired_reap() - free those that nobody knows any more
 * @r: the retired rulesets
 *
 * Context: process. Waits for a grace period if they are too large together.
 */
void nthrottle_retired_reap(struct nthrottle_retired *r)
{
	struct nthrottle_ruleset *rs, *next;

	list_for_each_entry_safe(rs, next, &r->list, retired) {
		if (r->bytes > RETIRED_MAX)
			cond_synchronize_rcu(rs->readers);
		else if (!poll_state_synchronize_rcu(rs->readers))
			break;
		free_one(r, rs);
	}
}

/**
 * nthrottle_retired_free_all() - free all at the end
 * @r: the retired rulesets; no reader is left
 */
void nthrottle_retired_free_all(struct nthrottle_retired *r)
{
	struct nthrottle_ruleset *rs, *next;

	list_for_each_entry_safe(rs, next, &r->list, retired)
		free_one(r, rs);
}
