// SPDX-License-Identifier: GPL-2.0
/*
 * What it costs to learn what changed, in instructions under -icount and in
 * bytes: by "what changed since", and by asking rtnetlink for everything, as ip
 * link does. Both are received and walked by the same code.
 */
#include <err.h>
#include <stdio.h>
#include <unistd.h>

#include <linux/genetlink.h>
#include <linux/if_link.h>
#include <linux/nthrottle.h>
#include <linux/rtnetlink.h>

#include "../lib/ntfamily.h"
#include "bench.h"

#define TURNS		5
#define PATIENCE_MS	60000

struct cost {
	uint64_t instructions;
	uint64_t bytes;
	unsigned int messages;
};

/* Returns true at the end of the dump. */
static bool walk(const char *buf, int left, struct cost *c)
{
	const struct nlmsghdr *nlh = (const void *)buf;

	c->bytes += left;
	for (; mnl_nlmsg_ok(nlh, left); nlh = mnl_nlmsg_next(nlh, &left)) {
		if (nlh->nlmsg_type == NLMSG_DONE)
			return true;
		if (nlh->nlmsg_type == NLMSG_ERROR)
			errx(1, "a dump was refused");
		c->messages++;
	}
	return false;
}

static struct cost ask(struct mnl_socket *nl, const struct nlmsghdr *nlh)
{
	char buf[32768] __attribute__((aligned(8)));
	struct cost c = { .instructions = 0 };
	uint64_t before = raw_ns();
	int got;

	if (mnl_socket_sendto(nl, nlh, nlh->nlmsg_len) < 0)
		err(1, "request");
	do {
		got = mnl_socket_recvfrom(nl, buf, sizeof(buf));
		if (got < 0)
			err(1, "reply");
	} while (!walk(buf, got, &c));
	c.instructions = raw_ns() - before;
	return c;
}

static struct cost ask_since(const struct ntfamily *f, uint64_t seq)
{
	char buf[128] __attribute__((aligned(8)));
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct genlmsghdr *genl;

	nlh->nlmsg_type = f->id;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = NTHROTTLE_CMD_DEV_GET;
	genl->version = NTHROTTLE_FAMILY_VERSION;
	mnl_attr_put_u64(nlh, NTHROTTLE_A_DEV_SINCE, seq);
	return ask(f->nl, nlh);
}

/* What ip link asks for, byte by byte. */
static struct cost ask_links(struct mnl_socket *nl)
{
	char buf[128] __attribute__((aligned(8)));
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct ifinfomsg *ifi;

	nlh->nlmsg_type = RTM_GETLINK;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	ifi = mnl_nlmsg_put_extra_header(nlh, sizeof(*ifi));
	ifi->ifi_family = AF_PACKET;
	mnl_attr_put_u32(nlh, IFLA_EXT_MASK, RTEXT_FILTER_VF);
	return ask(nl, nlh);
}

static uint64_t wait_until_told(struct ntfamily *f, uint64_t seq)
{
	struct ntfacts facts;
	unsigned int ms;

	for (ms = 0; ms < PATIENCE_MS; ms += 10) {
		ntfamily_facts(f, &facts);
		if (!facts.pending && facts.seq >= seq)
			return facts.seq;
		usleep(10000);
	}
	errx(1, "still not notified: %u pending, seq %llu of %llu",
	     facts.pending, (unsigned long long)facts.seq,
	     (unsigned long long)seq);
}

static void change(const struct ifaces *all, unsigned int count)
{
	struct rtlink rt;
	unsigned int i;

	rtlink_open(&rt);
	for (i = 0; i < count; i++)
		rtlink_set_mtu(&rt, all->first + i * (all->count / count),
			       1234);
	rtlink_commit(&rt);
	if (rt.failed)
		errx(1, "%u changes refused", rt.failed);
	rtlink_close(&rt);
}

static void print(const char *what, const struct cost *c, unsigned int messages)
{
	if (c->messages != messages)
		errx(1, "%s: %u messages, not %u", what, c->messages, messages);
	printf("%s-instructions %llu\n", what,
	       (unsigned long long)c->instructions);
	printf("%s-bytes %llu\n", what, (unsigned long long)c->bytes);
}

/**
 * bench_since() - what learning of some changes costs
 * @count: how many interfaces change
 *
 * Each answer has one message besides those of interfaces, but rtnetlink's; in
 * the answer to since 0 and in rtnetlink's is lo, too.
 */
int bench_since(unsigned int count)
{
	struct ifaces all = ifaces_find();
	struct mnl_socket *links = mnl_socket_open(NETLINK_ROUTE);
	struct ntfamily f;
	uint64_t seq, now;
	struct cost c;
	int i;

	if (!links || mnl_socket_bind(links, 0, MNL_SOCKET_AUTOPID) < 0)
		err(1, "rtnetlink");
	ntfamily_open(&f);
	seq = wait_until_told(&f, 0);
	change(&all, count);
	now = wait_until_told(&f, seq + count);
	for (i = 0; i < TURNS; i++) {
		c = ask_links(links);
		print("links", &c, all.count + 1);
		c = ask_since(&f, seq);
		print("since", &c, count + 1);
		c = ask_since(&f, now);
		print("nothing", &c, 1);
		c = ask_since(&f, 0);
		print("everything", &c, all.count + 2);
	}
	ntfamily_close(&f);
	mnl_socket_close(links);
	return 0;
}
