// SPDX-License-Identifier: GPL-2.0
/*
 * The debounce gate: a link that comes up or goes down is reported so when it
 * has stayed so for long enough. If it goes back before, nothing happened.
 *
 * In the kernel and in userspace: no clock, no lock, no 64-bit division.
 */
#include "gate_debounce.h"

static u64 delay_ns(const struct nthrottle_debounce_params *p, bool up)
{
	return up ? p->updelay_ns : p->downdelay_ns;
}

/* Is the link, which is not as reported, so since the trial began? If it was otherwise
 * in between and no event told of it, it has lost its carrier once more. Not if that
 * was lost while the administrator had it down: then it was down all the time.
 */
static bool lasts(struct nthrottle_debounce *d,
		  const struct nthrottle_link *link)
{
	if (!link->admin_up)
		d->losses = link->losses;
	return d->holding && d->losses == link->losses;
}

static void begin(struct nthrottle_debounce *d, u64 now_ns,
		  const struct nthrottle_link *link)
{
	d->holding = true;
	d->since_ns = now_ns;
	d->losses = link->losses;
}

/**
 * nthrottle_debounce_on_event() - an event that may tell of the link
 * @d: state
 * @p: parameters
 * @now_ns: when it happened
 * @link: the link; all that the held events told may be the same as last reported
 *
 * Return: what becomes of the event and of those held before.
 */
enum nthrottle_bounce
nthrottle_debounce_on_event(struct nthrottle_debounce *d,
			    const struct nthrottle_debounce_params *p,
			    u64 now_ns, const struct nthrottle_link *link)
{
	if (link->up != d->reported && (d->holding || delay_ns(p, link->up))) {
		if (!lasts(d, link))
			begin(d, now_ns, link);
		return NTHROTTLE_BOUNCE_HELD;
	}
	if (!d->holding)
		return NTHROTTLE_BOUNCE_PASS;
	d->holding = false;
	return link->same ? NTHROTTLE_BOUNCE_CANCELLED :
			    NTHROTTLE_BOUNCE_RELEASED;
}

/**
 * nthrottle_debounce_due() - when may the link be reported as it is?
 * @d: state
 * @p: parameters, perhaps others than at the event
 *
 * Return: the earliest time in nanoseconds, 0 if it is as reported.
 */
u64 nthrottle_debounce_due(const struct nthrottle_debounce *d,
			   const struct nthrottle_debounce_params *p)
{
	return d->holding ? d->since_ns + delay_ns(p, !d->reported) : 0;
}

/**
 * nthrottle_debounce_look() - the link is about to be reported, for it has lasted
 * @d: state, with the link on trial
 * @now_ns: the time
 * @link: the link as it is now
 *
 * Return: true if it has not, and has to last from now on.
 */
bool nthrottle_debounce_look(struct nthrottle_debounce *d, u64 now_ns,
			     const struct nthrottle_link *link)
{
	if (link->up == d->reported || lasts(d, link))
		return false;
	begin(d, now_ns, link);
	return true;
}

/**
 * nthrottle_debounce_on_sent() - something of the interface is notified
 * @d: state
 * @p: parameters
 * @now_ns: when
 * @link: the link as it is now
 * @pass: urgent or flush: do not wait
 *
 * The link may have changed since the last event; that waits like any change.
 *
 * Return: true if the link is reported as it is.
 */
bool nthrottle_debounce_on_sent(struct nthrottle_debounce *d,
				const struct nthrottle_debounce_params *p,
				u64 now_ns, const struct nthrottle_link *link,
				bool pass)
{
	bool up = link->up;

	if (up != d->reported && !pass) {
		if (!lasts(d, link))
			begin(d, now_ns, link);
		if (nthrottle_debounce_due(d, p) > now_ns)
			return false;
	}
	nthrottle_debounce_report(d, up);
	return true;
}

/**
 * nthrottle_debounce_report() - the link is reported in a state
 * @d: state
 * @up: the state
 */
void nthrottle_debounce_report(struct nthrottle_debounce *d, bool up)
{
	d->reported = up;
	d->holding = false;
}
