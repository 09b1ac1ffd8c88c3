/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A module that refuses changes of interfaces whose name begins with a prefix.
 * What a refusal stops in the chain is not called any more, and what the chain
 * had told before is undone, with or without another event. The parameters are
 * off until it is loaded, as a notifier must not refuse what is there already.
 *
 * Included by the modules, which differ in VETO_PRIORITY only.
 */
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/notifier.h>
#include <linux/string.h>

static char *prefix = "veto";
module_param(prefix, charp, 0444);
MODULE_PARM_DESC(prefix, "what the names of the interfaces begin with");

static bool no_birth;
module_param_named(birth, no_birth, bool, 0644);
MODULE_PARM_DESC(birth, "refuse REGISTER");

static bool no_up;
module_param_named(up, no_up, bool, 0644);
MODULE_PARM_DESC(up, "refuse PRE_UP");

static bool no_name;
module_param_named(name, no_name, bool, 0644);
MODULE_PARM_DESC(name, "refuse CHANGENAME to such a name");

static bool no_mtu;
module_param_named(mtu, no_mtu, bool, 0644);
MODULE_PARM_DESC(mtu, "refuse CHANGEMTU");

static bool no_upper;
module_param_named(upper, no_upper, bool, 0644);
MODULE_PARM_DESC(upper, "refuse CHANGEUPPER that links");

static unsigned long refused;
module_param(refused, ulong, 0444);
MODULE_PARM_DESC(refused, "how often something was refused");

/* To undo a link cannot be refused: the kernel does not ask. */
static bool refuses(unsigned long event, void *ptr)
{
	const struct netdev_notifier_changeupper_info *info = ptr;

	switch (event) {
	case NETDEV_REGISTER:
		return READ_ONCE(no_birth);
	case NETDEV_PRE_UP:
		return READ_ONCE(no_up);
	case NETDEV_CHANGENAME:
		return READ_ONCE(no_name);
	case NETDEV_CHANGEMTU:
		return READ_ONCE(no_mtu);
	case NETDEV_CHANGEUPPER:
		return READ_ONCE(no_upper) && info->linking;
	default:
		return false;
	}
}

/* RTNL is held. */
static int veto_event(struct notifier_block *nb, unsigned long event, void *ptr)
{
	const struct net_device *dev = netdev_notifier_info_to_dev(ptr);

	if (!refuses(event, ptr) || !strstarts(dev->name, prefix))
		return NOTIFY_DONE;
	refused++;
	return notifier_from_errno(-EPERM);
}

static struct notifier_block veto_notifier = {
	.notifier_call = veto_event,
	.priority = VETO_PRIORITY,
};

static int __init veto_init(void)
{
	return register_netdevice_notifier(&veto_notifier);
}

static void __exit veto_exit(void)
{
	unregister_netdevice_notifier(&veto_notifier);
}

module_init(veto_init);
module_exit(veto_exit);

MODULE_DESCRIPTION("Refuses changes of interfaces with some names");
MODULE_LICENSE("GPL");
