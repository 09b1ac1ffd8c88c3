/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The answer to "what changed since": taken as a whole from the socket, which
 * is free then, and delivered one by one. Trusts nothing. Pure.
 */
#ifndef NTHROTTLE_LIB_ANSWER_H
#define NTHROTTLE_LIB_ANSWER_H

#include "codec.h"

/**
 * struct answer - what the kernel said
 * @instance: of its head
 * @upto: likewise
 * @resync: likewise, or %NT_RESYNC_NONE
 * @count: interfaces and deletions
 * @headed: the head was there
 * @evicted: deletions were forgotten while it was made: ask again
 * @bytes: the others' attributes, each behind its length
 * @len: how many bytes those are
 * @room: how many would fit
 * @at: where the next one is
 */
struct answer {
	u64 instance;
	u64 upto;
	u32 resync;
	u64 count;
	bool headed;
	bool evicted;
	char *bytes;
	size_t len;
	size_t room;
	size_t at;
};

enum answer_item {
	ANSWER_END,
	ANSWER_DEV,
	ANSWER_STRANGE,		/* not understood */
};

int answer_take(const struct codec_body *body, void *answer);
enum answer_item answer_next(struct answer *a, struct nt_dev *dev);
void answer_reset(struct answer *a);
void answer_free(struct answer *a);

#endif /* NTHROTTLE_LIB_ANSWER_H */
