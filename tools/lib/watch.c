// SPDX-License-Identifier: GPL-2.0
/*
 * The work of a watch: tell what was received; when the socket is empty, ask
 * for what is missing. What the user stops goes on with the next dispatch.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/nthrottle.h>

#include "watch.h"

#define DATAGRAMS	256
#define ATTEMPTS	10
#define ASKS		16
#define RETRY_NS	1000000000ULL
#define BEAT_TURNS	256

/* What failed is tried again, but not at once. */
int watch_fail(struct nt_watch *w)
{
	int err = errno;

	memcpy(w->error, w->source.requests.error, sizeof(w->error));
	w->retry_at = source_now(&w->source) + RETRY_NS;
	errno = err;
	return -1;
}

/* ENOENT is the module's absence: no failure, if we can wait for it. */
static int fail_or_wait(struct nt_watch *w)
{
	return errno == ENOENT && !w->once ? watch_gone(w) : watch_fail(w);
}

static int come_back(struct nt_watch *w)
{
	struct history newest;

	if (source_resolve(&w->source) || source_newest(&w->source, &newest)) {
		w->retry_at = source_now(&w->source) + WATCH_GONE_NS;
		return 0;
	}
	w->gone = false;
	w->retry_at = 0;
	w->agent.renew = true;
	if (w->follow.recover)
		follow_trouble(&w->follow, NT_TROUBLE_INSTANCE);
	return FOLLOW_TELL(&w->follow, back, newest.instance);
}

/* If deletions are forgotten meanwhile, the next answer is everything. */
static int ask(struct nt_watch *w, const struct history *since)
{
	int i;

	for (i = 0; i < ATTEMPTS; i++) {
		if (source_ask(&w->source, since, &w->answer))
			return -1;
		if (!w->answer.evicted)
			return 0;
	}
	return nl_fail(&w->source.requests, EAGAIN,
		       "deletions are forgotten faster than they can be asked for");
}

/* The module may have been loaded anew without a word that reached us. */
static int recover(struct nt_watch *w)
{
	struct nt_recovery about;

	if ((w->follow.trouble != NT_TROUBLE_START && source_resolve(&w->source)) ||
	    ask(w, w->follow.fresh ? NULL : &w->follow.at))
		return fail_or_wait(w);
	w->retry_at = 0;
	w->loading &= w->answer.resync == NT_RESYNC_NONE;
	about = (struct nt_recovery){
		.resync = w->answer.resync,
		.instance = w->answer.instance,
		.upto = w->answer.upto,
		.count = w->answer.count,
	};
	return follow_begin(&w->follow, &about);
}

/* Fills the table with what the user knows, or is supposed to. */
int watch_load(struct nt_watch *w)
{
	struct nt_dev dev;
	int failed = 0;

	if (ask(w, NULL))
		return -1;
	if (w->start != WATCH_NOW && w->answer.instance != w->follow.at.instance) {
		follow_trouble(&w->follow, NT_TROUBLE_INSTANCE);
		return 0;
	}
	while (!failed && answer_next(&w->answer, &dev) == ANSWER_DEV)
		failed = follow_load(&w->follow, &dev);
	if (failed)
		return nl_fail(&w->source.requests, ENOMEM, "out of memory");
	w->loading = false;
	return 0;
}

static int ask_newest(struct nt_watch *w)
{
	struct history newest;

	if (source_newest(&w->source, &newest))
		return fail_or_wait(w);
	w->retry_at = 0;
	follow_newest(&w->follow, &newest);
	return 0;
}

static bool lacks_newest(const struct nt_watch *w)
{
	return w->follow.unswept && w->follow.sweep_at == SWEEP_UNKNOWN;
}

/* Whether the kernel must be asked for something. */
static bool wants(const struct nt_watch *w)
{
	return w->gone || w->follow.trouble || lacks_newest(w) || w->loading ||
	       watch_unregistered(w);
}

/* One step; nothing is being delivered, and the socket is empty. */
static int ask_something(struct nt_watch *w)
{
	struct nt_agent agent;

	if (w->gone)
		return come_back(w);
	if (w->follow.trouble)
		return recover(w);
	if (lacks_newest(w))
		return ask_newest(w);
	if (watch_unregistered(w))
		return watch_register(w, &agent) ? fail_or_wait(w) : 0;
	if (watch_load(w))
		return fail_or_wait(w);
	answer_reset(&w->answer);
	return 0;
}

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
		/* That the module is back may have been lost. */
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
		return ask_something(w);
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
		} else if (wants(w) && source_now(&w->source) >= w->retry_at) {
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
	else if (wants(w))
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
		w->retry_at = source_now(&w->source) + RETRY_NS;
	}
	watch_rearm(w);
	errno = err;
	return ret;
}
