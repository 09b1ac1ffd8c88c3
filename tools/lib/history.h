/* SPDX-License-Identifier: GPL-2.0 */
/* Where a listener stands in history, and what it missed. Pure. */
#ifndef NTHROTTLE_LIB_HISTORY_H
#define NTHROTTLE_LIB_HISTORY_H

#include <linux/types.h>

struct history {
	u64 instance;
	u64 seq;
};

enum history_step {
	HISTORY_NEXT,		/* nothing was missed */
	HISTORY_OLD,		/* known already */
	HISTORY_HOLE,		/* the numbers in between were missed */
	HISTORY_OTHER,		/* another instance: everything may be new */
};

enum history_step history_step(const struct history *at, u64 instance,
			       u64 seq);

#endif /* NTHROTTLE_LIB_HISTORY_H */
