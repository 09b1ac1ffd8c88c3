// SPDX-License-Identifier: GPL-2.0
/* What a netlink socket leaves when it is closed: its holds and agents end. */
#include <linux/netlink.h>
#include <linux/notifier.h>
#include <net/sock.h>

#include "agent.h"
#include "hold.h"
#include "socket.h"

/* Another socket may have the same number already. Then its holds end early, and
 * its agents must register again; neither loses anything.
 */
static int netlink_event(struct notifier_block *nb, unsigned long event,
			 void *ptr)
{
	const struct netlink_notify *n = ptr;
	struct nthrottle_net *nn;

	if (event != NETLINK_URELEASE || n->protocol != NETLINK_GENERIC)
		return NOTIFY_DONE;
	nn = nthrottle_net(n->net);
	nthrottle_hold_closed(nn, n->portid);
	nthrottle_agent_closed(nn, n->portid);
	return NOTIFY_DONE;
}

static struct notifier_block netlink_notifier = {
	.notifier_call = netlink_event,
};

/**
 * nthrottle_socket_init() - listen for sockets that are closed
 *
 * Return: 0 or a negative error.
 */
int nthrottle_socket_init(void)
{
	return netlink_register_notifier(&netlink_notifier);
}

/**
 * nthrottle_socket_exit() - listen no more
 */
void nthrottle_socket_exit(void)
{
	netlink_unregister_notifier(&netlink_notifier);
}
