/* SPDX-License-Identifier: GPL-2.0 */
/* GENMASK(), for sources shared with the module. */
#ifndef NTHROTTLE_TOOLS_LINUX_BITS_H
#define NTHROTTLE_TOOLS_LINUX_BITS_H

#define GENMASK(h, l)	((~0UL >> (63 - (h))) & (~0UL << (l)))

#endif /* NTHROTTLE_TOOLS_LINUX_BITS_H */
