/* SPDX-License-Identifier: GPL-2.0 */
/* How the module asks for memory that it keeps. */
#ifndef NTHROTTLE_ALLOC_H
#define NTHROTTLE_ALLOC_H

#include <linux/gfp.h>

/*
 * Charged to the memory cgroup of who asks. If that is full the request fails,
 * which is no reason to kill anybody, or to fill the kernel's log.
 */
#define NTHROTTLE_GFP \
	(GFP_KERNEL_ACCOUNT | __GFP_RETRY_MAYFAIL | __GFP_NOWARN)

/* The same for __vmalloc(), which in some kernels does not take RETRY_MAYFAIL. */
#define NTHROTTLE_GFP_VMALLOC \
	(GFP_KERNEL_ACCOUNT | __GFP_NORETRY | __GFP_NOWARN | __GFP_ZERO)

/*
 * The same for the worker that holds RTNL: what others wait for does not make room
 * in a full cgroup. It tries again later.
 */
#define NTHROTTLE_GFP_NOWAIT \
	(GFP_NOWAIT | __GFP_ACCOUNT | __GFP_NOWARN)

#endif /* NTHROTTLE_ALLOC_H */
