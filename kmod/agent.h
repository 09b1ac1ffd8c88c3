/* SPDX-License-Identifier: GPL-2.0 */
/* Agents: listeners known by name. */
#ifndef NTHROTTLE_AGENT_H
#define NTHROTTLE_AGENT_H

#include <linux/list.h>
#include <linux/sched.h>

#include "netns.h"
#include "params.h"

/**
 * struct nthrottle_agent_report - what is shown of an agent
 * @name: its name
 * @comm: name of the process that registered it last
 * @pid: that process, in its own pid namespace
 * @down_time_ms: it is down when not heard of for so long
 * @seq: newest sequence number that it acknowledged
 * @lag: notifications that are newer
 * @heartbeat_ns: when it was heard of last
 * @age_ns: how long ago that was
 * @state: whether it lives (enum nthrottle_agent_state)
 * @cause: why it is down (enum nthrottle_agent_cause)
 */
struct nthrottle_agent_report {
	char name[NTHROTTLE_AGENT_NAME_SIZE];
	char comm[TASK_COMM_LEN];
	u32 pid;
	u32 down_time_ms;
	u64 seq;
	u64 lag;
	u64 heartbeat_ns;
	u64 age_ns;
	u8 state;
	u8 cause;
};

/**
 * struct nthrottle_agent - an agent; the namespace's lock protects it
 * @list: place among the namespace's agents
 * @id: unique in the namespace's instance; orders dumps
 * @portid: the socket that registered it last
 * @open: that socket is
 * @deleted: it is gone; the worker tells the listeners and frees it
 * @untold: they do not know its state, or whose it is
 * @is: what is shown of it; lag and age are worked out when it is
 */
struct nthrottle_agent {
	struct list_head list;
	u64 id;
	u32 portid;
	bool open;
	bool deleted;
	bool untold;
	struct nthrottle_agent_report is;
};

struct nthrottle_agent *nthrottle_agent_alloc(const char *name, u32 portid,
					      u32 down_time_ms);
int nthrottle_agent_register(struct nthrottle_net *nn,
			     struct nthrottle_agent *a, bool replace,
			     struct nthrottle_agent_report *rep);
int nthrottle_agent_ack(struct nthrottle_net *nn, const char *name, u32 portid,
			u64 seq);
int nthrottle_agent_delete(struct nthrottle_net *nn, const char *name);
int nthrottle_agent_get(struct nthrottle_net *nn, const char *name,
			struct nthrottle_agent_report *rep);
bool nthrottle_agent_next(struct nthrottle_net *nn, u64 *id,
			  struct nthrottle_agent_report *rep);

void nthrottle_agent_report(const struct nthrottle_net *nn,
			    const struct nthrottle_agent *a, u64 now_ns,
			    struct nthrottle_agent_report *rep);
void nthrottle_agent_set(struct nthrottle_net *nn, struct nthrottle_agent *a,
			 u8 state, u8 cause);
void nthrottle_agent_closed(struct nthrottle_net *nn, u32 portid);
u64 nthrottle_agent_expire(struct nthrottle_net *nn, u64 now_ns);
bool nthrottle_agent_next_news(struct nthrottle_net *nn,
			       struct nthrottle_agent_report *news);
void nthrottle_agent_free_all(struct nthrottle_net *nn);

#endif /* NTHROTTLE_AGENT_H */
