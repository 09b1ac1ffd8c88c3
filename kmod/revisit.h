/* SPDX-License-Identifier: GPL-2.0 */
/* Walks over all records of a namespace, in bounded slices. */
#ifndef NTHROTTLE_REVISIT_H
#define NTHROTTLE_REVISIT_H

#include "netns.h"
#include "profile.h"

void nthrottle_revisit_flush(struct nthrottle_net *nn);
void nthrottle_revisit_ruleset(struct nthrottle_net *nn,
			       const struct nthrottle_ruleset *old,
			       bool rematch);

#endif /* NTHROTTLE_REVISIT_H */
