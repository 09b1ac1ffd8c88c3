// SPDX-License-Identifier: GPL-2.0
/* Reads the live state of an interface. */
#include <linux/if.h>
#include <linux/rtnetlink.h>
#include <linux/string.h>
#include <net/rtnetlink.h>

#include "state.h"

/* rtnetlink's view: the volatile flags are those of a running device. PROMISC
 * and ALLMULTI change without an event, so they would only be stale here.
 */
static u32 read_flags(const struct net_device *dev)
{
	u32 flags = READ_ONCE(dev->flags) &
		    ~(IFF_PROMISC | IFF_ALLMULTI | IFF_RUNNING | IFF_LOWER_UP |
		      IFF_DORMANT);

	if (!netif_running(dev))
		return flags;
	if (netif_oper_up(dev))
		flags |= IFF_RUNNING;
	if (netif_carrier_ok(dev))
		flags |= IFF_LOWER_UP;
	if (netif_dormant(dev))
		flags |= IFF_DORMANT;
	return flags;
}

/**
 * nthrottle_state_read() - read the live state of an interface
 * @s: where to
 * @dev: the interface
 *
 * Context: RTNL held, so that nobody sees half of a transaction.
 */
void nthrottle_state_read(struct nthrottle_state *s, struct net_device *dev)
{
	struct net_device *master;

	ASSERT_RTNL();
	strscpy(s->name, dev->name, sizeof(s->name));
	s->kind[0] = '\0';
	if (dev->rtnl_link_ops)
		strscpy(s->kind, dev->rtnl_link_ops->kind, sizeof(s->kind));
	s->addr_len = min_t(u8, dev->addr_len, sizeof(s->addr));
	memcpy(s->addr, dev->dev_addr, s->addr_len);
	s->carrier = netif_running(dev) && netif_carrier_ok(dev);
	s->operstate = netif_running(dev) ? READ_ONCE(dev->operstate) :
		       IF_OPER_DOWN;
	s->flags = read_flags(dev);
	s->mtu = READ_ONCE(dev->mtu);
	master = netdev_master_upper_dev_get(dev);
	s->master = master ? master->ifindex : 0;
	s->carrier_ups = atomic_read(&dev->carrier_up_count);
	s->carrier_downs = atomic_read(&dev->carrier_down_count);
}
