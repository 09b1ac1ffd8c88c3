// SPDX-License-Identifier: GPL-2.0
/*
 * What a link operation costs. Under -icount a nanosecond is an instruction, of
 * whatever runs on the one processor: the kernel's part of the operation, the
 * module's worker, the listener. So nothing may be idle while time is taken.
 */
#include <err.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/rtnetlink.h>

#include "../lib/ntfamily.h"
#include "bench.h"

#define BATCHES		5
#define BATCH_OPS	1000	/* so that a timer tick more or less is noise */
#define BATCH_IFACES	500	/* at most, each up and down again */

/**
 * struct listening - a listener in the same process
 * @nl: its socket, NULL without one
 * @each: wait for a message after each operation; otherwise take what is there
 * @messages: received
 */
struct listening {
	struct mnl_socket *nl;
	bool each;
	uint64_t messages;
};

static void drain(struct listening *l)
{
	char buf[32768];
	struct pollfd p = { .events = POLLIN };
	ssize_t got;

	if (!l->nl)
		return;
	p.fd = mnl_socket_get_fd(l->nl);
	/* Waiting lets the worker run; it is never idle, nor so long that the
	 * limit matters.
	 */
	if (poll(&p, 1, l->each ? 1000 : 0) < 0)
		err(1, "poll");
	while ((got = recv(p.fd, buf, sizeof(buf), MSG_DONTWAIT)) > 0) {
		const struct nlmsghdr *nlh = (void *)buf;
		int left = got;

		for (; mnl_nlmsg_ok(nlh, left); nlh = mnl_nlmsg_next(nlh, &left))
			l->messages++;
	}
	if (got < 0 && errno != EAGAIN)
		err(1, "recv");
}

static void listen_to(struct listening *l, const char *what)
{
	struct ntfamily family;
	int group = RTNLGRP_LINK;

	memset(l, 0, sizeof(*l));
	if (!strcmp(what, "nobody"))
		return;
	l->each = strcmp(what, "paced");
	if (!strcmp(what, "rtnetlink")) {
		l->nl = mnl_socket_open(NETLINK_ROUTE);
		if (!l->nl || mnl_socket_bind(l->nl, 0, MNL_SOCKET_AUTOPID) < 0 ||
		    mnl_socket_setsockopt(l->nl, NETLINK_ADD_MEMBERSHIP, &group,
					  sizeof(group)) < 0)
			err(1, "rtnetlink");
		return;
	}
	ntfamily_open(&family);
	l->nl = ntfamily_listen(&family);
	ntfamily_close(&family);
}

/* One of @count interfaces spread over all of them. */
static int spread(const struct ifaces *all, unsigned int i, unsigned int count)
{
	return all->first + i * (all->count / count);
}

static void batch(struct rtlink *rt, const struct ifaces *all,
		  struct listening *l)
{
	unsigned int count = all->count < BATCH_IFACES ? all->count :
			     BATCH_IFACES;
	unsigned int op;

	for (op = 0; op < BATCH_OPS; op++) {
		rtlink_set_up(rt, spread(all, op % count, count),
			      op / count % 2 == 0);
		rtlink_commit(rt);
		drain(l);
	}
}

/**
 * bench_ops() - link operations, one to a datagram
 * @listener: nobody, rtnetlink, nthrottle (one notification for each
 *	operation), paced (nthrottle's notifications as they come)
 *
 * Prints "instructions" and "messages" per operation of each batch, and the
 * number of all operations, the first batch included.
 */
int bench_ops(const char *listener)
{
	struct ifaces all = ifaces_find();
	struct listening l;
	struct rtlink rt;
	unsigned int i;

	rtlink_open(&rt);
	listen_to(&l, listener);
	batch(&rt, &all, &l);
	for (i = 0; i < BATCHES; i++) {
		uint64_t before = raw_ns();

		l.messages = 0;
		batch(&rt, &all, &l);
		printf("instructions %.1f\n",
		       (double)(raw_ns() - before) / BATCH_OPS);
		printf("messages %.3f\n", (double)l.messages / BATCH_OPS);
		/* Lets buckets fill and the kernel's own work end; no time
		 * passes outside of the machine.
		 */
		if (strcmp(listener, "paced"))
			sleep(12);
	}
	if (rt.failed)
		errx(1, "%u operations refused: %s", rt.failed,
		     strerror(rt.error));
	printf("operations %u\n", (BATCHES + 1) * BATCH_OPS);
	return 0;
}
