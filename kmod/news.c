// SPDX-License-Identifier: GPL-2.0
/*
 * What a namespace tells besides notifications of interfaces: that agents are up
 * or down, and where history stands. Neither waits for RTNL, which others may
 * hold for long, so a worker of its own does it.
 */
#include <linux/ktime.h>

#include "agent.h"
#include "compat.h"
#include "driver.h"
#include "news.h"

/* Not the one of those that sleep for RTNL: there may be so many that nobody else
 * gets a turn.
 */
static struct workqueue_struct *news_wq;

/**
 * nthrottle_news_wake() - have the news told
 * @nn: the namespace, its lock held
 * @at_ns: when; 0 for at once, NTHROTTLE_NEVER for not at all
 * @now_ns: the time
 */
void nthrottle_news_wake(struct nthrottle_net *nn, u64 at_ns, u64 now_ns)
{
	struct nthrottle_news *news = &nn->news;

	lockdep_assert_held(&nn->lock);
	if (at_ns >= news->at_ns || nn->queue.stopping)
		return;
	news->at_ns = at_ns;
	if (at_ns <= now_ns)
		queue_work(news_wq, &news->work);
	else
		hrtimer_start(&news->timer, ns_to_ktime(at_ns),
			      HRTIMER_MODE_ABS_SOFT);
}

static enum hrtimer_restart timer_fires(struct hrtimer *timer)
{
	struct nthrottle_news *news =
		container_of(timer, struct nthrottle_news, timer);

	queue_work(news_wq, &news->work);
	return HRTIMER_NORESTART;
}

static const struct nthrottle_driver_ops *driver = &nthrottle_driver_netlink;

static void tell_agents(struct nthrottle_net *nn)
{
	unsigned int room = 2 * NTHROTTLE_AGENTS_MAX;
	struct nthrottle_agent_report agent;

	while (room-- && nthrottle_agent_next_news(nn, &agent))
		driver->agent(nn, &agent);
}

/* Return: when the next one is due. */
static u64 tell_sync(struct nthrottle_net *nn)
{
	u64 now_ns = ktime_get_boottime_ns();
	u64 interval_ns, next_ns;

	spin_lock_bh(&nn->lock);
	interval_ns = nthrottle_net_ruleset(nn)->config.heartbeat_ms *
		      NTHROTTLE_NS_PER_MS;
	next_ns = nn->synced_ns + interval_ns;
	if (interval_ns && next_ns <= now_ns)
		nn->synced_ns = now_ns;
	spin_unlock_bh(&nn->lock);
	if (!interval_ns)
		return NTHROTTLE_NEVER;
	if (next_ns > now_ns)
		return next_ns;
	/* Neither before nor behind what the other worker sends meanwhile. */
	mutex_lock(&nn->send_mutex);
	driver->sync(nn, nn->sent);
	mutex_unlock(&nn->send_mutex);
	return now_ns + interval_ns;
}

static void news_work(struct work_struct *work)
{
	struct nthrottle_net *nn =
		container_of(work, struct nthrottle_net, news.work);
	u64 now_ns, next_ns;

	spin_lock_bh(&nn->lock);
	nn->news.at_ns = NTHROTTLE_NEVER;
	spin_unlock_bh(&nn->lock);

	next_ns = nthrottle_agent_expire(nn, ktime_get_boottime_ns());
	tell_agents(nn);
	next_ns = min(next_ns, tell_sync(nn));

	now_ns = ktime_get_boottime_ns();
	spin_lock_bh(&nn->lock);
	nthrottle_news_wake(nn, next_ns, now_ns);
	spin_unlock_bh(&nn->lock);
}

/**
 * nthrottle_news_init() - prepare the worker
 * @news: the worker
 */
void nthrottle_news_init(struct nthrottle_news *news)
{
	news->at_ns = NTHROTTLE_NEVER;
	hrtimer_setup(&news->timer, timer_fires, CLOCK_BOOTTIME,
		      HRTIMER_MODE_ABS_SOFT);
	INIT_WORK(&news->work, news_work);
}

/**
 * nthrottle_news_stop() - end the worker for good
 * @news: the worker; its namespace's queue is stopped, so nobody wakes it again
 *
 * Context: process; may wait for the worker.
 */
void nthrottle_news_stop(struct nthrottle_news *news)
{
	hrtimer_cancel(&news->timer);
	cancel_work_sync(&news->work);
}

/**
 * nthrottle_news_module_init() - make what the workers share
 *
 * Return: 0 or -ENOMEM.
 */
int nthrottle_news_module_init(void)
{
	news_wq = alloc_workqueue("nthrottle_news", WQ_UNBOUND, 0);
	return news_wq ? 0 : -ENOMEM;
}

/**
 * nthrottle_news_module_exit() - the reverse; all workers are stopped
 */
void nthrottle_news_module_exit(void)
{
	destroy_workqueue(news_wq);
}
