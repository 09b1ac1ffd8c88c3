// SPDX-License-Identifier: GPL-2.0
/* What the processes of the demo tell each other. */
#include <time.h>

#include "account.h"

uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000ULL + t.tv_nsec;
}

/**
 * account_done() - link operations done so far by all storms
 * @s: the accounts
 */
uint64_t account_done(const struct shared *s)
{
	uint64_t sum = 0;
	unsigned int i;

	for (i = 0; i < STORMS; i++)
		sum += s->done[i];
	return sum;
}
