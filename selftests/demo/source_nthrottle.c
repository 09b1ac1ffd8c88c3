// SPDX-License-Identifier: GPL-2.0
/* Listening to nthrottle, group events. */
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/nthrottle.h>

#include "../lib/ntfamily.h"
#include "attrs.h"
#include "listener.h"

static struct ntfamily family;

static int read_dev(struct account *a, const struct attrs *t)
{
	struct iface i = {
		.ifindex = attrs_u32(t, NTHROTTLE_A_DEV_IFINDEX),
		.flags = attrs_u32(t, NTHROTTLE_A_DEV_FLAGS),
		.operstate = attrs_u8(t, NTHROTTLE_A_DEV_OPERSTATE),
		.carrier = attrs_u8(t, NTHROTTLE_A_DEV_CARRIER),
		.mtu = attrs_u32(t, NTHROTTLE_A_DEV_MTU),
		.master = attrs_u32(t, NTHROTTLE_A_DEV_MASTER),
	};

	if (t->tb[NTHROTTLE_A_DEV_DELETED]) {
		table_remove(&a->table, i.ifindex);
		return 0;
	}
	i.carrier_ups = attrs_u32(t, NTHROTTLE_A_DEV_CARRIER_UP_COUNT);
	i.carrier_downs = attrs_u32(t, NTHROTTLE_A_DEV_CARRIER_DOWN_COUNT);
	attrs_string(t->tb[NTHROTTLE_A_DEV_NAME], i.name, sizeof(i.name));
	attrs_string(t->tb[NTHROTTLE_A_DEV_KIND], i.kind, sizeof(i.kind));
	attrs_address(t->tb[NTHROTTLE_A_DEV_ADDRESS], &i);
	table_put(&a->table, &i);
	return i.ifindex;
}

static int nthrottle_message(struct account *a, const struct nlmsghdr *nlh)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);
	struct attrs t;
	uint64_t seq;

	if (nlh->nlmsg_type != family.id || genl->cmd != NTHROTTLE_CMD_DEV_NTF)
		return -1;
	attrs_parse(&t, nlh, sizeof(*genl));
	/* The numbers have no holes: one that is missing was lost. */
	seq = mnl_attr_get_u64(t.tb[NTHROTTLE_A_DEV_SEQ]);
	a->lost += seq - a->next_seq;
	a->next_seq = seq + 1;
	return read_dev(a, &t);
}

static int on_dump(const struct nlmsghdr *nlh, void *data)
{
	struct attrs t;

	attrs_parse(&t, nlh, sizeof(struct genlmsghdr));
	read_dev(data, &t);
	return MNL_CB_OK;
}

static void nthrottle_dump(struct account *a)
{
	struct ntfacts facts;

	ntfamily_facts(&family, &facts);
	a->next_seq = facts.seq + 1;
	ntfamily_dump_devs(&family, on_dump, a);
}

static struct mnl_socket *nthrottle_listen(void)
{
	ntfamily_open(&family);
	return ntfamily_listen(&family);
}

const struct source source_nthrottle = {
	.protocol = NETLINK_GENERIC,
	.listen = nthrottle_listen,
	.dump = nthrottle_dump,
	.message = nthrottle_message,
};
