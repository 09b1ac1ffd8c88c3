/* SPDX-License-Identifier: GPL-2.0 */
/* A listener: the same loop and the same duties, whatever it listens to. */
#ifndef DEMO_LISTENER_H
#define DEMO_LISTENER_H

#include <libmnl/libmnl.h>

#include "account.h"

/**
 * struct source - what can be listened to
 * @protocol: NETLINK_*
 * @listen: a socket that receives the messages
 * @dump: ask for what is there
 * @message: read one message into the account's table; returns the interface
 *	that changed, 0 if there is nothing to do about it, -1 if the message is
 *	none of those that are counted
 */
struct source {
	int protocol;
	struct mnl_socket *(*listen)(void);
	void (*dump)(struct account *a);
	int (*message)(struct account *a, const struct nlmsghdr *nlh);
};

extern const struct source source_rtnl;
extern const struct source source_nthrottle;

void listener_run(const struct source *s, struct account *a,
		  const struct shared *shared, int stop_fd);

#endif /* DEMO_LISTENER_H */
