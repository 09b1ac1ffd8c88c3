// SPDX-License-Identifier: GPL-2.0
/* Object config: the namespace's parameters and its place in history. */
#include "genl.h"

const struct nla_policy nthrottle_config_policy[] = {
	[NTHROTTLE_A_CONFIG_BATCH_MS] = { .type = NLA_U32 },
};

struct config_reply {
	u64 seq;
	u32 batch_ms;
	u32 interfaces;
	u32 pending;
};

static void config_prepare(struct nthrottle_net *nn, struct config_reply *c)
{
	spin_lock_bh(&nn->lock);
	*c = (struct config_reply){
		.seq = nn->seq,
		.batch_ms = nthrottle_net_ruleset(nn)->batch_ms,
		.interfaces = nn->interfaces,
		.pending = nn->queue.len,
	};
	spin_unlock_bh(&nn->lock);
}

static size_t config_size(void)
{
	return 2 * nla_total_size_64bit(sizeof(u64)) +
	       3 * nla_total_size(sizeof(u32));
}

static int config_fill(struct sk_buff *skb, const struct nthrottle_net *nn,
		       const struct config_reply *c)
{
	if (nla_put_u64_64bit(skb, NTHROTTLE_A_CONFIG_INSTANCE, nn->instance,
			      NTHROTTLE_A_CONFIG_PAD) ||
	    nla_put_u64_64bit(skb, NTHROTTLE_A_CONFIG_SEQ, c->seq,
			      NTHROTTLE_A_CONFIG_PAD) ||
	    nla_put_u32(skb, NTHROTTLE_A_CONFIG_BATCH_MS, c->batch_ms) ||
	    nla_put_u32(skb, NTHROTTLE_A_CONFIG_INTERFACES, c->interfaces) ||
	    nla_put_u32(skb, NTHROTTLE_A_CONFIG_PENDING, c->pending))
		return -EMSGSIZE;
	return 0;
}

int nthrottle_config_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nthrottle_net *nn = nthrottle_net(genl_info_net(info));
	struct config_reply c;
	struct sk_buff *msg;
	void *hdr;

	msg = nthrottle_genl_reply(info, config_size(),
				   NTHROTTLE_CMD_CONFIG_GET, &hdr);
	if (!msg)
		return -ENOMEM;
	config_prepare(nn, &c);
	return nthrottle_genl_send(msg, hdr, info, config_fill(msg, nn, &c));
}

int nthrottle_config_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nthrottle_net *nn = nthrottle_net(genl_info_net(info));
	struct nthrottle_ruleset *rs = nthrottle_genl_begin(nn, info);
	int err;

	if (!rs)
		return -ENOMEM;
	err = nthrottle_genl_get_u32(info, NTHROTTLE_A_CONFIG_BATCH_MS,
				     "batch-ms", NTHROTTLE_BATCH_MS_MIN,
				     NTHROTTLE_BATCH_MS_MAX, &rs->batch_ms);
	if (err)
		nthrottle_genl_abort(nn, rs);
	else
		nthrottle_genl_commit(nn, rs, false);
	return err;
}
