/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What differs among the supported kernels. The rest of the code is written for
 * the newest one; Kbuild probes the headers for HAVE_*.
 */
#ifndef NTHROTTLE_COMPAT_H
#define NTHROTTLE_COMPAT_H

#include <linux/hrtimer.h>

#ifndef HAVE_HRTIMER_SETUP
static inline void hrtimer_setup(struct hrtimer *timer,
				 enum hrtimer_restart (*function)(struct hrtimer *),
				 clockid_t clock_id, enum hrtimer_mode mode)
{
	hrtimer_init(timer, clock_id, mode);
	timer->function = function;
}
#endif

#endif /* NTHROTTLE_COMPAT_H */
