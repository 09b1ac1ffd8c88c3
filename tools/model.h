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
#define NT_WHY_KINDS		4

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
	u32 ifindex;
	u32 flags;
	u32 carrier_up_count;
	u32 carrier_down_count;
	u32 mtu;
	u32 master;
	u32 events;
	u32 why;
	u8 operstate;
	u8 carrier;
	bool deleted;
	char name[NT_STRING_SIZE];
	char kind[NT_STRING_SIZE];
	struct nt_address address;
	struct nt_pending pending;
	struct nt_counters counters;
};

struct nt_profile {
	u64 present;
	char name[NT_STRING_SIZE];
	u32 threshold_ms;
	u32 threshold_max_ms;
	u32 burst;
	u32 events;
	u32 urgent;
};

struct nt_config {
	u64 present;
	u64 instance;
	u64 seq;
	u32 batch_ms;
	u32 interfaces;
	u32 pending;
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
 * @nest: what is inside, for NT_NEST
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
extern const struct nt_set nt_config_set;
extern const struct nt_set nt_stats_set;

extern const struct nt_names nt_event_names;
extern const struct nt_names nt_why_names;
extern const struct nt_names nt_gate_names;
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

static inline const void *nt_member(const void *model,
				    const struct nt_attr *attr)
{
	return (const char *)model + attr->offset;
}

#endif /* NTHROTTLE_TOOL_MODEL_H */
