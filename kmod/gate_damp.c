// SPDX-License-Identifier: GPL-2.0
/*
 * The damp gate, RFC 2439: each loss of carrier adds to a penalty that decays
 * exponentially. Above one limit the interface is silenced, until the penalty
 * has decayed to another.
 *
 * In the kernel and in userspace: no clock, no lock, no 64-bit division.
 */
#include <linux/array_size.h>
#include <linux/minmax.h>
#include <linux/nthrottle.h>

#include "gate_damp.h"

/* 2^(-1/2), 2^(-1/4), 2^(-1/8), ... in parts of 2^32, for each binary digit of
 * an age in half-lives. One digit more would change less than 10^-7.
 */
static const u32 power[] = {
	0xb504f334, 0xd744fccb, 0xeac0c6e8, 0xf5257d15, 0xfa83b2db, 0xfd3e0c0d,
	0xfe9e115c, 0xff4ecb59, 0xffa75652, 0xffd3a752, 0xffe9d2b3, 0xfff4e91c,
	0xfffa747f, 0xfffd3a3b, 0xfffe9d1d, 0xffff4e8e, 0xffffa747, 0xffffd3a3,
	0xffffe9d2, 0xfffff4e9, 0xfffffa74, 0xfffffd3a, 0xfffffe9d, 0xffffff4f,
};

/* Without a value of more than 64 bits; @a has less than 2^63. */
static u64 multiply(u64 a, u32 part)
{
	return (a >> 32) * part + (((a & 0xffffffff) * part) >> 32);
}

/**
 * nthrottle_damp_decay() - what is left of a penalty
 * @penalty: what it was, less than 2^51
 * @age_ns: how long ago
 * @half_life_ns: in which time it decays by half, less than 2^62
 *
 * Divides the age by the half-life, and takes the power of 2 digit by digit.
 */
u64 nthrottle_damp_decay(u64 penalty, u64 age_ns, u64 half_life_ns)
{
	unsigned int i;

	/* Twelve more digits, so that what is cut off does not add up. */
	penalty <<= 12;
	for (; age_ns >= half_life_ns && penalty; age_ns -= half_life_ns)
		penalty >>= 1;
	for (i = 0; i < ARRAY_SIZE(power) && age_ns && penalty; i++) {
		age_ns <<= 1;
		if (age_ns < half_life_ns)
			continue;
		age_ns -= half_life_ns;
		penalty = multiply(penalty, power[i]);
	}
	return penalty >> 12;
}

/**
 * nthrottle_damp_time() - how long a penalty takes to decay
 * @penalty: what it is
 * @until: what it shall decay to, not 0
 * @half_life_ns: in which time it decays by half
 *
 * Return: nanoseconds, 0 if it is not above @until. Wrong by hardly more than a
 * 2^24th of the half-life.
 */
u64 nthrottle_damp_time(u64 penalty, u64 until, u64 half_life_ns)
{
	u64 ns = 0, part_ns = half_life_ns;
	unsigned int i;
	u64 less;

	if (penalty <= until)
		return 0;
	penalty <<= 12;
	until <<= 12;
	for (; penalty >> 1 >= until; penalty >>= 1)
		ns += half_life_ns;
	for (i = 0; i < ARRAY_SIZE(power); i++) {
		part_ns >>= 1;
		less = multiply(penalty, power[i]);
		if (less < until)
			continue;
		penalty = less;
		ns += part_ns;
	}
	return penalty > until ? ns + part_ns : ns;
}

/**
 * nthrottle_damp_ceiling() - the most that a penalty can be
 * @reuse: what it must decay to
 * @max_suppress_ns: in which time, at most
 * @half_life_ns: in which time it decays by half
 *
 * Return: reuse * 2^(max_suppress / half_life), but no more than
 * %NTHROTTLE_PENALTY_MAX.
 */
u64 nthrottle_damp_ceiling(u64 reuse, u64 max_suppress_ns, u64 half_life_ns)
{
	const u64 most = (u64)NTHROTTLE_PENALTY_MAX << NTHROTTLE_PENALTY_SHIFT;
	u64 whole_ns = 0;

	while (whole_ns < max_suppress_ns && reuse < 2 * most) {
		reuse <<= 1;
		whole_ns += half_life_ns;
	}
	if (whole_ns < max_suppress_ns)
		return most;
	return min(most, nthrottle_damp_decay(reuse, whole_ns - max_suppress_ns,
					      half_life_ns));
}

static u64 penalty_at(const struct nthrottle_damping *d,
		      const struct nthrottle_damp_params *p, u64 now_ns)
{
	return nthrottle_damp_decay(d->penalty,
				    now_ns - min(d->at_ns, now_ns),
				    p->half_life_ns);
}

/**
 * nthrottle_damp_penalty() - the penalty now
 * @d: state
 * @p: parameters
 * @now_ns: the time
 *
 * Return: in whole units, rounded.
 */
u32 nthrottle_damp_penalty(const struct nthrottle_damping *d,
			   const struct nthrottle_damp_params *p, u64 now_ns)
{
	const u64 half = 1ULL << (NTHROTTLE_PENALTY_SHIFT - 1);

	return (penalty_at(d, p, now_ns) + half) >> NTHROTTLE_PENALTY_SHIFT;
}

static void set_reuse(struct nthrottle_damping *d,
		      const struct nthrottle_damp_params *p)
{
	d->reuse_ns = d->at_ns + nthrottle_damp_time(d->penalty, p->reuse,
						     p->half_life_ns);
}

/* What has decayed to reuse ends; only what was told needs a notification. */
static void settle(struct nthrottle_damping *d, u64 now_ns)
{
	if (now_ns < d->reuse_ns)
		return;
	d->exceeded = false;
	d->damped = d->owed;
}

/**
 * nthrottle_damp_reset() - forget the penalty, and end the suppression
 * @d: state
 * @now_ns: the time
 */
void nthrottle_damp_reset(struct nthrottle_damping *d, u64 now_ns)
{
	d->penalty = 0;
	d->at_ns = now_ns;
	d->reuse_ns = now_ns;
	d->exceeded = false;
	d->damped = d->owed;
}

static void charge(struct nthrottle_damping *d,
		   const struct nthrottle_damp_params *p, u64 now_ns,
		   u32 losses)
{
	/* The end of a suppression that has come stays, unless a new one begins. */
	bool over = d->owed && now_ns >= d->reuse_ns;
	u64 add = min(losses, NTHROTTLE_PENALTY_MAX) * p->penalty;

	settle(d, now_ns);
	d->penalty = min(penalty_at(d, p, now_ns) + add, p->ceiling);
	d->at_ns = now_ns;
	if (d->penalty > p->suppress)
		d->exceeded = !d->damped;
	else if (over)
		return;
	set_reuse(d, p);
}

/**
 * nthrottle_damp_init() - begin with an interface that appears
 * @d: state
 * @p: parameters
 * @now_ns: the time
 * @losses: the device's carrier-down counter
 */
void nthrottle_damp_init(struct nthrottle_damping *d,
			 const struct nthrottle_damp_params *p, u64 now_ns,
			 u32 losses)
{
	*d = (struct nthrottle_damping){
		.at_ns = now_ns,
		.losses = losses,
		.awake = p->mode != NTHROTTLE_DAMP_OFF,
	};
	if (!d->awake)
		return;
	d->penalty = min(p->restart_penalty, p->ceiling);
	d->exceeded = d->penalty > p->suppress;
	set_reuse(d, p);
}

/**
 * nthrottle_damp_adopt() - other parameters are in force
 * @d: state
 * @p: the new parameters
 * @now_ns: the time
 * @losses: the device's carrier-down counter
 *
 * A new half-life counts from the last loss on.
 */
void nthrottle_damp_adopt(struct nthrottle_damping *d,
			  const struct nthrottle_damp_params *p, u64 now_ns,
			  u32 losses)
{
	bool over = d->owed && now_ns >= d->reuse_ns;

	if (!d->awake)
		d->losses = losses;
	d->awake = p->mode != NTHROTTLE_DAMP_OFF;
	if (!d->awake) {
		nthrottle_damp_reset(d, now_ns);
		return;
	}
	settle(d, now_ns);
	d->penalty = min(d->penalty, p->ceiling);
	if (d->penalty <= p->suppress)
		d->exceeded = false;
	if (p->mode == NTHROTTLE_DAMP_ON)
		d->damped = d->owed;
	if (!over)
		set_reuse(d, p);
}

/**
 * nthrottle_damp_on_event() - an event of the interface
 * @d: state
 * @p: parameters
 * @now_ns: when it happened
 * @event: its bit (enum nthrottle_event)
 * @link: the link
 *
 * What is lost by setting the interface down, and while it is down, is no
 * flap: the administrator's word clears the penalty.
 *
 * Return: how many losses were charged.
 */
u32 nthrottle_damp_on_event(struct nthrottle_damping *d,
			    const struct nthrottle_damp_params *p, u64 now_ns,
			    u32 event, const struct nthrottle_link *link)
{
	u32 lost = link->losses - d->losses;

	if (!d->awake)
		return 0;
	d->losses = link->losses;
	if (event == NTHROTTLE_EVENT_DOWN)
		nthrottle_damp_reset(d, now_ns);
	if (event == NTHROTTLE_EVENT_UP || !link->admin_up || !lost)
		return 0;
	charge(d, p, now_ns, lost);
	return lost;
}

/**
 * nthrottle_damp_on_sent() - something of the interface is notified
 * @d: state
 * @p: parameters
 * @now_ns: when
 *
 * Return: what that means.
 */
enum nthrottle_damp_step
nthrottle_damp_on_sent(struct nthrottle_damping *d,
		       const struct nthrottle_damp_params *p, u64 now_ns)
{
	bool begins;

	settle(d, now_ns);
	begins = d->exceeded;
	d->exceeded = false;
	if (d->owed) {
		d->owed = false;
		d->damped = false;
		return NTHROTTLE_DAMP_END;
	}
	if (!begins)
		return NTHROTTLE_DAMP_NONE;
	d->damped = true;
	d->owed = p->mode == NTHROTTLE_DAMP_ON;
	return d->owed ? NTHROTTLE_DAMP_BEGIN : NTHROTTLE_DAMP_MARK;
}
