/* SPDX-License-Identifier: GPL-2.0 */
/* Walks over all records of a namespace, in bounded slices. */
#ifndef NTHROTTLE_REVISIT_H
#define NTHROTTLE_REVISIT_H

#include "netns.h"
#include "profile.h"

/**
 * struct nthrottle_change - what a new ruleset changes for the interfaces
 * @all: everything; any interface may get any profile
 * @rule: this one came or went; who does not match it keeps its profile
 * @deleted: the place of a profile that went and that nobody had, 0 for none
 *
 * Without @all, profiles are in their old places, but for those behind
 * @deleted.
 */
struct nthrottle_change {
	bool all;
	const struct nthrottle_rule *rule;
	u32 deleted;
};

void nthrottle_revisit_flush(struct nthrottle_net *nn);
void nthrottle_revisit_ruleset(struct nthrottle_net *nn,
			       const struct nthrottle_ruleset *old,
			       const struct nthrottle_change *c);

#endif /* NTHROTTLE_REVISIT_H */
