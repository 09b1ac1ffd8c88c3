/* SPDX-License-Identifier: GPL-2.0 */
/* The generic netlink family; one file per object. */
#ifndef NTHROTTLE_GENL_H
#define NTHROTTLE_GENL_H

#include <linux/nthrottle.h>
#include <linux/stringify.h>
#include <net/genetlink.h>

#include "netns.h"
#include "revisit.h"

enum {
	NTHROTTLE_GROUP_EVENTS,
	NTHROTTLE_GROUP_CONFIG,
	NTHROTTLE_GROUP_AGENTS,
};

extern struct genl_family nthrottle_family;

int nthrottle_genl_init(void);
void nthrottle_genl_exit(void);

int nthrottle_genl_refuse(struct netlink_ext_ack *extack,
			  const struct nlattr *attr, int err,
			  const char *format, ...) __printf(4, 5);
int nthrottle_genl_refused(struct netlink_ext_ack *extack,
			   struct nlattr *const *attrs,
			   const struct nthrottle_refusal *why);
int nthrottle_genl_params(struct nlattr *const *attrs,
			  const struct nthrottle_param *params,
			  unsigned int count, void *to,
			  struct netlink_ext_ack *extack);

struct sk_buff *nthrottle_genl_reply(struct genl_info *info, size_t size,
				     u8 cmd, void **hdr);
int nthrottle_genl_send(struct sk_buff *msg, void *hdr, struct genl_info *info,
			int err);

void *nthrottle_genl_dump_begin(struct sk_buff *skb,
				struct netlink_callback *cb, u8 cmd);
int nthrottle_genl_dump_end(struct sk_buff *skb, void *hdr, int err);
struct sk_buff *nthrottle_genl_news_begin(size_t size, u8 cmd, void **hdr);
struct sk_buff *nthrottle_genl_news_end(struct sk_buff *msg, void *hdr,
					int err);
bool nthrottle_genl_listens(const struct nthrottle_net *nn, unsigned int group);
void nthrottle_genl_multicast(const struct nthrottle_net *nn,
			      unsigned int group, struct sk_buff *msg);

int nthrottle_genl_no_filter(struct netlink_callback *cb);

/**
 * struct nthrottle_dev_dump - where a dump of dev-get is
 * @since: it tells what changed since; otherwise, what is there now
 * @phase: of telling that
 * @resync: why changes alone cannot tell (enum nthrottle_resync), or -1
 * @upto: newest sequence number that it tells of
 * @last_dead: that of the newest tombstone when it began
 * @at: place in the journal up to which it told
 * @ifindex: the next one to show, if it tells what is there now
 */
struct nthrottle_dev_dump {
	bool since;
	u8 phase;
	int resync;
	u64 upto;
	u64 last_dead;
	struct nthrottle_place at;
	unsigned long ifindex;
};

static inline struct nthrottle_dev_dump *
nthrottle_dev_dump(struct netlink_callback *cb)
{
	return (struct nthrottle_dev_dump *)cb->ctx;
}

void nthrottle_since_begin(struct nthrottle_net *nn,
			   struct nthrottle_dev_dump *d, u64 since,
			   const struct nlattr *instance);
int nthrottle_since_dump(struct sk_buff *skb, struct netlink_callback *cb,
			 struct nthrottle_net *nn);

struct nthrottle_ruleset *
nthrottle_ruleset_begin(struct nthrottle_net *nn, struct genl_info *info,
			u32 profiles, u32 rules);
void nthrottle_ruleset_commit(struct nthrottle_net *nn,
			      struct nthrottle_ruleset *rs,
			      const struct nthrottle_change *c);
void nthrottle_ruleset_abort(struct nthrottle_net *nn,
			     struct nthrottle_ruleset *rs);
void nthrottle_config_notify(struct nthrottle_net *nn);

int nthrottle_config_parse(struct nlattr *const *attrs,
			   struct nthrottle_ruleset *rs,
			   struct netlink_ext_ack *extack);
int nthrottle_profile_parse(struct nlattr *const *attrs,
			    struct nthrottle_profile *p,
			    struct netlink_ext_ack *extack);
int nthrottle_profile_parse_new(struct nlattr *const *attrs,
				struct nthrottle_ruleset *rs,
				struct netlink_ext_ack *extack);
int nthrottle_rule_parse_new(struct nlattr *const *attrs,
			     struct nthrottle_ruleset *rs,
			     struct netlink_ext_ack *extack);

extern const struct nla_policy
nthrottle_config_policy[NTHROTTLE_A_CONFIG_HEARTBEAT_MS + 1];
extern const struct nla_policy
nthrottle_profile_name_policy[NTHROTTLE_A_PROFILE_NAME + 1];
extern const struct nla_policy
nthrottle_profile_policy[NTHROTTLE_A_PROFILE_MAX + 1];
extern const struct nla_policy nthrottle_rule_policy[NTHROTTLE_A_RULE_MAX + 1];
extern const struct nla_policy
nthrottle_rule_pref_policy[NTHROTTLE_A_RULE_PREF + 1];
extern const struct nla_policy
nthrottle_ruleset_policy[NTHROTTLE_A_RULESET_MAX + 1];
extern const struct nla_policy nthrottle_dev_policy[NTHROTTLE_A_DEV_NAME + 1];
extern const struct nla_policy
nthrottle_dev_get_policy[NTHROTTLE_A_DEV_SINCE + 1];
extern const struct nla_policy
nthrottle_hold_policy[NTHROTTLE_A_HOLD_LIMIT_MS + 1];
extern const struct nla_policy
nthrottle_release_policy[NTHROTTLE_A_HOLD_ID + 1];
extern const struct nla_policy
nthrottle_agent_name_policy[NTHROTTLE_A_AGENT_NAME + 1];
extern const struct nla_policy
nthrottle_agent_new_policy[NTHROTTLE_A_AGENT_REPLACE + 1];
extern const struct nla_policy
nthrottle_agent_ack_policy[NTHROTTLE_A_AGENT_SEQ + 1];

int nthrottle_config_get_doit(struct sk_buff *skb, struct genl_info *info);
int nthrottle_config_set_doit(struct sk_buff *skb, struct genl_info *info);
int nthrottle_profile_get_doit(struct sk_buff *skb, struct genl_info *info);
int nthrottle_profile_set_doit(struct sk_buff *skb, struct genl_info *info);
int nthrottle_profile_new_doit(struct sk_buff *skb, struct genl_info *info);
int nthrottle_profile_del_doit(struct sk_buff *skb, struct genl_info *info);
int nthrottle_rule_get_doit(struct sk_buff *skb, struct genl_info *info);
int nthrottle_rule_new_doit(struct sk_buff *skb, struct genl_info *info);
int nthrottle_rule_del_doit(struct sk_buff *skb, struct genl_info *info);
int nthrottle_ruleset_set_doit(struct sk_buff *skb, struct genl_info *info);
int nthrottle_dev_get_doit(struct sk_buff *skb, struct genl_info *info);
int nthrottle_dev_reset_doit(struct sk_buff *skb, struct genl_info *info);
int nthrottle_stats_get_doit(struct sk_buff *skb, struct genl_info *info);
int nthrottle_stats_reset_doit(struct sk_buff *skb, struct genl_info *info);
int nthrottle_flush_doit(struct sk_buff *skb, struct genl_info *info);
int nthrottle_hold_doit(struct sk_buff *skb, struct genl_info *info);
int nthrottle_release_doit(struct sk_buff *skb, struct genl_info *info);
int nthrottle_agent_get_doit(struct sk_buff *skb, struct genl_info *info);
int nthrottle_agent_new_doit(struct sk_buff *skb, struct genl_info *info);
int nthrottle_agent_ack_doit(struct sk_buff *skb, struct genl_info *info);
int nthrottle_agent_del_doit(struct sk_buff *skb, struct genl_info *info);
int nthrottle_profile_get_dumpit(struct sk_buff *skb,
				 struct netlink_callback *cb);
int nthrottle_rule_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int nthrottle_dev_get_start(struct netlink_callback *cb);
int nthrottle_dev_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int nthrottle_agent_get_dumpit(struct sk_buff *skb,
			       struct netlink_callback *cb);

#endif /* NTHROTTLE_GENL_H */
