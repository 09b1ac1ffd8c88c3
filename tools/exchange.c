// SPDX-License-Identifier: GPL-2.0
/* One request and its replies; see exchange.h. */
#include <errno.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/nthrottle.h>

#include "exchange.h"
#include "extack.h"
#include "out.h"

#define REQUEST_SIZE	1024

static int explain(const struct extack *ack, const struct nt_set *set,
		   const struct nlmsghdr *request)
{
	char text[400];

	if (!extack_describe(ack, set, request, text, sizeof(text)))
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
		return ack.error ? explain(&ack, x->set, request) : 0;
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

int exchange(struct nl *nl, struct exchange *x)
{
	char buffer[REQUEST_SIZE] __aligned(8) = { 0 };
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buffer);
	struct genlmsghdr *genl;

	nlh->nlmsg_type = x->type;
	nlh->nlmsg_flags = NLM_F_REQUEST | x->flags;
	nlh->nlmsg_seq = ++nl->seq;
	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	*genl = (struct genlmsghdr){
		.cmd = x->cmd,
		.version = NTHROTTLE_FAMILY_VERSION,
	};
	if (x->request && codec_encode(x->set, x->request, nlh, sizeof(buffer)))
		return exchange_malformed();
	if (mnl_socket_sendto(nl->sock, nlh, nlh->nlmsg_len) < 0) {
		say("cannot send to the kernel: %s", strerror(errno));
		return -1;
	}
	x->done = false;
	x->interrupted = false;
	return take_answers(nl, x, nlh);
}
