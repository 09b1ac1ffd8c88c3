// SPDX-License-Identifier: GPL-2.0
/* A watch as its user sees it: options, place, parameters. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/nthrottle.h>

#include "watch.h"

/**
 * nt_watch_new() - a watch
 * @cb: what it calls; copied
 * @cb_size: sizeof(*cb), by which the library knows what the caller knows
 * @data: passed to the callbacks
 *
 * It begins with the table: every interface that exists is told first. The
 * options below change that; they come before nt_watch_open().
 *
 * Return: the watch, to be freed; NULL if there is no memory.
 */
struct nt_watch *nt_watch_new(const struct nt_callbacks *cb, size_t cb_size,
			      void *data)
{
	struct nt_watch *w = calloc(1, sizeof(*w));

	if (!w)
		return NULL;
	if (cb_size > sizeof(w->follow.cb))
		cb_size = sizeof(w->follow.cb);
	memcpy(&w->follow.cb, cb, cb_size);
	w->follow.watch = w;
	w->follow.data = data;
	w->follow.recover = true;
	w->source.poll = -1;
	w->source.timer = -1;
	return w;
}

/**
 * nt_watch_free() - end a watch
 * @w: the watch, or NULL
 *
 * Its agent is down from now on, because closed.
 */
void nt_watch_free(struct nt_watch *w)
{
	if (!w)
		return;
	source_close(&w->source);
	answer_free(&w->answer);
	table_free(&w->follow.table);
	free(w);
}

/**
 * nt_watch_start_now() - tell only what happens from nt_watch_open() on
 * @w: the watch
 */
void nt_watch_start_now(struct nt_watch *w)
{
	w->start = WATCH_NOW;
}

/**
 * nt_watch_start_since() - tell first what changed since
 * @w: the watch
 * @instance: whose number it is; 0 for the present one
 * @seq: the newest number that is known already
 */
void nt_watch_start_since(struct nt_watch *w, uint64_t instance, uint64_t seq)
{
	w->start = WATCH_SINCE;
	w->since = (struct history){ instance, seq };
}

/**
 * nt_watch_once() - only ask, do not follow
 * @w: the watch
 *
 * One nt_watch_dispatch() then tells all there is to tell.
 */
void nt_watch_once(struct nt_watch *w)
{
	w->once = true;
}

/**
 * nt_watch_recover() - whether the kernel is asked for what was missed
 * @w: the watch
 * @on: true unless set otherwise
 */
void nt_watch_recover(struct nt_watch *w, bool on)
{
	w->follow.recover = on;
}

/**
 * nt_watch_groups() - listen to more than interfaces
 * @w: the watch
 * @groups: %NT_GROUP_CONFIG, %NT_GROUP_AGENTS or both. Only interfaces have a
 *	history: of these notifications, one that is lost is lost
 */
void nt_watch_groups(struct nt_watch *w, unsigned int groups)
{
	w->groups = groups;
}

/**
 * nt_watch_rcvbuf() - size of the receive buffer
 * @w: the watch
 * @bytes: its size, of which the kernel makes twice as much; 0 for 4 MiB. More
 *	than sysctl net.core.rmem_max takes CAP_NET_ADMIN
 */
void nt_watch_rcvbuf(struct nt_watch *w, unsigned int bytes)
{
	w->rcvbuf = bytes;
}

/**
 * nt_watch_agent() - give the watch a name
 * @w: the watch
 * @name: 1 to 31 characters of A-Z, a-z, 0-9, dot, dash and underscore
 * @down_time_ms: the kernel calls it down when it is silent for this long; 0
 *	for the default of 75 s
 * @replace: take the name from another process, if one has it
 *
 * Unless told otherwise, the watch starts where an agent of this name has
 * acknowledged last; see nt_watch_ack(). Takes CAP_NET_ADMIN.
 *
 * Return: 0, or -1 with errno EINVAL if that is empty or too long. What else is wrong,
 * the kernel says in nt_watch_open().
 */
int nt_watch_agent(struct nt_watch *w, const char *name, uint32_t down_time_ms,
		   bool replace)
{
	struct nt_agent *request = &w->agent.request;

	if (!*name || strlen(name) >= sizeof(request->name)) {
		snprintf(w->error, sizeof(w->error),
			 "the name of an agent has 1 to %zu characters",
			 sizeof(request->name) - 1);
		errno = EINVAL;
		return -1;
	}
	snprintf(request->name, sizeof(request->name), "%s", name);
	nt_set_present(request, NTHROTTLE_A_AGENT_NAME);
	request->down_time_ms = down_time_ms;
	if (down_time_ms)
		nt_set_present(request, NTHROTTLE_A_AGENT_DOWN_TIME_MS);
	if (replace)
		nt_set_present(request, NTHROTTLE_A_AGENT_REPLACE);
	w->agent.wanted = true;
	return 0;
}

/**
 * nt_watch_fd() - what to poll
 * @w: a watch that was opened
 *
 * Return: a descriptor that is readable when nt_watch_dispatch() has something
 * to do. For poll and its like only.
 */
int nt_watch_fd(const struct nt_watch *w)
{
	return w->source.poll;
}

/**
 * nt_watch_instance() - the instance that is followed
 * @w: a watch that was opened
 *
 * Return: its number.
 */
uint64_t nt_watch_instance(const struct nt_watch *w)
{
	return follow_place(&w->follow).instance;
}

/**
 * nt_watch_seq() - how far the watch is
 * @w: a watch that was opened
 *
 * Return: the number up to which everything was told; while a full answer is
 * being told, up to @synced, the one before it. A later watch that starts since
 * this one, of nt_watch_instance(), misses nothing.
 */
uint64_t nt_watch_seq(const struct nt_watch *w)
{
	return follow_place(&w->follow).seq;
}

/**
 * nt_watch_error() - what went wrong last
 * @w: the watch
 *
 * Return: a text for people, one line; empty if nothing did.
 */
const char *nt_watch_error(const struct nt_watch *w)
{
	return w->error;
}
