// SPDX-License-Identifier: GPL-2.0
/* Netdevice notifier chain to event bit and record. No policy here. */
#include <linux/netdevice.h>
#include <linux/notifier.h>
#include <linux/sched.h>

#include "hooks.h"
#include "record.h"

/* The task in which registering the notifier replays what exists. RTNL keeps
 * other tasks' events out meanwhile.
 */
static struct task_struct *takeover_task;

/* Only changes of the master show; other upper devices (VLANs) do not. */
static u32 changeupper_bit(void *ptr)
{
	const struct netdev_notifier_changeupper_info *info = ptr;

	return info->master ? NTHROTTLE_EVENT_MASTER : 0;
}

static u32 event_bit(unsigned long event, void *ptr)
{
	switch (event) {
	case NETDEV_UP:
		return NTHROTTLE_EVENT_UP;
	case NETDEV_DOWN:
		return NTHROTTLE_EVENT_DOWN;
	case NETDEV_CHANGE:
		return NTHROTTLE_EVENT_CHANGE;
	case NETDEV_CHANGENAME:
		return NTHROTTLE_EVENT_RENAME;
	case NETDEV_CHANGEADDR:
		return NTHROTTLE_EVENT_ADDRESS;
	case NETDEV_CHANGEMTU:
		return NTHROTTLE_EVENT_MTU;
	case NETDEV_CHANGEUPPER:
		return changeupper_bit(ptr);
	case NETDEV_CHANGE_TX_QUEUE_LEN:
		return NTHROTTLE_EVENT_TXQLEN;
	case NETDEV_FEAT_CHANGE:
		return NTHROTTLE_EVENT_FEATURES;
	case NETDEV_POST_TYPE_CHANGE:
		return NTHROTTLE_EVENT_TYPE;
	default:
		return 0;
	}
}

static void takeover_event(struct nthrottle_net *nn, unsigned long event,
			   struct net_device *dev)
{
	if (event == NETDEV_REGISTER)
		nthrottle_record_take_over(nn, dev);
	else if (event == NETDEV_UNREGISTER)
		nthrottle_record_forget(nn, dev);
}

/* Never vetoes. */
static int netdev_event(struct notifier_block *nb, unsigned long event,
			void *ptr)
{
	struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	struct nthrottle_net *nn = nthrottle_net(dev_net(dev));
	u32 bit;

	if (unlikely(READ_ONCE(takeover_task) == current)) {
		takeover_event(nn, event, dev);
	} else if (event == NETDEV_REGISTER) {
		nthrottle_record_register(nn, dev);
	} else if (event == NETDEV_UNREGISTER) {
		nthrottle_record_unregister(nn, dev);
	} else {
		bit = event_bit(event, ptr);
		if (bit)
			nthrottle_record_event(nn, dev, bit);
	}
	return NOTIFY_DONE;
}

static struct notifier_block netdev_notifier = {
	.notifier_call = netdev_event,
};

/**
 * nthrottle_hooks_init() - take over what exists and listen from then on
 *
 * Return: 0 or a negative error.
 */
int nthrottle_hooks_init(void)
{
	int err;

	WRITE_ONCE(takeover_task, current);
	err = register_netdevice_notifier(&netdev_notifier);
	WRITE_ONCE(takeover_task, NULL);
	return err;
}

/**
 * nthrottle_hooks_exit() - listen no more
 *
 * Replays the end of every interface, which the stopped queues keep to
 * themselves.
 */
void nthrottle_hooks_exit(void)
{
	unregister_netdevice_notifier(&netdev_notifier);
}
