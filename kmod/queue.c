// SPDX-License-Identifier: GPL-2.0
/*
 * The deadline queue. Everything here happens under the namespace's lock, is
 * bounded, and neither sends nor allocates. Whoever adds an entry arms the
 * queue afterwards; while the worker runs that does nothing, because the worker
 * arms the queue itself when it is done.
 */
#include <linux/ktime.h>

#include "compat.h"
#include "queue.h"

static struct workqueue_struct *nthrottle_wq;

/* When the worker has something to do, NTHROTTLE_NEVER if not known yet. */
static u64 next_ns(const struct nthrottle_queue *q)
{
	struct timerqueue_node *first = timerqueue_getnext((struct timerqueue_head *)&q->due);
	u64 head_ns = NTHROTTLE_NEVER;

	if (!list_empty(&q->lane))
		head_ns = 0;
	else if (first)
		head_ns = ktime_to_ns(first->expires);
	return min(q->wake_ns, nthrottle_pace_due(&q->pace, head_ns));
}

static enum hrtimer_restart timer_fires(struct hrtimer *timer)
{
	struct nthrottle_queue *q =
		container_of(timer, struct nthrottle_queue, timer);

	spin_lock_bh(q->lock);
	q->armed_ns = NTHROTTLE_NEVER;
	nthrottle_queue_arm(q, ktime_get_boottime_ns());
	spin_unlock_bh(q->lock);
	return HRTIMER_NORESTART;
}

/**
 * nthrottle_queue_init() - prepare an empty queue
 * @q: the queue
 * @lock: the namespace's lock
 * @worker: what sends; ends with nthrottle_queue_done()
 */
void nthrottle_queue_init(struct nthrottle_queue *q, spinlock_t *lock,
			  work_func_t worker)
{
	q->lock = lock;
	timerqueue_init_head(&q->due);
	INIT_LIST_HEAD(&q->lane);
	q->armed_ns = NTHROTTLE_NEVER;
	q->wake_ns = NTHROTTLE_NEVER;
	hrtimer_setup(&q->timer, timer_fires, CLOCK_BOOTTIME,
		      HRTIMER_MODE_ABS_SOFT);
	INIT_WORK(&q->work, worker);
}

/**
 * nthrottle_queue_stop() - end timer and worker for good
 * @q: the queue
 *
 * Context: process; may wait for the worker, which takes RTNL. Entries stay.
 */
void nthrottle_queue_stop(struct nthrottle_queue *q)
{
	spin_lock_bh(q->lock);
	q->stopping = true;
	spin_unlock_bh(q->lock);
	/* Nothing arms either of them from here on. */
	hrtimer_cancel(&q->timer);
	cancel_work_sync(&q->work);
}

/**
 * nthrottle_entry_init() - prepare an entry that is in no queue
 * @e: the entry
 */
void nthrottle_entry_init(struct nthrottle_entry *e)
{
	timerqueue_init(&e->node);
	INIT_LIST_HEAD(&e->lane);
}

static bool in_order(const struct nthrottle_entry *e)
{
	return !RB_EMPTY_NODE(&e->node.node);
}

/**
 * nthrottle_entry_queued() - is the entry in a queue?
 * @e: the entry
 */
bool nthrottle_entry_queued(const struct nthrottle_entry *e)
{
	return in_order(e) || !list_empty(&e->lane);
}

/**
 * nthrottle_queue_add() - queue an entry, or move it to another time
 * @q: the queue
 * @e: the entry, not in the head lane
 * @due_ns: when it may be sent
 */
void nthrottle_queue_add(struct nthrottle_queue *q, struct nthrottle_entry *e,
			 u64 due_ns)
{
	lockdep_assert_held(q->lock);
	if (in_order(e)) {
		if (ktime_to_ns(e->node.expires) == due_ns)
			return;
		nthrottle_queue_del(q, e);
	}
	e->node.expires = ns_to_ktime(due_ns);
	timerqueue_add(&q->due, &e->node);
	q->len++;
}

/**
 * nthrottle_queue_add_head() - queue an entry before all that have a due time
 * @q: the queue
 * @e: the entry, queued or not
 */
void nthrottle_queue_add_head(struct nthrottle_queue *q,
			      struct nthrottle_entry *e)
{
	nthrottle_queue_del(q, e);
	list_add_tail(&e->lane, &q->lane);
	q->len++;
}

/**
 * nthrottle_queue_del() - take an entry out, if it is in
 * @q: the queue
 * @e: the entry
 */
void nthrottle_queue_del(struct nthrottle_queue *q, struct nthrottle_entry *e)
{
	lockdep_assert_held(q->lock);
	if (!nthrottle_entry_queued(e))
		return;
	if (in_order(e))
		timerqueue_del(&q->due, &e->node);
	else
		list_del_init(&e->lane);
	q->len--;
}

/**
 * nthrottle_queue_pop() - take out the first entry that may be sent
 * @q: the queue
 * @now_ns: the time
 *
 * Does not ask the pace gate, which opens for a whole send at once.
 *
 * Return: the entry, or NULL if none is due.
 */
struct nthrottle_entry *nthrottle_queue_pop(struct nthrottle_queue *q,
					    u64 now_ns)
{
	struct nthrottle_entry *e;
	struct timerqueue_node *n;

	lockdep_assert_held(q->lock);
	e = list_first_entry_or_null(&q->lane, struct nthrottle_entry, lane);
	if (!e) {
		n = timerqueue_getnext(&q->due);
		if (!n || ktime_to_ns(n->expires) > now_ns)
			return NULL;
		e = container_of(n, struct nthrottle_entry, node);
	}
	nthrottle_queue_del(q, e);
	return e;
}

/**
 * nthrottle_queue_count_due() - how many entries may be sent?
 * @q: the queue
 * @now_ns: the time
 * @limit: where to stop counting
 *
 * Return: their number, 0 while the pace gate is closed.
 */
unsigned int nthrottle_queue_count_due(const struct nthrottle_queue *q,
				       u64 now_ns, unsigned int limit)
{
	struct timerqueue_node *n;
	struct list_head *l;
	unsigned int count = 0;

	lockdep_assert_held(q->lock);
	if (nthrottle_pace_due(&q->pace, 0) > now_ns)
		return 0;
	list_for_each(l, &q->lane)
		if (++count >= limit)
			return count;
	n = timerqueue_getnext((struct timerqueue_head *)&q->due);
	while (n && ktime_to_ns(n->expires) <= now_ns && count < limit) {
		count++;
		n = timerqueue_iterate_next(n);
	}
	return count;
}

/**
 * nthrottle_queue_arm() - have the worker run when it has something to do
 * @q: the queue
 * @now_ns: the time
 */
void nthrottle_queue_arm(struct nthrottle_queue *q, u64 now_ns)
{
	u64 at_ns;

	lockdep_assert_held(q->lock);
	if (q->busy || q->stopping)
		return;
	at_ns = next_ns(q);
	if (at_ns <= now_ns) {
		q->busy = true;
		queue_work(nthrottle_wq, &q->work);
	} else if (at_ns < q->armed_ns) {
		/* A timer that fires too early just arms itself again. */
		q->armed_ns = at_ns;
		hrtimer_start(&q->timer, ns_to_ktime(at_ns),
			      HRTIMER_MODE_ABS_SOFT);
	}
}

/**
 * nthrottle_queue_wake() - have the worker run, whether or not entries are due
 * @q: the queue
 * @at_ns: when; 0 for at once
 * @now_ns: the time
 */
void nthrottle_queue_wake(struct nthrottle_queue *q, u64 at_ns, u64 now_ns)
{
	lockdep_assert_held(q->lock);
	q->wake_ns = min(q->wake_ns, at_ns);
	nthrottle_queue_arm(q, now_ns);
}

/**
 * nthrottle_queue_done() - the worker ends
 * @q: the queue
 * @now_ns: the time
 */
void nthrottle_queue_done(struct nthrottle_queue *q, u64 now_ns)
{
	lockdep_assert_held(q->lock);
	q->busy = false;
	nthrottle_queue_arm(q, now_ns);
}

/**
 * nthrottle_queue_module_init() - make what all queues share
 *
 * Return: 0 or -ENOMEM.
 */
int nthrottle_queue_module_init(void)
{
	/* Unbound: the worker sleeps for RTNL, and runs where there is room. */
	nthrottle_wq = alloc_workqueue("nthrottle", WQ_UNBOUND, 0);
	return nthrottle_wq ? 0 : -ENOMEM;
}

/**
 * nthrottle_queue_module_exit() - the reverse; all queues are stopped
 */
void nthrottle_queue_module_exit(void)
{
	destroy_workqueue(nthrottle_wq);
}
