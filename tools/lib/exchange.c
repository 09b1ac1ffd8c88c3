// SPDX-License-Identifier: GPL-2.0
/* One request and its replies; see exchange.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/nthrottle.h>

#include "exchange.h"

/* Nearly all fit into the first; the largest ruleset is a tenth of the last. */
#define REQUEST_MIN	1024
#define REQUEST_MAX	(1024 * REQUEST_MIN)

static int explain(struct nl *nl, const struct exchange *x,
		   const struct extack *ack, const struct nlmsghdr *request)
{
	char text[NL_ERROR_SIZE];

	if (x->refused && x->refused(ack, request, x->to))
		return nl_fail(nl, ack->error, "%s", "");
	if (!extack_describe(ack, x->set, request, text, sizeof(text)))
		return nl_fail(nl, ack->error, "%s", text);
	if (ack->error == ENOENT)
		return nl_fail(nl, ENOENT,
			"the kernel module is not loaded; load it with: %s (or %s)",
			"modprobe nthrottle", "insmod kmod/nthrottle.ko");
	if (ack->error == EPERM)
		return nl_fail(nl, EPERM, "not permitted; this takes %s",
			"CAP_NET_ADMIN in the user namespace that owns the network namespace");
	return nl_fail(nl, ack->error, "the kernel refused: %s",
		       strerror(ack->error));
}

int exchange_malformed(struct nl *nl)
{
	return nl_fail(nl, EBADMSG,
		"the kernel sent a message that this program does not understand");
}

static int take_end(struct nl *nl, struct exchange *x,
		    const struct nlmsghdr *request, const struct nlmsghdr *nlh)
{
	struct extack ack;

	if (extack_parse(nlh, &ack))
		return exchange_malformed(nl);
	x->done = true;
	return ack.error ? explain(nl, x, &ack, request) : 0;
}

static int take_message(struct nl *nl, struct exchange *x,
			const struct nlmsghdr *request,
			const struct nlmsghdr *nlh)
{
	struct codec_body body;
	int err = -EBADMSG;

	if (nlh->nlmsg_flags & NLM_F_DUMP_INTR)
		x->interrupted = true;
	if (nlh->nlmsg_type == NLMSG_ERROR || nlh->nlmsg_type == NLMSG_DONE)
		return take_end(nl, x, request, nlh);
	if (nlh->nlmsg_type != x->type || !x->take)
		return 0;
	if (!codec_body(nlh, &body))
		err = x->take(&body, x->to);
	if (err == -ENOMEM)
		return nl_fail(nl, ENOMEM, "out of memory");
	return err ? exchange_malformed(nl) : 0;
}

/* Of one datagram. Returns -1 if there was an error. */
static int take_datagram(struct nl *nl, struct exchange *x,
			 const struct nlmsghdr *request, ssize_t size)
{
	const struct nlmsghdr *nlh = (const struct nlmsghdr *)nl->buffer;
	int left = size, failed = 0;

	for (; !x->done && codec_whole(nlh, left);
	     nlh = mnl_nlmsg_next(nlh, &left)) {
		if (nlh->nlmsg_seq != nl->seq ||
		    !take_message(nl, x, request, nlh))
			continue;
		/* The rest must leave the socket, or it refuses the next dump. */
		failed = -1;
		x->take = NULL;
	}
	return failed;
}

static int take_answers(struct nl *nl, struct exchange *x,
			const struct nlmsghdr *request)
{
	int failed = 0, err = 0;
	ssize_t size;

	while (!x->done) {
		size = nl_receive(nl, 0);
		if (size < 0)
			return nl_fail(nl, errno, "cannot receive from the kernel: %s",
				       strerror(errno));
		if (!take_datagram(nl, x, request, size))
			continue;
		failed = -1;
		err = errno;
	}
	if (failed)
		errno = err;
	return failed;
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
	nl_fail(nl, ENOMEM, "no memory for a request to the kernel");
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
	return nl_fail(nl, errno, "cannot send to the kernel: %s%s",
		       strerror(errno), errno == EMSGSIZE ?
		       " (sysctl net.core.wmem_max allows less)" : "");
}

int exchange(struct nl *nl, struct exchange *x)
{
	struct nlmsghdr *request = make_request(nl, x);
	int failed, err;

	if (!request)
		return -1;
	x->done = false;
	x->interrupted = false;
	failed = send_request(nl, request) || take_answers(nl, x, request);
	err = errno;
	free(request);
	errno = err;
	return failed ? -1 : 0;
}
