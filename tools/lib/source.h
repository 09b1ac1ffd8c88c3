/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a watch needs of the kernel: two sockets, one for notifications only and
 * one for requests, and a clock. Both stay in the network namespace in which
 * they were opened. Functions that fail return -1, with errno and the text in
 * @requests.error. Unit tests have another kernel behind these functions.
 */
#ifndef NTHROTTLE_LIB_SOURCE_H
#define NTHROTTLE_LIB_SOURCE_H

#include "answer.h"
#include "history.h"
#include "nl.h"

/**
 * struct source - the sockets
 * @requests: requests and their replies; agents are known by it
 * @events: notifications of the family and of the control family
 * @groups: which ones beside those of interfaces; NT_GROUP_*
 * @poll: readable when there is something to do
 * @timer: likewise, at a time
 */
struct source {
	struct nl requests;
	struct nl events;
	unsigned int groups;
	int poll;
	int timer;
};

int source_open(struct source *s);
int source_subscribe(struct source *s, unsigned int groups, int rcvbuf);
void source_close(struct source *s);
int source_resolve(struct source *s);
ssize_t source_receive(struct source *s);

int source_ask(struct source *s, const struct history *since,
	       struct answer *answer);
int source_newest(struct source *s, struct history *newest);
int source_agent_new(struct source *s, const struct nt_agent *request,
		     struct nt_agent *reply);
int source_agent_ack(struct source *s, const struct nt_agent *ack);

u64 source_now(struct source *s);
void source_wake(struct source *s, u64 at_ns);

#endif /* NTHROTTLE_LIB_SOURCE_H */
