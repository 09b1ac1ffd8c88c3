/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The module in virtual time: recorded events through the gates' own sources.
 * Records, pending events, queue and worker behave as in kmod/.
 *
 * A simulation runs ahead until the next event, so that a notification is known
 * once no event can change it any more. Memory is bounded by the number of
 * interfaces.
 */
#ifndef NTHROTTLE_TOOL_SIM_H
#define NTHROTTLE_TOOL_SIM_H

#include "merge.h"
#include "sim_heap.h"
#include "sim_parse.h"
#include "sim_settings.h"

#define SIM_GATES	7

/**
 * struct sim_counters - what became of events
 * @events: events in; the sum of the next five, once nothing is pending
 * @delivered: those merged into notifications
 * @filtered: those that the profile does not count
 * @bounced: those that debounce cancelled out
 * @elided: those of interfaces that nobody ever knew
 * @unrecorded: those of interfaces that were gone
 * @notifications: notifications out
 * @merged: events beyond the first one of each notification
 * @flaps: carrier losses that were charged
 * @damped: how often the damp gate began to suppress
 * @waits: notifications of events, which may have waited
 * @wait_ns: how long, together; from the first event to the notification
 * @longest_ns: the longest
 * @longest_gate: the gate that made most of that
 */
struct sim_counters {
	u64 events;
	u64 delivered;
	u64 filtered;
	u64 bounced;
	u64 elided;
	u64 unrecorded;
	u64 notifications;
	u64 merged;
	u64 flaps;
	u64 damped;
	u64 waits;
	u64 wait_ns;
	u64 longest_ns;
	u32 longest_gate;
};

/**
 * struct sim_link - the link's state, as far as the gates look at it
 * @flags: IFF_*
 * @operstate: IF_OPER_*
 * @carrier: up, with carrier
 * @guessed: it was so before the first event; of flags and operstate nothing
 *	is known
 */
struct sim_link {
	u32 flags;
	u32 operstate;
	bool carrier;
	bool guessed;
};

/**
 * struct sim_net - a namespace
 * @node: place among those that have something to send, by the worker's time
 * @due: its interfaces with something pending, by due time
 * @instance: which one it is in the recording
 * @number: which one it is here, from 1
 * @pace: what the queue's head waits for
 * @heads: deletions that were ever queued before all others
 * @seq: number of the last notification
 * @interfaces: how many it ever had
 */
struct sim_net {
	struct sim_node node;
	struct sim_heap due;
	u64 instance;
	u64 number;
	struct nthrottle_pace pace;
	u64 heads;
	u64 seq;
	size_t interfaces;
};

/**
 * struct sim_dev - the record of an interface
 * @node: place in the queue of its namespace
 * @net: its namespace
 * @profile: the profile that it has
 * @gates: state of the gates
 * @pending: events to be notified
 * @held: events that debounce holds
 * @bounced: events cancelled out since the last notification
 * @live: the link as it is
 * @last: the link as last notified
 * @let_ns: when the due time last changed: it may have passed by then
 * @gate: the last gate that held back what is pending now
 * @id: number of the record in the recording, 0 in a plain one
 * @ifindex: of the interface
 * @losses: the device's carrier-down counter
 * @plain: known by its name only
 * @known: somebody was told of it
 * @gone: it was unregistered
 * @name: of the interface
 * @kind: of its link
 * @counters: what became of its events
 */
struct sim_dev {
	struct sim_node node;
	struct sim_net *net;
	const struct sim_profile *profile;
	struct nthrottle_gates gates;
	struct nthrottle_pending pending;
	struct nthrottle_pending held;
	u64 bounced;
	struct sim_link live;
	struct sim_link last;
	u64 let_ns;
	u32 gate;
	u64 id;
	u32 ifindex;
	u32 losses;
	bool plain;
	bool known;
	bool gone;
	char name[NT_IFNAME_MAX + 1];
	char kind[SIM_KIND_SIZE];
	struct sim_counters counters;
};

/**
 * struct sim_sent - a notification
 * @dev: whose
 * @now_ns: when
 * @seq: its number in the namespace
 * @led_here: the events
 * @bounced: events cancelled out since the one before
 * @why: why it is sent (enum nthrottle_why)
 * @held_ns: how long its first event waited
 * @gate: the gate that made most of that (enum nthrottle_gate)
 * @up: the link is reported up
 * @raw_up: it is
 * @watched: the damp gate works; the rest is set then
 * @damped: suppressed, or marked so
 * @penalty: the penalty
 * @reuse_in_ns: until the interface is heard again, if @damped
 */
struct sim_sent {
	const struct sim_dev *dev;
	u64 now_ns;
	u64 seq;
	struct nthrottle_pending led_here;
	u64 bounced;
	u32 why;
	u64 held_ns;
	u32 gate;
	bool up;
	bool raw_up;
	bool watched;
	bool damped;
	u32 penalty;
	u64 reuse_in_ns;
};

/**
 * struct sim - a simulation
 * @settings: what it runs with
 * @latency_ns: how long the worker takes to come; it merges what happens
 *	meanwhile, as a worker does that waits for RTNL
 * @sent: told of each notification, in their order; or NULL
 * @arg: for @sent
 * @ready: namespaces whose worker is wanted
 * @start_ns: the first event
 * @now_ns: the time
 * @total: the sum over all interfaces
 * @held_ns: how long the notifications were held, by gate
 * @sends: batches of notifications
 * @devs: all interfaces, in the order in which they came
 * @n_devs: their number
 * @nets: the number of namespaces
 * @recent: the interface of the last event
 * @dev_tree: finds interfaces
 * @net_tree: finds namespaces
 */
struct sim {
	const struct sim_settings *settings;
	u64 latency_ns;
	void (*sent)(void *arg, const struct sim_sent *sent);
	void *arg;
	struct sim_heap ready;
	u64 start_ns;
	u64 now_ns;
	struct sim_counters total;
	u64 held_ns[SIM_GATES];
	u64 sends;
	struct sim_dev **devs;
	size_t n_devs;
	size_t nets;
	struct sim_dev *recent;
	void *dev_tree;
	void *net_tree;
};

/* sim.c */
void sim_init(struct sim *s, const struct sim_settings *settings);
/* Returns the interface, or NULL without memory. Times must not go back. */
struct sim_dev *sim_event(struct sim *s, const struct sim_event *e);
void sim_finish(struct sim *s);
void sim_free(struct sim *s);

/* sim_dev.c: interfaces and namespaces */
struct sim_dev *sim_dev_find(struct sim *s, const struct sim_event *e);
void sim_dev_update(struct sim_dev *d, const struct sim_event *e);
struct nthrottle_link sim_dev_link(const struct sim_dev *d);
void sim_dev_report(struct sim_dev *d, bool up);
void sim_dev_free_all(struct sim *s);

/* sim_queue.c: due times and the worker */
void sim_queue_dev(struct sim *s, struct sim_dev *d);
void sim_queue_head(struct sim *s, struct sim_dev *d);
void sim_queue_del(struct sim_dev *d);
void sim_queue_run(struct sim *s, u64 until_ns);

/* sim_send.c */
void sim_send(struct sim *s, struct sim_dev *d, u64 due_ns);

#endif /* NTHROTTLE_TOOL_SIM_H */
