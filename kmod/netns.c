// SPDX-License-Identifier: GPL-2.0
/* The per-namespace object: made and ended with its network namespace. */
#include <linux/completion.h>
#include <linux/random.h>
#include <net/netns/generic.h>

#include "agent.h"
#include "hold.h"
#include "netns.h"
#include "payer.h"
#include "record.h"
#include "sender.h"
#include "tombstone.h"

static unsigned int nthrottle_net_id __read_mostly;
static u32 default_threshold_ms __read_mostly;

/* All namespaces, to stop them before the module goes; and whether it does. */
static DEFINE_MUTEX(all_mutex);
static LIST_HEAD(all);
static bool all_stopped;

static DECLARE_COMPLETION(taken_over);

/**
 * nthrottle_net() - what the module keeps of a network namespace
 * @net: the namespace
 */
struct nthrottle_net *nthrottle_net(const struct net *net)
{
	return net_generic(net, nthrottle_net_id);
}

static void stop_workers(struct nthrottle_net *nn)
{
	nthrottle_queue_stop(&nn->queue);
	nthrottle_news_stop(&nn->news);
}

static int __net_init netns_init(struct net *net)
{
	struct nthrottle_net *nn = nthrottle_net(net);
	struct nthrottle_ruleset *rs =
		nthrottle_ruleset_new(default_threshold_ms, 1, 0);

	if (!rs)
		return -ENOMEM;
	nn->net = net;
	/* 53 bits: more than that many readers of JSON would round. */
	do {
		nn->instance = get_random_u64() >> 11;
	} while (!nn->instance);
	spin_lock_init(&nn->lock);
	xa_init_flags(&nn->records, XA_FLAGS_LOCK_BH | XA_FLAGS_ACCOUNT);
	RCU_INIT_POINTER(nn->ruleset, rs);
	nthrottle_retired_init(&nn->retired);
	mutex_init(&nn->ruleset_mutex);
	mutex_init(&nn->send_mutex);
	INIT_LIST_HEAD(&nn->holds);
	INIT_LIST_HEAD(&nn->agents);
	nthrottle_journal_init(&nn->journal);
	nthrottle_news_init(&nn->news);
	nthrottle_queue_init(&nn->queue, &nn->lock, nthrottle_sender_work);
	nn->queue.pace_params = rs->pace;

	mutex_lock(&all_mutex);
	nn->queue.stopping = all_stopped;
	list_add(&nn->list, &all);
	mutex_unlock(&all_mutex);
	return 0;
}

/* Devices still come and go after this; their events are merged in vain. */
static void __net_exit netns_pre_exit(struct net *net)
{
	struct nthrottle_net *nn = nthrottle_net(net);

	mutex_lock(&all_mutex);
	list_del(&nn->list);
	mutex_unlock(&all_mutex);
	stop_workers(nn);
}

static void __net_exit netns_exit(struct net *net)
{
	struct nthrottle_net *nn = nthrottle_net(net);

	nthrottle_tombstone_free_all(nn);
	nthrottle_record_free_all(nn);
	nthrottle_payer_forget(nn);
	nthrottle_hold_free_all(nn);
	nthrottle_agent_free_all(nn);
	nthrottle_retired_free_all(&nn->retired);
	nthrottle_ruleset_free(rcu_dereference_protected(nn->ruleset, true));
}

static struct pernet_operations netns_ops = {
	.init = netns_init,
	.pre_exit = netns_pre_exit,
	.exit = netns_exit,
	.id = &nthrottle_net_id,
	.size = sizeof(struct nthrottle_net),
};

/**
 * nthrottle_netns_init() - make the object of every namespace, now and later
 * @threshold_ms: threshold that namespaces start with, in range
 *
 * Return: 0 or a negative error.
 */
int nthrottle_netns_init(u32 threshold_ms)
{
	default_threshold_ms = threshold_ms;
	return register_pernet_subsys(&netns_ops);
}

/**
 * nthrottle_netns_stop() - end all timers and workers for good
 *
 * Context: process, RTNL not held: the workers take it.
 */
void nthrottle_netns_stop(void)
{
	struct nthrottle_net *nn;

	mutex_lock(&all_mutex);
	all_stopped = true;
	list_for_each_entry(nn, &all, list)
		stop_workers(nn);
	mutex_unlock(&all_mutex);
}

/**
 * nthrottle_netns_exit() - end the object of every namespace
 */
void nthrottle_netns_exit(void)
{
	unregister_pernet_subsys(&netns_ops);
}

/**
 * nthrottle_netns_taken_over() - the interfaces that exist have their records
 */
void nthrottle_netns_taken_over(void)
{
	complete_all(&taken_over);
}

/**
 * nthrottle_netns_wait_takeover() - wait until the module is loaded
 *
 * For whoever shows interfaces: before, there would be none.
 *
 * Return: 0 or -EINTR.
 */
int nthrottle_netns_wait_takeover(void)
{
	return wait_for_completion_killable(&taken_over) ? -EINTR : 0;
}
