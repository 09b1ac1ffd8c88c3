/* SPDX-License-Identifier: GPL-2.0 */
/* Patterns of interface names. In the kernel and in userspace. */
#ifndef NTHROTTLE_GLOB_H
#define NTHROTTLE_GLOB_H

#include <linux/types.h>

bool nthrottle_glob_match(const char *pattern, const char *name);

#endif /* NTHROTTLE_GLOB_H */
