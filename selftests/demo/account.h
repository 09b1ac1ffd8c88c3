/* SPDX-License-Identifier: GPL-2.0 */
/* What the processes of the demo tell each other, in shared memory. */
#ifndef DEMO_ACCOUNT_H
#define DEMO_ACCOUNT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "table.h"

#define STORMS		2
#define SLOTS		2048	/* of time, for the chart */
#define SLOT_NS		500000000ULL

/**
 * struct account - what a listener reports of itself
 * @ready: it listens and knows what is there
 * @messages: messages received
 * @lost: messages it did not get: dropped by its socket (rtnetlink), or missing
 *	in the sequence (nthrottle)
 * @overruns: how often recv() said ENOBUFS
 * @wakeups: how often poll() returned because there was something to read
 * @reads: calls of recv() that returned data
 * @bytes: bytes they returned
 * @cpu_ns: CPU time of the process, user and system, while it listened
 * @last_ns: when the last message was received, CLOCK_MONOTONIC
 * @next_seq: the sequence number that should come next (nthrottle)
 * @slot: messages by time since the demo's begin
 * @overrun_slot: the same for @overruns
 * @table: what it knows
 */
struct account {
	atomic_bool ready;
	atomic_ullong messages;
	atomic_ullong lost;
	atomic_ullong overruns;
	uint64_t wakeups;
	uint64_t reads;
	uint64_t bytes;
	uint64_t cpu_ns;
	uint64_t last_ns;
	uint64_t next_seq;
	uint32_t slot[SLOTS];
	uint32_t overrun_slot[SLOTS];
	struct table table;
};

/**
 * struct shared - all of it
 * @begin_ns: the demo's begin, CLOCK_MONOTONIC
 * @ask_speed: for each message, the listeners ask for the link's speed
 * @done: link operations done, by storm; refused ones are not counted
 * @rtnl: the listener of rtnetlink
 * @nthrottle: the listener of nthrottle
 */
struct shared {
	uint64_t begin_ns;
	bool ask_speed;
	atomic_ullong done[STORMS];
	struct account rtnl;
	struct account nthrottle;
};

uint64_t now_ns(void);
uint64_t account_done(const struct shared *s);

#endif /* DEMO_ACCOUNT_H */
