/* SPDX-License-Identifier: GPL-2.0 */
/* Times from which clocks may begin, and how long they go on at most. */
#ifndef NTHROTTLE_UNIT_BEGINS_H
#define NTHROTTLE_UNIT_BEGINS_H

#include <linux/types.h>

#include "unit.h"

#define YEAR	HOUR(24 * 365)
#define LEAPS	20		/* years, at most, in a story */
#define END	(~0ULL / 2)	/* a ktime_t has no more */

/* Clocks wrap at some of these, if they count jiffies, milliseconds, or signed. */
static const u64 begins[] = {
	1, MS(1), 1ULL << 31, 1ULL << 32, (1ULL << 32) * 4000000 - SEC(100),
	(1ULL << 32) * 1000000 - SEC(1), (1ULL << 53) - 1, 1ULL << 62,
	END - LEAPS * YEAR - HOUR(26),
};

#endif /* NTHROTTLE_UNIT_BEGINS_H */
