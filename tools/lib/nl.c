// SPDX-License-Identifier: GPL-2.0
/* Talking to the module; see nl.h. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/nthrottle.h>

#include "exchange.h"

#define DUMP_ATTEMPTS	10

int nl_fail(struct nl *nl, int err, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(nl->error, sizeof(nl->error), format, args);
	va_end(args);
	errno = err;
	return -1;
}

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
	return codec_family(body->attrs, body->len, to) ? -EBADMSG : 0;
}

/* What the control family knows about the family @name. */
int nl_family(struct nl *nl, const char *name, struct codec_family *family)
{
	struct resolve request = { .present = 1ULL << CTRL_ATTR_FAMILY_NAME };
	struct exchange x = {
		.type = GENL_ID_CTRL,
		.cmd = CTRL_CMD_GETFAMILY,
		.flags = NLM_F_ACK,
		.set = &resolve_set,
		.request = &request,
		.take = take_family,
		.to = family,
	};

	memset(family, 0, sizeof(*family));
	snprintf(request.name, sizeof(request.name), "%s", name);
	if (exchange(nl, &x))
		return -1;
	return family->id ? 0 : exchange_malformed(nl);
}

int nl_resolve(struct nl *nl)
{
	struct codec_family family;

	if (nl_family(nl, NTHROTTLE_FAMILY_NAME, &family))
		return -1;
	if (!family.events_group)
		return exchange_malformed(nl);
	nl->family = family;
	return 0;
}

/* In the network namespace of the calling thread. */
int nl_open(struct nl *nl)
{
	int on = 1;

	memset(nl, 0, offsetof(struct nl, buffer));
	nl->sock = mnl_socket_open2(NETLINK_GENERIC, SOCK_CLOEXEC);
	if (!nl->sock || mnl_socket_bind(nl->sock, 0, MNL_SOCKET_AUTOPID)) {
		nl_fail(nl, errno, "cannot open a netlink socket: %s",
			strerror(errno));
		nl_close(nl);
		return -1;
	}
	/* Old kernels do without; then refusals have no text. */
	mnl_socket_setsockopt(nl->sock, NETLINK_EXT_ACK, &on, sizeof(on));
	mnl_socket_setsockopt(nl->sock, NETLINK_CAP_ACK, &on, sizeof(on));
	return 0;
}

void nl_close(struct nl *nl)
{
	int err = errno;

	if (nl->sock)
		mnl_socket_close(nl->sock);
	nl->sock = NULL;
	errno = err;
}

/* Only what the kernel itself sent; others may know our port, too. */
ssize_t nl_receive(struct nl *nl, int flags)
{
	struct sockaddr_nl from = { 0 };
	socklen_t len;
	ssize_t size;

	do {
		len = sizeof(from);
		size = recvfrom(mnl_socket_get_fd(nl->sock), nl->buffer,
				sizeof(nl->buffer), flags | MSG_TRUNC,
				(struct sockaddr *)&from, &len);
	} while (size < 0 ? errno == EINTR : from.nl_pid);
	if (size > (ssize_t)sizeof(nl->buffer)) {
		errno = EMSGSIZE;
		return -1;
	}
	return size;
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

/* A reply that is to come once. */
struct one {
	const struct nt_set *set;
	void *to;
	unsigned int count;
};

static int take_one(const struct codec_body *body, void *to)
{
	struct one *one = to;

	one->count++;
	return codec_decode(one->set, body->attrs, body->len, one->to) ?
	       -EBADMSG : 0;
}

int nl_get_one(struct nl *nl, u8 cmd, const struct nt_set *set,
	       const void *request, void *reply)
{
	struct one one = { .set = set, .to = reply };
	struct exchange x = {
		.type = nl->family.id,
		.cmd = cmd,
		.flags = NLM_F_ACK,
		.set = set,
		.request = request,
		.take = take_one,
		.to = &one,
	};

	if (exchange(nl, &x))
		return -1;
	return one.count == 1 ? 0 : exchange_malformed(nl);
}

static int take_item(const struct codec_body *body, void *to)
{
	struct nl_list *list = to;
	void *items;
	size_t room;

	if (list->count == list->room) {
		room = list->room ? list->room * 2 : 16;
		items = reallocarray(list->items, room, list->set->size);
		if (!items)
			return -ENOMEM;
		list->items = items;
		list->room = room;
	}
	if (codec_decode(list->set, body->attrs, body->len,
			 nl_item(list, list->count)))
		return -EBADMSG;
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
	return list->count == 1 ? 0 : exchange_malformed(nl);
}

/*
 * A dump that changes interrupt is no picture of any moment, so it is begun
 * anew; when they do not cease, the last attempt must do, and the list says so.
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
		list->torn = x.interrupted;
		if (!list->torn)
			break;
	}
	return 0;
}

void nl_list_free(struct nl_list *list)
{
	free(list->items);
	memset(list, 0, sizeof(*list));
}
