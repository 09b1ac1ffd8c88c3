// SPDX-License-Identifier: GPL-2.0
/* The attributes of interfaces and counters, as the spec has them. */
#include <linux/nthrottle.h>

#include "model.h"

#define PENDING(type, key, member, ...) \
	NT_ATTR(nt_pending, PENDING_##type, key, member, __VA_ARGS__)

static const struct nt_attr pending_attrs[] = {
	PENDING(EVENTS, "events", events, NT_U32, .names = &nt_event_names),
	PENDING(COUNT, "count", count, NT_U64),
	PENDING(FIRST_NS, "first-ns", first_ns, NT_U64),
	PENDING(LAST_NS, "last-ns", last_ns, NT_U64),
	PENDING(DUE_NS, "due-ns", due_ns, NT_U64),
	PENDING(DUE_IN_NS, "due-in-ns", due_in_ns, NT_U64),
	PENDING(REASON, "reason", reason, NT_U32, .names = &nt_gate_names),
	{ }
};

static NT_SET(nt_pending, pending_attrs);

#define COUNTERS(type, key, member) \
	NT_ATTR(nt_counters, COUNTERS_##type, key, member, NT_U64)

static const struct nt_attr counters_attrs[] = {
	COUNTERS(EVENTS, "events", events),
	COUNTERS(NOTIFICATIONS, "notifications", notifications),
	COUNTERS(MERGED, "merged", merged),
	COUNTERS(FLAPS, "flaps", flaps),
	COUNTERS(DAMPED, "damped", damped),
	{ }
};

static NT_SET(nt_counters, counters_attrs);

#define DAMPING(type, key, member, kind) \
	NT_ATTR(nt_damping, DAMPING_##type, key, member, kind)

static const struct nt_attr damping_attrs[] = {
	DAMPING(PENALTY, "penalty", penalty, NT_U32),
	DAMPING(CEILING, "ceiling", ceiling, NT_U32),
	DAMPING(DAMPED, "damped", damped, NT_U8),
	DAMPING(REUSE_IN_NS, "reuse-in-ns", reuse_in_ns, NT_U64),
	DAMPING(FLAPS, "flaps", flaps, NT_U64),
	{ }
};

static NT_SET(nt_damping, damping_attrs);

#define DEV(type, key, member, ...) \
	NT_ATTR(nt_dev, DEV_##type, key, member, __VA_ARGS__)

static const struct nt_attr dev_attrs[] = {
	DEV(INSTANCE, "instance", instance, NT_U64),
	DEV(SEQ, "seq", seq, NT_U64),
	DEV(ID, "id", id, NT_U64),
	DEV(IFINDEX, "ifindex", ifindex, NT_U32),
	DEV(NAME, "name", name, NT_STRING),
	DEV(KIND, "kind", kind, NT_STRING),
	DEV(FLAGS, "flags", flags, NT_U32, .names = &nt_flag_names),
	DEV(OPERSTATE, "operstate", operstate, NT_U8,
	    .names = &nt_operstate_names),
	DEV(CARRIER, "carrier", carrier, NT_U8),
	DEV(CARRIER_UP_COUNT, "carrier-up-count", carrier_up_count, NT_U32),
	DEV(CARRIER_DOWN_COUNT, "carrier-down-count", carrier_down_count,
	    NT_U32),
	DEV(MTU, "mtu", mtu, NT_U32),
	DEV(ADDRESS, "address", address, NT_ADDRESS),
	DEV(MASTER, "master", master, NT_U32),
	DEV(EVENTS, "events", events, NT_U32, .names = &nt_event_names),
	DEV(COUNT, "count", count, NT_U64),
	DEV(FIRST_NS, "first-ns", first_ns, NT_U64),
	DEV(LAST_NS, "last-ns", last_ns, NT_U64),
	DEV(SENT_NS, "sent-ns", sent_ns, NT_U64),
	DEV(WALL_NS, "wall-ns", wall_ns, NT_U64),
	DEV(WHY, "why", why, NT_U32, .names = &nt_why_names),
	DEV(DELETED, "deleted", deleted, NT_FLAG),
	DEV(PENDING, "pending", pending, NT_NEST, .nest = &nt_pending_attrs),
	DEV(COUNTERS, "counters", counters, NT_NEST, .nest = &nt_counters_attrs),
	DEV(BOUNCED, "bounced", bounced, NT_U64),
	DEV(DAMPING, "damping", damping, NT_NEST, .nest = &nt_damping_attrs),
	DEV(RAW_FLAGS, "raw-flags", raw_flags, NT_U32, .names = &nt_flag_names),
	DEV(RAW_OPERSTATE, "raw-operstate", raw_operstate, NT_U8,
	    .names = &nt_operstate_names),
	DEV(RAW_CARRIER, "raw-carrier", raw_carrier, NT_U8),
	DEV(PROFILE, "profile", profile, NT_STRING),
	DEV(SINCE, "since", since, NT_U64),
	DEV(UPTO, "upto", upto, NT_U64),
	DEV(RESYNC, "resync", resync, NT_U32, .names = &nt_resync_names),
	{ }
};

NT_SET(nt_dev, dev_attrs);

#define EVENT_COUNT(type, key)						\
	NT_ATTR(nt_event_counts, EVENT_COUNTS_##type, key,			\
	     count[NTHROTTLE_A_EVENT_COUNTS_##type - 2], NT_U64)

static const struct nt_attr event_counts_attrs[] = {
	EVENT_COUNT(REGISTER, "register"),
	EVENT_COUNT(UNREGISTER, "unregister"),
	EVENT_COUNT(UP, "up"),
	EVENT_COUNT(DOWN, "down"),
	EVENT_COUNT(CHANGE, "change"),
	EVENT_COUNT(RENAME, "rename"),
	EVENT_COUNT(ADDRESS, "address"),
	EVENT_COUNT(MTU, "mtu"),
	EVENT_COUNT(MASTER, "master"),
	EVENT_COUNT(TXQLEN, "txqlen"),
	EVENT_COUNT(FEATURES, "features"),
	EVENT_COUNT(TYPE, "type"),
	{ }
};

static NT_SET(nt_event_counts, event_counts_attrs);

#define WHY_COUNT(type, key)						\
	NT_ATTR(nt_why_counts, WHY_COUNTS_##type, key,			\
	     count[NTHROTTLE_A_WHY_COUNTS_##type - 2], NT_U64)

static const struct nt_attr why_counts_attrs[] = {
	WHY_COUNT(LEADING, "leading"),
	WHY_COUNT(TRAILING, "trailing"),
	WHY_COUNT(URGENT, "urgent"),
	WHY_COUNT(FLUSH, "flush"),
	WHY_COUNT(DAMPED, "damped"),
	WHY_COUNT(UNDAMPED, "undamped"),
	{ }
};

static NT_SET(nt_why_counts, why_counts_attrs);

#define STATS(type, key, member, ...) \
	NT_ATTR(nt_stats, STATS_##type, key, member, __VA_ARGS__)

static const struct nt_attr stats_attrs[] = {
	STATS(INSTANCE, "instance", instance, NT_U64),
	STATS(SEQ, "seq", seq, NT_U64),
	STATS(EVENTS, "events", events, NT_U64),
	STATS(DELIVERED, "delivered", delivered, NT_U64),
	STATS(PENDING, "pending", pending, NT_U64),
	STATS(FILTERED, "filtered", filtered, NT_U64),
	STATS(BOUNCED, "bounced", bounced, NT_U64),
	STATS(ELIDED, "elided", elided, NT_U64),
	STATS(UNRECORDED, "unrecorded", unrecorded, NT_U64),
	STATS(NOTIFICATIONS, "notifications", notifications, NT_U64),
	STATS(MERGED, "merged", merged, NT_U64),
	STATS(SENDS, "sends", sends, NT_U64),
	STATS(UNHEARD, "unheard", unheard, NT_U64),
	STATS(ALLOC_FAILURES, "alloc-failures", alloc_failures, NT_U64),
	STATS(DRIVER_FAILURES, "driver-failures", driver_failures, NT_U64),
	STATS(FLAPS, "flaps", flaps, NT_U64),
	STATS(DAMPED, "damped", damped, NT_U64),
	STATS(RATE_LIMITED, "rate-limited", rate_limited, NT_U64),
	STATS(EVICTED, "evicted", evicted, NT_U64),
	STATS(RESYNCS, "resyncs", resyncs, NT_U64),
	STATS(BY_EVENT, "by-event", by_event, NT_NEST,
	      .nest = &nt_event_counts_attrs),
	STATS(BY_WHY, "by-why", by_why, NT_NEST, .nest = &nt_why_counts_attrs),
	STATS(LATENCY_US_LOG2, "latency-us-log2", latency_us_log2, NT_LIST),
	{ }
};

NT_SET(nt_stats, stats_attrs);

const struct nt_attr *nt_attr_by_type(const struct nt_set *set, u16 type)
{
	const struct nt_attr *attr;

	for (attr = set->attrs; attr->key; attr++)
		if (attr->type == type)
			return attr;
	return NULL;
}
