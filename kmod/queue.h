/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The deadline queue of a network namespace: entries in the order of their due
 * time, before them what must go first, one timer, one worker.
 */
#ifndef NTHROTTLE_QUEUE_H
#define NTHROTTLE_QUEUE_H

#include <linux/hrtimer.h>
#include <linux/spinlock.h>
#include <linux/timerqueue.h>
#include <linux/workqueue.h>

#include "gate.h"

#define NTHROTTLE_NEVER		U64_MAX
/* How long to wait after a failed allocation. */
#define NTHROTTLE_RETRY_NS	(100 * NTHROTTLE_NS_PER_MS)

/**
 * struct nthrottle_entry - an object's place in the queue
 * @node: place in the order of due times; those below 0 are places before all
 *	that have one
 */
struct nthrottle_entry {
	struct timerqueue_node node;
};

/**
 * struct nthrottle_queue - the queue
 * @lock: the namespace's lock; protects all that follows
 * @due: entries by due time
 * @heads: number of entries that were ever put before all others
 * @pace_params: parameters of the gate at the head of the queue
 * @pace: that gate
 * @timer: soft, CLOCK_BOOTTIME; fires when the head may be sent
 * @armed_ns: what @timer is set to, NTHROTTLE_NEVER if it is not
 * @wake_ns: when the worker is wanted whether or not an entry is due
 * @len: number of entries
 * @starved: what is due had to wait for the rate
 * @busy: the worker is queued or running and will look again by itself
 * @stopping: nothing may be armed any more
 * @work: the worker
 */
struct nthrottle_queue {
	spinlock_t *lock;	/* the namespace's */
	struct timerqueue_head due;
	u64 heads;
	struct nthrottle_pace_params pace_params;
	struct nthrottle_pace pace;
	struct hrtimer timer;
	u64 armed_ns;
	u64 wake_ns;
	u32 len;
	bool starved;
	bool busy;
	bool stopping;
	struct work_struct work;
};

int nthrottle_queue_module_init(void);
void nthrottle_queue_module_exit(void);

void nthrottle_queue_init(struct nthrottle_queue *q, spinlock_t *lock,
			  work_func_t worker);
void nthrottle_queue_stop(struct nthrottle_queue *q);

/**
 * nthrottle_entry_init() - prepare an entry that is in no queue
 * @e: the entry
 */
static inline void nthrottle_entry_init(struct nthrottle_entry *e)
{
	timerqueue_init(&e->node);
}

/**
 * nthrottle_entry_queued() - is the entry in a queue?
 * @e: the entry
 */
static inline bool nthrottle_entry_queued(const struct nthrottle_entry *e)
{
	return !RB_EMPTY_NODE(&e->node.node);
}

/**
 * nthrottle_queue_first() - look at the first entry that is due
 * @q: the queue
 * @now_ns: the time
 *
 * Return: the entry, which stays where it is, or NULL if none is due.
 */
static inline struct nthrottle_entry *
nthrottle_queue_first(struct nthrottle_queue *q, u64 now_ns)
{
	struct timerqueue_node *n = timerqueue_getnext(&q->due);

	lockdep_assert_held(q->lock);
	return n && ktime_to_ns(n->expires) <= (s64)now_ns ?
	       container_of(n, struct nthrottle_entry, node) : NULL;
}

void nthrottle_queue_add(struct nthrottle_queue *q, struct nthrottle_entry *e,
			 u64 due_ns);
void nthrottle_queue_add_head(struct nthrottle_queue *q,
			      struct nthrottle_entry *e);
void nthrottle_queue_del(struct nthrottle_queue *q, struct nthrottle_entry *e);
struct nthrottle_entry *nthrottle_queue_pop(struct nthrottle_queue *q,
					    u64 now_ns, bool *limited);
struct nthrottle_entry *nthrottle_queue_drain(struct nthrottle_queue *q);
unsigned int nthrottle_queue_count_due(const struct nthrottle_queue *q,
				       u64 now_ns, unsigned int limit);

void nthrottle_queue_set_pace(struct nthrottle_queue *q,
			      const struct nthrottle_pace_params *p,
			      u64 now_ns);
void nthrottle_queue_arm(struct nthrottle_queue *q, u64 now_ns);
void nthrottle_queue_wake(struct nthrottle_queue *q, u64 at_ns, u64 now_ns);
void nthrottle_queue_done(struct nthrottle_queue *q, u64 now_ns);

#endif /* NTHROTTLE_QUEUE_H */
