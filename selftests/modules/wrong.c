// SPDX-License-Identifier: GPL-2.0
/*
 * Does on load what a kernel that watches itself must notice, and is not loaded.
 * How it is wrong is in the parameter.
 */
#include <linux/etherdevice.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/vmalloc.h>

static char *how = "";
module_param(how, charp, 0);
MODULE_PARM_DESC(how, "what to do");

static DEFINE_SPINLOCK(one);
static DEFINE_SPINLOCK(other);
static int __rcu *shared;
static int raced;

static void wrong_rcu(void)
{
	pr_info("%p\n", rcu_dereference(shared));
}

static void wrong_sleep(void)
{
	spin_lock(&one);
	might_sleep();
	spin_unlock(&one);
}

static void wrong_shift(void)
{
	int by = 40;

	OPTIMIZER_HIDE_VAR(by);
	pr_info("%d\n", 1 << by);
}

static void fires(struct timer_list *timer)
{
}

static void wrong_timer(void)
{
	struct timer_list *timer = kzalloc(sizeof(*timer), GFP_KERNEL);

	if (!timer)
		return;
	timer_setup(timer, fires, 0);
	mod_timer(timer, jiffies + 3600 * HZ);
	kfree(timer);
}

static void both(spinlock_t *first, spinlock_t *second)
{
	spin_lock(first);
	spin_lock(second);
	spin_unlock(second);
	spin_unlock(first);
}

static void wrong_locks(void)
{
	both(&one, &other);
	both(&other, &one);
}

static void wrong_freed(void)
{
	int *p = kzalloc(sizeof(*p), GFP_KERNEL);

	kfree(p);
	OPTIMIZER_HIDE_VAR(p);
	if (p)
		pr_info("%d\n", READ_ONCE(*p));
}

/* Large rulesets are in such memory. */
static void wrong_beyond(void)
{
	size_t size = PAGE_SIZE + 8;
	char *p = vmalloc(size);

	OPTIMIZER_HIDE_VAR(size);
	if (p)
		pr_info("%d\n", READ_ONCE(p[size]));
	vfree(p);
}

static void wrong_leak(void)
{
	pr_info("%d\n", !kmalloc(200, GFP_KERNEL));
}

static void wrong_slab(void)
{
	struct kmem_cache *cache = kmem_cache_create("wrong", 200, 0, 0, NULL);

	if (!cache)
		return;
	pr_info("%d\n", !kmem_cache_alloc(cache, GFP_KERNEL));
	kmem_cache_destroy(cache);
}

static void wrong_reference(void)
{
	struct net_device *dev = alloc_etherdev(0);
	netdevice_tracker tracker;

	if (!dev)
		return;
	netdev_hold(dev, &tracker, GFP_KERNEL);
	free_netdev(dev);
}

static int races(void *unused)
{
	while (!kthread_should_stop()) {
		raced++;
		cond_resched();
	}
	return 0;
}

static void wrong_race(void)
{
	struct task_struct *thread = kthread_run(races, NULL, "races");
	unsigned long end = jiffies + 3 * HZ;

	if (IS_ERR(thread))
		return;
	while (time_before(jiffies, end)) {
		raced++;
		cond_resched();
	}
	kthread_stop(thread);
}

static const struct {
	const char *name;
	void (*fn)(void);
} ways[] = {
	{ "rcu", wrong_rcu },
	{ "sleep", wrong_sleep },
	{ "shift", wrong_shift },
	{ "timer", wrong_timer },
	{ "locks", wrong_locks },
	{ "freed", wrong_freed },
	{ "beyond", wrong_beyond },
	{ "leak", wrong_leak },
	{ "slab", wrong_slab },
	{ "reference", wrong_reference },
	{ "race", wrong_race },
};

static int __init wrong_init(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ways); i++) {
		if (strcmp(ways[i].name, how))
			continue;
		ways[i].fn();
		return -ECANCELED;
	}
	return -EINVAL;
}
module_init(wrong_init);

MODULE_DESCRIPTION("Mistakes on purpose, for tests");
MODULE_LICENSE("GPL");
