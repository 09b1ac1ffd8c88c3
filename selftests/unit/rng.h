/* SPDX-License-Identifier: GPL-2.0 */
/* Random numbers that are the same everywhere (splitmix64). */
#ifndef NTHROTTLE_UNIT_RNG_H
#define NTHROTTLE_UNIT_RNG_H

#include <linux/types.h>

struct rng {
	u64 state;
};

/* Sums and products here are meant to wrap. */
static inline u64 rng_next(struct rng *r)
{
	u64 x = r->state += 0x9e3779b97f4a7c15ULL;

	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
	return x ^ (x >> 31);
}

/* A number below @n. */
static inline u64 rng_below(struct rng *r, u64 n)
{
	return rng_next(r) % n;
}

static inline bool rng_percent(struct rng *r, unsigned int percent)
{
	return rng_below(r, 100) < percent;
}

#endif /* NTHROTTLE_UNIT_RNG_H */
