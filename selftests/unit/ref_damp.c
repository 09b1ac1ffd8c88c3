// SPDX-License-Identifier: GPL-2.0
/*
 * The rules of the damp gate, read aloud:
 *
 * - While it is not off, every event tells how often the carrier was lost.
 *   What is new of that is charged, `penalty` each, up to the ceiling. Not if the
 *   interface is or was just set down, nor when it is set up. A gate that is
 *   switched on begins to count there.
 * - The penalty halves in each half-life since the last loss. Reuse time is when
 *   it has decayed to reuse, counted anew at each loss and each change of
 *   parameters.
 * - A loss that brings it above suppress makes the next notification the last
 *   one, unless reuse time comes before that, the penalty is cleared, or suppress
 *   is raised above it.
 * - That notification suppresses the interface, or marks it if only monitoring. A
 *   mark ends at reuse time. A suppression ends with one more notification, due
 *   then, or as soon as the mode says otherwise.
 * - Setting the interface down, a reset and switching off clear the penalty; reuse
 *   time is then.
 * - When the reuse time of a suppression has come, only a new loss that goes above
 *   suppress moves it.
 */
#include <linux/nthrottle.h>
#include <math.h>

#include "ref_damp.h"

#define UNIT	(1.0L / (1 << NTHROTTLE_PENALTY_SHIFT))

static bool on(const struct ref_damp *d)
{
	return d->p->mode != NTHROTTLE_DAMP_OFF;
}

static bool reused(const struct ref_damp *d, u64 now_ns)
{
	return now_ns >= d->reuse_ns;
}

long double ref_damp_penalty(const struct ref_damp *d, u64 now_ns)
{
	u64 age_ns = now_ns > d->at_ns ? now_ns - d->at_ns : 0;

	return d->penalty * exp2l(-(long double)age_ns / d->p->half_life_ns);
}

bool ref_damp_damped(const struct ref_damp *d, u64 now_ns)
{
	return d->owed || (d->marked && !reused(d, now_ns));
}

/* 10^-6, and what a few losses drop of their last units. */
static void check_penalty(struct ref_damp *d, struct ref_damp_said said)
{
	if (fabsl(said.penalty * UNIT - d->penalty) > d->penalty / 1000000 + 200 * UNIT)
		d->broken = "the penalty is not the exact one";
}

static void count_reuse(struct ref_damp *d, struct ref_damp_said said)
{
	long double ns = 0, off = d->p->half_life_ns / 1048576.0L;

	if (said.penalty > d->p->reuse)
		ns = log2l((long double)said.penalty / d->p->reuse) * d->p->half_life_ns;
	if (fabsl(said.reuse_ns - (d->at_ns + ns)) > (off > 2000 ? off : 2000))
		d->broken = "the reuse time is not the exact one";
	d->reuse_ns = said.reuse_ns;
}

static void expire(struct ref_damp *d, u64 now_ns)
{
	if (!reused(d, now_ns))
		return;
	d->exceeded = false;
	d->marked = false;
}

static void clear(struct ref_damp *d, u64 now_ns)
{
	d->penalty = 0;
	d->at_ns = now_ns;
	d->reuse_ns = now_ns;
	d->exceeded = false;
	d->marked = false;
}

void ref_damp_begin(struct ref_damp *d, const struct nthrottle_damp_params *p, u64 now_ns,
		    u32 losses, struct ref_damp_said said)
{
	*d = (struct ref_damp){ .p = p, .at_ns = now_ns, .losses = losses };
	if (!on(d))
		return;
	d->penalty = p->restart_penalty * UNIT;
	check_penalty(d, said);
	d->exceeded = p->restart_penalty > p->suppress;
	count_reuse(d, said);
}

void ref_damp_adopt(struct ref_damp *d, const struct nthrottle_damp_params *p, u64 now_ns,
		    u32 losses, struct ref_damp_said said)
{
	bool was_on = on(d), ended = d->owed && reused(d, now_ns);

	expire(d, now_ns);
	d->p = p;
	if (!on(d)) {
		clear(d, now_ns);
		return;
	}
	if (!was_on)
		d->losses = losses;
	if (p->mode == NTHROTTLE_DAMP_ON)
		d->marked = false;
	d->penalty = fminl(d->penalty, p->ceiling * UNIT);
	check_penalty(d, said);
	if (said.penalty <= p->suppress)
		d->exceeded = false;
	if (!ended)
		count_reuse(d, said);
}

static void charge(struct ref_damp *d, u64 now_ns, u32 lost, struct ref_damp_said said)
{
	long double sum = ref_damp_penalty(d, now_ns) + lost * (d->p->penalty * UNIT);
	bool ended = d->owed && reused(d, now_ns);

	expire(d, now_ns);
	d->flaps += lost;
	d->penalty = fminl(sum, d->p->ceiling * UNIT);
	d->at_ns = now_ns;
	check_penalty(d, said);
	if (said.penalty > d->p->suppress && !d->owed && !d->marked)
		d->exceeded = true;
	if (said.penalty > d->p->suppress || !ended)
		count_reuse(d, said);
}

void ref_damp_event(struct ref_damp *d, u64 now_ns, u32 event,
		    const struct nthrottle_link *link, struct ref_damp_said said)
{
	u32 lost = link->losses - d->losses;

	if (!on(d))
		return;
	d->losses = link->losses;
	if (event == NTHROTTLE_EVENT_DOWN)
		clear(d, now_ns);
	else if (event != NTHROTTLE_EVENT_UP && link->admin_up && lost)
		charge(d, now_ns, lost, said);
	if (said.reuse_ns != d->reuse_ns)
		d->broken = "the reuse time moved";
	check_penalty(d, said);
}

void ref_damp_reset(struct ref_damp *d, u64 now_ns, struct ref_damp_said said)
{
	clear(d, now_ns);
	check_penalty(d, said);
}

enum nthrottle_damp_step ref_damp_sent(struct ref_damp *d, u64 now_ns)
{
	bool begins;

	expire(d, now_ns);
	begins = d->exceeded;
	d->exceeded = false;
	if (d->owed) {
		d->owed = false;
		return NTHROTTLE_DAMP_END;
	}
	if (!begins)
		return NTHROTTLE_DAMP_NONE;
	d->owed = d->p->mode == NTHROTTLE_DAMP_ON;
	d->marked = !d->owed;
	return d->owed ? NTHROTTLE_DAMP_BEGIN : NTHROTTLE_DAMP_MARK;
}
