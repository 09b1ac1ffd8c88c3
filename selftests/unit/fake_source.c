// SPDX-License-Identifier: GPL-2.0
/* The functions of tools/lib/source.h, with the fake kernel behind them. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/nthrottle.h>

#include "check.h"
#include "fake_kernel.h"

struct fake *fake;

/* While the client asks, things happen. */
static void meanwhile(void)
{
	if (fake->busy)
		return;
	fake->busy = true;
	while (rng_percent(&fake->rng, fake->churn))
		fake_something(fake);
	fake->busy = false;
}

/* The same before a request; a dump holds the module. */
static void before(void)
{
	meanwhile();
	if (!fake->loaded || !rng_percent(&fake->rng, fake->reload))
		return;
	fake_unload(fake);
	meanwhile();
	fake_load(fake);
}

static int missing(struct source *s)
{
	return nl_fail(&s->requests, ENOENT, "the kernel module is not loaded");
}

/* Requests go to the number that the client has resolved. */
static bool answers(const struct source *s)
{
	return fake->loaded && s->requests.family.id == fake->family;
}

int source_open(struct source *s)
{
	s->poll = 100;
	return 0;
}

int source_subscribe(struct source *s, unsigned int groups, int rcvbuf)
{
	(void)rcvbuf;
	s->groups = groups;
	return 0;
}

void source_close(struct source *s)
{
	s->poll = -1;
}

int source_resolve(struct source *s)
{
	if (!fake->loaded)
		return missing(s);
	s->requests.family.id = fake->family;
	fake->joined = true;
	return 0;
}

ssize_t source_receive(struct source *s)
{
	const struct fake_datagram *d = &fake->queue[fake->head];

	if (fake->overrun) {
		fake->overrun = false;
		errno = ENOBUFS;
		return -1;
	}
	if (!fake->count) {
		fake->congested = false;
		errno = EAGAIN;
		return -1;
	}
	memcpy(s->events.buffer, d->bytes, d->len);
	fake->head = (fake->head + 1) % FAKE_QUEUE;
	if (!--fake->count)
		fake->congested = false;
	return d->len;
}

/* The next record behind (@seq, @id), in that order; NULL if there is none. */
static const struct fake_record *next_record(u64 seq, u64 id, bool deleted)
{
	const struct fake_record *r, *next = NULL;

	for (r = fake->records; r < fake->records + FAKE_RECORDS; r++) {
		if (!r->told.uid || (r->deleted && !deleted))
			continue;
		if (r->seq < seq || (r->seq == seq && r->id <= id))
			continue;
		if (!next || r->seq < next->seq ||
		    (r->seq == next->seq && r->id < next->id))
			next = r;
	}
	return next;
}

static void take(struct nlmsghdr *nlh, struct answer *answer)
{
	struct codec_body body;

	assert_int_equal(codec_body(nlh, &body), 0);
	assert_int_equal(answer_take(&body, answer), 0);
}

static void take_frame(struct answer *answer, u64 upto, int resync)
{
	u64 buffer[16];
	struct nlmsghdr *nlh = fake_message(buffer, fake->family,
					    NTHROTTLE_CMD_DEV_GET);

	mnl_attr_put_u64(nlh, NTHROTTLE_A_DEV_INSTANCE, fake->instance);
	mnl_attr_put_u64(nlh, NTHROTTLE_A_DEV_UPTO, upto);
	if (resync >= 0)
		mnl_attr_put_u32(nlh, NTHROTTLE_A_DEV_RESYNC, resync);
	take(nlh, answer);
}

static int resync_reason(const struct history *since)
{
	if (since && since->instance != fake->instance)
		return NTHROTTLE_RESYNC_INSTANCE;
	if (since && since->seq > fake->seq)
		return NTHROTTLE_RESYNC_FUTURE;
	if ((since ? since->seq : 0) < fake->horizon)
		return NTHROTTLE_RESYNC_HORIZON;
	return -1;
}

/* As the module does it: record by record, while everything moves on. */
int source_ask(struct source *s, const struct history *since,
	       struct answer *answer)
{
	u64 upto, seq = 0, id = 0, buffer[64];
	const struct fake_record *r;
	struct nlmsghdr *nlh;
	int resync;

	answer_reset(answer);
	before();
	if (!answers(s))
		return missing(s);
	fake->asked++;
	upto = fake->seq;
	resync = resync_reason(since);
	fake->fulls += resync >= 0;
	take_frame(answer, upto, resync);
	if (resync < 0 && since && since->seq) {
		seq = since->seq;
		id = UINT64_MAX;
	}
	for (;;) {
		meanwhile();
		r = next_record(seq, id, resync < 0);
		if (resync < 0 && seq < (upto < fake->horizon ? upto : fake->horizon)) {
			take_frame(answer, upto, NTHROTTLE_RESYNC_EVICTED);
			return 0;
		}
		if (!r || r->seq > upto)
			return 0;
		seq = r->seq;
		id = r->id;
		nlh = fake_message(buffer, fake->family, NTHROTTLE_CMD_DEV_GET);
		fake_put(nlh, fake, r);
		take(nlh, answer);
	}
}

int source_newest(struct source *s, struct history *newest)
{
	before();
	if (!answers(s))
		return missing(s);
	*newest = (struct history){ fake->instance + fake->contradicts, fake->seq };
	return 0;
}

static int refuse(struct source *s)
{
	if (!answers(s))
		return missing(s);
	return fake->refuse ? nl_fail(&s->requests, fake->refuse, "refused") : 0;
}

int source_agent_new(struct source *s, const struct nt_agent *request,
		     struct nt_agent *reply)
{
	if (refuse(s))
		return -1;
	if (!fake->agent.present)
		fake->agent.seq = 0;
	fake->agent.present = 1;
	fake->agent.instance = fake->instance;
	fake->agent.replace = nt_has(request, NTHROTTLE_A_AGENT_REPLACE);
	fake->agent.down_time_ms = request->down_time_ms ? request->down_time_ms : 75000;
	fake->agent_open = true;
	*reply = fake->agent;
	return 0;
}

int source_agent_ack(struct source *s, const struct nt_agent *ack)
{
	if (refuse(s))
		return -1;
	if (ack->instance != fake->instance)
		return nl_fail(&s->requests, ESTALE, "another instance");
	if (!fake->agent.present)
		return nl_fail(&s->requests, ENOENT, "no such agent");
	assert_true(ack->seq <= fake->seq);
	if (ack->seq > fake->agent.seq)
		fake->agent.seq = ack->seq;
	fake->beats++;
	return 0;
}

u64 source_now(struct source *s)
{
	(void)s;
	return fake->now;
}

void source_wake(struct source *s, u64 at_ns)
{
	(void)s;
	fake->wake_at = at_ns;
}
