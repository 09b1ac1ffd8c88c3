// SPDX-License-Identifier: GPL-2.0
#include <assert.h>
#include <linux/minmax.h>
#include <string.h>

#include "promises.h"

/* The smallest threshold and the largest burst in force between two times. */
struct range {
	u64 threshold_ns;
	u32 burst;
};

static struct range in_force(const struct promises *pr, u64 from_ns, u64 to_ns)
{
	struct range r = { ~0ULL, 0 };
	size_t i;

	for (i = pr->n_params; i-- > 0;) {
		const struct promises_params *e = &pr->params[i];

		if (e->since_ns > to_ns)
			continue;
		r.threshold_ns = min(r.threshold_ns, e->p.threshold_ns);
		r.burst = max(r.burst, e->p.burst);
		if (e->since_ns < from_ns)
			break;
	}
	return r;
}

static u64 longest_interval(const struct nthrottle_throttle_params *p)
{
	return max(p->threshold_ns, p->threshold_max_ns);
}

/* The longest interval allowed at the last notification. */
static u64 longest_at_last_sent(const struct promises *pr)
{
	u64 at_ns = pr->n_sent ? pr->sent[pr->n_sent - 1].at_ns : 0;
	u64 ns = 0;
	size_t i;

	for (i = pr->n_params; i-- > 0;) {
		const struct promises_params *e = &pr->params[i];

		if (e->since_ns > at_ns && i)
			continue;
		ns = max(ns, longest_interval(&e->p));
		if (e->since_ns < at_ns)
			break;
	}
	return ns;
}

void promises_begin(struct promises *pr, u64 now_ns,
		    const struct nthrottle_throttle_params *p)
{
	memset(pr, 0, sizeof(*pr));
	pr->due_ns = ~0ULL;
	promises_params(pr, now_ns, p);
}

void promises_params(struct promises *pr, u64 now_ns,
		     const struct nthrottle_throttle_params *p)
{
	assert(pr->n_params < PROMISES_MAX);
	pr->params[pr->n_params++] = (struct promises_params){ now_ns, *p };
}

void promises_event(struct promises *pr, u64 now_ns)
{
	pr->events++;
	pr->pending++;
	if (!pr->waiting)
		pr->first_ns = now_ns;
	pr->waiting = true;
}

void promises_bounced(struct promises *pr, u64 n, bool waiting)
{
	pr->bounced += n;
	pr->pending -= n;
	pr->waiting = waiting;
	if (waiting)
		return;
	pr->exempt = false;
	pr->due_ns = ~0ULL;
}

void promises_exempt(struct promises *pr, u64 now_ns)
{
	if (!pr->exempt)
		pr->pass_ns = now_ns;
	pr->exempt = true;
}

/* P2; and a due time never moves later, unless other gates say so. */
const char *promises_due(struct promises *pr, u64 due_ns, u64 others_ns)
{
	u64 now_max_ns = longest_interval(&pr->params[pr->n_params - 1].p);

	if (due_ns > max(pr->due_ns, others_ns))
		return "P2: the due time moved later";
	pr->due_ns = due_ns;
	if (due_ns <= others_ns)
		return NULL;
	if (pr->exempt && due_ns > pr->pass_ns)
		return "P2: an urgent event or a flush waits";
	if (pr->untimed)
		return NULL;
	if (due_ns > pr->first_ns + now_max_ns)
		return "P2: due later than one interval";
	if (due_ns > pr->first_ns + longest_at_last_sent(pr))
		return "P2: due later than one interval of the last notification";
	if (!pr->n_sent && due_ns > pr->first_ns)
		return "P2: the very first notification waits";
	return NULL;
}

/* P1: in any window, at most the burst and one per threshold. */
static const char *check_windows(const struct promises *pr)
{
	size_t last = pr->n_sent - 1;
	u64 to_ns = pr->sent[last].at_ns;
	u64 count = 0;
	size_t i;

	for (i = pr->n_sent; i-- > 0;) {
		u64 from_ns = pr->sent[i].at_ns;
		struct range r = in_force(pr, from_ns, to_ns);

		if (pr->sent[i].exempt)
			continue;
		count++;
		if (count > r.burst + (to_ns - from_ns) / r.threshold_ns)
			return "P1: more in a window than burst and threshold allow";
	}
	return NULL;
}

/* P1: beyond the burst, two notifications are never closer than the threshold. */
static const char *check_gap(const struct promises *pr)
{
	const struct promises_sent *b = &pr->sent[pr->n_sent - 1];
	const struct promises_sent *a = b - 1, *before = b - 2;
	struct range r;

	if (pr->n_sent < 2)
		return NULL;
	r = in_force(pr, a->at_ns, b->at_ns);
	if (b->at_ns - a->at_ns >= r.threshold_ns)
		return NULL;
	if (b->trailing)
		return "P1: a trailing notification is too close to the one before";
	if (pr->n_sent < 3 || !a->trailing)
		return NULL;

	/* A trailing one that was not late took the only token there was. */
	r = in_force(pr, before->at_ns, a->at_ns);
	if (a->at_ns - before->at_ns < 2 * r.threshold_ns)
		return "P1: the burst was spent, and the next one is too close";
	return NULL;
}

const char *promises_sent(struct promises *pr, u64 now_ns, bool trailing)
{
	const char *broken = NULL;

	assert(pr->n_sent < PROMISES_MAX);
	pr->sent[pr->n_sent++] = (struct promises_sent){
		.at_ns = now_ns,
		.events = pr->pending,
		.exempt = pr->exempt,
		.trailing = trailing,
	};
	if (!pr->pending && !pr->eventless)
		return "P3: a notification without an event";
	if (!pr->untimed && !pr->exempt) {
		broken = check_windows(pr);
		if (!broken)
			broken = check_gap(pr);
	}
	pr->pending = 0;
	pr->waiting = false;
	pr->exempt = false;
	pr->due_ns = ~0ULL;
	return broken;
}

void promises_left(struct promises *pr, u64 now_ns, u64 n)
{
	pr->sent[pr->n_sent - 1].events -= n;
	pr->pending = n;
	pr->waiting = true;
	pr->first_ns = now_ns;
}

const char *promises_end(const struct promises *pr)
{
	u64 delivered = 0;
	size_t i;

	for (i = 0; i < pr->n_sent; i++)
		delivered += pr->sent[i].events;
	if (delivered + pr->pending + pr->bounced != pr->events)
		return "P3: events are not delivered plus pending plus bounced";
	return pr->pending ? "P3: events are left behind" : NULL;
}
