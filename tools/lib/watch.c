// SPDX-License-Identifier: GPL-2.0
/*
 * The work of a watch: tell what was received; when the socket is empty, ask
 * for what is missing. What the user stops goes on with the next dispatch.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <libmnl/libmnl.h>

#include "watch.h"

#define DATAGRAMS	256
#define ASKS		16
#define BEAT_TURNS	256

static int deliver(struct nt_watch *w)
{
	struct nt_dev dev;

	switch (answer_next(&w->answer, &dev)) {
	case ANSWER_DEV:
		return follow_item(&w->follow, &dev);
	case ANSWER_STRANGE:
		return FOLLOW_TELL(&w->follow, skipped);
	case ANSWER_END:
		break;
	}
	answer_reset(&w->answer);
	return follow_end(&w->follow);
}

static int next_message(struct nt_watch *w)
{
	const struct nlmsghdr *nlh = (const struct nlmsghdr *)
				     (w->source.events.buffer + w->rest_at);
	int left = w->rest;

	if (!codec_whole(nlh, left)) {
		w->rest = 0;
		return 0;
	}
	mnl_nlmsg_next(nlh, &w->rest);
	w->rest_at += left - w->rest;
	return watch_message(w, nlh);
}

static bool delivering(const struct nt_watch *w)
{
	return w->follow.answering || follow_sweep_due(&w->follow) ||
	       w->rest > 0;
}

static int deliver_something(struct nt_watch *w)
{
	if (w->follow.answering)
		return deliver(w);
	if (follow_sweep_due(&w->follow))
		return follow_sweep(&w->follow);
	return next_message(w);
}

static int take_datagram(struct nt_watch *w, bool *empty)
{
	ssize_t size = source_receive(&w->source);

	*empty = false;
	w->rest_at = 0;
	w->rest = size > 0 ? size : 0;
	if (size >= 0)
		return 0;
	if (errno == ENOBUFS) {
		/* That the module went, or is back, may have been lost. */
		w->doubt = !w->follow.recover;
		if (w->gone)
			w->retry_at = 0;
		return follow_overrun(&w->follow);
	}
	if (errno == EAGAIN) {
		*empty = true;
		return 0;
	}
	nl_fail(&w->source.requests, errno, "cannot receive notifications: %s",
		strerror(errno));
	return watch_fail(w);
}

/* Answers that contradict each other must not keep us here for ever. */
static int ask_once_more(struct nt_watch *w, unsigned int asked)
{
	if (asked < ASKS)
		return watch_ask(w);
	nl_fail(&w->source.requests, EAGAIN,
		"the kernel's answers contradict each other");
	return watch_fail(w);
}

static int dispatch(struct nt_watch *w)
{
	unsigned int turns = 0, asked = 0;
	int datagrams = 0, ret = 0;
	bool empty = false;

	while (!ret) {
		/* A long answer must not stop the heart. */
		if (!(turns++ % BEAT_TURNS) && watch_beat(w))
			return -1;
		if (delivering(w)) {
			ret = deliver_something(w);
		} else if (!empty) {
			if (datagrams++ == DATAGRAMS)
				break;
			ret = take_datagram(w, &empty);
		} else if (watch_wants(w) && source_now(&w->source) >= w->retry_at) {
			ret = ask_once_more(w, asked++);
		} else {
			break;
		}
	}
	return ret;
}

/* A socket that is not empty wakes us without this. */
void watch_rearm(struct nt_watch *w)
{
	u64 at = 0, beat_at = w->agent.beat_at;

	if (delivering(w))
		at = 1;
	else if (watch_wants(w))
		at = w->retry_at ? w->retry_at : 1;
	if (beat_at && !w->gone && (!at || beat_at < at))
		at = beat_at;
	source_wake(&w->source, at);
}

/**
 * nt_watch_dispatch() - tell what there is to tell
 * @w: the watch
 *
 * Reads what there is, and asks for what is missing; never waits for anybody
 * but the kernel's answer. To be called when nt_watch_fd() is readable; calls
 * at other times do no harm. After a -1 it may be called again: what failed is
 * tried again then.
 *
 * Return: 0, what a callback returned if that was not 0, or -1 with errno and a
 * text in nt_watch_error().
 */
int nt_watch_dispatch(struct nt_watch *w)
{
	int ret, err;

	w->error[0] = '\0';
	ret = dispatch(w);
	err = errno;
	if (w->follow.starved && ret == -1) {
		snprintf(w->error, sizeof(w->error), "out of memory");
		err = ENOMEM;
		w->follow.starved = false;
		w->retry_at = source_now(&w->source) + WATCH_RETRY_NS;
	}
	watch_rearm(w);
	errno = err;
	return ret;
}
