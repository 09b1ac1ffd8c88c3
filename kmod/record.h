/* SPDX-License-Identifier: GPL-2.0 */
/* Interface records: index and lifetime. */
#ifndef NTHROTTLE_RECORD_H
#define NTHROTTLE_RECORD_H

#include <linux/netdevice.h>

#include "gate.h"
#include "merge.h"
#include "netns.h"
#include "queue.h"
#include "state.h"

/**
 * struct nthrottle_damping_report - what the damp gate makes of an interface
 * @valid: anything at all
 * @damped: suppressed, or marked so
 * @penalty: in whole units
 * @ceiling: most that it can be
 * @flaps: losses that were charged
 * @reuse_in_ns: how long until the penalty has decayed to reuse
 */
struct nthrottle_damping_report {
	bool valid;
	bool damped;
	u32 penalty;
	u32 ceiling;
	u32 flaps;
	u64 reuse_in_ns;
};

/**
 * struct nthrottle_report - an interface's last notification, but for its state
 * @seq: its sequence number; 0 if there was none
 * @led_here: the events merged into it
 * @sent_ns: when it was numbered
 * @wall_ns: the same in CLOCK_REALTIME
 * @damping: what the damp gate made of the interface
 * @raw: its true link, if another one was reported
 */
struct nthrottle_report {
	u64 seq;
	struct nthrottle_pending led_here;
	u64 sent_ns;
	u64 wall_ns;
	struct nthrottle_damping_report damping;
	struct nthrottle_raw raw;
};

/**
 * struct nthrottle_counters - counters of an interface
 * @events: events that were merged into the record
 * @notifications: notifications numbered
 * @merged: events that notifications carried beyond their first
 * @flaps: carrier losses that the damp gate charged
 * @damped: how often it began to suppress
 */
struct nthrottle_counters {
	u64 events;
	u64 notifications;
	u64 merged;
	u32 flaps;
	u32 damped;
};

/**
 * struct nthrottle_record - what the module keeps of one interface
 * @dev: the interface; NULL once it is gone. Never held: it is compared only,
 *	and read under RTNL or, while the record is in the index, under the
 *	namespace's lock
 * @id: unique in the namespace's instance
 * @ifindex: interface index, constant
 * @why: why the last notification was sent (enum nthrottle_why)
 * @deleted: the interface was gone then
 * @known: somebody may know the interface: by that, by a reply, or because it was
 *	there when the module was loaded
 * @wanted: a driver wants to hear of that; the worker's own
 * @profile: what the rules give it, in the ruleset in force; looked at only
 *	while it is registered
 * @entry: place in the queue; queued exactly while there is something to notify
 * @filed: place in the journal, by its last notification; in it once that was,
 *	or if it was there when the module was loaded
 * @gates: state of the gates
 * @pending: what is to be notified
 * @held: what debounce holds of that, for it may not last
 * @counters: counters
 * @name: the interface's name, for whoever does not hold RTNL
 * @last: state as last notified or, before that, as first shown; while the
 *	record is in its batch only the worker writes it, and so reads it without
 *	the lock
 * @report: the last notification; like @last
 *
 * The namespace's lock protects all that has no other note. Once its deletion
 * was sent, a record is a tombstone in the journal, which only the worker takes
 * out and frees. If nobody knows it, it is freed at once.
 */
struct nthrottle_record {
	struct net_device *dev;
	u64 id;
	int ifindex;
	u8 why;
	bool deleted;
	bool known;
	bool wanted;
	const struct nthrottle_profile *profile;
	struct nthrottle_entry entry;
	struct rb_node filed;
	struct nthrottle_gates gates;
	struct nthrottle_pending pending;
	struct nthrottle_pending held;
	struct nthrottle_counters counters;
	char name[IFNAMSIZ];
	struct nthrottle_state last;
	struct nthrottle_report report;
};

int nthrottle_record_module_init(void);
void nthrottle_record_module_exit(void);

struct nthrottle_record *nthrottle_record_new(struct nthrottle_net *nn,
					      struct net_device *dev,
					      gfp_t gfp);
void nthrottle_record_take_over(struct nthrottle_net *nn,
				struct net_device *dev);
void nthrottle_record_forget(struct nthrottle_net *nn, struct net_device *dev);
void nthrottle_record_register(struct nthrottle_net *nn,
			       struct net_device *dev);
void nthrottle_record_rename(struct nthrottle_net *nn, struct net_device *dev);
void nthrottle_record_unregister(struct nthrottle_net *nn,
				 struct net_device *dev);

struct nthrottle_record *nthrottle_record_find(struct nthrottle_net *nn,
					       const struct net_device *dev);
struct nthrottle_record *nthrottle_record_next(struct nthrottle_net *nn,
					       unsigned long *ifindex);

void nthrottle_record_free(struct nthrottle_record *r);
void nthrottle_record_free_all(struct nthrottle_net *nn);

#endif /* NTHROTTLE_RECORD_H */
