/* SPDX-License-Identifier: GPL-2.0 */
/* min() and max() that evaluate each argument once, as the kernel's do. */
#ifndef NTHROTTLE_TOOLS_LINUX_MINMAX_H
#define NTHROTTLE_TOOLS_LINUX_MINMAX_H

#define min(a, b) ({			\
	__typeof__(a) min_a = (a);	\
	__typeof__(b) min_b = (b);	\
	min_a < min_b ? min_a : min_b;	\
})

#define max(a, b) ({			\
	__typeof__(a) max_a = (a);	\
	__typeof__(b) max_b = (b);	\
	max_a > max_b ? max_a : max_b;	\
})

#endif /* NTHROTTLE_TOOLS_LINUX_MINMAX_H */
