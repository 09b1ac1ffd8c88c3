// SPDX-License-Identifier: GPL-2.0
/* Link operations through rtnetlink, many to a datagram. */
#include <err.h>
#include <errno.h>
#include <string.h>

#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>

#include "rtlink.h"

/* More than any request here takes. */
#define REQUEST_MAX	512

void rtlink_open(struct rtlink *l)
{
	memset(l, 0, sizeof(*l));
	l->nl = mnl_socket_open(NETLINK_ROUTE);
	if (!l->nl || mnl_socket_bind(l->nl, 0, MNL_SOCKET_AUTOPID) < 0)
		err(1, "rtnetlink");
}

void rtlink_close(struct rtlink *l)
{
	mnl_socket_close(l->nl);
}

static struct nlmsghdr *request(struct rtlink *l, int ifindex, uint16_t flags)
{
	struct ifinfomsg *ifi;

	if (l->len + REQUEST_MAX > sizeof(l->buf))
		rtlink_commit(l);
	l->last = mnl_nlmsg_put_header(l->buf + l->len);
	l->last->nlmsg_type = RTM_NEWLINK;
	l->last->nlmsg_flags = NLM_F_REQUEST | flags;
	l->last->nlmsg_seq = ++l->seq;
	ifi = mnl_nlmsg_put_extra_header(l->last, sizeof(*ifi));
	ifi->ifi_index = ifindex;
	return l->last;
}

static void end(struct rtlink *l)
{
	l->len += NLMSG_ALIGN(l->last->nlmsg_len);
}

void rtlink_add(struct rtlink *l, const char *kind, const char *name)
{
	struct nlmsghdr *nlh = request(l, 0, NLM_F_CREATE | NLM_F_EXCL);
	struct nlattr *info;

	mnl_attr_put_strz(nlh, IFLA_IFNAME, name);
	info = mnl_attr_nest_start(nlh, IFLA_LINKINFO);
	mnl_attr_put_str(nlh, IFLA_INFO_KIND, kind);
	mnl_attr_nest_end(nlh, info);
	end(l);
}

void rtlink_add_veth(struct rtlink *l, const char *name, const char *peer)
{
	struct nlmsghdr *nlh = request(l, 0, NLM_F_CREATE | NLM_F_EXCL);
	struct nlattr *info, *data, *other;

	mnl_attr_put_strz(nlh, IFLA_IFNAME, name);
	info = mnl_attr_nest_start(nlh, IFLA_LINKINFO);
	mnl_attr_put_str(nlh, IFLA_INFO_KIND, "veth");
	data = mnl_attr_nest_start(nlh, IFLA_INFO_DATA);
	other = mnl_attr_nest_start(nlh, VETH_INFO_PEER);
	mnl_nlmsg_put_extra_header(nlh, sizeof(struct ifinfomsg));
	mnl_attr_put_strz(nlh, IFLA_IFNAME, peer);
	mnl_attr_nest_end(nlh, other);
	mnl_attr_nest_end(nlh, data);
	mnl_attr_nest_end(nlh, info);
	end(l);
}

void rtlink_set_up(struct rtlink *l, int ifindex, bool up)
{
	struct nlmsghdr *nlh = request(l, ifindex, 0);
	struct ifinfomsg *ifi = mnl_nlmsg_get_payload(nlh);

	ifi->ifi_flags = up ? IFF_UP : 0;
	ifi->ifi_change = IFF_UP;
	end(l);
}

void rtlink_set_mtu(struct rtlink *l, int ifindex, uint32_t mtu)
{
	mnl_attr_put_u32(request(l, ifindex, 0), IFLA_MTU, mtu);
	end(l);
}

void rtlink_set_name(struct rtlink *l, int ifindex, const char *name)
{
	mnl_attr_put_strz(request(l, ifindex, 0), IFLA_IFNAME, name);
	end(l);
}

void rtlink_set_address(struct rtlink *l, int ifindex, const uint8_t mac[6])
{
	mnl_attr_put(request(l, ifindex, 0), IFLA_ADDRESS, 6, mac);
	end(l);
}

void rtlink_set_master(struct rtlink *l, int ifindex, uint32_t master)
{
	mnl_attr_put_u32(request(l, ifindex, 0), IFLA_MASTER, master);
	end(l);
}

/* Returns true once the answer to the last request was among what came. */
static bool answers(struct rtlink *l)
{
	char buf[MNL_SOCKET_BUFFER_SIZE];
	ssize_t got = mnl_socket_recvfrom(l->nl, buf, sizeof(buf));
	const struct nlmsghdr *nlh = (void *)buf;
	int left = got;
	bool done = false;

	/* The answers did not fit; the work is done nevertheless. */
	if (got < 0 && errno == ENOBUFS)
		errx(1, "rtnetlink: too many refused requests");
	if (got < 0)
		err(1, "rtnetlink");
	for (; mnl_nlmsg_ok(nlh, left); nlh = mnl_nlmsg_next(nlh, &left)) {
		const struct nlmsgerr *e = mnl_nlmsg_get_payload(nlh);

		if (nlh->nlmsg_type != NLMSG_ERROR)
			continue;
		if (e->error) {
			l->failed++;
			l->error = -e->error;
		}
		done |= nlh->nlmsg_seq == l->seq;
	}
	return done;
}

void rtlink_commit(struct rtlink *l)
{
	if (!l->len)
		return;
	l->last->nlmsg_flags |= NLM_F_ACK;
	if (mnl_socket_sendto(l->nl, l->buf, l->len) < 0)
		err(1, "rtnetlink");
	l->len = 0;
	while (!answers(l))
		;
}
