// SPDX-License-Identifier: GPL-2.0
/*
 * The netlink driver: notifications as generic netlink multicast, many to an
 * skb. Each is a whole message without NLM_F_MULTI, so that every netlink
 * library reads them one by one.
 */
#include <net/genetlink.h>

#include "driver.h"
#include "genl.h"
#include "message.h"

static unsigned int netlink_prepare(struct nthrottle_handover *h,
				    unsigned int n)
{
	unsigned int each = NLMSG_DEFAULT_SIZE / nthrottle_message_ntf_size();
	unsigned int room = 0;

	while (room < n) {
		struct sk_buff *skb = nlmsg_new(NLMSG_DEFAULT_SIZE, GFP_KERNEL);

		if (!skb) {
			h->alloc_failures++;
			break;
		}
		__skb_queue_tail(&h->spare, skb);
		room += each;
	}
	return min(room, n);
}

static bool netlink_wanted(const struct nthrottle_net *nn)
{
	return nthrottle_genl_listens(nn, NTHROTTLE_GROUP_EVENTS);
}

/* Not sent at all: the listeners can only be told that something is missing. */
static void netlink_lose(struct nthrottle_handover *h)
{
	h->failures++;
	genl_set_err(&nthrottle_family, h->nn->net, 0, NTHROTTLE_GROUP_EVENTS,
		     -ENOBUFS);
}

static void netlink_add(struct nthrottle_handover *h,
			const struct nthrottle_record *r)
{
	struct sk_buff *skb = skb_peek_tail(&h->full);

	if (skb && !nthrottle_message_put_ntf(skb, h->nn, r))
		return;
	skb = __skb_dequeue(&h->spare);
	if (!skb) {
		netlink_lose(h);
		return;
	}
	__skb_queue_tail(&h->full, skb);
	if (nthrottle_message_put_ntf(skb, h->nn, r))
		netlink_lose(h);
}

static void netlink_finish(struct nthrottle_handover *h)
{
	struct sk_buff *skb;
	int err;

	__skb_queue_purge(&h->spare);
	while ((skb = __skb_dequeue(&h->full))) {
		err = genlmsg_multicast_netns(&nthrottle_family, h->nn->net,
					      skb, 0, NTHROTTLE_GROUP_EVENTS,
					      GFP_KERNEL);
		h->sends++;
		/*
		 * Who overran was told so by netlink, and nobody else need know:
		 * -ENOBUFS, or -ESRCH if it was everybody, or nobody is there.
		 */
		if (err && err != -ESRCH && err != -ENOBUFS)
			h->failures++;
	}
}

static void netlink_hold(const struct nthrottle_net *nn,
			 const struct nthrottle_hold *hold)
{
	if (nthrottle_genl_listens(nn, NTHROTTLE_GROUP_CONFIG))
		nthrottle_genl_multicast(nn, NTHROTTLE_GROUP_CONFIG,
					 nthrottle_message_hold(nn, hold));
}

static void netlink_agent(const struct nthrottle_net *nn,
			  const struct nthrottle_agent_report *agent)
{
	if (nthrottle_genl_listens(nn, NTHROTTLE_GROUP_AGENTS))
		nthrottle_genl_multicast(nn, NTHROTTLE_GROUP_AGENTS,
					 nthrottle_message_agent(nn, agent));
}

/* The next one will do as well: a failure need not be told. */
static void netlink_sync(const struct nthrottle_net *nn, u64 seq)
{
	struct sk_buff *skb;

	if (!nthrottle_genl_listens(nn, NTHROTTLE_GROUP_EVENTS))
		return;
	skb = nthrottle_message_sync(nn, seq);
	if (skb)
		nthrottle_genl_multicast(nn, NTHROTTLE_GROUP_EVENTS, skb);
}

const struct nthrottle_driver_ops nthrottle_driver_netlink = {
	.prepare = netlink_prepare,
	.wanted = netlink_wanted,
	.add = netlink_add,
	.finish = netlink_finish,
	.hold = netlink_hold,
	.agent = netlink_agent,
	.sync = netlink_sync,
};
