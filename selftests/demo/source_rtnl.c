// SPDX-License-Identifier: GPL-2.0
/* Listening to rtnetlink, group RTNLGRP_LINK. */
#include <err.h>
#include <sys/socket.h>

#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "attrs.h"
#include "listener.h"

static int on_linkinfo(const struct nlattr *attr, void *data)
{
	struct iface *i = data;

	if (mnl_attr_get_type(attr) == IFLA_INFO_KIND)
		attrs_string(attr, i->kind, sizeof(i->kind));
	return MNL_CB_OK;
}

static void read_link(struct account *a, const struct nlmsghdr *nlh)
{
	const struct ifinfomsg *ifi = mnl_nlmsg_get_payload(nlh);
	struct iface i = { .ifindex = ifi->ifi_index, .flags = ifi->ifi_flags };
	struct attrs t;

	attrs_parse(&t, nlh, sizeof(*ifi));
	i.mtu = attrs_u32(&t, IFLA_MTU);
	i.master = attrs_u32(&t, IFLA_MASTER);
	i.carrier_ups = attrs_u32(&t, IFLA_CARRIER_UP_COUNT);
	i.carrier_downs = attrs_u32(&t, IFLA_CARRIER_DOWN_COUNT);
	i.operstate = attrs_u8(&t, IFLA_OPERSTATE);
	/* nthrottle says 0 of an interface that is down. */
	i.carrier = attrs_u8(&t, IFLA_CARRIER) && (i.flags & IFF_UP);
	attrs_string(t.tb[IFLA_IFNAME], i.name, sizeof(i.name));
	attrs_address(t.tb[IFLA_ADDRESS], &i);
	if (t.tb[IFLA_LINKINFO])
		mnl_attr_parse_nested(t.tb[IFLA_LINKINFO], on_linkinfo, &i);
	table_put(&a->table, &i);
}

/* Of a bridge port there are messages of family AF_BRIDGE as well, which do not
 * show the whole interface.
 */
static int rtnl_message(struct account *a, const struct nlmsghdr *nlh)
{
	const struct ifinfomsg *ifi = mnl_nlmsg_get_payload(nlh);

	if (nlh->nlmsg_type != RTM_NEWLINK && nlh->nlmsg_type != RTM_DELLINK)
		return -1;
	if (ifi->ifi_family != AF_UNSPEC)
		return 0;
	if (nlh->nlmsg_type == RTM_DELLINK) {
		table_remove(&a->table, ifi->ifi_index);
		return 0;
	}
	read_link(a, nlh);
	return ifi->ifi_index;
}

static int on_dump(const struct nlmsghdr *nlh, void *data)
{
	rtnl_message(data, nlh);
	return MNL_CB_OK;
}

static void rtnl_dump(struct account *a)
{
	struct mnl_socket *nl = mnl_socket_open(NETLINK_ROUTE);
	char buf[32768];
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	int got, more = MNL_CB_OK;

	nlh->nlmsg_type = RTM_GETLINK;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	mnl_nlmsg_put_extra_header(nlh, sizeof(struct ifinfomsg));
	if (!nl || mnl_socket_sendto(nl, nlh, nlh->nlmsg_len) < 0)
		err(1, "rtnetlink");
	while (more == MNL_CB_OK) {
		got = mnl_socket_recvfrom(nl, buf, sizeof(buf));
		more = got < 0 ? MNL_CB_ERROR :
		       mnl_cb_run(buf, got, 0, 0, on_dump, a);
	}
	if (more == MNL_CB_ERROR)
		err(1, "rtnetlink dump");
	mnl_socket_close(nl);
}

static struct mnl_socket *rtnl_listen(void)
{
	struct mnl_socket *nl = mnl_socket_open(NETLINK_ROUTE);
	int group = RTNLGRP_LINK;

	if (!nl || mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) < 0 ||
	    mnl_socket_setsockopt(nl, NETLINK_ADD_MEMBERSHIP, &group,
				  sizeof(group)) < 0)
		err(1, "rtnetlink");
	return nl;
}

const struct source source_rtnl = {
	.protocol = NETLINK_ROUTE,
	.listen = rtnl_listen,
	.dump = rtnl_dump,
	.message = rtnl_message,
};
