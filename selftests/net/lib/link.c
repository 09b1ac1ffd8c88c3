// SPDX-License-Identifier: GPL-2.0
/* Interfaces by rtnetlink: fast changes. */
#include <errno.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <string.h>

#include <netlink/attr.h>

#include "link.h"

int rt_open(struct rt *rt)
{
	memset(rt, 0, sizeof(*rt));
	return chan_open(&rt->chan, NETLINK_ROUTE);
}

void rt_close(struct rt *rt)
{
	chan_close(&rt->chan);
}

/* Collect the changes that follow: a datagram of hundreds is several times
 * faster than as many calls.
 */
void rt_batch(struct rt *rt)
{
	rt->batching = true;
}

static int send_batch(struct rt *rt)
{
	int err = 0;

	if (rt->len)
		err = chan_raw(&rt->chan, rt->buf, rt->len);
	rt->len = 0;
	chan_drain(&rt->chan, &rt->errors);
	return err;
}

/* Send what is collected, and collect no more. */
int rt_flush(struct rt *rt)
{
	rt->batching = false;
	return send_batch(rt);
}

static int submit(struct rt *rt, struct nl_msg *msg)
{
	struct nlmsghdr *h = nlmsg_hdr(msg);
	size_t len = NLMSG_ALIGN(h->nlmsg_len);
	int err = 0;

	if (!rt->batching)
		return chan_call(&rt->chan, msg, NULL, NULL);
	if (rt->len + len > sizeof(rt->buf))
		err = send_batch(rt);
	h->nlmsg_flags |= NLM_F_REQUEST;
	memcpy(rt->buf + rt->len, h, h->nlmsg_len);
	rt->len += len;
	nlmsg_free(msg);
	return err;
}

static struct nl_msg *message(int type, int flags, __u32 index, __u32 mask,
			      __u32 ifi_flags)
{
	struct nl_msg *msg = nlmsg_alloc_simple(type, flags);
	struct ifinfomsg ifi = {
		.ifi_index = index,
		.ifi_change = mask,
		.ifi_flags = ifi_flags,
	};

	nlmsg_append(msg, &ifi, sizeof(ifi), NLMSG_ALIGNTO);
	return msg;
}

static struct nl_msg *message_new(const char *kind, const char *name,
				  __u32 index)
{
	struct nl_msg *msg = message(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL,
				     index, 0, 0);
	struct nlattr *info;

	nla_put_string(msg, IFLA_IFNAME, name);
	info = nla_nest_start(msg, IFLA_LINKINFO);
	nla_put_string(msg, IFLA_INFO_KIND, kind);
	nla_nest_end(msg, info);
	return msg;
}

int link_add(struct rt *rt, const char *kind, const char *name, __u32 index,
	     __u32 group)
{
	struct nl_msg *msg = message_new(kind, name, index);

	if (group)
		nla_put_u32(msg, IFLA_GROUP, group);
	return submit(rt, msg);
}

/* Indexes of 0: the kernel chooses. The peer is born in the namespace of @fd,
 * unless that is negative.
 */
int link_add_veth_into(struct rt *rt, const char *name, __u32 index,
		       const char *peer, __u32 peer_index, int fd)
{
	struct nl_msg *msg = message(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL,
				     index, 0, 0);
	struct ifinfomsg ifi = { .ifi_index = peer_index };
	struct nlattr *info, *data, *other;

	nla_put_string(msg, IFLA_IFNAME, name);
	info = nla_nest_start(msg, IFLA_LINKINFO);
	nla_put_string(msg, IFLA_INFO_KIND, "veth");
	data = nla_nest_start(msg, IFLA_INFO_DATA);
	other = nla_nest_start(msg, VETH_INFO_PEER);
	nlmsg_append(msg, &ifi, sizeof(ifi), NLMSG_ALIGNTO);
	nla_put_string(msg, IFLA_IFNAME, peer);
	if (fd >= 0)
		nla_put_u32(msg, IFLA_NET_NS_FD, fd);
	nla_nest_end(msg, other);
	nla_nest_end(msg, data);
	nla_nest_end(msg, info);
	return submit(rt, msg);
}

int link_add_veth_at(struct rt *rt, const char *name, __u32 index,
		     const char *peer, __u32 peer_index)
{
	return link_add_veth_into(rt, name, index, peer, peer_index, -1);
}

int link_add_veth(struct rt *rt, const char *name, const char *peer)
{
	return link_add_veth_at(rt, name, 0, peer, 0);
}

int link_del(struct rt *rt, __u32 index)
{
	return submit(rt, message(RTM_DELLINK, 0, index, 0, 0));
}

int link_del_group(struct rt *rt, __u32 group)
{
	struct nl_msg *msg = message(RTM_DELLINK, 0, 0, 0, 0);

	nla_put_u32(msg, IFLA_GROUP, group);
	return submit(rt, msg);
}

int link_flags(struct rt *rt, __u32 index, __u32 mask, __u32 flags)
{
	return submit(rt, message(RTM_NEWLINK, 0, index, mask, flags));
}

int link_up(struct rt *rt, __u32 index, bool up)
{
	return link_flags(rt, index, IFF_UP, up ? IFF_UP : 0);
}

static int set_u32(struct rt *rt, __u32 index, int attr, __u32 val)
{
	struct nl_msg *msg = message(RTM_NEWLINK, 0, index, 0, 0);

	nla_put_u32(msg, attr, val);
	return submit(rt, msg);
}

int link_mtu(struct rt *rt, __u32 index, __u32 mtu)
{
	return set_u32(rt, index, IFLA_MTU, mtu);
}

int link_txqlen(struct rt *rt, __u32 index, __u32 len)
{
	return set_u32(rt, index, IFLA_TXQLEN, len);
}

int link_master(struct rt *rt, __u32 index, __u32 master)
{
	return set_u32(rt, index, IFLA_MASTER, master);
}

int link_netns(struct rt *rt, __u32 index, int fd)
{
	return link_move(rt, index, &(struct move){ .fd = fd });
}

int link_move(struct rt *rt, __u32 index, const struct move *m)
{
	struct nl_msg *msg = message(RTM_NEWLINK, 0, index, 0, 0);

	if (m->pid)
		nla_put_u32(msg, IFLA_NET_NS_PID, m->pid);
	else
		nla_put_u32(msg, IFLA_NET_NS_FD, m->fd);
	if (m->name)
		nla_put_string(msg, IFLA_IFNAME, m->name);
	if (m->index)
		nla_put_u32(msg, IFLA_NEW_IFINDEX, m->index);
	return submit(rt, msg);
}

int link_name(struct rt *rt, __u32 index, const char *name)
{
	struct nl_msg *msg = message(RTM_NEWLINK, 0, index, 0, 0);

	nla_put_string(msg, IFLA_IFNAME, name);
	return submit(rt, msg);
}

/* The low 40 bits of @addr, as a locally administered Ethernet address. */
static void put_addr(struct nl_msg *msg, int attr, __u64 addr)
{
	__u8 mac[6] = { 0x02, addr >> 32, addr >> 24, addr >> 16, addr >> 8,
			addr };

	nla_put(msg, attr, sizeof(mac), mac);
}

int link_addr(struct rt *rt, __u32 index, __u64 addr)
{
	struct nl_msg *msg = message(RTM_NEWLINK, 0, index, 0, 0);

	put_addr(msg, IFLA_ADDRESS, addr);
	return submit(rt, msg);
}

/* What is cheap, in one message: three events or four for little more than the
 * price of one. The queue's length is not: the kernel waits for a grace period.
 */
int link_shake(struct rt *rt, __u32 index, __u32 salt)
{
	struct nl_msg *msg = message(RTM_NEWLINK, 0, index, IFF_NOARP,
				     salt & 1 ? IFF_NOARP : 0);

	put_addr(msg, IFLA_ADDRESS, (__u64)index << 16 | (salt & 0xffff));
	put_addr(msg, IFLA_BROADCAST, salt);
	nla_put_u32(msg, IFLA_GROUP, 1 + salt % 30);
	if (salt % 8 == 0)
		nla_put_u32(msg, IFLA_MTU, 1000 + salt % 500);
	return submit(rt, msg);
}
