/* SPDX-License-Identifier: GPL-2.0 */
/* Operations on agents, by libnl alone. */
#ifndef AGENT_H
#define AGENT_H

#include "client.h"

#define NO_CAUSE (-1)

/* What is shown of an agent. */
struct agent {
	char name[32];
	char comm[16];
	__u64 instance;
	__u64 seq;
	__u32 down_time_ms;
	__u32 pid;
	__u32 state;
	int cause;
	__u64 heartbeat_ns;
	__u64 age_ns;
	__u64 lag;
};

typedef void (*agent_fn)(const struct agent *a, void *arg);

int agent_new(struct client *c, const char *name, __u32 down_time_ms,
	      struct agent *a);
int agent_replace(struct client *c, const char *name, struct agent *a);
int agent_ack(struct client *c, const char *name, __u64 seq);
int agent_ack_of(struct client *c, const char *name, __u64 instance,
		 __u64 seq);
int agent_beat(struct client *c, const char *name);
int agent_del(struct client *c, const char *name);
int agent_get(struct client *c, const char *name, struct agent *a);
int agent_dump(struct client *c, agent_fn fn, void *arg);
int agent_count(struct client *c);

int agents_listen(struct chan *chan, const struct client *c);
bool agents_next(struct chan *chan, int timeout_ms, struct agent *a);

#endif
