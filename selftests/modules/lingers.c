// SPDX-License-Identifier: GPL-2.0
/*
 * Keeps references to interfaces that are being deleted, whose name begins with
 * "linger": the kernel announces their end again and again.
 */
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/notifier.h>
#include <linux/rtnetlink.h>
#include <linux/string.h>

static struct {
	struct net_device *dev;
	netdevice_tracker tracker;
} kept[4];
static unsigned int n_kept;

static unsigned long heard;
module_param(heard, ulong, 0444);
MODULE_PARM_DESC(heard, "how often an end was announced");

static void let_go(void)
{
	rtnl_lock();
	while (n_kept) {
		n_kept--;
		netdev_put(kept[n_kept].dev, &kept[n_kept].tracker);
	}
	rtnl_unlock();
}

static int release_set(const char *val, const struct kernel_param *kp)
{
	let_go();
	return 0;
}

static const struct kernel_param_ops release_ops = { .set = release_set };

module_param_cb(release, &release_ops, NULL, 0200);
MODULE_PARM_DESC(release, "written: let them go");

static bool is_kept(const struct net_device *dev)
{
	unsigned int i;

	for (i = 0; i < n_kept; i++)
		if (kept[i].dev == dev)
			return true;
	return false;
}

/* RTNL is held. */
static int lingers_event(struct notifier_block *nb, unsigned long event, void *ptr)
{
	struct net_device *dev = netdev_notifier_info_to_dev(ptr);

	if (event != NETDEV_UNREGISTER || !strstarts(dev->name, "linger"))
		return NOTIFY_DONE;
	heard++;
	if (is_kept(dev) || n_kept == ARRAY_SIZE(kept))
		return NOTIFY_DONE;
	netdev_hold(dev, &kept[n_kept].tracker, GFP_KERNEL);
	kept[n_kept++].dev = dev;
	return NOTIFY_DONE;
}

static struct notifier_block lingers_notifier = {
	.notifier_call = lingers_event,
};

static int __init lingers_init(void)
{
	return register_netdevice_notifier(&lingers_notifier);
}

static void __exit lingers_exit(void)
{
	unregister_netdevice_notifier(&lingers_notifier);
	let_go();
}

module_init(lingers_init);
module_exit(lingers_exit);

MODULE_DESCRIPTION("Keeps deleted interfaces");
MODULE_LICENSE("GPL");
