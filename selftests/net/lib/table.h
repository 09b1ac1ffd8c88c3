/* SPDX-License-Identifier: GPL-2.0 */
/* All interfaces as last notified, against what `ip link` shows. */
#ifndef TABLE_H
#define TABLE_H

#include "world.h"

int table_compare(struct world *x, bool say);
bool table_agrees(struct world *x, int timeout_ms);

#endif
