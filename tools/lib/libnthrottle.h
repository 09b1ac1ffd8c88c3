/* SPDX-License-Identifier: GPL-2.0 */
/*
 * libnthrottle: follow the interfaces of a network namespace through the kernel
 * module nthrottle, and miss nothing. See libnthrottle(3).
 *
 * The members of the structs are the attributes of the same name in the spec,
 * Documentation/netlink/specs/nthrottle.yaml. Each struct begins with the bits
 * of those that are present, by their numbers in linux/nthrottle.h: nt_has().
 * Structs that have a place in others never change; the others may grow at
 * their end, so use those that the library hands out, and copy members only.
 */
#ifndef LIBNTHROTTLE_H
#define LIBNTHROTTLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define NT_IFNAME_MAX		15
#define NT_STRING_SIZE		32
#define NT_ADDRESS_MAX		32

/**
 * struct nt_address - a link-layer address
 * @len: how many bytes it has
 * @data: those
 */
struct nt_address {
	uint32_t len;
	uint8_t data[NT_ADDRESS_MAX];
};

/** struct nt_pending - what an interface was not notified for yet */
struct nt_pending {
	uint64_t present;
	uint64_t count, first_ns, last_ns, due_ns, due_in_ns;
	uint32_t events, reason;
};

/** struct nt_counters - of an interface */
struct nt_counters {
	uint64_t present;
	uint64_t events, notifications, merged, flaps, damped;
};

/** struct nt_damping - the damp gate's state of an interface */
struct nt_damping {
	uint64_t present;
	uint64_t reuse_in_ns;
	uint64_t flaps;
	uint32_t penalty;
	uint32_t ceiling;
	uint8_t damped;
};

/** struct nt_dev - an interface, and what led to this notification */
struct nt_dev {
	uint64_t present;
	uint64_t instance, seq, id;
	uint64_t count, first_ns, last_ns, sent_ns, wall_ns;
	uint64_t bounced;
	uint32_t ifindex;
	uint32_t flags;
	uint32_t carrier_up_count, carrier_down_count;
	uint32_t mtu, master;
	uint32_t events, why;
	uint32_t raw_flags;
	uint8_t operstate, carrier;
	uint8_t raw_operstate, raw_carrier;
	bool deleted;
	char name[NT_STRING_SIZE];
	char kind[NT_STRING_SIZE];
	char profile[NT_STRING_SIZE];
	struct nt_address address;
	struct nt_pending pending;
	struct nt_counters counters;
	struct nt_damping damping;
	uint64_t since;
	uint64_t upto;
	uint32_t resync;
};

/** struct nt_profile - a named set of parameters */
struct nt_profile {
	uint64_t present;
	char name[NT_STRING_SIZE];
	uint32_t threshold_ms;
	uint32_t threshold_max_ms;
	uint32_t burst;
	uint32_t events;
	uint32_t urgent;
	uint32_t updelay_ms;
	uint32_t downdelay_ms;
	uint32_t damp;
	uint32_t half_life_ms;
	uint32_t suppress;
	uint32_t reuse;
	uint32_t max_suppress_ms;
	uint32_t penalty;
	uint32_t restart_penalty;
};

/** struct nt_config - parameters of the namespace, and its place in history */
struct nt_config {
	uint64_t present;
	uint64_t instance;
	uint64_t seq;
	uint32_t batch_ms;
	uint32_t interfaces;
	uint32_t pending;
	uint32_t rate;
	uint32_t rate_burst;
	uint32_t holds;
	uint32_t profiles;
	uint32_t rules;
	uint32_t tombstones;
	uint32_t heartbeat_ms;
	uint64_t horizon;
	uint32_t deleted;
	uint32_t agents;
};

/** struct nt_hold - a hold that began or ended */
struct nt_hold {
	uint64_t present;
	uint64_t id;
	uint64_t instance;
	uint64_t begin_ns;
	uint64_t end_ns;
	uint32_t limit_ms;
	uint32_t pid;
	uint32_t end;
	char comm[NT_STRING_SIZE];
};

/** struct nt_agent - a listener known by name */
struct nt_agent {
	uint64_t present;
	uint64_t instance;
	uint64_t seq;
	uint64_t heartbeat_ns;
	uint64_t age_ns;
	uint64_t lag;
	uint32_t down_time_ms;
	uint32_t pid;
	uint32_t state;
	uint32_t cause;
	bool replace;
	char name[NT_STRING_SIZE];
	char comm[NT_STRING_SIZE];
};

/**
 * nt_has() - is an attribute present?
 * @model: any of these structs
 * @type: its number, such as NTHROTTLE_A_DEV_MASTER
 */
static inline bool nt_has(const void *model, unsigned int type)
{
	return type < 64 && *(const uint64_t *)model >> type & 1;
}

/** nt_set_present() - say that it is */
static inline void nt_set_present(void *model, unsigned int type)
{
	*(uint64_t *)model |= (uint64_t)1 << type;
}

/** enum nt_trouble - why the kernel is asked what changed */
enum nt_trouble {
	NT_TROUBLE_NONE,
	NT_TROUBLE_START,	/* to begin with */
	NT_TROUBLE_OVERRUN,	/* the receive buffer overran */
	NT_TROUBLE_HOLE,	/* sequence numbers are missing */
	NT_TROUBLE_INSTANCE,	/* the module was loaded anew */
};

#define NT_RESYNC_NONE		UINT32_MAX

/**
 * struct nt_recovery - what comes now, because something was missed
 * @trouble: see enum nt_trouble
 * @resync: why changes alone cannot tell it, enum nthrottle_resync, or
 *	%NT_RESYNC_NONE
 * @full: all interfaces follow; what does not, and is not notified, is gone
 * @since_instance: instance that was followed until now
 * @since: newest number seen of it
 * @instance: instance from now on
 * @upto: number that this answer reaches to
 * @count: how many interfaces and deletions come
 */
struct nt_recovery {
	uint32_t trouble;
	uint32_t resync;
	bool full;
	uint64_t since_instance, since;
	uint64_t instance, upto;
	uint64_t count;
};

/**
 * struct nt_gap - what was missed for good, without recovery
 * @from_instance: the instance of the last one seen
 * @from: its number
 * @instance: that of the one that came
 * @seq: its number
 */
struct nt_gap {
	uint64_t from_instance, from;
	uint64_t instance, seq;
};

/* Flags of changed() and deleted(). */
#define NT_RECOVERED	1u	/* the kernel was asked for it */
#define NT_VANISHED	2u	/* no notification told: it is no longer listed */

struct nt_watch;

/**
 * struct nt_callbacks - what a watch calls; NULL is not called
 * @changed: an interface as last notified; or that it is there, if @seq is 0
 * @deleted: one is gone. With NT_VANISHED only id, ifindex and name are known
 * @recovery: the following, up to @synced, were asked for; see the struct
 * @resync: called behind @recovery if it is full for lack of history; enum
 *	nthrottle_resync says why. What is gone is reported deleted, if the watch
 *	told of it before
 * @synced: what was told is the whole truth again, up to nt_watch_seq()
 * @lost: without recovery: something was missed
 * @overrun: without recovery: the receive buffer overran; @lost will say more
 * @skipped: a message was not understood
 * @gone: the module was unloaded; the watch waits for it
 * @back: it was loaded again; a recovery follows
 * @agent: an agent came up or went down (NT_GROUP_AGENTS)
 * @config: parameters, profiles or rules changed (NT_GROUP_CONFIG)
 * @hold: a hold began or ended (NT_GROUP_CONFIG)
 *
 * A value other than 0 ends nt_watch_dispatch(), which returns it; nothing is
 * lost, the rest comes with the next call. What they get is valid until they
 * return. They may call anything but nt_watch_dispatch() and nt_watch_free().
 */
struct nt_callbacks {
	int (*changed)(struct nt_watch *w, const struct nt_dev *dev,
		       unsigned int flags, void *data);
	int (*deleted)(struct nt_watch *w, const struct nt_dev *dev,
		       unsigned int flags, void *data);
	int (*recovery)(struct nt_watch *w, const struct nt_recovery *r, void *data);
	int (*resync)(struct nt_watch *w, uint32_t reason, void *data);
	int (*synced)(struct nt_watch *w, void *data);
	int (*lost)(struct nt_watch *w, const struct nt_gap *gap, void *data);
	int (*overrun)(struct nt_watch *w, void *data);
	int (*skipped)(struct nt_watch *w, void *data);
	int (*gone)(struct nt_watch *w, void *data);
	int (*back)(struct nt_watch *w, uint64_t instance, void *data);
	int (*agent)(struct nt_watch *w, const struct nt_agent *agent, void *data);
	int (*config)(struct nt_watch *w, const struct nt_config *config, void *data);
	int (*hold)(struct nt_watch *w, const struct nt_hold *hold, void *data);
};

#define NT_GROUP_CONFIG	1u
#define NT_GROUP_AGENTS	2u

struct nt_watch *nt_watch_new(const struct nt_callbacks *cb, size_t cb_size, void *data);
void nt_watch_free(struct nt_watch *w);
void nt_watch_start_now(struct nt_watch *w);
void nt_watch_start_since(struct nt_watch *w, uint64_t instance, uint64_t seq);
void nt_watch_once(struct nt_watch *w);
void nt_watch_recover(struct nt_watch *w, bool on);
void nt_watch_groups(struct nt_watch *w, unsigned int groups);
void nt_watch_rcvbuf(struct nt_watch *w, unsigned int bytes);
int nt_watch_agent(struct nt_watch *w, const char *name, uint32_t down_time_ms, bool replace);
int nt_watch_open(struct nt_watch *w);
int nt_watch_fd(const struct nt_watch *w);
int nt_watch_dispatch(struct nt_watch *w);
int nt_watch_ack(struct nt_watch *w);
uint64_t nt_watch_instance(const struct nt_watch *w);
uint64_t nt_watch_seq(const struct nt_watch *w);
const char *nt_watch_error(const struct nt_watch *w);

const struct nt_config *nt_config_get(struct nt_watch *w);
int nt_config_set(struct nt_watch *w, const struct nt_config *config, size_t size);
const struct nt_profile *nt_profile_get(struct nt_watch *w, const char *name);
int nt_profile_set(struct nt_watch *w, const struct nt_profile *profile, size_t size);

const char *nt_event_name(unsigned int bit);
const char *nt_why_name(uint32_t why);
const char *nt_operstate_name(uint8_t operstate);
const char *nt_resync_name(uint32_t resync);
const char *nt_agent_state_name(uint32_t state);
const char *nt_agent_cause_name(uint32_t cause);

#ifdef __cplusplus
}
#endif

#endif /* LIBNTHROTTLE_H */
