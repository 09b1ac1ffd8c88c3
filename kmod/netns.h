/* SPDX-License-Identifier: GPL-2.0 */
/* The per-namespace object that owns all others. */
#ifndef NTHROTTLE_NETNS_H
#define NTHROTTLE_NETNS_H

#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>
#include <linux/xarray.h>
#include <net/net_namespace.h>

#include "compat.h"
#include "journal.h"
#include "news.h"
#include "profile.h"
#include "queue.h"
#include "retired.h"
#include "stats.h"

struct nthrottle_record;

/**
 * struct nthrottle_net - what the module keeps of a network namespace
 * @net: the namespace
 * @instance: random, constant
 * @lock: the namespace's lock (_bh); taken inside RTNL; protects all that
 *	follows unless noted. Nothing is sent, allocated or logged under it
 * @records: records of registered interfaces by ifindex; changed under RTNL,
 *	entries go under RTNL and @lock, lookups hold either
 * @interfaces: how many those are
 * @recent: the record that was looked up last; under RTNL
 * @incomplete: some interface has no record
 * @heal_ns: when to try again to make what is missing
 * @payer: to whose memory cgroup that is charged; held, under RTNL
 * @last_id: newest record id
 * @seq: sequence number of the newest notification
 * @ruleset: in force; swapped under @lock, readable under RCU
 * @retired: those before it that some reader may still know
 * @ruleset_mutex: serialises changes of these two; taken outside @lock
 * @changers: how many wait for it or have it
 * @holds: holds that last, and those of whose end the listeners do not know
 * @n_holds: how many last
 * @n_untold: of how many the listeners do not know the latest
 * @last_hold_id: number of the newest one
 * @agents: agents, and those of whose end the listeners do not know
 * @n_agents: how many there are
 * @n_gone_agents: of how many the listeners do not know the end
 * @last_agent_id: number of the newest one
 * @queue: records with something to notify
 * @journal: records in the order of their last notification
 * @news: tells of agents, and where history stands
 * @synced_ns: when it told that last
 * @sent: sequence number up to which all was sent; written under @send_mutex, too
 * @send_mutex: held while notifications leave and until @sent says so; taken
 *	outside @lock
 * @stats: counters
 * @msgs: what refusals say, on kernels that do not copy it
 * @list: place in the list of all namespaces, under that list's mutex
 */
struct nthrottle_net {
	struct net *net;
	u64 instance;
	spinlock_t lock;	/* see above */
	struct xarray records;
	u32 interfaces;
	struct nthrottle_record *recent;
	bool incomplete;
	u64 heal_ns;
	struct mem_cgroup *payer;
	u64 last_id;
	u64 seq;
	struct nthrottle_ruleset __rcu *ruleset;
	struct nthrottle_retired retired;
	struct mutex ruleset_mutex;	/* changes of ruleset */
	atomic_t changers;
	struct list_head holds;
	u32 n_holds;
	u32 n_untold;
	u64 last_hold_id;
	struct list_head agents;
	u32 n_agents;
	u32 n_gone_agents;
	u64 last_agent_id;
	struct nthrottle_queue queue;
	struct nthrottle_journal journal;
	struct nthrottle_news news;
	u64 synced_ns;
	u64 sent;
	struct mutex send_mutex;	/* see above */
	struct nthrottle_stats stats;
	struct nthrottle_compat_msgs msgs;
	struct list_head list;
};

struct nthrottle_net *nthrottle_net(const struct net *net);

/**
 * nthrottle_net_ruleset() - the ruleset in force
 * @nn: the namespace, its lock held
 */
static inline const struct nthrottle_ruleset *
nthrottle_net_ruleset(const struct nthrottle_net *nn)
{
	return rcu_dereference_protected(nn->ruleset,
					 lockdep_is_held(&nn->lock));
}

int nthrottle_netns_init(u32 threshold_ms);
void nthrottle_netns_stop(void);
void nthrottle_netns_exit(void);
void nthrottle_netns_taken_over(void);
int nthrottle_netns_wait_takeover(void);

#endif /* NTHROTTLE_NETNS_H */
