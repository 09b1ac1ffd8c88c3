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

static bool read_carrier(const struct net_device *dev)
{
	return netif_running(dev) && netif_carrier_ok(dev);
}

static u8 read_operstate(const struct net_device *dev)
{
	return netif_running(dev) ? READ_ONCE(dev->operstate) : IF_OPER_DOWN;
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
	s->carrier = read_carrier(dev);
	s->operstate = read_operstate(dev);
	s->flags = read_flags(dev);
	s->mtu = READ_ONCE(dev->mtu);
	master = netdev_master_upper_dev_get(dev);
	s->master = master ? master->ifindex : 0;
	s->carrier_ups = atomic_read(&dev->carrier_up_count);
	s->carrier_downs = atomic_read(&dev->carrier_down_count);
}

/**
 * nthrottle_state_link() - read what the gates want to know of a link
 * @link: where to
 * @dev: the interface
 * @last: its state as last notified
 *
 * Context: RTNL, or the namespace's lock while the record is in the index.
 */
void nthrottle_state_link(struct nthrottle_link *link,
			  const struct net_device *dev,
			  const struct nthrottle_state *last)
{
	*link = (struct nthrottle_link){
		.losses = atomic_read(&dev->carrier_down_count),
		.admin_up = READ_ONCE(dev->flags) & IFF_UP,
		.up = read_carrier(dev),
		.same = read_flags(dev) == last->flags &&
			read_operstate(dev) == last->operstate,
	};
}

/**
 * nthrottle_state_raw() - read the true link
 * @raw: where to; not compared with anything
 * @dev: the interface
 *
 * Context: as nthrottle_state_link().
 */
void nthrottle_state_raw(struct nthrottle_raw *raw,
			 const struct net_device *dev)
{
	*raw = (struct nthrottle_raw){
		.carrier = read_carrier(dev),
		.operstate = read_operstate(dev),
		.flags = read_flags(dev),
	};
}

/* What an up or down is told with. */
#define LINK_FLAGS (IFF_UP | IFF_RUNNING | IFF_LOWER_UP | IFF_DORMANT)

static void report_link(struct nthrottle_state *now, u32 flags, u8 operstate,
			bool up)
{
	now->flags = (now->flags & ~LINK_FLAGS) | (flags & LINK_FLAGS);
	now->operstate = operstate;
	now->carrier = up;
}

/**
 * nthrottle_state_report() - the state to be notified
 * @last: the one last notified; set to what to notify
 * @now: the true state; destroyed
 * @up: report the link up, whatever it is
 * @raw: set to the true link, if another one is reported
 *
 * A link that is not as reported stays as it was reported. Only damping
 * reports a link down that was reported up; the interface is then as if its
 * carrier had gone.
 */
void nthrottle_state_report(struct nthrottle_state *last,
			    struct nthrottle_state *now, bool up,
			    struct nthrottle_raw *raw)
{
	*raw = (struct nthrottle_raw){
		.differs = now->carrier != up,
		.carrier = now->carrier,
		.operstate = now->operstate,
		.flags = now->flags,
	};
	if (raw->differs && last->carrier == up)
		report_link(now, last->flags, last->operstate, up);
	else if (raw->differs)
		report_link(now, now->flags & IFF_UP, IF_OPER_DOWN, up);
	*last = *now;
}
