// SPDX-License-Identifier: GPL-2.0
/* The attributes of each set, as the spec has them. */
#include <linux/array_size.h>
#include <linux/nthrottle.h>

#include "model.h"

#define ATTR(_set, _type, _key, _member, _kind, ...)			\
	{								\
		.key = (_key),						\
		.type = NTHROTTLE_A_##_type,				\
		.offset = offsetof(struct _set, _member),		\
		.kind = (_kind),					\
		__VA_ARGS__						\
	}

#define SET(_name, _attrs)						\
	const struct nt_set _name##_set = {				\
		.attrs = (_attrs),					\
		.size = sizeof(struct _name),				\
	}

static const char *const event_names[] = {
	"register", "unregister", "up", "down", "change", "rename",
	"address", "mtu", "master", "txqlen", "features", "type",
};

const struct nt_names nt_event_names = {
	event_names, ARRAY_SIZE(event_names), true
};

static const char *const why_names[] = {
	"leading", "trailing", "urgent", "flush",
};

const struct nt_names nt_why_names = { why_names, ARRAY_SIZE(why_names), false };

static const char *const gate_names[] = { "none", "throttle", "pace" };

const struct nt_names nt_gate_names = { gate_names, ARRAY_SIZE(gate_names), false };

/* IFF_*, bit by bit. */
static const char *const flag_names[] = {
	"UP", "BROADCAST", "DEBUG", "LOOPBACK", "POINTOPOINT", "NOTRAILERS",
	"RUNNING", "NOARP", "PROMISC", "ALLMULTI", "MASTER", "SLAVE",
	"MULTICAST", "PORTSEL", "AUTOMEDIA", "DYNAMIC", "LOWER_UP", "DORMANT",
	"ECHO",
};

const struct nt_names nt_flag_names = { flag_names, ARRAY_SIZE(flag_names), true };

/* IF_OPER_*, in the words of ip. */
static const char *const operstate_names[] = {
	"UNKNOWN", "NOTPRESENT", "DOWN", "LOWERLAYERDOWN", "TESTING",
	"DORMANT", "UP",
};

const struct nt_names nt_operstate_names = {
	operstate_names, ARRAY_SIZE(operstate_names), false
};

#define PENDING(type, key, member, ...) \
	ATTR(nt_pending, PENDING_##type, key, member, __VA_ARGS__)

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

static SET(nt_pending, pending_attrs);

#define COUNTERS(type, key, member) \
	ATTR(nt_counters, COUNTERS_##type, key, member, NT_U64)

static const struct nt_attr counters_attrs[] = {
	COUNTERS(EVENTS, "events", events),
	COUNTERS(NOTIFICATIONS, "notifications", notifications),
	COUNTERS(MERGED, "merged", merged),
	{ }
};

static SET(nt_counters, counters_attrs);

#define DEV(type, key, member, ...) \
	ATTR(nt_dev, DEV_##type, key, member, __VA_ARGS__)

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
	DEV(PENDING, "pending", pending, NT_NEST, .nest = &nt_pending_set),
	DEV(COUNTERS, "counters", counters, NT_NEST, .nest = &nt_counters_set),
	{ }
};

SET(nt_dev, dev_attrs);

#define PROFILE(type, key, member, ...) \
	ATTR(nt_profile, PROFILE_##type, key, member, __VA_ARGS__)

static const struct nt_attr profile_attrs[] = {
	PROFILE(NAME, "name", name, NT_STRING),
	PROFILE(THRESHOLD_MS, "threshold-ms", threshold_ms, NT_U32),
	PROFILE(THRESHOLD_MAX_MS, "threshold-max-ms", threshold_max_ms,
		NT_U32),
	PROFILE(BURST, "burst", burst, NT_U32),
	PROFILE(EVENTS, "events", events, NT_U32, .names = &nt_event_names),
	PROFILE(URGENT, "urgent", urgent, NT_U32, .names = &nt_event_names),
	{ }
};

SET(nt_profile, profile_attrs);

#define CONFIG(type, key, member, kind) \
	ATTR(nt_config, CONFIG_##type, key, member, kind)

static const struct nt_attr config_attrs[] = {
	CONFIG(INSTANCE, "instance", instance, NT_U64),
	CONFIG(SEQ, "seq", seq, NT_U64),
	CONFIG(BATCH_MS, "batch-ms", batch_ms, NT_U32),
	CONFIG(INTERFACES, "interfaces", interfaces, NT_U32),
	CONFIG(PENDING, "pending", pending, NT_U32),
	{ }
};

SET(nt_config, config_attrs);

#define EVENT_COUNT(type, key)						\
	ATTR(nt_event_counts, EVENT_COUNTS_##type, key,			\
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

static SET(nt_event_counts, event_counts_attrs);

#define WHY_COUNT(type, key)						\
	ATTR(nt_why_counts, WHY_COUNTS_##type, key,			\
	     count[NTHROTTLE_A_WHY_COUNTS_##type - 2], NT_U64)

static const struct nt_attr why_counts_attrs[] = {
	WHY_COUNT(LEADING, "leading"),
	WHY_COUNT(TRAILING, "trailing"),
	WHY_COUNT(URGENT, "urgent"),
	WHY_COUNT(FLUSH, "flush"),
	{ }
};

static SET(nt_why_counts, why_counts_attrs);

#define STATS(type, key, member, ...) \
	ATTR(nt_stats, STATS_##type, key, member, __VA_ARGS__)

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
	STATS(BY_EVENT, "by-event", by_event, NT_NEST,
	      .nest = &nt_event_counts_set),
	STATS(BY_WHY, "by-why", by_why, NT_NEST, .nest = &nt_why_counts_set),
	STATS(LATENCY_US_LOG2, "latency-us-log2", latency_us_log2, NT_LIST),
	{ }
};

SET(nt_stats, stats_attrs);

const struct nt_attr *nt_attr_by_type(const struct nt_set *set, u16 type)
{
	const struct nt_attr *attr;

	for (attr = set->attrs; attr->key; attr++)
		if (attr->type == type)
			return attr;
	return NULL;
}

/* Newer kernels may know more values than this tool: NULL then. */
const char *nt_name(const struct nt_names *names, unsigned int value)
{
	return value < names->count ? names->name[value] : NULL;
}
