// SPDX-License-Identifier: GPL-2.0
/*
 * Holds: windows in which everything is merged and nothing sent. The queue's
 * head waits until the last of them has ended. Whoever begins or ends one only
 * says so here; the worker tells the listeners, so that they hear of it in
 * order.
 */
#include <linux/ktime.h>
#include <linux/slab.h>

#include "alloc.h"
#include "hold.h"
#include "params.h"

/* Have the queue wait for the last hold, and the worker look at the next one
 * to end, and at the news.
 */
static void holds_changed(struct nthrottle_net *nn, u64 now_ns)
{
	u64 last_ns = 0, next_ns = NTHROTTLE_NEVER;
	struct nthrottle_hold *h;

	lockdep_assert_held(&nn->lock);
	list_for_each_entry(h, &nn->holds, list) {
		if (!h->ended) {
			last_ns = max(last_ns, h->limit_ns);
			next_ns = min(next_ns, h->limit_ns);
		}
		if (h->ended || !h->told)
			next_ns = 0;
	}
	nn->queue.pace.hold_ns = last_ns;
	nthrottle_queue_wake(&nn->queue, next_ns, now_ns);
}

/**
 * nthrottle_hold_new() - prepare a hold
 * @portid: the socket that wants it
 * @limit_ms: after this long it ends at the latest, in range
 *
 * Context: process, the one that wants it.
 * Return: the hold, or NULL without memory.
 */
struct nthrottle_hold *nthrottle_hold_new(u32 portid, u32 limit_ms)
{
	struct nthrottle_hold *h = kzalloc(sizeof(*h), NTHROTTLE_GFP);

	if (!h)
		return NULL;
	h->portid = portid;
	h->limit_ms = limit_ms;
	h->pid = task_tgid_vnr(current);
	get_task_comm(h->comm, current);
	return h;
}

/**
 * nthrottle_hold_begin() - begin a hold
 * @nn: the namespace
 * @h: the hold; freed if that fails
 * @id: set to its number
 *
 * When this returns, nothing more is numbered until the hold ends.
 *
 * Return: 0, -ENOSPC if there are too many, or -EAGAIN if the listeners have not been
 * told of too many that began or ended.
 */
int nthrottle_hold_begin(struct nthrottle_net *nn, struct nthrottle_hold *h,
			 u64 *id)
{
	u64 now_ns = ktime_get_boottime_ns();
	int err = 0;

	spin_lock_bh(&nn->lock);
	if (nn->n_holds >= NTHROTTLE_HOLDS_MAX)
		err = -ENOSPC;
	else if (nn->n_untold >= NTHROTTLE_HOLDS_MAX)
		err = -EAGAIN;
	if (err) {
		spin_unlock_bh(&nn->lock);
		kfree(h);
		return err;
	}
	nn->n_holds++;
	nn->n_untold++;
	h->id = ++nn->last_hold_id;
	h->begin_ns = now_ns;
	h->limit_ns = now_ns + h->limit_ms * NTHROTTLE_NS_PER_MS;
	*id = h->id;
	list_add_tail(&h->list, &nn->holds);
	holds_changed(nn, now_ns);
	spin_unlock_bh(&nn->lock);
	return 0;
}

static void hold_end(struct nthrottle_net *nn, struct nthrottle_hold *h,
		     u32 end, u64 now_ns)
{
	lockdep_assert_held(&nn->lock);
	h->ended = true;
	h->end = end;
	h->end_ns = now_ns;
	nn->n_holds--;
	nn->n_untold += h->told;
}

/**
 * nthrottle_hold_release() - end a hold
 * @nn: the namespace
 * @id: its number
 *
 * Return: 0, or -ENOENT if it does not last.
 */
int nthrottle_hold_release(struct nthrottle_net *nn, u64 id)
{
	u64 now_ns = ktime_get_boottime_ns();
	struct nthrottle_hold *h;
	int err = -ENOENT;

	spin_lock_bh(&nn->lock);
	list_for_each_entry(h, &nn->holds, list) {
		if (h->id != id || h->ended)
			continue;
		hold_end(nn, h, NTHROTTLE_HOLD_END_RELEASED, now_ns);
		holds_changed(nn, now_ns);
		err = 0;
	}
	spin_unlock_bh(&nn->lock);
	return err;
}

/**
 * nthrottle_hold_expire() - end the holds whose limit has passed
 * @nn: the namespace
 * @now_ns: the time
 *
 * Context: the worker.
 */
void nthrottle_hold_expire(struct nthrottle_net *nn, u64 now_ns)
{
	struct nthrottle_hold *h;

	spin_lock_bh(&nn->lock);
	list_for_each_entry(h, &nn->holds, list)
		if (!h->ended && h->limit_ns <= now_ns)
			hold_end(nn, h, NTHROTTLE_HOLD_END_LIMIT, now_ns);
	if (!list_empty(&nn->holds))
		holds_changed(nn, now_ns);
	spin_unlock_bh(&nn->lock);
}

/**
 * nthrottle_hold_next_news() - what listeners do not know of a hold yet
 * @nn: the namespace
 * @news: set to a copy of it, with @ended false if it is that it began
 *
 * Context: the worker. With the end, the hold is freed.
 * Return: false if they know everything.
 */
bool nthrottle_hold_next_news(struct nthrottle_net *nn,
			      struct nthrottle_hold *news)
{
	struct nthrottle_hold *h, *done = NULL;
	bool found = false;

	spin_lock_bh(&nn->lock);
	list_for_each_entry(h, &nn->holds, list) {
		if (h->told && !h->ended)
			continue;
		found = true;
		*news = *h;
		news->ended = h->told;
		if (h->told) {
			list_del(&h->list);
			done = h;
		}
		h->told = true;
		nn->n_untold -= done || !h->ended;
		break;
	}
	spin_unlock_bh(&nn->lock);
	kfree(done);
	return found;
}

/**
 * nthrottle_hold_free_all() - free the holds of a namespace that ends
 * @nn: the namespace, which nobody else reaches any more
 */
void nthrottle_hold_free_all(struct nthrottle_net *nn)
{
	struct nthrottle_hold *h, *tmp;

	list_for_each_entry_safe(h, tmp, &nn->holds, list)
		kfree(h);
}

/**
 * nthrottle_hold_closed() - a socket was closed
 * @nn: its namespace
 * @portid: its number
 *
 * The holds that it opened end.
 */
void nthrottle_hold_closed(struct nthrottle_net *nn, u32 portid)
{
	u64 now_ns = ktime_get_boottime_ns();
	struct nthrottle_hold *h;
	bool ended = false;

	spin_lock_bh(&nn->lock);
	list_for_each_entry(h, &nn->holds, list) {
		if (h->portid != portid || h->ended)
			continue;
		hold_end(nn, h, NTHROTTLE_HOLD_END_CLOSED, now_ns);
		ended = true;
	}
	if (ended)
		holds_changed(nn, now_ns);
	spin_unlock_bh(&nn->lock);
}
