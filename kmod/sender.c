// SPDX-License-Identifier: GPL-2.0
/*
 * The worker: allocates first, then takes RTNL once for a bounded batch, reads
 * live state and numbers it, lets go of everything, and sends. It is the one
 * place of a namespace where numbers are given and messages sent, so old state
 * never overtakes new.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/ratelimit.h>
#include <linux/rtnetlink.h>

#include "driver.h"
#include "heal.h"
#include "hold.h"
#include "notify.h"
#include "pending.h"
#include "record.h"
#include "sender.h"
#include "tombstone.h"

#define BATCH_MAX	256

/* A few lines in a while are enough, and containers must not take the host's. */
static DEFINE_RATELIMIT_STATE(host_log, DEFAULT_RATELIMIT_INTERVAL,
			      DEFAULT_RATELIMIT_BURST);
static DEFINE_RATELIMIT_STATE(other_log, DEFAULT_RATELIMIT_INTERVAL, 2);

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

/* Give up to @room due records their numbers, and file them. The lock is let go of
 * after each, so that softirqs wait for one record at most.
 */
static void number_batch(struct nthrottle_net *nn, unsigned int room)
{
	u64 wall_ns = ktime_get_real_ns();
	u64 now_ns = ktime_get_boottime_ns();
	struct nthrottle_record *r;
	bool go_on;

	ASSERT_RTNL();
	do {
		spin_lock_bh(&nn->lock);
		go_on = !nthrottle_notify_look(nn, now_ns);
		r = go_on ? NULL : nthrottle_pending_pop(nn, now_ns);
		if (r) {
			go_on = true;
			r->wanted = driver->wanted(nn);
			nn->stats.unheard += !r->wanted;
			nthrottle_notify(nn, r, now_ns, wall_ns);
			nthrottle_journal_file(nn, r);
		}
		spin_unlock_bh(&nn->lock);
	} while (go_on && --room);
}

/* Who suffers from damping finds it in the kernel log, too. */
static void log_damping(const struct nthrottle_net *nn,
			const struct nthrottle_record *r)
{
	const struct nthrottle_damping_report *d = &r->report.damping;
	bool host = net_eq(nn->net, &init_net);
	const char *name = r->last.name;
	int len = strlen(name);
	char where[32] = "";

	if (!__ratelimit(host ? &host_log : &other_log))
		return;
	if (!host)
		snprintf(where, sizeof(where), "netns %u: ", nn->net->ns.inum);
	if (r->why == NTHROTTLE_WHY_DAMPED)
		pr_info("%s%*pE: damped, penalty %u, until it is down to reuse in %llu ms\n",
			where, len, name, d->penalty,
			div_u64(d->reuse_in_ns, NTHROTTLE_NS_PER_MS));
	else
		pr_info("%s%*pE: no longer damped, %s\n", where, len, name,
			r->last.carrier ? "up" : "down");
}

/* What has just been numbered stands at the end of the journal. */
static void hand_over(struct nthrottle_handover *h)
{
	struct nthrottle_net *nn = h->nn;
	struct nthrottle_place sent = { nn->sent, U64_MAX };
	struct nthrottle_record *r;
	struct nthrottle_walk w;

	spin_lock_bh(&nn->lock);
	nthrottle_journal_seek(nn, &sent, true, &w);
	spin_unlock_bh(&nn->lock);
	while ((r = nthrottle_journal_next(&w))) {
		if (r->why == NTHROTTLE_WHY_DAMPED ||
		    r->why == NTHROTTLE_WHY_UNDAMPED)
			log_damping(nn, r);
		if (r->wanted)
			driver->add(h, r);
	}
	driver->finish(h);
}

static void account(struct nthrottle_handover *h, bool prepared)
{
	struct nthrottle_net *nn = h->nn;
	u64 now_ns = ktime_get_boottime_ns();
	u64 pause_ns;

	spin_lock_bh(&nn->lock);
	nn->sent = nn->seq;
	nn->stats.sends += h->sends;
	nn->stats.driver_failures += h->failures;
	nn->stats.alloc_failures += h->alloc_failures;
	pause_ns = prepared ? nn->queue.pace_params.batch_ns :
			      NTHROTTLE_RETRY_NS;
	nthrottle_pace_on_sent(&nn->queue.pace, pause_ns, now_ns);
	spin_unlock_bh(&nn->lock);
}

static void send_batch(struct nthrottle_net *nn)
{
	struct nthrottle_handover h = { .nn = nn };
	unsigned int n = count_due(nn);

	if (!n)
		return;
	__skb_queue_head_init(&h.spare);
	__skb_queue_head_init(&h.full);
	n = driver->prepare(&h, n);
	if (n) {
		rtnl_lock();
		number_batch(nn, n);
		rtnl_unlock();
	}
	mutex_lock(&nn->send_mutex);
	if (n)
		hand_over(&h);
	account(&h, n);
	mutex_unlock(&nn->send_mutex);
}

static void tell_holds(struct nthrottle_net *nn)
{
	unsigned int room = 2 * NTHROTTLE_HOLDS_MAX;
	struct nthrottle_hold news;

	while (room-- && nthrottle_hold_next_news(nn, &news))
		driver->hold(nn, &news);
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

	nthrottle_heal_run(nn);
	nthrottle_hold_expire(nn, ktime_get_boottime_ns());
	tell_holds(nn);
	send_batch(nn);
	nthrottle_tombstone_trim(nn);

	now_ns = ktime_get_boottime_ns();
	spin_lock_bh(&nn->lock);
	if (nn->incomplete)
		nthrottle_queue_wake(&nn->queue, nn->heal_ns, now_ns);
	nthrottle_queue_done(&nn->queue, now_ns);
	spin_unlock_bh(&nn->lock);
}
