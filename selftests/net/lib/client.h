/* SPDX-License-Identifier: GPL-2.0 */
/* nthrottle's operations, by libnl alone. */
#ifndef CLIENT_H
#define CLIENT_H

#include <stdbool.h>
#include <linux/nthrottle.h>

#include "link.h"

#define EVENT_ALL 0xfff

/**
 * struct client - a socket for nthrottle's operations
 * @chan: the socket
 * @family: the family's number
 * @group: number of the group "events"
 * @config_group: number of the group "config"
 * @agents_group: number of the group "agents"
 */
struct client {
	struct chan chan;
	int family;
	__u32 group;
	__u32 config_group;
	__u32 agents_group;
};

struct profile {
	__u32 threshold_ms;
	__u32 threshold_max_ms;
	__u32 burst;
	__u32 events;
	__u32 urgent;
};

struct config {
	__u64 instance;
	__u64 seq;
	__u32 batch_ms;
	__u32 interfaces;
	__u32 pending;
	__u32 rate;
	__u32 rate_burst;
	__u32 holds;
	__u32 profiles;
	__u32 rules;
	__u32 tombstones;
	__u32 heartbeat_ms;
	__u64 horizon;
	__u32 deleted;
	__u32 agents;
};

struct stats {
	__u64 instance;
	__u64 seq;
	__u64 events;
	__u64 delivered;
	__u64 pending;
	__u64 filtered;
	__u64 bounced;
	__u64 elided;
	__u64 unrecorded;
	__u64 notifications;
	__u64 merged;
	__u64 sends;
	__u64 alloc_failures;
	__u64 driver_failures;
	__u64 flaps;
	__u64 damped;
	__u64 rate_limited;
	__u64 evicted;
	__u64 resyncs;
	__u64 by_event[NTHROTTLE_A_EVENT_COUNTS_MAX + 1];
	__u64 by_why[NTHROTTLE_A_WHY_COUNTS_MAX + 1];
};

/* What the damp gate makes of an interface. */
struct damping {
	bool valid;
	__u32 penalty;
	__u32 ceiling;
	__u8 damped;
	__u64 reuse_in_ns;
	__u64 flaps;
};

/* What dev-get says; of what is pending, all 0 if nothing is. */
struct dev {
	struct link_state s;
	__u64 instance;
	__u64 seq;
	__u64 id;
	__u32 events;
	__u64 count;
	__u64 first_ns;
	__u64 last_ns;
	__u64 due_ns;
	__u64 due_in_ns;
	__u32 reason;
	__u64 n_events;
	__u64 n_notifications;
	__u64 n_merged;
	__u64 n_flaps;
	__u64 n_damped;
	struct damping damping;
	char profile[16];
};

int client_open(struct client *c);
int client_wait(struct client *c, int timeout_ms);
void client_close(struct client *c);
struct nl_msg *client_msg(struct client *c, int cmd, int flags);
int client_do(struct client *c, int cmd);

int profile_get(struct client *c, struct profile *p);
int profile_set(struct client *c, const struct profile *p);
int profile_set_one(struct client *c, int attr, __u32 val);
int config_get(struct client *c, struct config *cfg);
int config_set_batch(struct client *c, __u32 ms);
int stats_get(struct client *c, struct stats *s);
bool stats_add_up(const struct stats *s);
__u64 stats_kinds(const struct stats *s);
bool stats_balance(const struct stats *s);
int dev_get(struct client *c, __u32 ifindex, struct dev *d);

typedef void (*dev_fn)(const struct dev *d, void *arg);

int dev_dump(struct client *c, dev_fn fn, void *arg);
void dev_state(struct nlattr **tb, struct link_state *s);
void dev_damping(struct nlattr *nest, struct damping *d);

#endif
