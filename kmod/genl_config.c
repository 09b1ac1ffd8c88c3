// SPDX-License-Identifier: GPL-2.0
/* Object config: the namespace's parameters and its place in history. */
#include "genl.h"

const struct nla_policy
nthrottle_config_policy[NTHROTTLE_A_CONFIG_HEARTBEAT_MS + 1] = {
	[NTHROTTLE_A_CONFIG_BATCH_MS] = { .type = NLA_U32 },
	[NTHROTTLE_A_CONFIG_RATE] = { .type = NLA_U32 },
	[NTHROTTLE_A_CONFIG_RATE_BURST] = { .type = NLA_U32 },
	[NTHROTTLE_A_CONFIG_TOMBSTONES] = { .type = NLA_U32 },
	[NTHROTTLE_A_CONFIG_HEARTBEAT_MS] = { .type = NLA_U32 },
};

/**
 * nthrottle_config_parse() - take the namespace's parameters from a request
 * @attrs: the attributes; absent ones stay
 * @rs: the ruleset to change
 * @extack: for the reason if one is refused
 *
 * Return: 0 or a negative error.
 */
int nthrottle_config_parse(struct nlattr *const *attrs,
			   struct nthrottle_ruleset *rs,
			   struct netlink_ext_ack *extack)
{
	int err = nthrottle_genl_params(attrs, nthrottle_config_params,
					NTHROTTLE_CONFIG_PARAMS, &rs->config,
					extack);

	nthrottle_config_derive(&rs->config, &rs->pace);
	return err;
}

struct config_reply {
	struct nthrottle_config config;
	u64 seq;
	u64 horizon;
	u32 interfaces;
	u32 pending;
	u32 holds;
	u32 profiles;
	u32 rules;
	u32 deleted;
	u32 agents;
};

static void config_prepare(struct nthrottle_net *nn, struct config_reply *c)
{
	const struct nthrottle_ruleset *rs;

	spin_lock_bh(&nn->lock);
	rs = nthrottle_net_ruleset(nn);
	*c = (struct config_reply){
		.config = rs->config,
		.seq = nn->seq,
		.interfaces = nn->interfaces,
		.pending = nn->queue.len,
		.holds = nn->n_holds,
		.profiles = rs->n_profiles,
		.rules = rs->n_rules,
		.horizon = nn->journal.horizon,
		.deleted = nn->journal.tombstones,
		.agents = nn->n_agents,
	};
	spin_unlock_bh(&nn->lock);
}

static size_t config_size(void)
{
	return 3 * nla_total_size_64bit(sizeof(u64)) +
	       12 * nla_total_size(sizeof(u32));
}

static int config_fill(struct sk_buff *skb, const struct nthrottle_net *nn,
		       const struct config_reply *c)
{
	if (nla_put_u64_64bit(skb, NTHROTTLE_A_CONFIG_INSTANCE, nn->instance,
			      NTHROTTLE_A_CONFIG_PAD) ||
	    nla_put_u64_64bit(skb, NTHROTTLE_A_CONFIG_SEQ, c->seq,
			      NTHROTTLE_A_CONFIG_PAD) ||
	    nla_put_u32(skb, NTHROTTLE_A_CONFIG_BATCH_MS,
			c->config.batch_ms) ||
	    nla_put_u32(skb, NTHROTTLE_A_CONFIG_INTERFACES, c->interfaces) ||
	    nla_put_u32(skb, NTHROTTLE_A_CONFIG_PENDING, c->pending) ||
	    nla_put_u32(skb, NTHROTTLE_A_CONFIG_RATE, c->config.rate) ||
	    nla_put_u32(skb, NTHROTTLE_A_CONFIG_RATE_BURST,
			c->config.rate_burst) ||
	    nla_put_u32(skb, NTHROTTLE_A_CONFIG_HOLDS, c->holds) ||
	    nla_put_u32(skb, NTHROTTLE_A_CONFIG_PROFILES, c->profiles) ||
	    nla_put_u32(skb, NTHROTTLE_A_CONFIG_RULES, c->rules) ||
	    nla_put_u32(skb, NTHROTTLE_A_CONFIG_TOMBSTONES,
			c->config.tombstones) ||
	    nla_put_u32(skb, NTHROTTLE_A_CONFIG_HEARTBEAT_MS,
			c->config.heartbeat_ms) ||
	    nla_put_u64_64bit(skb, NTHROTTLE_A_CONFIG_HORIZON, c->horizon,
			      NTHROTTLE_A_CONFIG_PAD) ||
	    nla_put_u32(skb, NTHROTTLE_A_CONFIG_DELETED, c->deleted) ||
	    nla_put_u32(skb, NTHROTTLE_A_CONFIG_AGENTS, c->agents))
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
	struct nthrottle_ruleset *rs = nthrottle_ruleset_begin(nn, info, 0, 0);
	int err;

	if (IS_ERR(rs))
		return PTR_ERR(rs);
	err = nthrottle_config_parse(info->attrs, rs, info->extack);
	if (err)
		nthrottle_ruleset_abort(nn, rs);
	else
		nthrottle_ruleset_commit(nn, rs,
					 &(struct nthrottle_change){});
	return err;
}

static struct sk_buff *config_ntf(struct nthrottle_net *nn)
{
	struct config_reply c;
	struct sk_buff *msg;
	void *hdr;

	msg = nthrottle_genl_news_begin(config_size(), NTHROTTLE_CMD_CONFIG_NTF,
					&hdr);
	if (!msg)
		return NULL;
	config_prepare(nn, &c);
	return nthrottle_genl_news_end(msg, hdr, config_fill(msg, nn, &c));
}

/**
 * nthrottle_config_notify() - tell that the ruleset changed
 * @nn: the namespace, its ruleset_mutex held, so that the last one told is the
 *	last one in force
 */
void nthrottle_config_notify(struct nthrottle_net *nn)
{
	if (nthrottle_genl_listens(nn, NTHROTTLE_GROUP_CONFIG))
		nthrottle_genl_multicast(nn, NTHROTTLE_GROUP_CONFIG,
					 config_ntf(nn));
}
