/* SPDX-License-Identifier: GPL-2.0 */
/* A walk over all records of a namespace, in bounded slices. */
#ifndef NTHROTTLE_REVISIT_H
#define NTHROTTLE_REVISIT_H

#include "netns.h"

void nthrottle_revisit_start(struct nthrottle_net *nn, bool flush);
void nthrottle_revisit_run(struct nthrottle_net *nn);

#endif /* NTHROTTLE_REVISIT_H */
