// SPDX-License-Identifier: GPL-2.0
/* What listeners are told besides of interfaces: one message each. */
#include <linux/nthrottle.h>
#include <net/genetlink.h>

#include "genl.h"
#include "message.h"

static size_t hold_size(void)
{
	return 4 * nla_total_size_64bit(sizeof(u64)) +	/* id instance begin end */
	       3 * nla_total_size(sizeof(u32)) +	/* limit pid end */
	       nla_total_size(TASK_COMM_LEN);
}

static int put_hold(struct sk_buff *skb, const struct nthrottle_net *nn,
		    const struct nthrottle_hold *h)
{
	if (nla_put_u64_64bit(skb, NTHROTTLE_A_HOLD_ID, h->id,
			      NTHROTTLE_A_HOLD_PAD) ||
	    nla_put_u32(skb, NTHROTTLE_A_HOLD_LIMIT_MS, h->limit_ms) ||
	    nla_put_u32(skb, NTHROTTLE_A_HOLD_PID, h->pid) ||
	    nla_put_string(skb, NTHROTTLE_A_HOLD_COMM, h->comm) ||
	    nla_put_u64_64bit(skb, NTHROTTLE_A_HOLD_INSTANCE, nn->instance,
			      NTHROTTLE_A_HOLD_PAD) ||
	    nla_put_u64_64bit(skb, NTHROTTLE_A_HOLD_BEGIN_NS, h->begin_ns,
			      NTHROTTLE_A_HOLD_PAD))
		return -EMSGSIZE;
	if (!h->ended)
		return 0;
	if (nla_put_u64_64bit(skb, NTHROTTLE_A_HOLD_END_NS, h->end_ns,
			      NTHROTTLE_A_HOLD_PAD) ||
	    nla_put_u32(skb, NTHROTTLE_A_HOLD_END, h->end))
		return -EMSGSIZE;
	return 0;
}

/**
 * nthrottle_message_hold() - tell that a hold began or ended
 * @nn: the hold's namespace
 * @h: the hold
 *
 * Return: the message, or NULL without memory.
 */
struct sk_buff *nthrottle_message_hold(const struct nthrottle_net *nn,
				       const struct nthrottle_hold *h)
{
	void *hdr;
	struct sk_buff *skb = nthrottle_genl_news_begin(hold_size(), NTHROTTLE_CMD_HOLD_NTF,
					 &hdr);

	return skb ? nthrottle_genl_news_end(skb, hdr, put_hold(skb, nn, h)) : NULL;
}

/**
 * nthrottle_message_agent_size() - most that nthrottle_message_put_agent() adds
 *
 * Return: bytes.
 */
size_t nthrottle_message_agent_size(void)
{
	return nla_total_size(NTHROTTLE_AGENT_NAME_SIZE) +
	       nla_total_size(TASK_COMM_LEN) +
	       5 * nla_total_size_64bit(sizeof(u64)) +	/* instance seq heartbeat age lag */
	       4 * nla_total_size(sizeof(u32));		/* down-time pid state cause */
}

/**
 * nthrottle_message_put_agent() - add what is shown of an agent
 * @skb: the message
 * @nn: the agent's namespace
 * @a: the agent
 *
 * Return: 0 or -EMSGSIZE.
 */
int nthrottle_message_put_agent(struct sk_buff *skb,
				const struct nthrottle_net *nn,
				const struct nthrottle_agent_report *a)
{
	if (nla_put_string(skb, NTHROTTLE_A_AGENT_NAME, a->name) ||
	    nla_put_u64_64bit(skb, NTHROTTLE_A_AGENT_INSTANCE, nn->instance,
			      NTHROTTLE_A_AGENT_PAD) ||
	    nla_put_u64_64bit(skb, NTHROTTLE_A_AGENT_SEQ, a->seq,
			      NTHROTTLE_A_AGENT_PAD) ||
	    nla_put_u32(skb, NTHROTTLE_A_AGENT_DOWN_TIME_MS,
			a->down_time_ms) ||
	    nla_put_u32(skb, NTHROTTLE_A_AGENT_PID, a->pid) ||
	    nla_put_string(skb, NTHROTTLE_A_AGENT_COMM, a->comm) ||
	    nla_put_u32(skb, NTHROTTLE_A_AGENT_STATE, a->state) ||
	    (a->state == NTHROTTLE_AGENT_STATE_DOWN &&
	     nla_put_u32(skb, NTHROTTLE_A_AGENT_CAUSE, a->cause)) ||
	    nla_put_u64_64bit(skb, NTHROTTLE_A_AGENT_HEARTBEAT_NS,
			      a->heartbeat_ns, NTHROTTLE_A_AGENT_PAD) ||
	    nla_put_u64_64bit(skb, NTHROTTLE_A_AGENT_AGE_NS, a->age_ns,
			      NTHROTTLE_A_AGENT_PAD) ||
	    nla_put_u64_64bit(skb, NTHROTTLE_A_AGENT_LAG, a->lag,
			      NTHROTTLE_A_AGENT_PAD))
		return -EMSGSIZE;
	return 0;
}

/**
 * nthrottle_message_agent() - tell that an agent is up, down or deleted
 * @nn: the agent's namespace
 * @a: the agent
 *
 * Return: the message, or NULL without memory.
 */
struct sk_buff *nthrottle_message_agent(const struct nthrottle_net *nn,
					const struct nthrottle_agent_report *a)
{
	void *hdr;
	struct sk_buff *skb = nthrottle_genl_news_begin(nthrottle_message_agent_size(),
					 NTHROTTLE_CMD_AGENT_NTF, &hdr);

	return skb ? nthrottle_genl_news_end(skb, hdr, nthrottle_message_put_agent(skb, nn, a)) :
		     NULL;
}

static int put_sync(struct sk_buff *skb, const struct nthrottle_net *nn,
		    u64 seq)
{
	return nla_put_u64_64bit(skb, NTHROTTLE_A_DEV_INSTANCE, nn->instance,
				 NTHROTTLE_A_DEV_PAD) ?:
	       nla_put_u64_64bit(skb, NTHROTTLE_A_DEV_SEQ, seq,
				 NTHROTTLE_A_DEV_PAD);
}

/**
 * nthrottle_message_sync() - tell where history stands
 * @nn: the namespace
 * @seq: sequence number of the newest notification sent
 *
 * Return: the message, or NULL without memory.
 */
struct sk_buff *nthrottle_message_sync(const struct nthrottle_net *nn, u64 seq)
{
	void *hdr;
	struct sk_buff *skb = nthrottle_genl_news_begin(2 * nla_total_size_64bit(sizeof(u64)),
					 NTHROTTLE_CMD_SYNC_NTF, &hdr);

	return skb ? nthrottle_genl_news_end(skb, hdr, put_sync(skb, nn, seq)) : NULL;
}
