/* SPDX-License-Identifier: GPL-2.0 */
/* Dumps that tell what changed since, by libnl alone. */
#ifndef SINCE_H
#define SINCE_H

#include "witness.h"

#define CHUNK 4096	/* room for a message or ten, as a small reader has it */
#define NO_RESYNC (-1)
#define NO_INSTANCE 0

/**
 * struct since - what changed since
 * @instance: of the first message
 * @upto: likewise
 * @first: why it shows everything, or NO_RESYNC
 * @last: why it must be asked again, likewise
 * @shown: the interfaces, in the order that they came in
 * @n: how many
 * @bytes: of all messages
 * @datagrams: that they came in
 * @strange: messages that should not be there, or not so
 * @request: sequence number of the request's message
 * @room: bytes to read at once; the kernel prepares as much, and the next only
 *	when it is read
 */
struct since {
	__u64 instance;
	__u64 upto;
	int first;
	int last;
	struct ntf *shown;
	size_t n;
	size_t bytes;
	unsigned int datagrams;
	unsigned int strange;
	__u32 request;
	size_t room;
};

struct world;

int since_begin(struct client *c, __u64 since, __u64 instance,
		struct since *s);
int since_step(struct client *c, struct since *s);
int since_rest(struct client *c, struct since *s);
int since_get(struct client *c, __u64 since, __u64 instance, struct since *s);
void since_free(struct since *s);
const struct ntf *since_find(const struct since *s, __u64 id);
unsigned int since_broken(const struct since *s, __u64 since);
unsigned int since_differs(const struct since *s, const struct witness *w,
			   __u64 since);
bool since_is_exact(const struct since *s, struct world *x, __u64 since);
bool since_full(const struct since *s, struct witness *w, int why);

#endif
