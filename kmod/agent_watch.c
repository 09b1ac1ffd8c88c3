// SPDX-License-Identifier: GPL-2.0
/* Which agents are down, and what the listeners know of it. */
#include <linux/ktime.h>
#include <linux/nthrottle.h>
#include <linux/slab.h>

#include "agent.h"

/* When it is down unless it is heard of. */
static u64 end_of(const struct nthrottle_agent *a)
{
	return a->is.heartbeat_ns + a->is.down_time_ms * NTHROTTLE_NS_PER_MS;
}

/**
 * nthrottle_agent_report() - what is shown of an agent
 * @nn: the namespace, its lock held
 * @a: the agent
 * @now_ns: the time
 * @rep: where to
 */
void nthrottle_agent_report(const struct nthrottle_net *nn,
			    const struct nthrottle_agent *a, u64 now_ns,
			    struct nthrottle_agent_report *rep)
{
	lockdep_assert_held(&nn->lock);
	*rep = a->is;
	rep->lag = nn->seq - a->is.seq;
	rep->age_ns = now_ns - min(now_ns, a->is.heartbeat_ns);
}

/**
 * nthrottle_agent_set() - an agent has another state, or is another process
 * @nn: the namespace, its lock held
 * @a: the agent
 * @state: enum nthrottle_agent_state
 * @cause: why it is down (enum nthrottle_agent_cause)
 *
 * The listeners are told by the worker; the caller wakes it, or is it.
 */
void nthrottle_agent_set(struct nthrottle_net *nn, struct nthrottle_agent *a,
			 u8 state, u8 cause)
{
	lockdep_assert_held(&nn->lock);
	a->is.state = state;
	a->is.cause = cause;
	a->untold = true;
}

/**
 * nthrottle_agent_closed() - a socket was closed
 * @nn: its namespace
 * @portid: its number
 */
void nthrottle_agent_closed(struct nthrottle_net *nn, u32 portid)
{
	u64 now_ns = ktime_get_boottime_ns();
	struct nthrottle_agent *a;

	spin_lock_bh(&nn->lock);
	list_for_each_entry(a, &nn->agents, list) {
		if (a->portid != portid || !a->open || a->deleted)
			continue;
		a->open = false;
		nthrottle_agent_set(nn, a, NTHROTTLE_AGENT_STATE_DOWN,
				    NTHROTTLE_AGENT_CAUSE_CLOSED);
		nthrottle_news_wake(nn, 0, now_ns);
	}
	spin_unlock_bh(&nn->lock);
}

/**
 * nthrottle_agent_expire() - agents that were silent for too long are down
 * @nn: the namespace
 * @now_ns: the time
 *
 * A heartbeat only moves an agent's end to a later time, so it wakes nobody.
 *
 * Context: the worker that tells it.
 * Return: when to look again.
 */
u64 nthrottle_agent_expire(struct nthrottle_net *nn, u64 now_ns)
{
	u64 next_ns = NTHROTTLE_NEVER;
	struct nthrottle_agent *a;

	spin_lock_bh(&nn->lock);
	list_for_each_entry(a, &nn->agents, list) {
		if (a->is.state != NTHROTTLE_AGENT_STATE_UP)
			continue;
		if (end_of(a) > now_ns)
			next_ns = min(next_ns, end_of(a));
		else
			nthrottle_agent_set(nn, a, NTHROTTLE_AGENT_STATE_DOWN,
					    NTHROTTLE_AGENT_CAUSE_SILENT);
	}
	spin_unlock_bh(&nn->lock);
	return next_ns;
}

/**
 * nthrottle_agent_next_news() - what listeners do not know of an agent yet
 * @nn: the namespace
 * @news: set to what is shown of it
 *
 * Context: the worker. A deleted agent is freed with it.
 * Return: false if they know everything.
 */
bool nthrottle_agent_next_news(struct nthrottle_net *nn,
			       struct nthrottle_agent_report *news)
{
	struct nthrottle_agent *a, *gone = NULL;
	bool found = false;

	spin_lock_bh(&nn->lock);
	list_for_each_entry(a, &nn->agents, list) {
		if (!a->untold)
			continue;
		found = true;
		a->untold = false;
		nthrottle_agent_report(nn, a, ktime_get_boottime_ns(), news);
		if (a->deleted) {
			list_del(&a->list);
			nn->n_gone_agents--;
			gone = a;
		}
		break;
	}
	spin_unlock_bh(&nn->lock);
	kfree(gone);
	return found;
}

/**
 * nthrottle_agent_free_all() - free the agents of a namespace that ends
 * @nn: the namespace, which nobody else reaches any more
 */
void nthrottle_agent_free_all(struct nthrottle_net *nn)
{
	struct nthrottle_agent *a, *tmp;

	list_for_each_entry_safe(a, tmp, &nn->agents, list)
		kfree(a);
}
