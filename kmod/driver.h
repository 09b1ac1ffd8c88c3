/* SPDX-License-Identifier: GPL-2.0 */
/* Drivers: what notifications are handed to. */
#ifndef NTHROTTLE_DRIVER_H
#define NTHROTTLE_DRIVER_H

#include <linux/skbuff.h>

#include "agent.h"
#include "hold.h"
#include "netns.h"
#include "record.h"

/**
 * struct nthrottle_handover - one send of a namespace's worker to a driver
 * @nn: the namespace
 * @spare: messages allocated and still empty
 * @full: messages to send, the last one perhaps with room left
 * @sends: messages sent
 * @failures: notifications or messages that could not be sent
 * @alloc_failures: failed allocations
 */
struct nthrottle_handover {
	struct nthrottle_net *nn;
	struct sk_buff_head spare;
	struct sk_buff_head full;
	unsigned int sends;
	unsigned int failures;
	unsigned int alloc_failures;
};

/**
 * struct nthrottle_driver_ops - a driver
 * @prepare: allocate what up to n notifications need; return for how many that
 *	is enough, 0 without memory. Process context, nothing held
 * @wanted: would anybody hear a notification that gets its number now? Under
 *	RTNL and the namespace's lock, so that whoever subscribes first and then
 *	asks for the state misses nothing
 * @add: take over a notification, for which there is room. Process context,
 *	nothing held; the record's last and report are stable
 * @finish: send, count, and free what is left. Process context, nothing held
 * @hold: tell that a hold began or ended. Process context, nothing held
 * @agent: tell that an agent is up, down or deleted; likewise
 * @sync: tell that all up to a sequence number was sent; likewise
 */
struct nthrottle_driver_ops {
	unsigned int (*prepare)(struct nthrottle_handover *h, unsigned int n);
	bool (*wanted)(const struct nthrottle_net *nn);
	void (*add)(struct nthrottle_handover *h,
		    const struct nthrottle_record *r);
	void (*finish)(struct nthrottle_handover *h);
	void (*hold)(const struct nthrottle_net *nn,
		     const struct nthrottle_hold *hold);
	void (*agent)(const struct nthrottle_net *nn,
		      const struct nthrottle_agent_report *agent);
	void (*sync)(const struct nthrottle_net *nn, u64 seq);
};

extern const struct nthrottle_driver_ops nthrottle_driver_netlink;

#endif /* NTHROTTLE_DRIVER_H */
