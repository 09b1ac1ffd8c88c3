// SPDX-License-Identifier: GPL-2.0
/* Object profile: parameters of the gates. */
#include <net/sock.h>

#include "event.h"
#include "genl.h"

const struct nla_policy nthrottle_profile_get_policy[] = {
	[NTHROTTLE_A_PROFILE_NAME] = { .type = NLA_NUL_STRING },
};

const struct nla_policy nthrottle_profile_set_policy[] = {
	[NTHROTTLE_A_PROFILE_NAME] = { .type = NLA_NUL_STRING },
	[NTHROTTLE_A_PROFILE_THRESHOLD_MS] = { .type = NLA_U32 },
	[NTHROTTLE_A_PROFILE_THRESHOLD_MAX_MS] = { .type = NLA_U32 },
	[NTHROTTLE_A_PROFILE_BURST] = { .type = NLA_U32 },
	[NTHROTTLE_A_PROFILE_EVENTS] = { .type = NLA_U32 },
	[NTHROTTLE_A_PROFILE_URGENT] = { .type = NLA_U32 },
};

static int profile_check_name(struct genl_info *info)
{
	const struct nlattr *name = info->attrs[NTHROTTLE_A_PROFILE_NAME];
	int err = nthrottle_genl_check_name(info, NTHROTTLE_A_PROFILE_NAME);

	if (err)
		return err;
	if (!name || !nla_strcmp(name, NTHROTTLE_PROFILE_DEFAULT))
		return 0;
	NL_SET_ERR_MSG_ATTR(info->extack, name,
			    "name: no such profile; only \"default\" exists");
	return -ENOENT;
}

static void profile_prepare(struct nthrottle_net *nn,
			    struct nthrottle_profile *p)
{
	rcu_read_lock();
	*p = rcu_dereference(nn->ruleset)->profile;
	rcu_read_unlock();
}

static size_t profile_size(void)
{
	return nla_total_size(NTHROTTLE_PROFILE_NAME_MAX + 1) +
	       5 * nla_total_size(sizeof(u32));
}

static int profile_fill(struct sk_buff *skb, const struct nthrottle_profile *p)
{
	if (nla_put_string(skb, NTHROTTLE_A_PROFILE_NAME,
			   NTHROTTLE_PROFILE_DEFAULT) ||
	    nla_put_u32(skb, NTHROTTLE_A_PROFILE_THRESHOLD_MS,
			p->threshold_ms) ||
	    nla_put_u32(skb, NTHROTTLE_A_PROFILE_THRESHOLD_MAX_MS,
			p->threshold_max_ms) ||
	    nla_put_u32(skb, NTHROTTLE_A_PROFILE_BURST,
			p->gates.throttle.burst) ||
	    nla_put_u32(skb, NTHROTTLE_A_PROFILE_EVENTS, p->events) ||
	    nla_put_u32(skb, NTHROTTLE_A_PROFILE_URGENT, p->gates.urgent))
		return -EMSGSIZE;
	return 0;
}

int nthrottle_profile_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nthrottle_net *nn = nthrottle_net(genl_info_net(info));
	struct nthrottle_profile p;
	struct sk_buff *msg;
	void *hdr;
	int err;

	err = profile_check_name(info);
	if (err)
		return err;
	msg = nthrottle_genl_reply(info, profile_size(),
				   NTHROTTLE_CMD_PROFILE_GET, &hdr);
	if (!msg)
		return -ENOMEM;
	profile_prepare(nn, &p);
	return nthrottle_genl_send(msg, hdr, info, profile_fill(msg, &p));
}

int nthrottle_profile_get_start(struct netlink_callback *cb)
{
	return nthrottle_genl_no_filter(cb);
}

int nthrottle_profile_get_dumpit(struct sk_buff *skb,
				 struct netlink_callback *cb)
{
	struct nthrottle_net *nn = nthrottle_net(sock_net(skb->sk));
	struct nthrottle_profile p;
	void *hdr;

	if (cb->args[0])
		return 0;
	hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
			  &nthrottle_family, NLM_F_MULTI,
			  NTHROTTLE_CMD_PROFILE_GET);
	profile_prepare(nn, &p);
	if (!hdr || profile_fill(skb, &p))
		return -EMSGSIZE;
	genlmsg_end(skb, hdr);
	cb->args[0] = 1;
	return skb->len;
}

/* The text says what NTHROTTLE_EVENT_ALL is. */
#define profile_get_events(info, attr, name, val)			\
({									\
	struct genl_info *info_ = (info);				\
	const struct nlattr *nla_ = info_->attrs[attr];			\
	u32 val_ = nla_ ? nla_get_u32(nla_) : 0;			\
	int err_ = 0;							\
									\
	BUILD_BUG_ON(NTHROTTLE_EVENT_ALL != 0xfff);			\
	if (val_ & ~(u32)NTHROTTLE_EVENT_ALL) {				\
		NL_SET_ERR_MSG_ATTR(info_->extack, nla_,		\
				    name " may have the bits of 0xfff only"); \
		err_ = -ERANGE;						\
	} else if (nla_) {						\
		*(val) = val_;						\
	}								\
	err_;								\
})

static int profile_parse(struct genl_info *info, struct nthrottle_profile *p)
{
	return nthrottle_genl_get_u32(info, NTHROTTLE_A_PROFILE_THRESHOLD_MS,
				      "threshold-ms",
				      NTHROTTLE_THRESHOLD_MS_MIN,
				      NTHROTTLE_THRESHOLD_MS_MAX,
				      &p->threshold_ms) ?:
	       nthrottle_genl_get_u32(info,
				      NTHROTTLE_A_PROFILE_THRESHOLD_MAX_MS,
				      "threshold-max-ms", 0,
				      NTHROTTLE_THRESHOLD_MS_MAX,
				      &p->threshold_max_ms) ?:
	       nthrottle_genl_get_u32(info, NTHROTTLE_A_PROFILE_BURST, "burst",
				      NTHROTTLE_BURST_MIN, NTHROTTLE_BURST_MAX,
				      &p->gates.throttle.burst) ?:
	       profile_get_events(info, NTHROTTLE_A_PROFILE_EVENTS,
				  "events",
				  &p->events) ?:
	       profile_get_events(info, NTHROTTLE_A_PROFILE_URGENT,
				  "urgent",
				  &p->gates.urgent);
}

/* What no single attribute shows to be wrong. */
static int profile_check(struct genl_info *info,
			 const struct nthrottle_profile *p)
{
	const struct nlattr *nla =
		info->attrs[NTHROTTLE_A_PROFILE_THRESHOLD_MAX_MS] ?:
		info->attrs[NTHROTTLE_A_PROFILE_THRESHOLD_MS];

	if (!p->threshold_max_ms || p->threshold_max_ms >= p->threshold_ms)
		return 0;
	NL_SET_ERR_MSG_ATTR(info->extack, nla,
			    "threshold-max-ms must be 0 (off) or between threshold-ms and "
			    __stringify(NTHROTTLE_THRESHOLD_MS_MAX));
	return -ERANGE;
}

int nthrottle_profile_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nthrottle_net *nn = nthrottle_net(genl_info_net(info));
	struct nthrottle_ruleset *rs;
	int err;

	err = profile_check_name(info);
	if (err)
		return err;
	rs = nthrottle_genl_begin(nn, info);
	if (!rs)
		return -ENOMEM;
	err = profile_parse(info, &rs->profile) ?:
	      profile_check(info, &rs->profile);
	if (err) {
		nthrottle_genl_abort(nn, rs);
		return err;
	}
	nthrottle_profile_derive(&rs->profile);
	nthrottle_genl_commit(nn, rs, true);
	return 0;
}
