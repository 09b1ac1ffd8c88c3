// SPDX-License-Identifier: GPL-2.0
/*
 * Agents: listeners known by name, who acknowledge what they have dealt with.
 * Each acknowledgment is a heartbeat; an agent that is silent for its down
 * time, or whose socket is closed, is down. It stays, so that the next process
 * of its name goes on where it ended. Whoever changes an agent only says so
 * here; the worker tells the listeners, in order.
 */
#include <linux/ktime.h>
#include <linux/nthrottle.h>
#include <linux/slab.h>

#include "agent.h"
#include "alloc.h"

static struct nthrottle_agent *find(struct nthrottle_net *nn, const char *name)
{
	struct nthrottle_agent *a;

	lockdep_assert_held(&nn->lock);
	list_for_each_entry(a, &nn->agents, list)
		if (!a->deleted && !strcmp(a->is.name, name))
			return a;
	return NULL;
}

static void heard_of(struct nthrottle_net *nn, struct nthrottle_agent *a,
		     u64 now_ns)
{
	a->is.heartbeat_ns = now_ns;
	if (a->is.state == NTHROTTLE_AGENT_STATE_UP)
		return;
	nthrottle_agent_set(nn, a, NTHROTTLE_AGENT_STATE_UP, 0);
	nthrottle_news_wake(nn, 0, now_ns);
}

/**
 * nthrottle_agent_alloc() - prepare an agent
 * @name: its name, valid
 * @portid: the socket that wants it
 * @down_time_ms: in range
 *
 * Context: process, the one that wants it.
 * Return: the agent, or NULL without memory.
 */
struct nthrottle_agent *nthrottle_agent_alloc(const char *name, u32 portid,
					      u32 down_time_ms)
{
	struct nthrottle_agent *a = kzalloc(sizeof(*a), NTHROTTLE_GFP);

	if (!a)
		return NULL;
	a->portid = portid;
	a->open = true;
	a->is.down_time_ms = down_time_ms;
	a->is.pid = task_tgid_vnr(current);
	a->is.state = NTHROTTLE_AGENT_STATE_DOWN;
	strscpy(a->is.name, name, sizeof(a->is.name));
	get_task_comm(a->is.comm, current);
	return a;
}

static int add(struct nthrottle_net *nn, struct nthrottle_agent *a)
{
	lockdep_assert_held(&nn->lock);
	if (nn->n_agents >= NTHROTTLE_AGENTS_MAX)
		return -ENOSPC;
	if (nn->n_gone_agents >= NTHROTTLE_AGENTS_MAX)
		return -EAGAIN;
	nn->n_agents++;
	a->id = ++nn->last_agent_id;
	list_add_tail(&a->list, &nn->agents);
	return 0;
}

/* Another process goes on as the agent: what it acknowledged stays. */
static int take_over(struct nthrottle_agent *old,
		     const struct nthrottle_agent *by, bool replace)
{
	bool other = !old->open || old->portid != by->portid;

	if (old->open && other && !replace)
		return -EBUSY;
	old->untold |= other;
	old->open = true;
	old->portid = by->portid;
	old->is.pid = by->is.pid;
	old->is.down_time_ms = by->is.down_time_ms;
	memcpy(old->is.comm, by->is.comm, sizeof(old->is.comm));
	return 0;
}

/**
 * nthrottle_agent_register() - a socket becomes the agent of a name
 * @nn: the namespace
 * @a: what nthrottle_agent_alloc() made; kept or freed
 * @replace: even if another open socket is that
 * @rep: set to the agent; with -EBUSY, to the one that is in the way
 *
 * Return: 0, -EBUSY, -ENOSPC if there are too many, -EAGAIN if the listeners have
 * not been told of too many deleted ones yet.
 */
int nthrottle_agent_register(struct nthrottle_net *nn,
			     struct nthrottle_agent *a, bool replace,
			     struct nthrottle_agent_report *rep)
{
	struct nthrottle_agent *old;
	u64 now_ns;
	int err;

	spin_lock_bh(&nn->lock);
	now_ns = ktime_get_boottime_ns();
	old = find(nn, a->is.name);
	err = old ? take_over(old, a, replace) : add(nn, a);
	if (!old && !err) {
		old = a;
		a = NULL;
	}
	if (!err) {
		heard_of(nn, old, now_ns);
		/* It may be another process, or have another down time. */
		nthrottle_news_wake(nn, 0, now_ns);
	}
	if (old)
		nthrottle_agent_report(nn, old, now_ns, rep);
	spin_unlock_bh(&nn->lock);
	kfree(a);
	return err;
}

/**
 * nthrottle_agent_ack() - an agent has dealt with notifications
 * @nn: the namespace
 * @name: the agent's name
 * @portid: the socket that says so
 * @seq: everything up to this number; one that is older than what it
 *	acknowledged before changes nothing
 *
 * The number of a socket is used again when that is closed, so a socket that has
 * it is the agent only if it registered.
 *
 * Return: 0, -ENOENT if there is no such agent, -EBUSY if it is another
 * socket's, -ERANGE if there is no such number yet.
 */
int nthrottle_agent_ack(struct nthrottle_net *nn, const char *name, u32 portid,
			u64 seq)
{
	struct nthrottle_agent *a;
	u64 now_ns;
	int err = 0;

	spin_lock_bh(&nn->lock);
	now_ns = ktime_get_boottime_ns();
	a = find(nn, name);
	if (!a)
		err = -ENOENT;
	else if (!a->open || a->portid != portid)
		err = -EBUSY;
	else if (seq > nn->seq)
		err = -ERANGE;
	if (!err) {
		a->is.seq = max(a->is.seq, seq);
		heard_of(nn, a, now_ns);
	}
	spin_unlock_bh(&nn->lock);
	return err;
}

/**
 * nthrottle_agent_delete() - forget an agent
 * @nn: the namespace
 * @name: the agent's name
 *
 * Return: 0, or -ENOENT if there is none.
 */
int nthrottle_agent_delete(struct nthrottle_net *nn, const char *name)
{
	u64 now_ns = ktime_get_boottime_ns();
	struct nthrottle_agent *a;

	spin_lock_bh(&nn->lock);
	a = find(nn, name);
	if (a) {
		a->deleted = true;
		nn->n_agents--;
		nn->n_gone_agents++;
		nthrottle_agent_set(nn, a, NTHROTTLE_AGENT_STATE_DOWN,
				    NTHROTTLE_AGENT_CAUSE_DELETED);
		nthrottle_news_wake(nn, 0, now_ns);
	}
	spin_unlock_bh(&nn->lock);
	return a ? 0 : -ENOENT;
}

/**
 * nthrottle_agent_get() - what is shown of an agent
 * @nn: the namespace
 * @name: the agent's name
 * @rep: where to
 *
 * Return: 0, or -ENOENT if there is none.
 */
int nthrottle_agent_get(struct nthrottle_net *nn, const char *name,
			struct nthrottle_agent_report *rep)
{
	struct nthrottle_agent *a;

	spin_lock_bh(&nn->lock);
	a = find(nn, name);
	if (a)
		nthrottle_agent_report(nn, a, ktime_get_boottime_ns(), rep);
	spin_unlock_bh(&nn->lock);
	return a ? 0 : -ENOENT;
}

/**
 * nthrottle_agent_next() - what is shown of the next agent
 * @nn: the namespace
 * @id: number of the one before, 0 for none; set to that of the next one
 * @rep: where to
 *
 * Return: false if there is none.
 */
bool nthrottle_agent_next(struct nthrottle_net *nn, u64 *id,
			  struct nthrottle_agent_report *rep)
{
	struct nthrottle_agent *a;
	bool found = false;

	spin_lock_bh(&nn->lock);
	list_for_each_entry(a, &nn->agents, list) {
		if (a->deleted || a->id <= *id)
			continue;
		*id = a->id;
		nthrottle_agent_report(nn, a, ktime_get_boottime_ns(), rep);
		found = true;
		break;
	}
	spin_unlock_bh(&nn->lock);
	return found;
}
