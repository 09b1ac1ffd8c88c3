/* SPDX-License-Identifier: GPL-2.0 */
/* What a namespace tells besides notifications, and without RTNL. */
#ifndef NTHROTTLE_NEWS_H
#define NTHROTTLE_NEWS_H

#include <linux/hrtimer.h>
#include <linux/types.h>
#include <linux/workqueue.h>

struct nthrottle_net;

/**
 * struct nthrottle_news - a worker of its own for what needs no RTNL
 * @timer: soft, CLOCK_BOOTTIME; queues @work
 * @work: the worker
 * @at_ns: when it runs next, NTHROTTLE_NEVER if nobody wants it to; under the
 *	namespace's lock
 */
struct nthrottle_news {
	struct hrtimer timer;
	struct work_struct work;
	u64 at_ns;
};

int nthrottle_news_module_init(void);
void nthrottle_news_module_exit(void);

void nthrottle_news_init(struct nthrottle_news *news);
void nthrottle_news_stop(struct nthrottle_news *news);
void nthrottle_news_wake(struct nthrottle_net *nn, u64 at_ns, u64 now_ns);

#endif /* NTHROTTLE_NEWS_H */
