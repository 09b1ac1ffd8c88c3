/* SPDX-License-Identifier: GPL-2.0 */
/* What the kernel uses, to see whether it comes back. */
#ifndef MEMORY_H
#define MEMORY_H

#include <stdbool.h>

long meminfo_kb(const char *key);
bool meminfo_is_exact(void);
long slab_objects(const char *cache);
long slabs_kb(void);
bool slab_settles(const char *cache, long objects, int timeout_ms);

#endif
