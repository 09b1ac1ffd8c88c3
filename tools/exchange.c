// SPDX-License-Identifier: GPL-2.0
/* One request and its replies; see exchange.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/nthrottle.h>

#include "exchange.h"
#include "out.h"

/* Nearly all fit into the first; the largest ruleset is a tenth of the last. */
#define REQUEST_MIN	1024
#define REQUEST_MAX	(1024 * REQUEST_MIN)

static int explain(const struct exchange *x, const struct extack *ack,
		   const struct nlmsghdr *request)
{
	char text[400];

	if (x->refused && x->refused(ack, request, x->to))
		return -1;
	if (!extack_describe(ack, x->set, request, text, sizeof(text)))
		say("%s", text);
	else if (ack->error == ENOENT)
		say("the kernel module is not loaded; load it with: %s (or %s)",
		    "modprobe nthrottle", "insmod kmod/nthrottle.ko");
	else if (ack->error == EPERM)
		say("not permitted; this takes %s",
		    "CAP_NET_ADMIN in the user namespace that owns the network namespace");
	else
		say("the kernel refused: %s", strerror(ack->error));
	return -1;
}

int exchange_malformed(void)
{
	say("the kernel sent a message that this tool does not understand");
	return -1;
}

/* Only what the kernel itself sent; others may know our port, too. */
ssize_t nl_receive(struct nl *nl)
{
	struct sockaddr_nl from = { 0 };
	socklen_t len;
	ssize_t size;

	do {
		len = sizeof(from);
		size = recvfrom(mnl_socket_get_fd(nl->sock), nl->buffer,
				sizeof(nl->buffer), MSG_TRUNC,
				(struct sockaddr *)&from, &len);
	} while (size < 0 ? errno == EINTR : from.nl_pid);
	if (size > (ssize_t)sizeof(nl->buffer)) {
		errno = EMSGSIZE;
		return -1;
	}
	return size;
}

static int take_message(struct exchange *x, const struct nlmsghdr *request,
			const struct nlmsghdr *nlh)
{
	struct codec_body body;
	struct extack ack;

	if (nlh->nlmsg_flags & NLM_F_DUMP_INTR)
		x->interrupted = true;
	if (nlh->nlmsg_type == NLMSG_ERROR || nlh->nlmsg_type == NLMSG_DONE) {
		if (extack_parse(nlh, &ack))
			return exchange_malformed();
		x->done = true;
		return ack.error ? explain(x, &ack, request) : 0;
	}
	if (nlh->nlmsg_type != x->type || !x->take)
		return 0;
	return codec_body(nlh, &body) ? exchange_malformed() : x->take(&body, x->to);
}

static int take_answers(struct nl *nl, struct exchange *x,
			const struct nlmsghdr *request)
{
	const struct nlmsghdr *nlh;
	ssize_t size;
	int left;

	while (!x->done) {
		size = nl_receive(nl);
		if (size < 0) {
			say("cannot receive from the kernel: %s",
			    strerror(errno));
			return -1;
		}
		nlh = (const struct nlmsghdr *)nl->buffer;
		for (left = size; !x->done && mnl_nlmsg_ok(nlh, left);
		     nlh = mnl_nlmsg_next(nlh, &left)) {
			if (nlh->nlmsg_seq != nl->seq)
				continue;
			if (take_message(x, request, nlh))
				return -1;
		}
	}
	return 0;
}

/* Returns -1 if @size bytes at @buffer are not enough. */
static int build(struct nl *nl, const struct exchange *x, void *buffer,
		 size_t size)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buffer);
	struct genlmsghdr *genl;

	nlh->nlmsg_type = x->type;
	nlh->nlmsg_flags = NLM_F_REQUEST | x->flags;
	nlh->nlmsg_seq = nl->seq;
	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	*genl = (struct genlmsghdr){
		.cmd = x->cmd,
		.version = NTHROTTLE_FAMILY_VERSION,
	};
	return x->request ? codec_encode(x->set, x->request, nlh, size) : 0;
}

/* The request, to be freed; NULL if that cannot be. */
static struct nlmsghdr *make_request(struct nl *nl, const struct exchange *x)
{
	size_t size;
	void *buffer;

	nl->seq++;
	for (size = REQUEST_MIN; size <= REQUEST_MAX; size *= 2) {
		buffer = calloc(1, size);
		if (!buffer)
			break;
		if (!build(nl, x, buffer, size))
			return buffer;
		free(buffer);
	}
	say("no memory for a request to the kernel");
	return NULL;
}

/* The kernel takes no message that is larger than the socket's buffer. */
static int send_request(struct nl *nl, const struct nlmsghdr *request)
{
	int fd = mnl_socket_get_fd(nl->sock);
	int size = 2 * request->nlmsg_len;

	if (request->nlmsg_len > REQUEST_MIN &&
	    setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof(size)))
		setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	if (mnl_socket_sendto(nl->sock, request, request->nlmsg_len) >= 0)
		return 0;
	say("cannot send to the kernel: %s%s", strerror(errno),
	    errno == EMSGSIZE ? " (sysctl net.core.wmem_max allows less)" : "");
	return -1;
}

int exchange(struct nl *nl, struct exchange *x)
{
	struct nlmsghdr *request = make_request(nl, x);
	int failed;

	if (!request)
		return -1;
	x->done = false;
	x->interrupted = false;
	failed = send_request(nl, request) || take_answers(nl, x, request);
	free(request);
	return failed ? -1 : 0;
}
