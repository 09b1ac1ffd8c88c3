// SPDX-License-Identifier: GPL-2.0
/* Object agent: listeners known by name. */
#include <net/sock.h>

#include "agent.h"
#include "genl.h"
#include "message.h"

const struct nla_policy
nthrottle_agent_name_policy[NTHROTTLE_A_AGENT_NAME + 1] = {
	[NTHROTTLE_A_AGENT_NAME] = { .type = NLA_NUL_STRING },
};

const struct nla_policy
nthrottle_agent_new_policy[NTHROTTLE_A_AGENT_REPLACE + 1] = {
	[NTHROTTLE_A_AGENT_NAME] = { .type = NLA_NUL_STRING },
	[NTHROTTLE_A_AGENT_DOWN_TIME_MS] = { .type = NLA_U32 },
	[NTHROTTLE_A_AGENT_REPLACE] = { .type = NLA_FLAG },
};

const struct nla_policy
nthrottle_agent_ack_policy[NTHROTTLE_A_AGENT_SEQ + 1] = {
	[NTHROTTLE_A_AGENT_NAME] = { .type = NLA_NUL_STRING },
	[NTHROTTLE_A_AGENT_INSTANCE] = { .type = NLA_U64 },
	[NTHROTTLE_A_AGENT_SEQ] = { .type = NLA_U64 },
};

/* Return: 0, or a negative error with the extack set. */
static int check_name(const struct genl_info *info)
{
	const struct nlattr *name = info->attrs[NTHROTTLE_A_AGENT_NAME];

	if (!name)
		return nthrottle_genl_refuse(info->extack, NULL, -EINVAL,
					     "name is missing: which agent?");
	if (!nthrottle_name_valid(nla_data(name), NTHROTTLE_AGENT_NAME_SIZE))
		return nthrottle_genl_refuse(info->extack, name, -ERANGE,
					     "name must be 1 to %u characters of A-Z a-z 0-9 . - _",
					     NTHROTTLE_AGENT_NAME_SIZE - 1);
	return 0;
}

static const char *name_of(const struct genl_info *info)
{
	return nla_data(info->attrs[NTHROTTLE_A_AGENT_NAME]);
}

static int refuse_unknown(const struct genl_info *info)
{
	return nthrottle_genl_refuse(info->extack,
				     info->attrs[NTHROTTLE_A_AGENT_NAME],
				     -ENOENT, "name: no such agent");
}

int nthrottle_agent_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nthrottle_net *nn = nthrottle_net(genl_info_net(info));
	struct nthrottle_agent_report rep;
	struct sk_buff *msg;
	void *hdr;
	int err;

	err = check_name(info);
	if (err)
		return err;
	if (nthrottle_agent_get(nn, name_of(info), &rep))
		return refuse_unknown(info);
	msg = nthrottle_genl_reply(info, nthrottle_message_agent_size(),
				   NTHROTTLE_CMD_AGENT_GET, &hdr);
	if (!msg)
		return -ENOMEM;
	return nthrottle_genl_send(msg, hdr, info,
				   nthrottle_message_put_agent(msg, nn, &rep));
}

static int dump_one(struct sk_buff *skb, struct netlink_callback *cb,
		    struct nthrottle_net *nn,
		    const struct nthrottle_agent_report *rep)
{
	void *hdr = nthrottle_genl_dump_begin(skb, cb,
					      NTHROTTLE_CMD_AGENT_GET);
	int err = hdr ? nthrottle_message_put_agent(skb, nn, rep) : 0;

	return nthrottle_genl_dump_end(skb, hdr, err);
}

/* In the order in which they were registered first: whoever stays throughout is
 * shown exactly once.
 */
int nthrottle_agent_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct nthrottle_net *nn = nthrottle_net(sock_net(skb->sk));
	struct nthrottle_agent_report rep;
	u64 *last = (u64 *)cb->ctx;
	u64 id = *last;

	while (nthrottle_agent_next(nn, &id, &rep)) {
		if (dump_one(skb, cb, nn, &rep))
			break;
		*last = id;
	}
	return skb->len;
}

static int take_down_time(struct genl_info *info, u32 *down_time_ms)
{
	static const struct nthrottle_param down_time = {
		.name = "down-time-ms",
		.attr = NTHROTTLE_A_AGENT_DOWN_TIME_MS,
		.lo = NTHROTTLE_DOWN_TIME_MS_MIN,
		.hi = NTHROTTLE_DOWN_TIME_MS_MAX,
	};

	*down_time_ms = NTHROTTLE_DOWN_TIME_MS_DEFAULT;
	return nthrottle_genl_params(info->attrs, &down_time, 1, down_time_ms,
				     info->extack);
}

static int agent_register(struct genl_info *info, u32 down_time_ms,
			  struct nthrottle_agent_report *rep)
{
	struct nthrottle_net *nn = nthrottle_net(genl_info_net(info));
	const struct nlattr *name = info->attrs[NTHROTTLE_A_AGENT_NAME];
	struct nthrottle_agent *a;
	int err;

	a = nthrottle_agent_alloc(nla_data(name), info->snd_portid,
				  down_time_ms);
	if (!a)
		return -ENOMEM;
	err = nthrottle_agent_register(nn, a,
				       info->attrs[NTHROTTLE_A_AGENT_REPLACE],
				       rep);
	if (err == -EBUSY)
		nthrottle_genl_refuse(info->extack, name, err,
				      "name is in use by pid %u (%s); replace takes it",
				      rep->pid, rep->comm);
	else if (err == -ENOSPC)
		nthrottle_genl_refuse(info->extack, NULL, err,
				      "at most %u agents may exist; delete one",
				      NTHROTTLE_AGENTS_MAX);
	else if (err)
		NL_SET_ERR_MSG(info->extack,
			       "deleted agents are still being told of; try again");
	return err;
}

int nthrottle_agent_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nthrottle_net *nn = nthrottle_net(genl_info_net(info));
	struct nthrottle_agent_report rep;
	struct sk_buff *msg;
	u32 down_time_ms;
	void *hdr;
	int err;

	err = check_name(info) ?: take_down_time(info, &down_time_ms);
	if (err)
		return err;
	msg = nthrottle_genl_reply(info, nthrottle_message_agent_size(),
				   NTHROTTLE_CMD_AGENT_NEW, &hdr);
	if (!msg)
		return -ENOMEM;
	err = agent_register(info, down_time_ms, &rep) ?:
	      nthrottle_message_put_agent(msg, nn, &rep);
	return nthrottle_genl_send(msg, hdr, info, err);
}

static int refuse_ack(struct genl_info *info, int err)
{
	const struct nlattr *name = info->attrs[NTHROTTLE_A_AGENT_NAME];
	const struct nlattr *seq = info->attrs[NTHROTTLE_A_AGENT_SEQ];

	if (err == -ENOENT)
		return refuse_unknown(info);
	if (err == -EBUSY)
		return nthrottle_genl_refuse(info->extack, name, err,
					     "name: the agent is another socket; register first");
	return nthrottle_genl_refuse(info->extack, seq, err,
				     "seq: no notification has this number yet");
}

int nthrottle_agent_ack_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nthrottle_net *nn = nthrottle_net(genl_info_net(info));
	const struct nlattr *instance = info->attrs[NTHROTTLE_A_AGENT_INSTANCE];
	const struct nlattr *seq = info->attrs[NTHROTTLE_A_AGENT_SEQ];
	int err;

	err = check_name(info);
	if (err)
		return err;
	if (instance && nla_get_u64(instance) != nn->instance)
		return nthrottle_genl_refuse(info->extack, instance, -ESTALE,
					     "instance: the present one is %llu",
					     nn->instance);
	err = nthrottle_agent_ack(nn, name_of(info), info->snd_portid,
				  seq ? nla_get_u64(seq) : 0);
	return err ? refuse_ack(info, err) : 0;
}

int nthrottle_agent_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nthrottle_net *nn = nthrottle_net(genl_info_net(info));
	int err = check_name(info);

	if (err)
		return err;
	return nthrottle_agent_delete(nn, name_of(info)) ?
		refuse_unknown(info) : 0;
}
