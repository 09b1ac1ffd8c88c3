/* SPDX-License-Identifier: GPL-2.0 */
/* Holds: windows in which nothing is notified. */
#ifndef NTHROTTLE_HOLD_H
#define NTHROTTLE_HOLD_H

#include <linux/list.h>
#include <linux/sched.h>

#include "netns.h"

/**
 * struct nthrottle_hold - a hold
 * @list: place among the namespace's holds
 * @id: unique in the namespace's instance
 * @begin_ns: when it began
 * @limit_ns: when it ends at the latest
 * @end_ns: when it ended
 * @limit_ms: its time limit, as asked for
 * @portid: the socket that opened it
 * @pid: the process that did, in its own pid namespace
 * @comm: that process's name
 * @told: the listeners know that it began
 * @ended: it ended; the worker tells the listeners and frees it
 * @end: why it ended (enum nthrottle_hold_end)
 *
 * The namespace's lock protects them all; what is constant once the hold is in
 * the list may be read by the worker, who alone frees holds.
 */
struct nthrottle_hold {
	struct list_head list;
	u64 id;
	u64 begin_ns;
	u64 limit_ns;
	u64 end_ns;
	u32 limit_ms;
	u32 portid;
	u32 pid;
	char comm[TASK_COMM_LEN];
	bool told;
	bool ended;
	u8 end;
};

struct nthrottle_hold *nthrottle_hold_new(u32 portid, u32 limit_ms);
int nthrottle_hold_begin(struct nthrottle_net *nn, struct nthrottle_hold *h,
			 u64 *id);
int nthrottle_hold_release(struct nthrottle_net *nn, u64 id);
void nthrottle_hold_closed(struct nthrottle_net *nn, u32 portid);
void nthrottle_hold_expire(struct nthrottle_net *nn, u64 now_ns);
bool nthrottle_hold_next_news(struct nthrottle_net *nn,
			      struct nthrottle_hold *news);
void nthrottle_hold_free_all(struct nthrottle_net *nn);

#endif /* NTHROTTLE_HOLD_H */
