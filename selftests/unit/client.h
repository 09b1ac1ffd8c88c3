/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A user of the watch as a daemon is one: it keeps a table. And it minds that
 * nothing is told twice, and no deletion of what lives.
 */
#ifndef NTHROTTLE_UNIT_CLIENT_H
#define NTHROTTLE_UNIT_CLIENT_H

#include "fake_kernel.h"

#define CLIENT_SEQS	65536

/**
 * struct client - the user
 * @kernel: the truth
 * @watch: the watch
 * @rng: for @stop
 * @stop: percent: a callback ends the dispatch
 * @devs: the table, by ifindex; uid 0: none
 * @told_by: the instance that told of it last
 * @told_at: with this number
 * @stale: may be gone, says a resync
 * @full: the answer that comes is full
 * @instance: whose numbers were told
 * @told: those
 * @changes: how many changes were told
 * @deletions: how many deletions
 * @vanished: how many of them without a notification
 * @recoveries: how many recoveries
 * @resyncs: how many of those for lack of history
 * @gone: how often the module went
 * @back: how often it came back
 * @synced: how often everything was told
 * @lost: numbers that were lost for good
 * @others: other notifications
 */
struct client {
	struct fake *kernel;
	struct nt_watch *watch;
	struct rng rng;
	unsigned int stop;
	struct fake_dev devs[FAKE_IFINDEX_MAX + 1];
	u64 told_by[FAKE_IFINDEX_MAX + 1];
	u64 told_at[FAKE_IFINDEX_MAX + 1];
	bool stale[FAKE_IFINDEX_MAX + 1];
	bool full;
	u64 instance;
	bool told[CLIENT_SEQS];
	unsigned int changes, deletions, vanished;
	unsigned int recoveries, resyncs;
	unsigned int gone, back, synced;
	u64 lost;
	unsigned int others;
};

extern const struct nt_callbacks client_callbacks;

void client_open(struct client *c, struct fake *f);
void client_begin(struct client *c, struct fake *f);
void client_restart(struct client *c);
int client_dispatch(struct client *c);
void client_settle(struct client *c);
void client_assert_right(const struct client *c);
void client_close(struct client *c);

#endif /* NTHROTTLE_UNIT_CLIENT_H */
