/* SPDX-License-Identifier: GPL-2.0 */
/* What a notification shows of an interface. */
#ifndef NTHROTTLE_STATE_H
#define NTHROTTLE_STATE_H

#include <linux/netdevice.h>
#include <linux/types.h>

#include "gate.h"

#define NTHROTTLE_KIND_LEN	16

/**
 * struct nthrottle_state - state of an interface, in the units of the wire
 * @name: interface name
 * @kind: link kind, empty for physical devices
 * @addr: link-layer address
 * @addr_len: its length in bytes
 * @operstate: IF_OPER_*
 * @carrier: there is carrier, and the interface is up
 * @flags: IFF_* as rtnetlink shows them, without PROMISC and ALLMULTI
 * @mtu: in bytes
 * @master: ifindex of the master, 0 without one
 * @carrier_ups: how often the device gained carrier
 * @carrier_downs: how often it lost it
 */
struct nthrottle_state {
	char name[IFNAMSIZ];
	char kind[NTHROTTLE_KIND_LEN];
	u8 addr[MAX_ADDR_LEN];
	u8 addr_len;
	u8 operstate;
	bool carrier;
	u32 flags;
	u32 mtu;
	u32 master;
	u32 carrier_ups;
	u32 carrier_downs;
};

/**
 * struct nthrottle_raw - the true link, if another one is reported
 * @differs: it is
 * @carrier: as in struct nthrottle_state
 * @operstate: likewise
 * @flags: likewise
 */
struct nthrottle_raw {
	bool differs;
	bool carrier;
	u8 operstate;
	u32 flags;
};

void nthrottle_state_read(struct nthrottle_state *s, struct net_device *dev);
void nthrottle_state_link(struct nthrottle_link *link,
			  const struct net_device *dev,
			  const struct nthrottle_state *last);
void nthrottle_state_raw(struct nthrottle_raw *raw,
			 const struct net_device *dev);
void nthrottle_state_report(struct nthrottle_state *last,
			    struct nthrottle_state *now, bool up,
			    struct nthrottle_raw *raw);

#endif /* NTHROTTLE_STATE_H */
