// SPDX-License-Identifier: GPL-2.0
/* Messages of the family: replies, parts of dumps, and news for a group. */
#include "genl.h"

/**
 * nthrottle_genl_reply() - begin a reply
 * @info: the request
 * @size: most that the attributes need, in bytes
 * @cmd: the operation
 * @hdr: set to what nthrottle_genl_send() wants back
 *
 * Return: the message, or NULL without memory.
 */
struct sk_buff *nthrottle_genl_reply(struct genl_info *info, size_t size,
				     u8 cmd, void **hdr)
{
	struct sk_buff *msg = genlmsg_new(size, GFP_KERNEL);

	if (!msg)
		return NULL;
	*hdr = genlmsg_put_reply(msg, info, &nthrottle_family, 0, cmd);
	if (*hdr)
		return msg;
	nlmsg_free(msg);
	return NULL;
}

/**
 * nthrottle_genl_send() - end a reply
 * @msg: the message; sent or freed
 * @hdr: what nthrottle_genl_reply() set
 * @info: the request
 * @err: what filling it returned
 *
 * Return: 0 or a negative error.
 */
int nthrottle_genl_send(struct sk_buff *msg, void *hdr, struct genl_info *info,
			int err)
{
	if (err) {
		nlmsg_free(msg);
		return err;
	}
	genlmsg_end(msg, hdr);
	return genlmsg_reply(msg, info);
}

/**
 * nthrottle_genl_dump_begin() - begin a message of a dump
 * @skb: where to
 * @cb: the dump; if it can be interrupted, its seq is set
 * @cmd: the operation
 *
 * Return: what nthrottle_genl_dump_end() wants back, NULL if there is no room.
 */
void *nthrottle_genl_dump_begin(struct sk_buff *skb,
				struct netlink_callback *cb, u8 cmd)
{
	void *hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid,
				cb->nlh->nlmsg_seq, &nthrottle_family,
				NLM_F_MULTI, cmd);

	if (hdr)
		genl_dump_check_consistent(cb, hdr);
	return hdr;
}

/**
 * nthrottle_genl_dump_end() - end a message of a dump, or take it back
 * @skb: where it is
 * @hdr: what nthrottle_genl_dump_begin() returned
 * @err: what filling it returned
 *
 * Return: 0, or -EMSGSIZE if there was no room for all of it.
 */
int nthrottle_genl_dump_end(struct sk_buff *skb, void *hdr, int err)
{
	if (!hdr)
		return -EMSGSIZE;
	if (err) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, hdr);
	return 0;
}

/**
 * nthrottle_genl_news_begin() - begin a message for a group
 * @size: most that the attributes need, in bytes
 * @cmd: the operation
 * @hdr: set to what nthrottle_genl_news_end() wants back
 *
 * Return: the message, or NULL without memory.
 */
struct sk_buff *nthrottle_genl_news_begin(size_t size, u8 cmd, void **hdr)
{
	struct sk_buff *msg = genlmsg_new(size, GFP_KERNEL);

	if (!msg)
		return NULL;
	*hdr = genlmsg_put(msg, 0, 0, &nthrottle_family, 0, cmd);
	if (*hdr)
		return msg;
	nlmsg_free(msg);
	return NULL;
}

/**
 * nthrottle_genl_news_end() - end a message for a group
 * @msg: the message
 * @hdr: what nthrottle_genl_news_begin() set
 * @err: what filling it returned
 *
 * Return: the message, or NULL if that was an error.
 */
struct sk_buff *nthrottle_genl_news_end(struct sk_buff *msg, void *hdr, int err)
{
	if (err) {
		nlmsg_free(msg);
		return NULL;
	}
	genlmsg_end(msg, hdr);
	return msg;
}

/**
 * nthrottle_genl_listens() - does anybody listen to a group?
 * @nn: the namespace
 * @group: the group
 *
 * Return: false if nobody does; true perhaps too often.
 */
bool nthrottle_genl_listens(const struct nthrottle_net *nn, unsigned int group)
{
	return genl_has_listeners(&nthrottle_family, nn->net, group);
}

/**
 * nthrottle_genl_multicast() - send a message to a group
 * @nn: the namespace
 * @group: the group
 * @msg: the message; NULL if there was no memory for it, of which the listeners
 *	are told
 *
 * Context: process, RTNL not held.
 */
void nthrottle_genl_multicast(const struct nthrottle_net *nn,
			      unsigned int group, struct sk_buff *msg)
{
	if (msg)
		genlmsg_multicast_netns(&nthrottle_family, nn->net, msg, 0,
					group, GFP_KERNEL);
	else
		genl_set_err(&nthrottle_family, nn->net, 0, group, -ENOBUFS);
}
