/* SPDX-License-Identifier: GPL-2.0 */
/* What a case is written with: the kselftest harness and a world. */
#ifndef CASE_H
#define CASE_H

#include "kselftest_harness.h"
#include "world.h"

#define MS 1000000ULL
#define SLACK_NS (150 * MS)	/* TCG on a busy machine */

/* Says why if a call failed, and returns what it returned. */
static inline int done(const struct world *x, const char *call, int err)
{
	if (err)
		fprintf(stderr, "# %s: %d \"%s\" \"%s\"\n", call, err,
			x->c.chan.why, x->rt.chan.why);
	return err;
}

#define ASSERT_DONE(x, call) ASSERT_EQ(0, done(x, #call, call))

#endif
