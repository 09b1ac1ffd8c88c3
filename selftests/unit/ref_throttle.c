// SPDX-License-Identifier: GPL-2.0
/*
 * The rules of the throttle gate, read aloud:
 *
 * - A bucket of `burst` tokens, full at the start. A notification takes one.
 * - One token comes back for each whole interval since the last notification;
 *   the fraction of an interval is dropped at each notification.
 * - A full bucket saves nothing: if burst is raised, tokens come back from when
 *   the bucket was last found full after an interval.
 * - The interval is the threshold, doubled once per level of back-off, at most
 *   threshold-max. In force is the shorter one of what it was at the last
 *   notification and what it would be now.
 * - The level rises when a notification that found no token goes out at its
 *   ready time or later, unless the interval cannot grow. It drops to zero when
 *   an interval passes with nothing pending.
 * - The first pending event fixes the ready time: now if there is a token, else
 *   the last notification plus the interval. Looking again can only make it earlier.
 * - What turns out to be nothing (another gate says so) never asked for anything.
 */
#include <assert.h>
#include <linux/nthrottle.h>

#include "ref_throttle.h"

struct bucket {
	u32 tokens;
	u64 mark_ns;
	u64 sent_interval_ns;	/* the interval at the last notification */
	unsigned int level;
	bool urgent;
	bool flush;
	u64 pass_ns;		/* of the first urgent event or flush */
};

static u64 interval(const struct nthrottle_throttle_params *p, unsigned int level)
{
	u64 ns = p->threshold_ns;
	unsigned int i;

	if (p->threshold_max_ns <= p->threshold_ns)
		return ns;
	for (i = 0; i < level; i++)
		ns = ns * 2 < p->threshold_max_ns ? ns * 2 : p->threshold_max_ns;
	return ns;
}

static u64 in_force(const struct bucket *b, const struct nthrottle_throttle_params *p)
{
	u64 ns = interval(p, b->level);

	return ns < b->sent_interval_ns ? ns : b->sent_interval_ns;
}

/* Let the intervals pass one by one. */
static void pass(struct bucket *b, const struct ref_entry *e, bool pending)
{
	u32 burst = e->params.burst;
	bool passed = false;
	u64 end_ns;

	if (b->tokens > burst)
		b->tokens = burst;
	while ((end_ns = b->mark_ns + in_force(b, &e->params)) <= e->at_ns) {
		passed = true;
		if (!pending)
			b->level = 0;
		if (b->tokens == burst)
			break;
		b->tokens++;
		b->mark_ns = end_ns;
	}
	if (passed && b->tokens == burst)
		b->mark_ns = e->at_ns;
}

static void first_event(struct bucket *b, const struct ref_entry *e, struct ref_answer *a)
{
	pass(b, e, false);
	a->pending = true;
	a->deferred = b->tokens == 0;
	a->ready_ns = a->deferred ? b->mark_ns + in_force(b, &e->params) : e->at_ns;
}

static void let_pass(struct bucket *b, const struct ref_entry *e)
{
	if (!b->urgent && !b->flush)
		b->pass_ns = e->at_ns;
	if (e->what == REF_URGENT)
		b->urgent = true;
	else
		b->flush = true;
}

static void look_again(const struct bucket *b, const struct ref_entry *e, struct ref_answer *a)
{
	u64 ns = b->mark_ns + in_force(b, &e->params);

	if (a->deferred && ns < a->ready_ns)
		a->ready_ns = ns;
}

static void notify(struct bucket *b, const struct ref_entry *e, struct ref_answer *a)
{
	bool in_time = a->deferred && e->at_ns >= a->ready_ns;

	a->why = b->urgent ? NTHROTTLE_WHY_URGENT :
		 b->flush ? NTHROTTLE_WHY_FLUSH :
		 a->deferred ? NTHROTTLE_WHY_TRAILING : NTHROTTLE_WHY_LEADING;

	pass(b, e, true);
	if (b->tokens > 0)
		b->tokens--;
	b->mark_ns = e->at_ns;
	if (in_time && interval(&e->params, b->level + 1) > interval(&e->params, b->level))
		b->level++;
	b->sent_interval_ns = interval(&e->params, b->level);
	b->urgent = false;
	b->flush = false;
	a->pending = false;
	a->deferred = false;
}

static void forget(struct bucket *b, struct ref_answer *a)
{
	b->flush = false;
	a->pending = false;
	a->deferred = false;
}

void ref_begin(struct ref_history *h, const struct nthrottle_throttle_params *p)
{
	h->first = *p;
	h->len = 0;
}

void ref_add(struct ref_history *h, enum ref_what what, u64 at_ns,
	     const struct nthrottle_throttle_params *p)
{
	assert(h->len < REF_HISTORY_MAX);
	h->entry[h->len++] = (struct ref_entry){ what, at_ns, *p };
}

struct ref_answer ref_ask(const struct ref_history *h)
{
	struct bucket b = {
		.tokens = h->first.burst,
		.sent_interval_ns = h->first.threshold_ns,
	};
	struct ref_answer a = {};
	size_t i;

	for (i = 0; i < h->len; i++) {
		const struct ref_entry *e = &h->entry[i];

		if ((e->what == REF_EVENT || e->what == REF_URGENT) && !a.pending)
			first_event(&b, e, &a);
		if (e->what == REF_URGENT || e->what == REF_FLUSH)
			let_pass(&b, e);
		if (e->what == REF_LOOK)
			look_again(&b, e, &a);
		if (e->what == REF_SENT)
			notify(&b, e, &a);
		if (e->what == REF_NOTHING)
			forget(&b, &a);
	}
	a.passes = b.urgent || b.flush;
	a.due_ns = a.ready_ns;
	if (a.passes && b.pass_ns < a.due_ns)
		a.due_ns = b.pass_ns;
	a.reason = a.deferred && !a.passes ? NTHROTTLE_GATE_THROTTLE :
		   NTHROTTLE_GATE_NONE;
	return a;
}
