/* SPDX-License-Identifier: GPL-2.0 */
/* Interface records: index, lifetime, merging of events. */
#ifndef NTHROTTLE_RECORD_H
#define NTHROTTLE_RECORD_H

#include <linux/list.h>
#include <linux/netdevice.h>

#include "gate.h"
#include "netns.h"
#include "queue.h"
#include "state.h"

/**
 * struct nthrottle_pending - events merged since the last notification
 * @events: their kinds
 * @count: their number; 0 means nothing is pending
 * @first_ns: when the first one happened
 * @last_ns: when the last one happened
 */
struct nthrottle_pending {
	u32 events;
	u64 count;
	u64 first_ns;
	u64 last_ns;
};

/**
 * struct nthrottle_report - an interface's last notification, but for its state
 * @seq: its sequence number; 0 if there was none
 * @led_here: the events merged into it
 * @sent_ns: when it was numbered
 * @wall_ns: the same in CLOCK_REALTIME
 * @why: why it was sent (enum nthrottle_why)
 * @deleted: the interface was gone
 */
struct nthrottle_report {
	u64 seq;
	struct nthrottle_pending led_here;
	u64 sent_ns;
	u64 wall_ns;
	u32 why;
	bool deleted;
};

/**
 * struct nthrottle_counters - counters of an interface
 * @events: events that were merged into the record
 * @notifications: notifications numbered
 * @merged: events that notifications carried beyond their first
 */
struct nthrottle_counters {
	u64 events;
	u64 notifications;
	u64 merged;
};

/**
 * struct nthrottle_record - what the module keeps of one interface
 * @dev: the interface; NULL once it is gone. Never held: it is compared only,
 *	and read under RTNL
 * @id: unique in the namespace's instance
 * @ifindex: interface index, constant
 * @known: somebody may know it: notified, shown in a reply, or there when the
 *	module was loaded
 * @generation: of the ruleset that last gave it its due time
 * @entry: place in the queue; queued exactly while events are pending
 * @gates: state of the gates
 * @pending: what is to be notified
 * @counters: counters
 * @batch: place in the worker's batch; the worker's own
 * @wanted: a driver wants to hear of it; the worker's own
 * @last: state as last notified or, before that, as first shown; while the
 *	record is in its batch only the worker writes it, and so reads it without
 *	the lock
 * @report: the last notification; like @last
 *
 * The namespace's lock protects all that has no other note. A record is freed
 * by the worker once its deletion was sent, or at once if nobody knows it.
 */
struct nthrottle_record {
	struct net_device *dev;
	u64 id;
	int ifindex;
	bool known;
	u32 generation;
	struct nthrottle_entry entry;
	struct nthrottle_gates gates;
	struct nthrottle_pending pending;
	struct nthrottle_counters counters;
	struct list_head batch;
	bool wanted;
	struct nthrottle_state last;
	struct nthrottle_report report;
};

int nthrottle_record_module_init(void);
void nthrottle_record_module_exit(void);

void nthrottle_record_take_over(struct nthrottle_net *nn,
				struct net_device *dev);
void nthrottle_record_forget(struct nthrottle_net *nn, struct net_device *dev);
void nthrottle_record_register(struct nthrottle_net *nn,
			       struct net_device *dev);
void nthrottle_record_unregister(struct nthrottle_net *nn,
				 struct net_device *dev);

struct nthrottle_record *nthrottle_record_find(struct nthrottle_net *nn,
					       const struct net_device *dev);
struct nthrottle_record *nthrottle_record_next(struct nthrottle_net *nn,
					       unsigned long *ifindex);

void nthrottle_record_shown(struct nthrottle_net *nn,
			    struct nthrottle_record *r,
			    const struct nthrottle_state *s);
bool nthrottle_record_heal(struct nthrottle_net *nn);
void nthrottle_record_free(struct nthrottle_record *r);
void nthrottle_record_free_all(struct nthrottle_net *nn);

#endif /* NTHROTTLE_RECORD_H */
