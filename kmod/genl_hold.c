// SPDX-License-Identifier: GPL-2.0
/* Object hold: windows in which nothing is notified. */
#include "genl.h"
#include "hold.h"

const struct nla_policy
nthrottle_hold_policy[NTHROTTLE_A_HOLD_LIMIT_MS + 1] = {
	[NTHROTTLE_A_HOLD_ID] = {
		.type = NLA_REJECT,
		.reject_message = "id: a new hold gets its id from the kernel",
	},
	[NTHROTTLE_A_HOLD_LIMIT_MS] = { .type = NLA_U32 },
};

const struct nla_policy
nthrottle_release_policy[NTHROTTLE_A_HOLD_ID + 1] = {
	[NTHROTTLE_A_HOLD_ID] = { .type = NLA_U64 },
};

static int take_limit(struct genl_info *info, u32 *limit_ms)
{
	static const struct nthrottle_param limit = {
		.name = "limit-ms",
		.attr = NTHROTTLE_A_HOLD_LIMIT_MS,
		.lo = NTHROTTLE_HOLD_MS_MIN,
		.hi = NTHROTTLE_HOLD_MS_MAX,
	};

	*limit_ms = NTHROTTLE_HOLD_MS_DEFAULT;
	return nthrottle_genl_params(info->attrs, &limit, 1, limit_ms,
				     info->extack);
}

static int hold_fill(struct sk_buff *skb, u64 id, u32 limit_ms)
{
	if (nla_put_u64_64bit(skb, NTHROTTLE_A_HOLD_ID, id,
			      NTHROTTLE_A_HOLD_PAD) ||
	    nla_put_u32(skb, NTHROTTLE_A_HOLD_LIMIT_MS, limit_ms))
		return -EMSGSIZE;
	return 0;
}

static int hold_begin(struct genl_info *info, u32 limit_ms, u64 *id)
{
	struct nthrottle_net *nn = nthrottle_net(genl_info_net(info));
	struct nthrottle_hold *h = nthrottle_hold_new(info->snd_portid,
						      limit_ms);
	int err;

	if (!h)
		return -ENOMEM;
	err = nthrottle_hold_begin(nn, h, id);
	if (err == -ENOSPC)
		nthrottle_genl_refuse(info->extack, NULL, err,
				      "at most %u holds may last at a time",
				      NTHROTTLE_HOLDS_MAX);
	else if (err)
		NL_SET_ERR_MSG(info->extack,
			       "earlier holds are still being told of; try again");
	return err;
}

int nthrottle_hold_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *msg;
	u32 limit_ms;
	void *hdr;
	u64 id;
	int err;

	err = take_limit(info, &limit_ms);
	if (err)
		return err;
	msg = nthrottle_genl_reply(info, nla_total_size_64bit(sizeof(u64)) +
				   nla_total_size(sizeof(u32)),
				   NTHROTTLE_CMD_HOLD, &hdr);
	if (!msg)
		return -ENOMEM;
	err = hold_begin(info, limit_ms, &id);
	if (err) {
		nlmsg_free(msg);
		return err;
	}
	err = nthrottle_genl_send(msg, hdr, info,
				  hold_fill(msg, id, limit_ms));
	/* Who does not know its number can't release it. */
	if (err)
		nthrottle_hold_release(nthrottle_net(genl_info_net(info)), id);
	return err;
}

int nthrottle_release_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nthrottle_net *nn = nthrottle_net(genl_info_net(info));
	const struct nlattr *id = info->attrs[NTHROTTLE_A_HOLD_ID];
	int err;

	if (!id) {
		NL_SET_ERR_MSG(info->extack, "id is missing: which hold?");
		return -EINVAL;
	}
	err = nthrottle_hold_release(nn, nla_get_u64(id));
	if (err)
		nthrottle_genl_refuse(info->extack, id, err,
				      "id: no such hold; it may have ended");
	return err;
}
