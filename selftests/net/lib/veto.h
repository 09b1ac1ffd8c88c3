/* SPDX-License-Identifier: GPL-2.0 */
/* Two modules that refuse, before and after nthrottle, what happens to interfaces
 * whose name begins with "veto".
 */
#ifndef VETO_H
#define VETO_H

#include "world.h"

int veto_load(void);
int veto_unload(void);
int refuse(bool after, const char *what, bool on);
unsigned long refused(bool after);
int veto_make(struct world *x, __u32 index);
const struct link_state *veto_told(struct world *x, __u32 index);

#endif
