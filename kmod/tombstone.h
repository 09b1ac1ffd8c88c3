/* SPDX-License-Identifier: GPL-2.0 */
/* Records of deleted interfaces, of which the listeners know. */
#ifndef NTHROTTLE_TOMBSTONE_H
#define NTHROTTLE_TOMBSTONE_H

#include "netns.h"

void nthrottle_tombstone_trim(struct nthrottle_net *nn);
void nthrottle_tombstone_free_all(struct nthrottle_net *nn);

#endif /* NTHROTTLE_TOMBSTONE_H */
