// SPDX-License-Identifier: GPL-2.0
/* Netdevice notifier chain to event bit and record. No policy here. */
#include <linux/netdevice.h>
#include <linux/notifier.h>
#include <linux/sched.h>

#include "hooks.h"
#include "pending.h"
#include "record.h"

/* The task in which registering the notifier replays what exists. RTNL keeps
 * other tasks' events out meanwhile.
 */
static struct task_struct *takeover_task;

static const u16 event_bits[] = {
	[NETDEV_REGISTER] = NTHROTTLE_EVENT_REGISTER,
	[NETDEV_UNREGISTER] = NTHROTTLE_EVENT_UNREGISTER,
	[NETDEV_UP] = NTHROTTLE_EVENT_UP,
	[NETDEV_DOWN] = NTHROTTLE_EVENT_DOWN,
	[NETDEV_CHANGE] = NTHROTTLE_EVENT_CHANGE,
	[NETDEV_CHANGENAME] = NTHROTTLE_EVENT_RENAME,
	[NETDEV_CHANGEADDR] = NTHROTTLE_EVENT_ADDRESS,
	[NETDEV_CHANGEMTU] = NTHROTTLE_EVENT_MTU,
	[NETDEV_CHANGEUPPER] = NTHROTTLE_EVENT_MASTER,
	[NETDEV_CHANGE_TX_QUEUE_LEN] = NTHROTTLE_EVENT_TXQLEN,
	[NETDEV_FEAT_CHANGE] = NTHROTTLE_EVENT_FEATURES,
	[NETDEV_POST_TYPE_CHANGE] = NTHROTTLE_EVENT_TYPE,
};

/* Return: our bit, 0 for what does not show. Of the upper devices only the
 * master does, VLANs and the like do not.
 */
static u32 event_bit(unsigned long event, void *ptr)
{
	const struct netdev_notifier_changeupper_info *info = ptr;

	if (event >= ARRAY_SIZE(event_bits) ||
	    (event == NETDEV_CHANGEUPPER && !info->master))
		return 0;
	return event_bits[event];
}

static void takeover_event(struct nthrottle_net *nn, u32 bit,
			   struct net_device *dev)
{
	if (bit == NTHROTTLE_EVENT_REGISTER)
		nthrottle_record_take_over(nn, dev);
	else if (bit == NTHROTTLE_EVENT_UNREGISTER)
		nthrottle_record_forget(nn, dev);
}

/* Never vetoes. */
static int netdev_event(struct notifier_block *nb, unsigned long event,
			void *ptr)
{
	struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	u32 bit = event_bit(event, ptr);
	struct nthrottle_net *nn;

	if (!bit)
		return NOTIFY_DONE;
	/* Its end is long told, and told again as long as somebody has a reference to
	 * it. The namespace may have ended meanwhile.
	 */
	if (data_race(dev->reg_state) == NETREG_UNREGISTERED)
		return NOTIFY_DONE;
	nn = nthrottle_net(dev_net(dev));
	if (unlikely(READ_ONCE(takeover_task) == current))
		takeover_event(nn, bit, dev);
	else if (bit == NTHROTTLE_EVENT_REGISTER)
		nthrottle_record_register(nn, dev);
	else if (bit == NTHROTTLE_EVENT_UNREGISTER)
		nthrottle_record_unregister(nn, dev);
	else if (bit == NTHROTTLE_EVENT_RENAME)
		nthrottle_record_rename(nn, dev);
	else
		nthrottle_pending_event(nn, dev, bit);
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
