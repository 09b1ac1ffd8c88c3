// SPDX-License-Identifier: GPL-2.0
/*
 * A netdevice notifier that does nothing: what it costs, any notifier costs.
 * For the bench.
 */
#include <linux/module.h>
#include <linux/netdevice.h>

static unsigned long calls;
module_param(calls, ulong, 0444);
MODULE_PARM_DESC(calls, "how often the notifier was called");

/* RTNL is held. The count is one instruction. */
static int empty_event(struct notifier_block *nb, unsigned long event,
		       void *ptr)
{
	calls++;
	return NOTIFY_DONE;
}

static struct notifier_block empty_notifier = {
	.notifier_call = empty_event,
};

static int __init empty_init(void)
{
	return register_netdevice_notifier(&empty_notifier);
}

static void __exit empty_exit(void)
{
	unregister_netdevice_notifier(&empty_notifier);
}

module_init(empty_init);
module_exit(empty_exit);

MODULE_DESCRIPTION("A netdevice notifier that does nothing");
MODULE_LICENSE("GPL");
