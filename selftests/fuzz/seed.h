/* SPDX-License-Identifier: GPL-2.0 */
/* Scripts as the fuzzer begins with; script.h says how they look. */
#ifndef NTHROTTLE_FUZZ_SEED_H
#define NTHROTTLE_FUZZ_SEED_H

#include <stdio.h>

#include "model.h"

/* Where the script goes. */
extern FILE *seed;

void seed_byte(unsigned int b);
void seed_model(const struct nt_set *set, const void *from);
void seed_fill(const struct nt_set *set, void *at);
void seed_reply(const struct nt_set *set);

#endif /* NTHROTTLE_FUZZ_SEED_H */
