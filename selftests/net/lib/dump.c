// SPDX-License-Identifier: GPL-2.0
/* The kernel's own view of the interfaces: what `ip link` shows. */
#include <errno.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>

#include <netlink/attr.h>

#include "link.h"

struct visitor {
	link_fn fn;
	void *arg;
};

static void copy_kind(struct link_state *s, struct nlattr *linkinfo)
{
	struct nlattr *tb[IFLA_INFO_MAX + 1];

	if (!linkinfo || nla_parse_nested(tb, IFLA_INFO_MAX, linkinfo, NULL))
		return;
	if (tb[IFLA_INFO_KIND])
		nla_strlcpy(s->kind, tb[IFLA_INFO_KIND], sizeof(s->kind));
}

static __u32 u32_or_0(struct nlattr *a)
{
	return a ? nla_get_u32(a) : 0;
}

static void visit(struct nlmsghdr *h, void *arg)
{
	struct ifinfomsg *ifi = nlmsg_data(h);
	struct nlattr *tb[IFLA_MAX + 1];
	struct visitor *v = arg;
	struct link_state s = {};

	if (nlmsg_parse(h, sizeof(*ifi), tb, IFLA_MAX, NULL))
		return;
	s.ifindex = ifi->ifi_index;
	/* Their changes do not reach the notifier chain. */
	s.flags = ifi->ifi_flags & ~(IFF_PROMISC | IFF_ALLMULTI);
	if (tb[IFLA_IFNAME])
		nla_strlcpy(s.name, tb[IFLA_IFNAME], sizeof(s.name));
	copy_kind(&s, tb[IFLA_LINKINFO]);
	s.operstate = tb[IFLA_OPERSTATE] ? nla_get_u8(tb[IFLA_OPERSTATE]) : 0;
	if (tb[IFLA_CARRIER] && ifi->ifi_flags & IFF_UP)
		s.carrier = nla_get_u8(tb[IFLA_CARRIER]);
	s.ups = u32_or_0(tb[IFLA_CARRIER_UP_COUNT]);
	s.downs = u32_or_0(tb[IFLA_CARRIER_DOWN_COUNT]);
	s.mtu = u32_or_0(tb[IFLA_MTU]);
	s.master = u32_or_0(tb[IFLA_MASTER]);
	if (tb[IFLA_ADDRESS])
		s.addr_len = nla_memcpy(s.addr, tb[IFLA_ADDRESS],
					sizeof(s.addr));
	v->fn(&s, v->arg);
}

static struct nl_msg *request(int flags)
{
	struct nl_msg *msg = nlmsg_alloc_simple(RTM_GETLINK, flags);
	struct ifinfomsg ifi = {};

	nlmsg_append(msg, &ifi, sizeof(ifi), NLMSG_ALIGNTO);
	nla_put_u32(msg, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
	return msg;
}

/* All interfaces of the namespace. -EINTR if they changed meanwhile. */
int link_dump(struct rt *rt, link_fn fn, void *arg)
{
	struct visitor v = { fn, arg };

	return chan_call(&rt->chan, request(NLM_F_DUMP), visit, &v);
}

static void copy(const struct link_state *s, void *arg)
{
	*(struct link_state *)arg = *s;
}

int link_get(struct rt *rt, const char *name, struct link_state *s)
{
	struct visitor v = { copy, s };
	struct nl_msg *msg = request(0);

	nla_put_string(msg, IFLA_IFNAME, name);
	return chan_call(&rt->chan, msg, visit, &v);
}

/* 0 if there is no such interface. */
__u32 link_index(struct rt *rt, const char *name)
{
	struct link_state s = {};

	return link_get(rt, name, &s) ? 0 : s.ifindex;
}

/* The first field in which two states differ, NULL if they are equal. The
 * carrier counts are left out: a peer that is down changes them silently.
 */
const char *link_differs(const struct link_state *a,
			 const struct link_state *b)
{
	static char text[64];

	if (a->ifindex != b->ifindex)
		return "ifindex";
	if (strcmp(a->name, b->name))
		return "name";
	if (strcmp(a->kind, b->kind))
		return "kind";
	if (a->flags != b->flags) {
		snprintf(text, sizeof(text), "flags %#x %#x", a->flags,
			 b->flags);
		return text;
	}
	if (a->operstate != b->operstate)
		return "operstate";
	if (a->carrier != b->carrier)
		return "carrier";
	if (a->mtu != b->mtu)
		return "mtu";
	if (a->master != b->master)
		return "master";
	if (a->addr_len != b->addr_len || memcmp(a->addr, b->addr, a->addr_len))
		return "address";
	return NULL;
}
