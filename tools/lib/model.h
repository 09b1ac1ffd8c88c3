/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the netlink family speaks of, as plain data: here what only the tool
 * needs, the rest is public. And the tables that say how members are called and
 * stored. Decoding, encoding and JSON all read these tables, so that a key is
 * written down once: as in the spec.
 */
#ifndef NTHROTTLE_LIB_MODEL_H
#define NTHROTTLE_LIB_MODEL_H

#include <linux/types.h>

#include "libnthrottle.h"

#define NT_LATENCY_ENTRIES	32
#define NT_EVENT_KINDS		12
#define NT_WHY_KINDS		6

struct nt_list {
	u32 len;
	u64 data[NT_LATENCY_ENTRIES];
};

struct nt_rule {
	u64 present;
	u32 pref;
	char name[NT_STRING_SIZE];
	char kind[NT_STRING_SIZE];
	char profile[NT_STRING_SIZE];
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
	u64 evicted;
	u64 resyncs;
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

extern const struct nt_set nt_dev_attrs;
extern const struct nt_set nt_profile_attrs;
extern const struct nt_set nt_rule_attrs;
extern const struct nt_set nt_ruleset_attrs;
extern const struct nt_set nt_hold_attrs;
extern const struct nt_set nt_agent_attrs;
extern const struct nt_set nt_config_attrs;
extern const struct nt_set nt_stats_attrs;

extern const struct nt_names nt_event_names;
extern const struct nt_names nt_why_names;
extern const struct nt_names nt_gate_names;
extern const struct nt_names nt_damp_names;
extern const struct nt_names nt_hold_end_names;
extern const struct nt_names nt_resync_names;
extern const struct nt_names nt_agent_state_names;
extern const struct nt_names nt_agent_cause_names;
extern const struct nt_names nt_flag_names;
extern const struct nt_names nt_operstate_names;

const struct nt_attr *nt_attr_by_type(const struct nt_set *set, u16 type);
const char *nt_name(const struct nt_names *names, unsigned int value);

/* For the tables: an attribute, and the set that ends with no key. */
#define NT_ATTR(_set, _type, _key, _member, _kind, ...)			\
	{								\
		.key = (_key),						\
		.type = NTHROTTLE_A_##_type,				\
		.offset = offsetof(struct _set, _member),		\
		.kind = (_kind),					\
		__VA_ARGS__						\
	}

#define NT_SET(_name, _table)						\
	const struct nt_set _name##_attrs = {				\
		.attrs = (_table),					\
		.size = sizeof(struct _name),				\
	}

static inline const void *nt_member(const void *model,
				    const struct nt_attr *attr)
{
	return (const char *)model + attr->offset;
}

#endif /* NTHROTTLE_LIB_MODEL_H */
