/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The generic netlink family nthrottle as the demo and the bench need it: a
 * socket in its group, and a few numbers. Shares no code with the tool.
 */
#ifndef NTFAMILY_H
#define NTFAMILY_H

#include <stdint.h>

#include <libmnl/libmnl.h>

/**
 * struct ntfamily - a socket for requests
 * @nl: the socket
 * @id: the family's number
 * @group: number of its multicast group "events"
 */
struct ntfamily {
	struct mnl_socket *nl;
	uint16_t id;
	uint32_t group;
};

/**
 * struct ntfacts - numbers of this network namespace
 * @seq: newest notification
 * @events: events of the notifier chain since the module was loaded
 * @pending: interfaces with events not yet notified
 * @threshold_ms: of the default profile
 * @burst: of the default profile
 */
struct ntfacts {
	uint64_t seq;
	uint64_t events;
	uint32_t pending;
	uint32_t threshold_ms;
	uint32_t burst;
};

void ntfamily_open(struct ntfamily *f);
void ntfamily_close(struct ntfamily *f);
void ntfamily_facts(struct ntfamily *f, struct ntfacts *facts);
void ntfamily_dump_devs(struct ntfamily *f, mnl_cb_t cb, void *data);
struct mnl_socket *ntfamily_listen(const struct ntfamily *f);

#endif /* NTFAMILY_H */
