/* SPDX-License-Identifier: GPL-2.0 */
/* A watch: the rules of following, and the kernel. */
#ifndef NTHROTTLE_LIB_WATCH_H
#define NTHROTTLE_LIB_WATCH_H

#include "answer.h"
#include "follow.h"
#include "source.h"

enum watch_start {
	WATCH_DEFAULT,		/* the table, or where the agent was */
	WATCH_NOW,
	WATCH_SINCE,
};

/**
 * struct watch_agent - who we are to the kernel
 * @request: name, down time, replace
 * @wanted: there is one
 * @lost: why we have the name no more, an errno value, or 0
 * @renew: register again: the module was loaded anew
 * @acked: newest number acknowledged, of the instance that knows us
 * @beat_at: when to acknowledge it again
 */
struct watch_agent {
	struct nt_agent request;
	bool wanted;
	int lost;
	bool renew;
	struct history acked;
	u64 beat_at;
};

/* How often to look for a module that is gone, without a word that it is back: each
 * time the kernel asks modprobe for it.
 */
#define WATCH_GONE_NS	5000000000ULL

/* When to try again what failed. */
#define WATCH_RETRY_NS	1000000000ULL

/**
 * struct nt_watch - a watch
 * @follow: what to tell
 * @source: the kernel
 * @answer: being delivered while @follow.answering
 * @agent: who we are
 * @start: where to begin
 * @since: likewise
 * @once: only ask what changed, do not follow
 * @groups: NT_GROUP_*
 * @rcvbuf: size of the receive buffer, or 0
 * @gone: the module is not there
 * @doubt: that it went, or was loaded anew, may be among what was lost
 * @loading: the table lacks what did not change since the start
 * @retry_at: when to try again what failed
 * @rest_at: where in the datagram the next message is
 * @rest: how many bytes are left of it
 * @config: for nt_config_get()
 * @profile: for nt_profile_get()
 * @error: for nt_watch_error()
 */
struct nt_watch {
	struct follow follow;
	struct source source;
	struct answer answer;
	struct watch_agent agent;
	enum watch_start start;
	struct history since;
	bool once;
	unsigned int groups;
	unsigned int rcvbuf;
	bool gone;
	bool doubt;
	bool loading;
	u64 retry_at;
	size_t rest_at;
	int rest;
	struct nt_config config;
	struct nt_profile profile;
	char error[NL_ERROR_SIZE];
};

/* watch.c */
void watch_rearm(struct nt_watch *w);

/* watch_ask.c: one request at a time, when nothing else is to be done */
bool watch_wants(const struct nt_watch *w);
int watch_ask(struct nt_watch *w);
int watch_fail(struct nt_watch *w);
int watch_load(struct nt_watch *w);

/* watch_message.c: one message of the events */
int watch_message(struct nt_watch *w, const struct nlmsghdr *nlh);
int watch_gone(struct nt_watch *w);
int watch_replaced(struct nt_watch *w);

/* watch_agent.c */
bool watch_unregistered(const struct nt_watch *w);
int watch_register(struct nt_watch *w, struct nt_agent *reply);
int watch_beat(struct nt_watch *w);

#endif /* NTHROTTLE_LIB_WATCH_H */
