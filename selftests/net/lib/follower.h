/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A listener that misses most, as its socket is small, and always recovers: it
 * asks since its position, and keeps a table of the interfaces by record id.
 */
#ifndef FOLLOWER_H
#define FOLLOWER_H

#include "since.h"

#define FOLLOWER_INDEXES 32768

/**
 * struct follower - a listener
 * @chan: the socket
 * @c: where it asks
 * @w: who hears all, and whom it complains to
 * @instance: the instance listened to
 * @position: all up to this sequence number is known
 * @heard: the newest one that came by multicast
 * @table: what exists and existed, by record id
 * @n_table: how many fit
 * @owner: the record that has an ifindex
 * @received: notifications that came by multicast, and of those
 * @duplicates: that were known from a dump already
 * @overruns: times that the socket overran
 * @holes: times that a number was missing though it did not
 * @recoveries: times that it asked
 * @missed: sequence numbers that it asked about
 * @shown: interfaces in the answers
 * @bytes: of the answers
 * @resyncs: by reason
 */
struct follower {
	struct chan chan;
	struct client *c;
	struct witness *w;
	__u64 instance;
	__u64 position;
	__u64 heard;
	struct ntf *table;
	size_t n_table;
	__u64 *owner;
	unsigned int received;
	unsigned int duplicates;
	unsigned int overruns;
	unsigned int holes;
	unsigned int recoveries;
	__u64 missed;
	__u64 shown;
	__u64 bytes;
	unsigned int resyncs[NTHROTTLE_RESYNC_EVICTED + 1];
};

int follower_open(struct follower *f, struct client *c, struct witness *w,
		  int rcvbuf);
void follower_close(struct follower *f);
int follower_read(struct follower *f, int timeout_ms);
bool follower_agrees(struct follower *f, struct rt *rt, int timeout_ms);
void follower_tell(const struct follower *f);

#endif
