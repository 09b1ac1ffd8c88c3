/* SPDX-License-Identifier: GPL-2.0 */
/* Small things that the unit tests share. */
#ifndef NTHROTTLE_UNIT_UNIT_H
#define NTHROTTLE_UNIT_UNIT_H

#define MS(n)	((n) * 1000000ULL)
#define SEC(n)	((n) * 1000000000ULL)
#define HOUR(n)	((n) * SEC(3600))

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

#endif /* NTHROTTLE_UNIT_UNIT_H */
