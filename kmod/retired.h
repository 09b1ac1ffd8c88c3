/* SPDX-License-Identifier: GPL-2.0 */
/* Rulesets that are no longer in force, but that readers may still know. */
#ifndef NTHROTTLE_RETIRED_H
#define NTHROTTLE_RETIRED_H

#include <linux/list.h>

struct nthrottle_ruleset;

/**
 * struct nthrottle_retired - the retired rulesets of a namespace
 * @list: these, the oldest first
 * @bytes: how large they are together
 *
 * All under the namespace's ruleset_mutex.
 */
struct nthrottle_retired {
	struct list_head list;
	size_t bytes;
};

void nthrottle_retired_init(struct nthrottle_retired *r);
void nthrottle_retired_add(struct nthrottle_retired *r,
			   struct nthrottle_ruleset *rs);
void nthrottle_retired_reap(struct nthrottle_retired *r);
void nthrottle_retired_free_all(struct nthrottle_retired *r);

#endif /* NTHROTTLE_RETIRED_H */
