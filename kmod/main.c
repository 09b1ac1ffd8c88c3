// SPDX-License-Identifier: GPL-2.0
/* Wires the parts together. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>

#include "genl.h"
#include "hooks.h"
#include "netns.h"
#include "news.h"
#include "params.h"
#include "queue.h"
#include "record.h"
#include "socket.h"

static unsigned int threshold_ms = NTHROTTLE_THRESHOLD_MS_DEFAULT;

static int threshold_set(const char *val, const struct kernel_param *kp)
{
	unsigned int ms;

	if (kstrtouint(val, 0, &ms) || ms < NTHROTTLE_THRESHOLD_MS_MIN ||
	    ms > NTHROTTLE_THRESHOLD_MS_MAX) {
		pr_err("threshold_ms must be between %u and %u\n",
		       NTHROTTLE_THRESHOLD_MS_MIN, NTHROTTLE_THRESHOLD_MS_MAX);
		return -EINVAL;
	}
	*(unsigned int *)kp->arg = ms;
	return 0;
}

static const struct kernel_param_ops threshold_ops = {
	.set = threshold_set,
	.get = param_get_uint,
};

module_param_cb(threshold_ms, &threshold_ops, &threshold_ms, 0444);
__MODULE_PARM_TYPE(threshold_ms, "uint");
MODULE_PARM_DESC(threshold_ms,
		 "threshold that network namespaces start with, 10 to 3600000 ms (default 2000)");

/* The family must exist before anything can be sent, so it comes before the
 * notifier.
 */
static int __init nthrottle_init(void)
{
	int err;

	err = nthrottle_record_module_init();
	if (err)
		return err;
	err = nthrottle_queue_module_init();
	if (err)
		goto err_record;
	err = nthrottle_news_module_init();
	if (err)
		goto err_queue;
	err = nthrottle_netns_init(threshold_ms);
	if (err)
		goto err_news;
	err = nthrottle_socket_init();
	if (err)
		goto err_netns;
	err = nthrottle_genl_init();
	if (err)
		goto err_socket;
	err = nthrottle_hooks_init();
	nthrottle_netns_taken_over();
	if (err)
		goto err_genl;
	return 0;

err_genl:
	nthrottle_netns_stop();
	nthrottle_genl_exit();
err_socket:
	nthrottle_socket_exit();
err_netns:
	nthrottle_netns_exit();
err_news:
	nthrottle_news_module_exit();
err_queue:
	nthrottle_queue_module_exit();
err_record:
	nthrottle_record_module_exit();
	return err;
}

/* Not quite the mirror of init: what sends must end before the family goes, and
 * before the notifier, whose leaving looks like the end of every interface.
 */
static void __exit nthrottle_exit(void)
{
	nthrottle_netns_stop();
	nthrottle_hooks_exit();
	nthrottle_genl_exit();
	nthrottle_socket_exit();
	nthrottle_netns_exit();
	nthrottle_news_module_exit();
	nthrottle_queue_module_exit();
	nthrottle_record_module_exit();
}

module_init(nthrottle_init);
module_exit(nthrottle_exit);

MODULE_DESCRIPTION("Throttled notifications of network interface changes");
MODULE_AUTHOR("The nthrottle authors");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1");
