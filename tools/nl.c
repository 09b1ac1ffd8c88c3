// SPDX-License-Identifier: GPL-2.0
/* Talking to the module; see nl.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/nthrottle.h>

#include "exchange.h"
#include "netns.h"
#include "out.h"

#define DUMP_ATTEMPTS	10
#define MONITOR_BUFFER	(4 << 20)

/* The one request to the control family, described as ours are. */
struct resolve {
	u64 present;
	char name[NT_STRING_SIZE];
};

static const struct nt_attr resolve_attrs[] = {
	{
		.key = "family-name", .type = CTRL_ATTR_FAMILY_NAME,
		.offset = offsetof(struct resolve, name), .kind = NT_STRING,
	},
	{ }
};

static const struct nt_set resolve_set = {
	resolve_attrs, sizeof(struct resolve)
};

static int take_family(const struct codec_body *body, void *to)
{
	return codec_family(body->attrs, body->len, to) ? exchange_malformed() : 0;
}

static int resolve(struct nl *nl)
{
	const struct resolve request = {
		.present = 1ULL << CTRL_ATTR_FAMILY_NAME,
		.name = NTHROTTLE_FAMILY_NAME,
	};
	struct exchange x = {
		.type = GENL_ID_CTRL,
		.cmd = CTRL_CMD_GETFAMILY,
		.flags = NLM_F_ACK,
		.set = &resolve_set,
		.request = &request,
		.take = take_family,
		.to = &nl->family,
	};

	return exchange(nl, &x);
}

static int open_socket(struct nl *nl)
{
	int on = 1;

	nl->sock = mnl_socket_open2(NETLINK_GENERIC, SOCK_CLOEXEC);
	if (!nl->sock || mnl_socket_bind(nl->sock, 0, MNL_SOCKET_AUTOPID)) {
		say("cannot open a netlink socket: %s", strerror(errno));
		return -1;
	}
	/* Old kernels do without; then refusals have no text. */
	mnl_socket_setsockopt(nl->sock, NETLINK_EXT_ACK, &on, sizeof(on));
	mnl_socket_setsockopt(nl->sock, NETLINK_CAP_ACK, &on, sizeof(on));
	return 0;
}

int nl_open(struct nl *nl, const struct options *opt)
{
	memset(nl, 0, offsetof(struct nl, buffer));
	if (opt->netns && netns_enter(opt->netns))
		return -1;
	if (!open_socket(nl) && !resolve(nl))
		return 0;
	nl_close(nl);
	return -1;
}

void nl_close(struct nl *nl)
{
	if (nl->sock)
		mnl_socket_close(nl->sock);
	nl->sock = NULL;
}

int nl_set(struct nl *nl, u8 cmd, const struct nt_set *set,
	   const void *request)
{
	struct exchange x = {
		.type = nl->family.id,
		.cmd = cmd,
		.flags = NLM_F_ACK,
		.set = set,
		.request = request,
	};

	return exchange(nl, &x);
}

/* The same as all that a command does. */
int nl_order(const struct options *opt, u8 cmd, const struct nt_set *set,
	     const void *request)
{
	static struct nl nl;
	int failed;

	if (nl_open(&nl, opt))
		return -1;
	failed = nl_set(&nl, cmd, set, request);
	nl_close(&nl);
	return failed;
}

static int take_item(const struct codec_body *body, void *to)
{
	struct nl_list *list = to;
	void *items;

	if (list->count == list->room) {
		list->room = list->room ? list->room * 2 : 16;
		items = reallocarray(list->items, list->room, list->set->size);
		if (!items) {
			say("out of memory");
			return -1;
		}
		list->items = items;
	}
	if (codec_decode(list->set, body->attrs, body->len,
			 nl_item(list, list->count)))
		return exchange_malformed();
	list->count++;
	return 0;
}

int nl_get(struct nl *nl, u8 cmd, const struct nt_set *set,
	   const void *request, struct nl_list *list)
{
	struct exchange x = {
		.type = nl->family.id,
		.cmd = cmd,
		.flags = NLM_F_ACK,
		.set = set,
		.request = request,
		.take = take_item,
		.to = list,
	};

	list->set = set;
	if (exchange(nl, &x))
		return -1;
	return list->count == 1 ? 0 : exchange_malformed();
}

/*
 * A dump that changes interrupt is no picture of any moment, so it is begun
 * anew; when they do not cease, the last attempt must do, and we say so.
 */
int nl_dump(struct nl *nl, u8 cmd, const struct nt_set *set,
	    struct nl_list *list)
{
	struct exchange x = {
		.type = nl->family.id,
		.cmd = cmd,
		.flags = NLM_F_DUMP,
		.set = set,
		.take = take_item,
		.to = list,
	};
	int attempt;

	list->set = set;
	for (attempt = 0; attempt < DUMP_ATTEMPTS; attempt++) {
		list->count = 0;
		if (exchange(nl, &x))
			return -1;
		if (!x.interrupted)
			return 0;
	}
	say("what is listed kept changing; the list may lack some or have some twice");
	return 0;
}

void nl_list_free(struct nl_list *list)
{
	free(list->items);
	memset(list, 0, sizeof(*list));
}

static int join(struct nl *nl, u32 group, const char *name)
{
	if (!group) {
		say("this kernel module has no notifications of %s", name);
		return -1;
	}
	if (!mnl_socket_setsockopt(nl->sock, NETLINK_ADD_MEMBERSHIP, &group,
				   sizeof(group)))
		return 0;
	say("cannot listen to notifications of %s: %s", name, strerror(errno));
	return -1;
}

/* Larger than the default, but no storm of a minute need fit in. */
int nl_subscribe(struct nl *nl, bool config)
{
	int fd = mnl_socket_get_fd(nl->sock);
	int size = MONITOR_BUFFER;

	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)))
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	if (config && join(nl, nl->family.config_group, "the configuration"))
		return -1;
	return join(nl, nl->family.events_group, "interfaces");
}
