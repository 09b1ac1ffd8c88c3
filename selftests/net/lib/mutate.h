/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Requests made from the spec's own list of operations and attributes, and then
 * spoiled: other types and lengths, attributes twice or in each other, ends cut
 * off.
 */
#ifndef MUTATE_H
#define MUTATE_H

#include <linux/types.h>
#include <stddef.h>

#define MUTANT_ROOM 8192
#define MUTANT_ATTRS 128

/**
 * struct mutant - a datagram
 * @buf: its bytes
 * @len: how many
 * @at: where its attributes begin
 * @n_at: how many those are
 */
struct mutant {
	char buf[MUTANT_ROOM];
	size_t len;
	size_t at[MUTANT_ATTRS];
	size_t n_at;
};

/**
 * struct mutation - what is made
 * @family: number of the family
 * @instance: the instance, for those who ask since
 * @whole: of ten requests, how many are left unspoiled
 */
struct mutation {
	int family;
	__u64 instance;
	unsigned int whole;
};

void mutant_make(struct mutant *m, const struct mutation *how);

#endif
