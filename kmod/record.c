// SPDX-License-Identifier: GPL-2.0
/*
 * Interface records. The hooks come here under RTNL, which alone adds and
 * removes records; what they change is under the namespace's lock besides.
 */
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <linux/ktime.h>

#include "alloc.h"
#include "payer.h"
#include "pending.h"
#include "record.h"

static struct kmem_cache *record_cache;

/**
 * nthrottle_record_find() - the record of a registered interface
 * @nn: its namespace
 * @dev: the interface
 *
 * Context: RTNL held.
 * Return: the record, or NULL if there is none.
 */
struct nthrottle_record *nthrottle_record_find(struct nthrottle_net *nn,
					       const struct net_device *dev)
{
	struct nthrottle_record *r = nn->recent;

	/* Events of an interface come in flocks. */
	if (r && r->dev == dev)
		return r;
	/* One may come after UNREGISTER, and the ifindex be reused. */
	r = xa_load(&nn->records, dev->ifindex);
	if (!r || r->dev != dev)
		return NULL;
	nn->recent = r;
	return r;
}

/**
 * nthrottle_record_next() - the record with the lowest ifindex from one on
 * @nn: the namespace
 * @ifindex: where to begin; set to what was found
 *
 * Context: RTNL or the namespace's lock held.
 * Return: the record, or NULL if there is none any more.
 */
struct nthrottle_record *nthrottle_record_next(struct nthrottle_net *nn,
					       unsigned long *ifindex)
{
	return xa_find(&nn->records, ifindex, ULONG_MAX, XA_PRESENT);
}

/**
 * nthrottle_record_free() - free a record that is in no index and no queue
 * @r: the record
 */
void nthrottle_record_free(struct nthrottle_record *r)
{
	kmem_cache_free(record_cache, r);
}

/**
 * nthrottle_record_new() - make the record of an interface
 * @nn: its namespace
 * @dev: the interface, which has none
 * @gfp: how to allocate it
 *
 * Context: RTNL held, which keeps others from adding or removing records.
 * Return: the record, or NULL without memory; that is noted, then.
 */
struct nthrottle_record *nthrottle_record_new(struct nthrottle_net *nn,
					      struct net_device *dev,
					      gfp_t gfp)
{
	struct nthrottle_record *r;
	struct nthrottle_link link;

	ASSERT_RTNL();
	r = kmem_cache_zalloc(record_cache, gfp);
	if (!r)
		goto err;
	r->dev = dev;
	r->ifindex = dev->ifindex;
	nthrottle_entry_init(&r->entry);
	RB_CLEAR_NODE(&r->filed);
	strscpy(r->name, dev->name, sizeof(r->name));
	nthrottle_state_read(&r->last, dev);
	nthrottle_state_link(&link, dev, &r->last);
	if (xa_insert_bh(&nn->records, r->ifindex, r, gfp))
		goto err_free;

	spin_lock_bh(&nn->lock);
	r->id = ++nn->last_id;
	r->profile = nthrottle_ruleset_match(nthrottle_net_ruleset(nn),
					     r->name, r->last.kind);
	nthrottle_gates_init(&r->gates, &r->profile->gates,
			     ktime_get_boottime_ns(), &link);
	nn->interfaces++;
	spin_unlock_bh(&nn->lock);
	return r;

err_free:
	nthrottle_record_free(r);
err:
	nthrottle_payer_note(nn);
	spin_lock_bh(&nn->lock);
	nn->stats.alloc_failures++;
	nn->incomplete = true;
	spin_unlock_bh(&nn->lock);
	return NULL;
}

static void record_unindex(struct nthrottle_net *nn, struct nthrottle_record *r)
{
	lockdep_assert_held(&nn->lock);
	xa_erase_bh(&nn->records, r->ifindex);
	if (nn->recent == r)
		nn->recent = NULL;
	nn->interfaces--;
}

/**
 * nthrottle_record_register() - an interface appears
 * @nn: its namespace
 * @dev: the interface
 *
 * Context: RTNL held; may sleep. Without memory the record is made later, by
 * the worker.
 */
void nthrottle_record_register(struct nthrottle_net *nn, struct net_device *dev)
{
	nthrottle_record_new(nn, dev, NTHROTTLE_GFP);
	nthrottle_pending_event(nn, dev, NTHROTTLE_EVENT_REGISTER);
}

/**
 * nthrottle_record_take_over() - an interface was there before the module
 * @nn: its namespace
 * @dev: the interface
 *
 * Context: RTNL held; may sleep. Notifies nobody: the listeners know it.
 */
void nthrottle_record_take_over(struct nthrottle_net *nn,
				struct net_device *dev)
{
	struct nthrottle_record *r;

	r = nthrottle_record_new(nn, dev, NTHROTTLE_GFP);
	spin_lock_bh(&nn->lock);
	if (r) {
		r->known = true;
		nthrottle_journal_file(nn, r);
	} else {
		nthrottle_queue_wake(&nn->queue, 0, 0);
	}
	spin_unlock_bh(&nn->lock);
}

/**
 * nthrottle_record_forget() - undo nthrottle_record_take_over()
 * @nn: the interface's namespace
 * @dev: the interface
 *
 * Context: RTNL held.
 */
void nthrottle_record_forget(struct nthrottle_net *nn, struct net_device *dev)
{
	struct nthrottle_record *r = nthrottle_record_find(nn, dev);

	if (!r)
		return;
	spin_lock_bh(&nn->lock);
	nthrottle_queue_del(&nn->queue, &r->entry);
	nthrottle_journal_remove(nn, r);
	record_unindex(nn, r);
	spin_unlock_bh(&nn->lock);
	nthrottle_record_free(r);
}

/**
 * nthrottle_record_rename() - an interface got another name
 * @nn: its namespace
 * @dev: the interface
 *
 * The rules may give it another profile now.
 *
 * Context: RTNL held.
 */
void nthrottle_record_rename(struct nthrottle_net *nn, struct net_device *dev)
{
	struct nthrottle_record *r = nthrottle_record_find(nn, dev);
	const struct nthrottle_profile *p;
	u64 now_ns = ktime_get_boottime_ns();

	if (r) {
		spin_lock_bh(&nn->lock);
		strscpy(r->name, dev->name, sizeof(r->name));
		p = nthrottle_ruleset_match(nthrottle_net_ruleset(nn), r->name,
					    r->last.kind);
		nthrottle_pending_adopt(nn, r, p, now_ns);
		nthrottle_queue_arm(&nn->queue, now_ns);
		spin_unlock_bh(&nn->lock);
	}
	nthrottle_pending_event(nn, dev, NTHROTTLE_EVENT_RENAME);
}

/**
 * nthrottle_record_unregister() - an interface disappears
 * @nn: its namespace
 * @dev: the interface; not to be looked at any more afterwards
 *
 * Context: RTNL held. May come again for the same interface.
 */
void nthrottle_record_unregister(struct nthrottle_net *nn,
				 struct net_device *dev)
{
	struct nthrottle_record *r = nthrottle_record_find(nn, dev);
	u64 now_ns = ktime_get_boottime_ns();

	spin_lock_bh(&nn->lock);
	if (!r) {
		nthrottle_pending_stray(nn, dev, NTHROTTLE_EVENT_UNREGISTER,
					now_ns);
		goto unlock;
	}
	record_unindex(nn, r);
	if (!nthrottle_pending_end(nn, r, now_ns))
		goto unlock;
	nthrottle_queue_arm(&nn->queue, now_ns);
	r = NULL;
unlock:
	spin_unlock_bh(&nn->lock);
	if (r)
		nthrottle_record_free(r);
}

static struct nthrottle_record *drain(struct nthrottle_net *nn)
{
	struct nthrottle_entry *e;

	spin_lock_bh(&nn->lock);
	e = nthrottle_queue_drain(&nn->queue);
	spin_unlock_bh(&nn->lock);
	return e ? container_of(e, struct nthrottle_record, entry) : NULL;
}

/**
 * nthrottle_record_free_all() - free all records but tombstones
 * @nn: the namespace; its queue is stopped and no hook can run any more
 */
void nthrottle_record_free_all(struct nthrottle_net *nn)
{
	struct nthrottle_record *r;
	unsigned long ifindex;

	/* Only the queue knows those whose deletion was not sent. */
	while ((r = drain(nn))) {
		if (!r->dev)
			nthrottle_record_free(r);
		cond_resched();
	}
	xa_for_each(&nn->records, ifindex, r) {
		nthrottle_record_free(r);
		cond_resched();
	}
	xa_destroy(&nn->records);
}

/**
 * nthrottle_record_module_init() - make what all records share
 *
 * Return: 0 or -ENOMEM.
 */
int nthrottle_record_module_init(void)
{
	record_cache = KMEM_CACHE(nthrottle_record, SLAB_ACCOUNT);
	return record_cache ? 0 : -ENOMEM;
}

/**
 * nthrottle_record_module_exit() - the reverse; all records are freed
 */
void nthrottle_record_module_exit(void)
{
	kmem_cache_destroy(record_cache);
}
