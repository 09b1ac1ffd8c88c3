/* SPDX-License-Identifier: GPL-2.0 */
/* Numbers from the environment: how many random cases, and which. */
#ifndef NTHROTTLE_UNIT_SEED_H
#define NTHROTTLE_UNIT_SEED_H

#include <linux/types.h>
#include <stdlib.h>

static inline u64 from_env(const char *name, u64 otherwise)
{
	const char *text = getenv(name);

	return text && *text ? strtoull(text, NULL, 0) : otherwise;
}

#endif /* NTHROTTLE_UNIT_SEED_H */
