/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A kernel for the tests of the watch: interfaces that come, change and go, the
 * module's journal of them as a plain array, and a socket that overruns. It
 * stands behind the functions of tools/lib/source.h.
 */
#ifndef NTHROTTLE_UNIT_FAKE_KERNEL_H
#define NTHROTTLE_UNIT_FAKE_KERNEL_H

#include "../../tools/lib/source.h"
#include "rng.h"

#define FAKE_IFINDEX_MAX	12
#define FAKE_RECORDS		512
#define FAKE_QUEUE		64
#define FAKE_DATAGRAM		1024

/*
 * An interface: uid is never reused, whatever the module does, and travels as
 * the MTU; version is its state, and travels as carrier-up-count.
 */
struct fake_dev {
	u32 uid;
	u32 version;
	u32 ifindex;
	bool renamed;
	char name[8];
};

/* What the journal has of it. */
struct fake_record {
	u64 seq;
	u64 id;
	bool deleted;
	struct fake_dev told;
};

struct fake_datagram {
	size_t len;
	char bytes[FAKE_DATAGRAM];
};

/**
 * struct fake - the kernel
 * @rng: what happens
 * @churn: percent: something happens before the next item of a dump
 * @reload: percent: the module is loaded anew before a request
 * @drop: percent: a notification is lost without a word
 * @busy: something happens in a dump; no such thing inside of it
 * @devs: by ifindex; uid 0: none
 * @last_uid: newest uid
 * @loaded: the module is there
 * @instance: of the module
 * @family: its number
 * @joined: the client is in its group
 * @seq: newest number
 * @last_id: newest number of a record
 * @horizon: deletions up to here may be forgotten
 * @tombstones: how many are kept
 * @records: of the journal, in no order; told.uid 0: free
 * @queue: the client's socket
 * @head: the oldest datagram
 * @count: how many there are
 * @room: how many there may be
 * @congested: nothing comes in until it is empty
 * @overrun: the client has not been told yet
 * @now: the time
 * @wake_at: when the client wants to be called
 * @asked: how many dumps there were
 * @fulls: how many of them showed everything
 * @agent: the only one; present: there is one
 * @agent_open: it is this socket
 * @beats: acknowledgements
 * @refuse: errno with which requests of agents are refused, or 0
 * @contradicts: its newest number is another instance's than its dump
 */
struct fake {
	struct rng rng;
	unsigned int churn;
	unsigned int reload;
	unsigned int drop;
	bool busy;
	struct fake_dev devs[FAKE_IFINDEX_MAX + 1];
	u32 last_uid;
	bool loaded;
	u64 instance;
	u16 family;
	bool joined;
	u64 seq;
	u64 last_id;
	u64 horizon;
	unsigned int tombstones;
	struct fake_record records[FAKE_RECORDS];
	struct fake_datagram queue[FAKE_QUEUE];
	unsigned int head;
	unsigned int count;
	unsigned int room;
	bool congested;
	bool overrun;
	u64 now;
	u64 wake_at;
	unsigned int asked;
	unsigned int fulls;
	struct nt_agent agent;
	bool agent_open;
	unsigned int beats;
	int refuse;
	bool contradicts;
};

extern struct fake *fake;

void fake_begin(struct fake *f, u64 seed);
void fake_load(struct fake *f);
void fake_unload(struct fake *f);
void fake_add(struct fake *f, u32 ifindex, const char *name);
void fake_change(struct fake *f, u32 ifindex);
void fake_rename(struct fake *f, u32 ifindex, const char *name);
void fake_del(struct fake *f, u32 ifindex);
void fake_sync(struct fake *f);
void fake_something(struct fake *f);
void fake_control(struct fake *f, u8 cmd);
void fake_send(struct fake *f, const void *bytes, size_t len);

struct nlmsghdr *fake_message(void *buffer, u16 type, u8 cmd);
void fake_put(struct nlmsghdr *nlh, const struct fake *f,
	      const struct fake_record *r);
const struct fake_dev *fake_by_uid(const struct fake *f, u32 uid);

#endif /* NTHROTTLE_UNIT_FAKE_KERNEL_H */
