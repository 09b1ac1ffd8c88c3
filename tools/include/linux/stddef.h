/* SPDX-License-Identifier: GPL-2.0 */
/* offsetof(), for sources shared with the module. */
#ifndef NTHROTTLE_TOOLS_LINUX_STDDEF_H
#define NTHROTTLE_TOOLS_LINUX_STDDEF_H

#include_next <linux/stddef.h>
#include <stddef.h>

#endif /* NTHROTTLE_TOOLS_LINUX_STDDEF_H */
