/* SPDX-License-Identifier: GPL-2.0 */
/* The generic netlink family; one file per object. */
#ifndef NTHROTTLE_GENL_H
#define NTHROTTLE_GENL_H

#include <linux/nthrottle.h>
#include <linux/stringify.h>
#include <net/genetlink.h>

#include "netns.h"

enum {
	NTHROTTLE_GROUP_EVENTS,
};

extern struct genl_family nthrottle_family;

int nthrottle_genl_init(void);
void nthrottle_genl_exit(void);

/**
 * nthrottle_genl_get_u32() - take a number from a request, if it is there
 * @info: the request
 * @attr: the attribute's number
 * @name: its name in the spec
 * @lo: lowest value, a plain number
 * @hi: highest value, a plain number
 * @val: where to; left alone if the attribute is absent
 *
 * The range is checked here and not by the policy, whose refusal would name
 * neither the attribute nor the range.
 *
 * Return: 0, or -ERANGE with the extack set.
 */
#define nthrottle_genl_get_u32(info, attr, name, lo, hi, val)		\
({									\
	struct genl_info *info_ = (info);				\
	const struct nlattr *nla_ = info_->attrs[attr];			\
	u32 val_ = nla_ ? nla_get_u32(nla_) : 0;			\
	int err_ = 0;							\
									\
	if (nla_ && clamp_t(s64, val_, lo, hi) != val_) {		\
		NL_SET_ERR_MSG_ATTR(info_->extack, nla_,		\
				    name " must be between "		\
				    __stringify(lo) " and "		\
				    __stringify(hi));			\
		err_ = -ERANGE;						\
	} else if (nla_) {						\
		*(val) = val_;						\
	}								\
	err_;								\
})

struct nthrottle_ruleset *
nthrottle_genl_begin(struct nthrottle_net *nn, struct genl_info *info);
void nthrottle_genl_commit(struct nthrottle_net *nn,
			   struct nthrottle_ruleset *rs, bool revisit);
void nthrottle_genl_abort(struct nthrottle_net *nn,
			  struct nthrottle_ruleset *rs);

struct sk_buff *nthrottle_genl_reply(struct genl_info *info, size_t size,
				     u8 cmd, void **hdr);
int nthrottle_genl_send(struct sk_buff *msg, void *hdr, struct genl_info *info,
			int err);

int nthrottle_genl_check_name(struct genl_info *info, int attr);
int nthrottle_genl_no_filter(struct netlink_callback *cb);

extern const struct nla_policy nthrottle_config_policy[];
extern const struct nla_policy nthrottle_profile_get_policy[];
extern const struct nla_policy nthrottle_profile_set_policy[];
extern const struct nla_policy nthrottle_dev_policy[];

int nthrottle_config_get_doit(struct sk_buff *skb, struct genl_info *info);
int nthrottle_config_set_doit(struct sk_buff *skb, struct genl_info *info);
int nthrottle_profile_get_doit(struct sk_buff *skb, struct genl_info *info);
int nthrottle_profile_get_start(struct netlink_callback *cb);
int nthrottle_profile_get_dumpit(struct sk_buff *skb,
				 struct netlink_callback *cb);
int nthrottle_profile_set_doit(struct sk_buff *skb, struct genl_info *info);
int nthrottle_dev_get_doit(struct sk_buff *skb, struct genl_info *info);
int nthrottle_dev_get_start(struct netlink_callback *cb);
int nthrottle_dev_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int nthrottle_stats_get_doit(struct sk_buff *skb, struct genl_info *info);
int nthrottle_stats_reset_doit(struct sk_buff *skb, struct genl_info *info);
int nthrottle_flush_doit(struct sk_buff *skb, struct genl_info *info);

#endif /* NTHROTTLE_GENL_H */
