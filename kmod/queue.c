// SPDX-License-Identifier: GPL-2.0
/*
 * The deadline queue. Everything here happens under the namespace's lock, is
 * bounded, and neither sends nor allocates. Whoever adds an entry arms the
 * queue afterwards; while the worker runs that does nothing, because the worker
 * arms the queue itself when it is done.
 */
#include <linux/ktime.h>
#include <linux/nthrottle.h>

#include "compat.h"
#include "queue.h"

/* For the workers of all queues. */
static struct workqueue_struct *queue_wq;

static struct timerqueue_node *first_of(const struct nthrottle_queue *q)
{
	return timerqueue_getnext((struct timerqueue_head *)&q->due);
}

/* Those before all others are always due. */
static u64 due_of(const struct timerqueue_node *n)
{
	return max_t(s64, 0, ktime_to_ns(n->expires));
}

/* When the worker has something to do, NTHROTTLE_NEVER if not known yet. */
static u64 next_ns(struct nthrottle_queue *q)
{
	struct timerqueue_node *first = first_of(q);
	u64 head_ns = NTHROTTLE_NEVER;
	u32 reason = NTHROTTLE_GATE_NONE;

	if (first)
		head_ns = nthrottle_pace_due(&q->pace, &q->pace_params,
					     due_of(first), &reason);
	q->starved |= reason == NTHROTTLE_GATE_RATE;
	return min(q->wake_ns, head_ns);
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

static void add_at(struct nthrottle_queue *q, struct nthrottle_entry *e,
		   s64 at_ns)
{
	e->node.expires = ns_to_ktime(at_ns);
	timerqueue_add(&q->due, &e->node);
	q->len++;
}

/**
 * nthrottle_queue_add() - queue an entry, or move it to another time
 * @q: the queue
 * @e: the entry, not one that goes before all others
 * @due_ns: when it may be sent
 */
void nthrottle_queue_add(struct nthrottle_queue *q, struct nthrottle_entry *e,
			 u64 due_ns)
{
	lockdep_assert_held(q->lock);
	if (nthrottle_entry_queued(e)) {
		if (ktime_to_ns(e->node.expires) == due_ns)
			return;
		nthrottle_queue_del(q, e);
	}
	add_at(q, e, due_ns);
}

/**
 * nthrottle_queue_add_head() - queue an entry before all that have a due time
 * @q: the queue
 * @e: the entry, queued or not
 *
 * Such entries leave in the order in which they came.
 */
void nthrottle_queue_add_head(struct nthrottle_queue *q,
			      struct nthrottle_entry *e)
{
	nthrottle_queue_del(q, e);
	add_at(q, e, S64_MIN + (s64)q->heads++);
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
	timerqueue_del(&q->due, &e->node);
	q->len--;
}

/**
 * nthrottle_queue_drain() - take out the first entry, due or not
 * @q: the queue
 *
 * Return: the entry, or NULL if there is none.
 */
struct nthrottle_entry *nthrottle_queue_drain(struct nthrottle_queue *q)
{
	struct timerqueue_node *n = first_of(q);
	struct nthrottle_entry *e;

	lockdep_assert_held(q->lock);
	if (!n)
		return NULL;
	e = container_of(n, struct nthrottle_entry, node);
	nthrottle_queue_del(q, e);
	return e;
}

/**
 * nthrottle_queue_pop() - take out the first entry that may be sent
 * @q: the queue
 * @now_ns: the time
 * @limited: set if the entry had to wait for the rate
 *
 * Does not ask whether a send may begin: that was asked for the whole of it.
 *
 * Return: the entry, or NULL if none is due.
 */
struct nthrottle_entry *nthrottle_queue_pop(struct nthrottle_queue *q,
					    u64 now_ns, bool *limited)
{
	struct timerqueue_node *n = first_of(q);

	lockdep_assert_held(q->lock);
	if (!n || due_of(n) > now_ns) {
		q->starved = false;
		return NULL;
	}
	if (!nthrottle_pace_may(&q->pace, &q->pace_params, now_ns))
		return NULL;
	*limited = q->starved;
	nthrottle_pace_take(&q->pace, &q->pace_params, now_ns);
	return nthrottle_queue_drain(q);
}

/**
 * nthrottle_queue_count_due() - how many entries may be sent?
 * @q: the queue
 * @now_ns: the time
 * @limit: where to stop counting
 *
 * Return: their number, perhaps too many by what the rate allows, and 0 while
 * no send may begin.
 */
unsigned int nthrottle_queue_count_due(const struct nthrottle_queue *q,
				       u64 now_ns, unsigned int limit)
{
	struct timerqueue_node *n = first_of(q);
	unsigned int count = 0;
	u32 reason;

	lockdep_assert_held(q->lock);
	if (nthrottle_pace_due(&q->pace, &q->pace_params, 0, &reason) > now_ns)
		return 0;
	if (q->pace_params.interval_ns)
		limit = min(limit, q->pace_params.burst);
	for (; n && due_of(n) <= now_ns && count < limit; count++)
		n = timerqueue_iterate_next(n);
	return count;
}

/**
 * nthrottle_queue_set_pace() - other parameters are in force at the head
 * @q: the queue; the caller arms it
 * @p: the new parameters
 * @now_ns: the time
 */
void nthrottle_queue_set_pace(struct nthrottle_queue *q,
			      const struct nthrottle_pace_params *p, u64 now_ns)
{
	lockdep_assert_held(q->lock);
	q->pace_params = *p;
	nthrottle_pace_adopt(&q->pace, p, now_ns);
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
		queue_work(queue_wq, &q->work);
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
	queue_wq = alloc_workqueue("nthrottle", WQ_UNBOUND, 0);
	return queue_wq ? 0 : -ENOMEM;
}

/**
 * nthrottle_queue_module_exit() - the reverse; all queues are stopped
 */
void nthrottle_queue_module_exit(void)
{
	destroy_workqueue(queue_wq);
}
