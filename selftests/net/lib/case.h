/* SPDX-License-Identifier: GPL-2.0 */
/* What a case is written with: the kselftest harness and a world. */
#ifndef CASE_H
#define CASE_H

#include <stdlib.h>
#include <string.h>

#include "kselftest_harness.h"
#include "world.h"

/* When a case takes too long is the guest's to say, which knows the kernel. */
#undef TEST_TIMEOUT_DEFAULT
#define TEST_TIMEOUT_DEFAULT 36000

#define MS 1000000ULL

/* Emulation on a busy machine: how late what is due may be, and how late one in a
 * hundred may be in a storm: bounds that only a bug exceeds.
 */
#define SLACK_NS ((kernel_is_slow() ? 800 : 150) * MS)
#define AT_ONCE_MS (kernel_is_slow() ? 1500 : 500)
#define LATE_NS ((kernel_is_slow() ? 5000 : 500) * MS)

/* Says why if a call failed, and returns what it returned. */
static inline int done(const struct world *x, const char *call, int err)
{
	if (err)
		fprintf(stderr, "# %s: %d \"%s\" \"%s\"\n", call, err,
			x->c.chan.why, x->rt.chan.why);
	return err;
}

static inline bool scale_is(const char *name)
{
	const char *scale = getenv("NTHROTTLE_SCALE");

	return scale && !strcmp(scale, name);
}

/* Where all is slow, but where the usual amount is asked for nevertheless. */
static inline bool only_little(void)
{
	return kernel_is_slow() && !scale_is("usual");
}

/* How much of something a random case does: little, the usual amount, or as much as
 * was ever promised.
 */
static inline unsigned int at_scale(unsigned int small, unsigned int usual,
				    unsigned int full)
{
	if (scale_is("small") || only_little())
		return small;
	return scale_is("full") ? full : usual;
}

#define ASSERT_DONE(x, call) ASSERT_EQ(0, done(x, #call, call))

#endif
