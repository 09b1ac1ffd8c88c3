/* SPDX-License-Identifier: GPL-2.0 */
/* Records that could not be made when their interface appeared. */
#ifndef NTHROTTLE_HEAL_H
#define NTHROTTLE_HEAL_H

#include "netns.h"

void nthrottle_heal_run(struct nthrottle_net *nn);
void nthrottle_heal_wake(struct nthrottle_net *nn);

#endif /* NTHROTTLE_HEAL_H */
