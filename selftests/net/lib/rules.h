/* SPDX-License-Identifier: GPL-2.0 */
/* nthrottle's operations, by libnl alone: what sets profiles, rules, holds. */
#ifndef RULES_H
#define RULES_H

#include "client.h"

/* Pairs of a u32 attribute and its value; the first 0 ends them. */
int profile_do(struct client *c, int cmd, const char *name, ...);
int config_set(struct client *c, ...);

struct rule {
	__u32 pref;
	const char *name;	/* NULL: any */
	const char *kind;	/* NULL: any */
	const char *profile;
};

int profile_strict(struct client *c, const char *name, __u32 threshold_ms);
const char *profile_of(struct client *c, __u32 ifindex);

int rule_new(struct client *c, const struct rule *r);
int rule_make(struct client *c, __u32 pref, const char *name, const char *kind,
	      const char *profile);
int rule_del(struct client *c, __u32 pref);
int rule_count(struct client *c);
struct nl_msg *ruleset_msg(struct client *c, size_t rules);
void ruleset_profile(struct nl_msg *msg, const char *name,
		     __u32 threshold_ms, __u32 burst);
void ruleset_batch(struct nl_msg *msg, __u32 batch_ms);
void ruleset_rule(struct nl_msg *msg, const struct rule *r);

int dev_reset(struct client *c, __u32 ifindex);
int hold_begin(struct client *c, __u32 limit_ms, __u64 *id);
int hold_release(struct client *c, __u64 id);

/* What group config tells of a hold. */
struct hold_ntf {
	__u64 id;
	__u32 limit_ms;
	__u32 pid;
	char comm[16];
	bool ended;
	__u32 end;
	__u64 begin_ns;
	__u64 end_ns;
};

int holds_listen(struct chan *chan, const struct client *c);
bool holds_next(struct chan *chan, int timeout_ms, struct hold_ntf *h);

#endif
