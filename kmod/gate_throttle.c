// SPDX-License-Identifier: GPL-2.0
/*
 * The throttle gate: the first notifications at once, the later ones at most
 * one per threshold, the last one always.
 *
 * A token bucket: each notification takes a token, each whole interval without
 * a notification brings one back. So a notification after an empty bucket is
 * never closer to the one before than the interval. The interval is the
 * threshold, or with back-off the threshold doubled once for each interval in a
 * row that ended with events.
 *
 * In the kernel and in userspace: no clock, no lock, no 64-bit division.
 */
#include <linux/minmax.h>

#include "gate_throttle.h"

static u64 interval_at(const struct nthrottle_throttle_params *p, u8 level)
{
	u64 ns = p->threshold_ns;

	while (level-- && ns < p->threshold_max_ns)
		ns *= 2;
	return p->threshold_max_ns > p->threshold_ns ?
	       min(ns, p->threshold_max_ns) : p->threshold_ns;
}

/* What a change of parameters shortens counts at once, what it lengthens from
 * the next notification on.
 */
static u64 interval_now(const struct nthrottle_throttle *t,
			const struct nthrottle_throttle_params *p)
{
	return min(t->interval_ns, interval_at(p, t->level));
}

/* Let the tokens in that have come since the anchor. */
static void settle(struct nthrottle_throttle *t,
		   const struct nthrottle_throttle_params *p, u64 now_ns)
{
	t->tokens = min(t->tokens, p->burst);
	for (;;) {
		u64 interval_ns = interval_now(t, p);
		u64 missing = p->burst - t->tokens;

		if (now_ns < t->anchor_ns ||
		    now_ns - t->anchor_ns < interval_ns)
			return;
		/* With nothing waiting, the interval was a quiet one. */
		if (!t->waiting)
			t->level = 0;
		/* A long quiet time fills the bucket in one step. */
		if (now_ns - t->anchor_ns >= missing * interval_ns) {
			t->tokens = p->burst;
			t->anchor_ns = now_ns;
			return;
		}
		t->tokens++;
		t->anchor_ns += interval_ns;
	}
}

/**
 * nthrottle_throttle_init() - begin with a full bucket
 * @t: state
 * @p: parameters
 */
void nthrottle_throttle_init(struct nthrottle_throttle *t,
			     const struct nthrottle_throttle_params *p)
{
	*t = (struct nthrottle_throttle){
		.interval_ns = p->threshold_ns,
		.tokens = p->burst,
	};
}

/**
 * nthrottle_throttle_on_event() - an event is pending
 * @t: state
 * @p: parameters
 * @now_ns: when it happened
 *
 * Only the first event after a notification changes anything.
 */
void nthrottle_throttle_on_event(struct nthrottle_throttle *t,
				 const struct nthrottle_throttle_params *p,
				 u64 now_ns)
{
	if (t->waiting)
		return;
	settle(t, p, now_ns);
	t->waiting = true;
	t->ready_ns = t->tokens ? now_ns : t->anchor_ns + interval_now(t, p);
}

/**
 * nthrottle_throttle_deferred() - do the pending events wait for a token?
 * @t: state
 *
 * Return: true from the first event that found the bucket empty until the
 * notification.
 */
bool nthrottle_throttle_deferred(const struct nthrottle_throttle *t)
{
	return t->waiting && !t->tokens;
}

/**
 * nthrottle_throttle_due() - when may the pending events be notified?
 * @t: state, with an event pending
 * @p: parameters, perhaps others than at the event
 *
 * New parameters never move the answer to a later time.
 *
 * Return: the earliest time in nanoseconds.
 */
u64 nthrottle_throttle_due(struct nthrottle_throttle *t,
			   const struct nthrottle_throttle_params *p)
{
	if (nthrottle_throttle_deferred(t))
		t->ready_ns = min(t->ready_ns,
				  t->anchor_ns + interval_now(t, p));
	return t->ready_ns;
}

/**
 * nthrottle_throttle_on_sent() - the pending events were notified
 * @t: state
 * @p: parameters
 * @now_ns: when
 *
 * Takes a token, if there is one: an urgent event or a flush needs none. The
 * interval begins anew.
 */
void nthrottle_throttle_on_sent(struct nthrottle_throttle *t,
				const struct nthrottle_throttle_params *p,
				u64 now_ns)
{
	bool waited = nthrottle_throttle_deferred(t) && now_ns >= t->ready_ns;

	settle(t, p, now_ns);
	if (t->tokens)
		t->tokens--;
	t->anchor_ns = now_ns;
	if (waited && interval_at(p, t->level) < p->threshold_max_ns)
		t->level++;
	t->interval_ns = interval_at(p, t->level);
	t->waiting = false;
}

/**
 * nthrottle_throttle_cancel() - nothing is pending any more, nor was notified
 * @t: state
 */
void nthrottle_throttle_cancel(struct nthrottle_throttle *t)
{
	t->waiting = false;
}
