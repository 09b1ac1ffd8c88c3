/* SPDX-License-Identifier: GPL-2.0 */
/* nthrottle's own event bits. */
#ifndef NTHROTTLE_EVENT_H
#define NTHROTTLE_EVENT_H

#include <linux/bits.h>
#include <linux/nthrottle.h>

#define NTHROTTLE_EVENT_KINDS	12
#define NTHROTTLE_EVENT_ALL	GENMASK(NTHROTTLE_EVENT_KINDS - 1, 0)
#define NTHROTTLE_WHYS		(NTHROTTLE_WHY_UNDAMPED + 1)

#endif /* NTHROTTLE_EVENT_H */
