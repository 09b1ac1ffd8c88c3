/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the netlink family speaks of, as plain data, and the tables that say
 * how its members are called and stored. Decoding, encoding and JSON all read
 * these tables, so that a key is written down once: as in the spec.
 */
#ifndef NTHROTTLE_TOOL_MODEL_H
#define NTHROTTLE_TOOL_MODEL_H

#include <linux/types.h>

#define NT_IFNAME_MAX		15
#define NT_STRING_SIZE		32
#define NT_ADDRESS_MAX		32
#define NT_LATENCY_ENTRIES	32
#define NT_EVENT_KINDS		12
#define NT_WHY_KINDS		6

/* Each struct starts with the bits of the attributes that are present. */
struct nt_address {
	u32 len;
	u8 data[NT_ADDRESS_MAX];
};

struct nt_list {
	u32 len;
	u64 data[NT_LATENCY_ENTRIES];
};

struct nt_pending {
	u64 present;
	u64 count;
	u64 first_ns;
	u64 last_ns;
	u64 due_ns;
	u64 due_in_ns;
	u32 events;
	u32 reason;
};

struct nt_counters {
	u64 present;
	u64 events;
	u64 notifications;
	u64 merged;
	u64 flaps;
	u64 damped;
};

struct nt_damping {
	u64 present;
	u64 reuse_in_ns;
	u64 flaps;
	u32 penalty;
	u32 ceiling;
	u8 damped;
};

struct nt_dev {
	u64 present;
	u64 instance;
	u64 seq;
	u64 id;
	u64 count;
	u64 first_ns;
	u64 last_ns;
	u64 sent_ns;
	u64 wall_ns;
	u64 bounced;
	u32 ifindex;
	u32 flags;
	u32 carrier_up_count;
	u32 carrier_down_count;
	u32 mtu;
	u32 master;
	u32 events;
	u32 why;
	u32 raw_flags;
	u8 operstate;
	u8 carrier;
	u8 raw_operstate;
	u8 raw_carrier;
	bool deleted;
	char name[NT_STRING_SIZE];
	char kind[NT_STRING_SIZE];
	char profile[NT_STRING_SIZE];
	struct nt_address address;
	struct nt_pending pending;
	struct nt_counters counters;
	struct nt_damping damping;
};

struct nt_profile {
	u64 present;
	char name[NT_STRING_SIZE];
	u32 threshold_ms;
	u32 threshold_max_ms;
	u32 burst;
	u32 events;
	u32 urgent;
	u32 updelay_ms;
	u32 downdelay_ms;
	u32 damp;
	u32 half_life_ms;
	u32 suppress;
	u32 reuse;
	u32 max_suppress_ms;
	u32 penalty;
	u32 restart_penalty;
};

struct nt_rule {
	u64 present;
	u32 pref;
	char name[NT_STRING_SIZE];
	char kind[NT_STRING_SIZE];
	char profile[NT_STRING_SIZE];
};

struct nt_config {
	u64 present;
	u64 instance;
	u64 seq;
	u32 batch_ms;
	u32 interfaces;
	u32 pending;
	u32 rate;
	u32 rate_burst;
	u32 holds;
	u32 profiles;
	u32 rules;
	u64 horizon;
	u32 tombstones;
	u32 heartbeat_ms;
	u32 deleted;
	u32 agents;
};

/* Several attributes of one type; somebody else owns what they are made of. */
struct nt_array {
	const void *items;
	size_t count;
};

struct nt_ruleset {
	u64 present;
	struct nt_config config;
	struct nt_array profiles;
	struct nt_array rules;
};

struct nt_hold {
	u64 present;
	u64 id;
	u64 instance;
	u64 begin_ns;
	u64 end_ns;
	u32 limit_ms;
	u32 pid;
	u32 end;
	char comm[NT_STRING_SIZE];
};

/* Entry i belongs to the attribute with the number i + 2; 1 is padding. */
struct nt_event_counts {
	u64 present;
	u64 count[NT_EVENT_KINDS];
};

struct nt_why_counts {
	u64 present;
	u64 count[NT_WHY_KINDS];
};

struct nt_stats {
	u64 present;
	u64 instance;
	u64 seq;
	u64 events;
	u64 delivered;
	u64 pending;
	u64 filtered;
	u64 bounced;
	u64 elided;
	u64 unrecorded;
	u64 notifications;
	u64 merged;
	u64 sends;
	u64 unheard;
	u64 alloc_failures;
	u64 driver_failures;
	u64 flaps;
	u64 damped;
	u64 rate_limited;
	struct nt_event_counts by_event;
	struct nt_why_counts by_why;
	struct nt_list latency_us_log2;
};

enum nt_kind {
	NT_U8,
	NT_U32,
	NT_U64,
	NT_FLAG,
	NT_STRING,
	NT_ADDRESS,
	NT_LIST,
	NT_NEST,
	NT_NESTS,		/* struct nt_array; sent only, never received */
};

/* IF_OPER_* of linux/if.h, which cannot be included beside net/if.h. */
enum {
	NT_OPER_UNKNOWN = 0,
	NT_OPER_UP = 6,
};

/* Names of the values 0, 1, ... or of the bits 0, 1, ...; NULL: has none. */
struct nt_names {
	const char *const *name;
	unsigned int count;
	bool bits;
};

/**
 * struct nt_attr - an attribute of the wire and its place in the model
 * @key: name in the spec
 * @type: number on the wire
 * @offset: where the member is in its struct
 * @kind: how it is stored, on the wire and in the member
 * @names: of its values or bits, or NULL
 * @nest: what is inside, for NT_NEST and NT_NESTS
 */
struct nt_attr {
	const char *key;
	u16 type;
	u16 offset;
	enum nt_kind kind;
	const struct nt_names *names;
	const struct nt_set *nest;
};

/* The attributes end with one that has no key; size is that of the struct. */
struct nt_set {
	const struct nt_attr *attrs;
	size_t size;
};

extern const struct nt_set nt_dev_set;
extern const struct nt_set nt_profile_set;
extern const struct nt_set nt_rule_set;
extern const struct nt_set nt_ruleset_set;
extern const struct nt_set nt_hold_set;
extern const struct nt_set nt_config_set;
extern const struct nt_set nt_stats_set;

extern const struct nt_names nt_event_names;
extern const struct nt_names nt_why_names;
extern const struct nt_names nt_gate_names;
extern const struct nt_names nt_damp_names;
extern const struct nt_names nt_hold_end_names;
extern const struct nt_names nt_flag_names;
extern const struct nt_names nt_operstate_names;

const struct nt_attr *nt_attr_by_type(const struct nt_set *set, u16 type);
const char *nt_name(const struct nt_names *names, unsigned int value);

/* The present bits are the first member of every struct of the model. */
static inline bool nt_has(const void *model, unsigned int type)
{
	return type < 64 && *(const u64 *)model >> type & 1;
}

static inline void nt_set_present(void *model, unsigned int type)
{
	*(u64 *)model |= 1ULL << type;
}

/* For the tables: an attribute, and the set that ends with no key. */
#define NT_ATTR(_set, _type, _key, _member, _kind, ...)			\
	{								\
		.key = (_key),						\
		.type = NTHROTTLE_A_##_type,				\
		.offset = offsetof(struct _set, _member),		\
		.kind = (_kind),					\
		__VA_ARGS__						\
	}

#define NT_SET(_name, _attrs)						\
	const struct nt_set _name##_set = {				\
		.attrs = (_attrs),					\
		.size = sizeof(struct _name),				\
	}

static inline const void *nt_member(const void *model,
				    const struct nt_attr *attr)
{
	return (const char *)model + attr->offset;
}

#endif /* NTHROTTLE_TOOL_MODEL_H */
