/* SPDX-License-Identifier: GPL-2.0 */
/* The kernel's short names of attributes. */
#ifndef NTHROTTLE_TOOLS_LINUX_COMPILER_ATTRIBUTES_H
#define NTHROTTLE_TOOLS_LINUX_COMPILER_ATTRIBUTES_H

#define __aligned(x)		__attribute__((__aligned__(x)))
#define __printf(a, b)		__attribute__((__format__(printf, a, b)))

#endif /* NTHROTTLE_TOOLS_LINUX_COMPILER_ATTRIBUTES_H */
