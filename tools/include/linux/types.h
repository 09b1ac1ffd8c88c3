/* SPDX-License-Identifier: GPL-2.0 */
/* The kernel's type names, for sources shared with the module. */
#ifndef NTHROTTLE_TOOLS_LINUX_TYPES_H
#define NTHROTTLE_TOOLS_LINUX_TYPES_H

#include_next <linux/types.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int64_t s64;

#endif /* NTHROTTLE_TOOLS_LINUX_TYPES_H */
