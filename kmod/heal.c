// SPDX-License-Identifier: GPL-2.0
/*
 * Records that could not be made when their interface appeared are made later,
 * by the worker.
 */
#include <linux/ktime.h>
#include <linux/rtnetlink.h>

#include "alloc.h"
#include "heal.h"
#include "payer.h"
#include "pending.h"
#include "record.h"

/* Records made in one RTNL section. */
#define HEAL_MAX	256

/* RTNL held. The namespace is incomplete as long as records are missing.
 * Return: false if an allocation failed again.
 */
static bool make_missing(struct nthrottle_net *nn)
{
	unsigned int room = HEAL_MAX;
	struct net_device *dev;

	for_each_netdev(nn->net, dev) {
		if (nthrottle_record_find(nn, dev))
			continue;
		if (!room--)
			return true;
		if (!nthrottle_record_new(nn, dev, NTHROTTLE_GFP_NOWAIT))
			return false;
		nthrottle_pending_event(nn, dev, NTHROTTLE_EVENT_REGISTER);
	}
	spin_lock_bh(&nn->lock);
	nn->incomplete = false;
	spin_unlock_bh(&nn->lock);
	return true;
}

static bool must_heal(struct nthrottle_net *nn)
{
	bool must;

	spin_lock_bh(&nn->lock);
	must = nn->incomplete && nn->heal_ns <= ktime_get_boottime_ns();
	spin_unlock_bh(&nn->lock);
	return must;
}

/**
 * nthrottle_heal_run() - make some of the records that are missing
 * @nn: the namespace
 *
 * Context: the worker; takes RTNL. If records are still missing afterwards,
 * @nn->heal_ns says when to try again.
 */
void nthrottle_heal_run(struct nthrottle_net *nn)
{
	struct mem_cgroup *old;
	u64 now_ns;
	bool ok;

	if (!must_heal(nn))
		return;
	rtnl_lock();
	old = set_active_memcg(nn->payer);
	ok = make_missing(nn);
	set_active_memcg(old);
	if (!nn->incomplete)
		nthrottle_payer_forget(nn);
	rtnl_unlock();

	now_ns = ktime_get_boottime_ns();
	spin_lock_bh(&nn->lock);
	nn->heal_ns = ok ? now_ns : now_ns + NTHROTTLE_RETRY_NS;
	spin_unlock_bh(&nn->lock);
}

/**
 * nthrottle_heal_wake() - an interface is met that has no record
 * @nn: its namespace
 *
 * Context: RTNL held, so that it is neither just coming nor going.
 */
void nthrottle_heal_wake(struct nthrottle_net *nn)
{
	spin_lock_bh(&nn->lock);
	nn->incomplete = true;
	nthrottle_queue_wake(&nn->queue, 0, 0);
	spin_unlock_bh(&nn->lock);
}
