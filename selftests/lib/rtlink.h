/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Link operations through rtnetlink, many to a datagram: what a test needs to
 * make interfaces change as fast as the kernel can.
 */
#ifndef RTLINK_H
#define RTLINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <libmnl/libmnl.h>

#define RTLINK_ROOM	32768

/**
 * struct rtlink - a socket and the requests not yet sent
 * @nl: the socket
 * @len: bytes of @buf in use
 * @seq: sequence number of the newest request
 * @failed: requests that the kernel refused, since rtlink_open()
 * @error: errno of the last of them
 * @last: the newest request
 * @buf: the requests; aligned by what precedes it
 */
struct rtlink {
	struct mnl_socket *nl;
	size_t len;
	uint32_t seq;
	unsigned int failed;
	int error;
	struct nlmsghdr *last;
	char buf[RTLINK_ROOM];
};

void rtlink_open(struct rtlink *l);
void rtlink_close(struct rtlink *l);

/* Each adds one request; the names are copied. */
void rtlink_add(struct rtlink *l, const char *kind, const char *name);
void rtlink_add_veth(struct rtlink *l, const char *name, const char *peer);
void rtlink_set_up(struct rtlink *l, int ifindex, bool up);
void rtlink_set_mtu(struct rtlink *l, int ifindex, uint32_t mtu);
void rtlink_set_name(struct rtlink *l, int ifindex, const char *name);
void rtlink_set_address(struct rtlink *l, int ifindex, const uint8_t mac[6]);
void rtlink_set_master(struct rtlink *l, int ifindex, uint32_t master);

/* Sends the requests and waits until the kernel has done all of them. */
void rtlink_commit(struct rtlink *l);

#endif /* RTLINK_H */
