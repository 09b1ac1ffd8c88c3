/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A listener that believes nothing: it keeps the table that a listener would
 * keep, and checks each notification against the promises.
 */
#ifndef WITNESS_H
#define WITNESS_H

#include "client.h"

/* A notification. */
struct ntf {
	struct link_state s;
	__u64 instance;
	__u64 seq;
	__u64 id;
	__u32 events;
	__u64 count;
	__u64 first_ns;
	__u64 last_ns;
	__u64 sent_ns;
	__u64 wall_ns;
	__u32 why;
	bool deleted;
	bool taken;
	bool raw;		/* the true link is another one: */
	__u32 raw_flags;
	__u8 raw_operstate;
	__u8 raw_carrier;
	__u64 bounced;
	struct damping damping;
	__u64 digest;		/* of all attributes, byte by byte */
};

/**
 * struct row - what the witness knows of an ifindex
 * @live: the interface is there
 * @before: one was there when the witness came
 * @last: its last notification
 * @tokens: notifications that P1 allows at once, at most
 * @complete: notified from REGISTER on, so that @tokens is exact
 */
struct row {
	bool live;
	bool before;
	bool complete;
	__u32 tokens;
	struct ntf last;
};

/**
 * struct witness - a listener
 * @chan: the socket
 * @where: what broken promises are told with, NULL for nothing
 * @instance: the instance listened to
 * @from: the sequence number at which it began to listen
 * @seq: newest sequence number
 * @threshold_ns: P1 and P2 are checked against this if it is not 0
 * @burst: likewise
 * @urgent: kinds of events that need no token, besides deletions
 * @flushes: nor do those of a flush, for somebody does
 * @debounced: events may be older than the notification before
 * @bounced: changes of the carrier may have gone unheard
 * @lossy: the socket may overrun, and numbers may be missing then
 * @overran: it did, and none was missed yet
 * @rows: by ifindex
 * @n_rows: how many fit
 * @base: what @rows was when notifications were forgotten
 * @n_base: how many
 * @log: all notifications that are not forgotten
 * @n_log: how many
 * @scan: all before this are taken
 * @late: lateness of each notification, ns, if @threshold_ns is set
 * @n_late: how many
 * @datagrams: how many arrived
 * @syncs: times that it was told where history stands
 * @sync: what was said the last time
 * @complaints: broken promises
 */
struct witness {
	struct chan chan;
	const char *where;
	__u64 instance;
	__u64 from;
	__u64 seq;
	__u64 threshold_ns;
	__u32 burst;
	__u32 urgent;
	bool flushes;
	bool debounced;
	bool bounced;
	bool lossy;
	bool overran;
	struct row *rows;
	size_t n_rows;
	struct row *base;
	size_t n_base;
	struct ntf *log;
	size_t n_log;
	size_t scan;
	__u64 *late;
	size_t n_late;
	__u64 datagrams;
	unsigned int syncs;
	__u64 sync;
	unsigned int complaints;
};

bool ntf_parse(struct nlmsghdr *h, struct ntf *n);
int witness_open(struct witness *w, struct client *c);
void witness_close(struct witness *w);
int witness_read(struct witness *w, int timeout_ms);
bool witness_next(struct witness *w, __u32 ifindex, int timeout_ms,
		  struct ntf *n);
size_t witness_untaken(struct witness *w, __u32 ifindex);
const struct ntf *witness_at(const struct witness *w, __u64 seq);
bool witness_said(const struct witness *w, const struct ntf *n);
void witness_forget(struct witness *w);
size_t witness_live(const struct witness *w);
struct row *witness_row(struct witness *w, __u32 ifindex);
int witness_excuse(struct witness *w);
int witness_compare(struct witness *w, struct rt *rt, bool say);
bool witness_agrees(struct witness *w, struct rt *rt, int timeout_ms);
__u64 witness_lateness(struct witness *w, unsigned int permille);
void witness_check(struct witness *w, const struct ntf *n);
void complain(struct witness *w, const char *fmt, ...);

#endif
