// SPDX-License-Identifier: GPL-2.0
/* How a watch begins. */
#include <errno.h>
#include <string.h>

#include <linux/nthrottle.h>

#include "watch.h"

/* From where the agent was, or all of it if that is nowhere. */
static void start_as_agent(struct nt_watch *w, const struct nt_agent *agent)
{
	if (w->start != WATCH_DEFAULT || !agent->seq)
		return;
	w->start = WATCH_SINCE;
	w->since = w->agent.acked;
}

/* The subscription is there already: what happens from here on is not lost. */
static int start_now(struct nt_watch *w, const struct history *newest)
{
	w->follow.at = *newest;
	if (!w->follow.recover)
		return 0;
	if (watch_load(w))
		return -1;
	w->follow.at = (struct history){ w->answer.instance, w->answer.upto };
	answer_reset(&w->answer);
	return 0;
}

static int start(struct nt_watch *w)
{
	struct history newest;

	if (source_newest(&w->source, &newest))
		return -1;
	if (w->start == WATCH_NOW)
		return start_now(w, &newest);
	w->follow.trouble = NT_TROUBLE_START;
	w->follow.fresh = w->start == WATCH_DEFAULT;
	w->follow.at.instance = newest.instance;
	if (w->start == WATCH_DEFAULT)
		return 0;
	w->follow.at.seq = w->since.seq;
	if (w->since.instance)
		w->follow.at.instance = w->since.instance;
	w->loading = !w->once && w->follow.recover;
	return 0;
}

static int open_all(struct nt_watch *w)
{
	struct nt_agent agent;

	if (source_open(&w->source))
		return -1;
	if (!w->once && source_subscribe(&w->source, w->groups, w->rcvbuf))
		return -1;
	if (source_resolve(&w->source))
		return -1;
	if (w->agent.wanted) {
		if (watch_register(w, &agent))
			return -1;
		start_as_agent(w, &agent);
	}
	return start(w);
}

/**
 * nt_watch_open() - begin
 * @w: the watch
 *
 * Opens the sockets, in the network namespace of the calling thread; they stay
 * there. Nothing is told before the first nt_watch_dispatch(). A watch can be
 * opened once; if that fails, nt_watch_free() is all that is left to do.
 *
 * Return: 0, or -1 with errno and a text in nt_watch_error(): ENOENT if the
 * module is not loaded, EBUSY if another process has the agent's name.
 */
int nt_watch_open(struct nt_watch *w)
{
	if (open_all(w)) {
		int err = errno;

		memcpy(w->error, w->source.requests.error, sizeof(w->error));
		errno = err;
		return -1;
	}
	watch_rearm(w);
	return 0;
}
