/* SPDX-License-Identifier: GPL-2.0 */
/* What sources shared with the module want of the kernel's header. */
#ifndef NTHROTTLE_TOOLS_LINUX_KERNEL_H
#define NTHROTTLE_TOOLS_LINUX_KERNEL_H

#include_next <linux/kernel.h>
#include <stdio.h>

#endif /* NTHROTTLE_TOOLS_LINUX_KERNEL_H */
