// SPDX-License-Identifier: GPL-2.0
/* The generic netlink family nthrottle: a socket, and a few numbers. */
#include <err.h>
#include <string.h>

#include <linux/genetlink.h>
#include <linux/nthrottle.h>

#include "ntfamily.h"

static void ask(struct mnl_socket *nl, uint16_t type, uint8_t cmd,
		uint16_t flags, const char *family_name, mnl_cb_t cb,
		void *data)
{
	char buf[32768];
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct genlmsghdr *genl;
	int got, more = MNL_CB_OK;

	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = NLM_F_REQUEST | flags;
	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = cmd;
	genl->version = 1;
	if (family_name)
		mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, family_name);
	if (mnl_socket_sendto(nl, nlh, nlh->nlmsg_len) < 0)
		err(1, "generic netlink");
	while (more == MNL_CB_OK) {
		got = mnl_socket_recvfrom(nl, buf, sizeof(buf));
		more = got < 0 ? MNL_CB_ERROR :
		       mnl_cb_run(buf, got, 0, mnl_socket_get_portid(nl), cb,
				  data);
	}
	if (more == MNL_CB_ERROR)
		err(1, family_name ? "no family nthrottle: is the module loaded?"
				   : "nthrottle");
}

static int on_group(const struct nlattr *attr, void *data)
{
	struct ntfamily *f = data;
	const struct nlattr *a;
	uint32_t id = 0;
	const char *name = "";

	mnl_attr_for_each_nested(a, attr) {
		if (mnl_attr_get_type(a) == CTRL_ATTR_MCAST_GRP_ID)
			id = mnl_attr_get_u32(a);
		else if (mnl_attr_get_type(a) == CTRL_ATTR_MCAST_GRP_NAME)
			name = mnl_attr_get_str(a);
	}
	if (!strcmp(name, NTHROTTLE_MCGRP_EVENTS))
		f->group = id;
	return MNL_CB_OK;
}

static int on_family(const struct nlmsghdr *nlh, void *data)
{
	struct ntfamily *f = data;
	const struct nlattr *a;

	mnl_attr_for_each(a, nlh, sizeof(struct genlmsghdr)) {
		if (mnl_attr_get_type(a) == CTRL_ATTR_FAMILY_ID)
			f->id = mnl_attr_get_u16(a);
		else if (mnl_attr_get_type(a) == CTRL_ATTR_MCAST_GROUPS)
			mnl_attr_parse_nested(a, on_group, f);
	}
	return MNL_CB_OK;
}

/**
 * ntfamily_open() - find the family, or end the program
 * @f: what to fill
 */
void ntfamily_open(struct ntfamily *f)
{
	memset(f, 0, sizeof(*f));
	f->nl = mnl_socket_open(NETLINK_GENERIC);
	if (!f->nl || mnl_socket_bind(f->nl, 0, MNL_SOCKET_AUTOPID) < 0)
		err(1, "generic netlink");
	ask(f->nl, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, NLM_F_ACK,
	    NTHROTTLE_FAMILY_NAME, on_family, f);
}

void ntfamily_close(struct ntfamily *f)
{
	mnl_socket_close(f->nl);
}

static int on_config(const struct nlmsghdr *nlh, void *data)
{
	struct ntfacts *facts = data;
	const struct nlattr *a;

	mnl_attr_for_each(a, nlh, sizeof(struct genlmsghdr))
		if (mnl_attr_get_type(a) == NTHROTTLE_A_CONFIG_PENDING)
			facts->pending = mnl_attr_get_u32(a);
	return MNL_CB_OK;
}

static int on_stats(const struct nlmsghdr *nlh, void *data)
{
	struct ntfacts *facts = data;
	const struct nlattr *a;

	mnl_attr_for_each(a, nlh, sizeof(struct genlmsghdr)) {
		if (mnl_attr_get_type(a) == NTHROTTLE_A_STATS_SEQ)
			facts->seq = mnl_attr_get_u64(a);
		else if (mnl_attr_get_type(a) == NTHROTTLE_A_STATS_EVENTS)
			facts->events = mnl_attr_get_u64(a);
	}
	return MNL_CB_OK;
}

static int on_profile(const struct nlmsghdr *nlh, void *data)
{
	struct ntfacts *facts = data;
	const struct nlattr *a;

	mnl_attr_for_each(a, nlh, sizeof(struct genlmsghdr)) {
		if (mnl_attr_get_type(a) == NTHROTTLE_A_PROFILE_THRESHOLD_MS)
			facts->threshold_ms = mnl_attr_get_u32(a);
		else if (mnl_attr_get_type(a) == NTHROTTLE_A_PROFILE_BURST)
			facts->burst = mnl_attr_get_u32(a);
	}
	return MNL_CB_OK;
}

/**
 * ntfamily_facts() - ask for the numbers
 * @f: the family
 * @facts: what to fill
 */
void ntfamily_facts(struct ntfamily *f, struct ntfacts *facts)
{
	memset(facts, 0, sizeof(*facts));
	ask(f->nl, f->id, NTHROTTLE_CMD_CONFIG_GET, NLM_F_ACK, NULL, on_config,
	    facts);
	ask(f->nl, f->id, NTHROTTLE_CMD_STATS_GET, NLM_F_ACK, NULL, on_stats,
	    facts);
	ask(f->nl, f->id, NTHROTTLE_CMD_PROFILE_GET, NLM_F_ACK, NULL,
	    on_profile, facts);
}

/**
 * ntfamily_dump_devs() - ask for all interfaces
 * @f: the family
 * @cb: called for each
 * @data: its argument
 */
void ntfamily_dump_devs(struct ntfamily *f, mnl_cb_t cb, void *data)
{
	ask(f->nl, f->id, NTHROTTLE_CMD_DEV_GET, NLM_F_DUMP, NULL, cb, data);
}

/**
 * ntfamily_listen() - a socket in the group "events"
 * @f: the family
 *
 * Return: the socket; its receive buffer is the default one.
 */
struct mnl_socket *ntfamily_listen(const struct ntfamily *f)
{
	struct mnl_socket *nl = mnl_socket_open(NETLINK_GENERIC);
	int group = f->group;

	if (!nl || mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) < 0 ||
	    mnl_socket_setsockopt(nl, NETLINK_ADD_MEMBERSHIP, &group,
				  sizeof(group)) < 0)
		err(1, "nthrottle: group events");
	return nl;
}
