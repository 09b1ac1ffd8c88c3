// SPDX-License-Identifier: GPL-2.0
/* A watch that has a name: registration, acknowledgements, heartbeat. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <linux/nthrottle.h>

#include "watch.h"

#define NS_PER_MS	1000000ULL
#define RETRY_NS	(1000 * NS_PER_MS)

/* The instance that is there now does not know us. Without recovery we may follow
 * an older one still.
 */
bool watch_unregistered(const struct nt_watch *w)
{
	if (!w->agent.wanted || w->agent.lost || w->gone)
		return false;
	return w->agent.renew ||
	       (w->follow.recover &&
		w->agent.acked.instance != w->follow.at.instance);
}

/* Three in the down time, so that one may be late. */
static void beat_again(struct nt_watch *w)
{
	u64 down_ns = w->agent.request.down_time_ms * NS_PER_MS;

	w->agent.beat_at = source_now(&w->source) + down_ns / 3;
}

/*
 * Only the first time may take the name from somebody else. Errors are those of
 * source.h.
 */
int watch_register(struct nt_watch *w, struct nt_agent *reply)
{
	struct watch_agent *agent = &w->agent;

	if (source_agent_new(&w->source, &agent->request, reply)) {
		if (errno == EBUSY || errno == EPERM)
			agent->lost = errno;
		return -1;
	}
	agent->renew = false;
	agent->acked = (struct history){ reply->instance, reply->seq };
	agent->request.present &= ~(1ULL << NTHROTTLE_A_AGENT_REPLACE);
	agent->request.down_time_ms = reply->down_time_ms;
	beat_again(w);
	return 0;
}

/* The kernel may have forgotten us because the module was loaded anew. */
static bool is_known(struct nt_watch *w)
{
	struct history newest;

	return !source_newest(&w->source, &newest) &&
	       newest.instance == w->agent.acked.instance;
}

/* Another socket has the name, or the kernel took our socket for a closed one. */
static bool is_free(struct nt_watch *w)
{
	struct nt_agent reply;

	return !watch_register(w, &reply);
}

static int refused(struct nt_watch *w)
{
	int err = errno;

	memcpy(w->error, w->source.requests.error, sizeof(w->error));
	w->agent.beat_at = source_now(&w->source) + RETRY_NS;
	if (err == ESTALE || (err == ENOENT && !is_known(w))) {
		w->agent.renew = true;
		w->error[0] = '\0';
		return 0;
	}
	if (err == ENOENT || err == EBUSY || err == EPERM) {
		w->agent.lost = err;
		w->agent.beat_at = 0;
	}
	errno = err;
	return -1;
}

static int send_ack(struct nt_watch *w, const struct nt_agent *ack)
{
	if (!source_agent_ack(&w->source, ack))
		return 0;
	return errno == EBUSY && is_free(w) ?
		source_agent_ack(&w->source, ack) : -1;
}

static int acknowledge(struct nt_watch *w, u64 seq)
{
	struct nt_agent ack = {
		.present = 1ULL << NTHROTTLE_A_AGENT_NAME |
			   1ULL << NTHROTTLE_A_AGENT_INSTANCE |
			   1ULL << NTHROTTLE_A_AGENT_SEQ,
		.instance = w->agent.acked.instance,
		.seq = seq,
	};

	memcpy(ack.name, w->agent.request.name, sizeof(ack.name));
	if (send_ack(w, &ack))
		return refused(w);
	w->agent.acked.seq = seq;
	beat_again(w);
	return 0;
}

/* A heartbeat, if it is time for one. */
int watch_beat(struct nt_watch *w)
{
	if (!w->agent.beat_at || w->gone ||
	    source_now(&w->source) < w->agent.beat_at)
		return 0;
	return acknowledge(w, w->agent.acked.seq);
}

/**
 * nt_watch_ack() - acknowledge everything that was told so far
 * @w: a watch with a name
 *
 * What was acknowledged is not told again when the agent starts anew. The
 * heartbeat goes on by itself, with the number acknowledged last. While the
 * module is away, there is nobody to tell: that is no error.
 *
 * Return: 0, or -1 with errno and a text in nt_watch_error(): EBUSY if another
 * process took the name, ENOENT if somebody deleted the agent.
 */
int nt_watch_ack(struct nt_watch *w)
{
	struct history at = follow_place(&w->follow);
	u64 seq = w->agent.acked.seq;
	int ret, err;

	if (!w->agent.wanted || w->agent.lost) {
		snprintf(w->error, sizeof(w->error), "%s",
			 !w->agent.wanted ? "the watch has no name" :
			 w->agent.lost == ENOENT ? "the agent was deleted" :
			 "the name was taken away");
		errno = w->agent.wanted ? w->agent.lost : EINVAL;
		return -1;
	}
	if (w->gone || watch_unregistered(w))
		return 0;
	if (at.instance == w->agent.acked.instance && at.seq > seq)
		seq = at.seq;
	ret = acknowledge(w, seq);
	err = errno;
	watch_rearm(w);
	errno = err;
	return ret;
}
