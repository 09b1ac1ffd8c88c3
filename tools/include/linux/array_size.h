/* SPDX-License-Identifier: GPL-2.0 */
/* How many elements an array has, as the kernel says it. */
#ifndef NTHROTTLE_TOOLS_LINUX_ARRAY_SIZE_H
#define NTHROTTLE_TOOLS_LINUX_ARRAY_SIZE_H

#define ARRAY_SIZE(array) (sizeof(array) / sizeof(*(array)))

#endif /* NTHROTTLE_TOOLS_LINUX_ARRAY_SIZE_H */
