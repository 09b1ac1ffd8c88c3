// SPDX-License-Identifier: GPL-2.0
/* What a watch asks the kernel, and what it does when that does not answer. */
#include <errno.h>
#include <string.h>

#include <linux/nthrottle.h>

#include "watch.h"

#define ATTEMPTS	10

/* What failed is tried again, but not at once. */
int watch_fail(struct nt_watch *w)
{
	int err = errno;

	memcpy(w->error, w->source.requests.error, sizeof(w->error));
	w->retry_at = source_now(&w->source) + WATCH_RETRY_NS;
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

/* Is it still the module that we listen to? Who recovers need not ask. */
static int look_again(struct nt_watch *w)
{
	u16 id = w->source.requests.family.id;

	if (source_resolve(&w->source))
		return fail_or_wait(w);
	w->doubt = false;
	w->retry_at = 0;
	return w->source.requests.family.id == id ? 0 : watch_replaced(w);
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
	enum answer_item item;
	struct nt_dev dev;
	int failed = 0;

	if (ask(w, NULL))
		return -1;
	if (w->start != WATCH_NOW && w->answer.instance != w->follow.at.instance) {
		follow_trouble(&w->follow, NT_TROUBLE_INSTANCE);
		return 0;
	}
	while (!failed && (item = answer_next(&w->answer, &dev)) != ANSWER_END)
		if (item == ANSWER_DEV)
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
bool watch_wants(const struct nt_watch *w)
{
	return w->gone || w->doubt || w->follow.trouble || lacks_newest(w) || w->loading ||
	       watch_unregistered(w);
}

/* One step; nothing is being delivered, and the socket is empty. */
int watch_ask(struct nt_watch *w)
{
	struct nt_agent agent;

	if (w->gone)
		return come_back(w);
	if (w->doubt)
		return look_again(w);
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
