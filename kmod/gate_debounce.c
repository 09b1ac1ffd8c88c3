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

/**
 * nthrottle_debounce_on_event() - an event that may tell of the link
 * @d: state
 * @p: parameters
 * @now_ns: when it happened
 * @up: the link is up
 * @same: all that the held events told is again as last reported
 *
 * Return: what becomes of the event and of those held before.
 */
enum nthrottle_bounce
nthrottle_debounce_on_event(struct nthrottle_debounce *d,
			    const struct nthrottle_debounce_params *p,
			    u64 now_ns, bool up, bool same)
{
	if (d->holding) {
		if (up != d->reported)
			return NTHROTTLE_BOUNCE_HELD;
		d->holding = false;
		return same ? NTHROTTLE_BOUNCE_CANCELLED :
			      NTHROTTLE_BOUNCE_RELEASED;
	}
	if (up == d->reported || !delay_ns(p, up))
		return NTHROTTLE_BOUNCE_PASS;
	d->holding = true;
	d->since_ns = now_ns;
	return NTHROTTLE_BOUNCE_HELD;
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
 * nthrottle_debounce_on_sent() - something of the interface is notified
 * @d: state
 * @p: parameters
 * @now_ns: when
 * @up: the link is up now
 * @pass: urgent or flush: do not wait
 *
 * The link may have changed since the last event; that waits like any change.
 *
 * Return: true if the link is reported as it is.
 */
bool nthrottle_debounce_on_sent(struct nthrottle_debounce *d,
				const struct nthrottle_debounce_params *p,
				u64 now_ns, bool up, bool pass)
{
	if (up != d->reported && !pass) {
		if (!d->holding && delay_ns(p, up)) {
			d->holding = true;
			d->since_ns = now_ns;
		}
		if (d->holding && nthrottle_debounce_due(d, p) > now_ns)
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
