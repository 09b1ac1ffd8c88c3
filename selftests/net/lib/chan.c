// SPDX-License-Identifier: GPL-2.0
/* A netlink socket on libnl's core: calls, dumps, and what the kernel says. */
#include <errno.h>
#include <linux/netlink.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include <netlink/attr.h>
#include <netlink/errno.h>

#include "chan.h"

#define GOING_ON 1

__u64 now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_BOOTTIME, &t);
	return t.tv_sec * 1000000000ULL + t.tv_nsec;
}

/* Only to pace what a case does, never to wait for what should happen. */
void pause_ms(unsigned int ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000L };

	nanosleep(&t, NULL);
}

/* A line that is shown even if the case passes. */
void tell(const char *fmt, ...)
{
	va_list ap;

	fputs("note: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

/* Once a minute, how far it is. */
void tell_progress(unsigned int done, unsigned int all, const char *what)
{
	static __u64 told_ns;
	__u64 t_ns = now_ns();

	if (!told_ns)
		told_ns = t_ns;
	if (t_ns < told_ns + 60000000000ULL)
		return;
	told_ns = t_ns;
	tell("%u of %u %s", done, all, what);
}

int chan_open(struct chan *c, int protocol)
{
	int one = 1, fd;

	memset(c, 0, sizeof(*c));
	c->sk = nl_socket_alloc();
	if (!c->sk)
		return -ENOMEM;
	if (nl_connect(c->sk, protocol) < 0) {
		chan_close(c);
		return -EIO;
	}
	fd = nl_socket_get_fd(c->sk);
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &one, sizeof(one));
	setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &one, sizeof(one));
	setsockopt(fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, &one, sizeof(one));
	nl_socket_set_msg_buf_size(c->sk, 1 << 16);
	return 0;
}

void chan_close(struct chan *c)
{
	nl_socket_free(c->sk);
	c->sk = NULL;
}

/* The extack; its offset points at the attribute within our request. */
static void read_extack(struct chan *c, struct nlmsghdr *h,
			const struct nlmsghdr *request)
{
	struct nlattr *tb[NLMSGERR_ATTR_MAX + 1];
	struct nlmsgerr *e = nlmsg_data(h);
	int skip = sizeof(*e);
	__u32 offs = 0;

	if (!(h->nlmsg_flags & NLM_F_ACK_TLVS))
		return;
	if (!(h->nlmsg_flags & NLM_F_CAPPED))
		skip += NLMSG_ALIGN(e->msg.nlmsg_len) - NLMSG_HDRLEN;
	if (nla_parse(tb, NLMSGERR_ATTR_MAX,
		      (struct nlattr *)((char *)e + skip),
		      nlmsg_datalen(h) - skip, NULL))
		return;
	if (tb[NLMSGERR_ATTR_MSG])
		snprintf(c->why, sizeof(c->why), "%s",
			 nla_get_string(tb[NLMSGERR_ATTR_MSG]));
	if (tb[NLMSGERR_ATTR_OFFS])
		offs = nla_get_u32(tb[NLMSGERR_ATTR_OFFS]);
	if (offs && offs + NLA_HDRLEN <= request->nlmsg_len)
		c->err_attr = nla_type((struct nlattr *)
				       ((char *)request + offs));
}

static int handle(struct chan *c, struct nlmsghdr *h,
		  const struct nlmsghdr *request, chan_fn fn, void *arg)
{
	struct nlmsgerr *e = nlmsg_data(h);

	if (h->nlmsg_flags & NLM_F_DUMP_INTR)
		return -EINTR;
	if (h->nlmsg_type == NLMSG_ERROR) {
		read_extack(c, h, request);
		return e->error;
	}
	if (h->nlmsg_type == NLMSG_DONE) {
		int err = *(int *)nlmsg_data(h);

		return err < 0 ? err : 0;
	}
	if (fn)
		fn(h, arg);
	return GOING_ON;
}

static int receive(struct chan *c, const struct nlmsghdr *request, chan_fn fn,
		   void *arg)
{
	struct sockaddr_nl from;
	unsigned char *buf = NULL;
	struct nlmsghdr *h;
	int ret = GOING_ON;
	int n;

	n = nl_recv(c->sk, &from, &buf, NULL);
	if (n <= 0)
		return -EIO;
	for (h = (struct nlmsghdr *)buf; ret == GOING_ON && nlmsg_ok(h, n);
	     h = nlmsg_next(h, &n))
		if (h->nlmsg_seq == request->nlmsg_seq)
			ret = handle(c, h, request, fn, arg);
	free(buf);
	return ret;
}

/* Send a request, wait for its end. Frees the message. Returns 0 or -errno. */
int chan_call(struct chan *c, struct nl_msg *msg, chan_fn fn, void *arg)
{
	int ret;

	c->why[0] = '\0';
	c->err_attr = 0;
	nl_complete_msg(c->sk, msg);
	ret = nl_send(c->sk, msg);
	if (ret < 0) {
		nlmsg_free(msg);
		return -EIO;
	}
	do {
		ret = receive(c, nlmsg_hdr(msg), fn, arg);
	} while (ret == GOING_ON);
	nlmsg_free(msg);
	return ret;
}

/* Send bytes as they are. */
int chan_raw(struct chan *c, const void *buf, size_t len)
{
	return send(nl_socket_get_fd(c->sk), buf, len, 0) < 0 ? -errno : 0;
}

/* Throw away what has arrived; count the errors. Returns datagrams read. */
int chan_drain(struct chan *c, unsigned int *errors)
{
	static char buf[1 << 16];
	struct nlmsghdr *h;
	int count = 0;
	int n;

	while ((n = recv(nl_socket_get_fd(c->sk), buf, sizeof(buf),
			 MSG_DONTWAIT)) > 0) {
		for (h = (struct nlmsghdr *)buf; nlmsg_ok(h, n);
		     h = nlmsg_next(h, &n))
			if (errors && h->nlmsg_type == NLMSG_ERROR &&
			    ((struct nlmsgerr *)nlmsg_data(h))->error)
				(*errors)++;
		count++;
	}
	return count;
}

/* Was something told on this socket, or does it know that something was lost?
 * 1, 0, or negative for neither.
 */
int chan_told(struct chan *c, int timeout_ms)
{
	struct pollfd p = { nl_socket_get_fd(c->sk), POLLIN, 0 };
	static char buf[32768];

	if (poll(&p, 1, timeout_ms) <= 0)
		return -1;
	if (recv(p.fd, buf, sizeof(buf), MSG_DONTWAIT) > 0)
		return 1;
	return errno == ENOBUFS ? 0 : -1;
}
