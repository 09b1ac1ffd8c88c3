// SPDX-License-Identifier: GPL-2.0
/*
 * A listener as daemons are written: wait in poll(), read until nothing is
 * left, parse every attribute of every message into a table, and ask how fast
 * the link is, as routing and LLDP daemons do. After ENOBUFS it goes on as if
 * nothing had happened, as many do.
 */
#include <err.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <linux/ethtool.h>
#include <linux/sockios.h>

#include "listener.h"

static uint64_t cpu_ns(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000000ULL +
	       (u.ru_utime.tv_usec + u.ru_stime.tv_usec) * 1000ULL;
}

/* The kernel's own count of what it could not queue, column Drops. */
static uint64_t drops(int protocol, unsigned int portid)
{
	FILE *f = fopen("/proc/net/netlink", "r");
	unsigned long long count, found = 0;
	unsigned int proto, pid;
	char line[256];

	if (!f)
		err(1, "/proc/net/netlink");
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "%*s %u %u %*s %*s %*s %*s %*s %llu",
			   &proto, &pid, &count) == 3 &&
		    proto == (unsigned int)protocol && pid == portid)
			found = count;
	fclose(f);
	return found;
}

/* The answer does not matter here, only that it takes RTNL to get it. The name
 * is asked for, not looked up: for a name that is gone the kernel would look for
 * a module to load.
 */
static void ask_speed(int ifindex)
{
	struct ethtool_cmd cmd = { .cmd = ETHTOOL_GSET };
	struct ifreq request = { .ifr_ifindex = ifindex };
	static int fd = -1;

	if (fd < 0)
		fd = socket(AF_INET, SOCK_DGRAM, 0);
	if (ioctl(fd, SIOCGIFNAME, &request))
		return;
	request.ifr_data = (void *)&cmd;
	ioctl(fd, SIOCETHTOOL, &request);
}

/* Returns the number of messages. */
static unsigned int take(const struct source *s, struct account *a,
			 const char *buf, int left, bool ask)
{
	const struct nlmsghdr *nlh = (const void *)buf;
	unsigned int count = 0;

	for (; mnl_nlmsg_ok(nlh, left); nlh = mnl_nlmsg_next(nlh, &left)) {
		int ifindex = s->message(a, nlh);

		if (ifindex < 0)
			continue;
		a->messages++;
		count++;
		if (ask && ifindex)
			ask_speed(ifindex);
	}
	return count;
}

/* Returns false when there is nothing more to read. */
static bool read_once(const struct source *s, struct account *a, int fd,
		      const struct shared *shared)
{
	static char buf[65536];
	ssize_t got = recv(fd, buf, sizeof(buf), MSG_DONTWAIT);
	uint64_t t = now_ns();
	unsigned int slot = (t - shared->begin_ns) / SLOT_NS;

	if (slot >= SLOTS)
		slot = SLOTS - 1;
	if (got < 0 && errno == ENOBUFS) {
		a->overruns++;
		a->overrun_slot[slot]++;
		return true;
	}
	if (got < 0 && errno == EAGAIN)
		return false;
	if (got < 0)
		err(1, "recv");
	a->reads++;
	a->bytes += got;
	a->last_ns = t;
	a->slot[slot] += take(s, a, buf, got, shared->ask_speed);
	return true;
}

/**
 * listener_run() - listen until told to stop
 * @s: to what
 * @a: what to fill
 * @shared: the demo's begin, and the duties
 * @stop_fd: hung up when it is time to stop
 */
void listener_run(const struct source *s, struct account *a,
		  const struct shared *shared, int stop_fd)
{
	struct mnl_socket *nl = s->listen();
	struct pollfd p[] = {
		{ .fd = mnl_socket_get_fd(nl), .events = POLLIN },
		{ .fd = stop_fd },
	};
	uint64_t before_ns;

	s->dump(a);
	before_ns = cpu_ns();
	a->ready = true;
	while (!p[1].revents) {
		if (poll(p, 2, -1) < 0)
			err(1, "poll");
		if (!p[0].revents)
			continue;
		a->wakeups++;
		while (read_once(s, a, p[0].fd, shared))
			;
	}
	a->cpu_ns = cpu_ns() - before_ns;
	if (s->protocol == NETLINK_ROUTE)
		a->lost = drops(s->protocol, mnl_socket_get_portid(nl));
	mnl_socket_close(nl);
}
