// SPDX-License-Identifier: GPL-2.0
/*
 * The worker: allocates first, then takes RTNL once for a bounded batch, reads
 * live state and numbers it, lets go of everything, and sends. It is the one
 * place of a namespace where numbers are given and messages sent, so old state
 * never overtakes new.
 */
#include <linux/rtnetlink.h>
#include <linux/ktime.h>

#include "driver.h"
#include "pending.h"
#include "record.h"
#include "revisit.h"
#include "sender.h"

#define BATCH_MAX	256

static const struct nthrottle_driver_ops *driver = &nthrottle_driver_netlink;

static unsigned int count_due(struct nthrottle_net *nn)
{
	unsigned int n;

	spin_lock_bh(&nn->lock);
	n = nthrottle_queue_count_due(&nn->queue, ktime_get_boottime_ns(),
				      BATCH_MAX);
	spin_unlock_bh(&nn->lock);
	return n;
}

/* Give up to @room due records their numbers, and list them. The lock is let go
 * of after each, so that softirqs wait for one record at most.
 */
static void number_batch(struct nthrottle_net *nn, struct list_head *batch,
			 unsigned int room)
{
	u64 wall_ns = ktime_get_real_ns();
	u64 now_ns = ktime_get_boottime_ns();
	struct nthrottle_record *r;

	ASSERT_RTNL();
	do {
		spin_lock_bh(&nn->lock);
		r = nthrottle_pending_pop(nn, now_ns);
		if (r) {
			r->wanted = driver->wanted(nn);
			nn->stats.unheard += !r->wanted;
			nthrottle_pending_notify(nn, r, now_ns, wall_ns);
			list_add_tail(&r->batch, batch);
		}
		spin_unlock_bh(&nn->lock);
	} while (r && --room);
}

static void hand_over(struct nthrottle_handover *h, struct list_head *batch)
{
	struct nthrottle_record *r, *tmp;

	list_for_each_entry_safe(r, tmp, batch, batch) {
		list_del_init(&r->batch);
		if (r->wanted)
			driver->add(h, r);
		if (r->report.deleted)
			nthrottle_record_free(r);
	}
	driver->finish(h);
}

static void account(struct nthrottle_handover *h, bool prepared)
{
	struct nthrottle_net *nn = h->nn;
	u64 now_ns = ktime_get_boottime_ns();
	u64 pause_ns;

	spin_lock_bh(&nn->lock);
	nn->stats.sends += h->sends;
	nn->stats.driver_failures += h->failures;
	nn->stats.alloc_failures += h->alloc_failures;
	pause_ns = prepared ? nthrottle_net_ruleset(nn)->batch_ms *
			       NTHROTTLE_NS_PER_MS : NTHROTTLE_RETRY_NS;
	nthrottle_pace_on_sent(&nn->queue.pace, pause_ns, now_ns);
	spin_unlock_bh(&nn->lock);
}

static void send_batch(struct nthrottle_net *nn)
{
	struct nthrottle_handover h = { .nn = nn };
	unsigned int n = count_due(nn);
	LIST_HEAD(batch);

	if (!n)
		return;
	__skb_queue_head_init(&h.spare);
	__skb_queue_head_init(&h.full);
	n = driver->prepare(&h, n);
	if (n) {
		rtnl_lock();
		number_batch(nn, &batch, n);
		rtnl_unlock();
		hand_over(&h, &batch);
	}
	account(&h, n);
}

static bool must_heal(struct nthrottle_net *nn)
{
	bool must;

	spin_lock_bh(&nn->lock);
	must = nn->incomplete && nn->heal_ns <= ktime_get_boottime_ns();
	spin_unlock_bh(&nn->lock);
	return must;
}

static void heal(struct nthrottle_net *nn)
{
	u64 now_ns;
	bool ok;

	rtnl_lock();
	ok = nthrottle_record_heal(nn);
	rtnl_unlock();

	now_ns = ktime_get_boottime_ns();
	spin_lock_bh(&nn->lock);
	nn->heal_ns = ok ? now_ns : now_ns + NTHROTTLE_RETRY_NS;
	spin_unlock_bh(&nn->lock);
}

/**
 * nthrottle_sender_work() - do what there is to do in a namespace
 * @work: the queue's work
 *
 * Context: process; takes RTNL. One send a run: the queue paces the next one.
 */
void nthrottle_sender_work(struct work_struct *work)
{
	struct nthrottle_net *nn = container_of(work, struct nthrottle_net,
						queue.work);
	u64 now_ns;

	spin_lock_bh(&nn->lock);
	nn->queue.wake_ns = NTHROTTLE_NEVER;
	spin_unlock_bh(&nn->lock);

	if (must_heal(nn))
		heal(nn);
	nthrottle_revisit_run(nn);
	send_batch(nn);

	now_ns = ktime_get_boottime_ns();
	spin_lock_bh(&nn->lock);
	if (nn->incomplete)
		nthrottle_queue_wake(&nn->queue, nn->heal_ns, now_ns);
	nthrottle_queue_done(&nn->queue, now_ns);
	spin_unlock_bh(&nn->lock);
}
