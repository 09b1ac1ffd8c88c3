// SPDX-License-Identifier: GPL-2.0
/* A veth whose carrier is switched by its other end. */
#include <errno.h>
#include <stdio.h>

#include "flap.h"

/* The module has heard of the carrier's state: link watch is asynchronous. */
bool wait_carrier_seen(struct world *x, __u32 index, bool on)
{
	__u64 end_ns = now_ns() + SOON_MS * 1000000ULL;
	__u64 before = 0;
	struct dev d;

	do {
		if (dev_get(&x->c, index, &d))
			return false;
		if (d.s.carrier == on && d.s.operstate == (on ? 6 : 3) &&
		    before == d.n_events)
			return true;
		before = d.n_events;
		witness_read(&x->w, 5);
	} while (now_ns() < end_ns);
	return false;
}

/* So many losses of carrier have been counted: link watch may tell of the last
 * ones a second later.
 */
bool wait_flaps(struct world *x, __u32 index, __u64 n_flaps)
{
	__u64 end_ns = now_ns() + SOON_MS * 1000000ULL;
	struct dev d;

	do {
		if (dev_get(&x->c, index, &d))
			return false;
		if (d.n_flaps >= n_flaps)
			return true;
		witness_read(&x->w, 5);
	} while (now_ns() < end_ns);
	return false;
}

/* Nothing is pending of the interface. */
bool wait_idle(struct world *x, __u32 index, int timeout_ms)
{
	__u64 end_ns = now_ns() + timeout_ms * 1000000ULL;
	struct dev d;

	do {
		if (dev_get(&x->c, index, &d))
			return false;
		if (!d.due_ns)
			return true;
		witness_read(&x->w, 5);
	} while (now_ns() < end_ns);
	return false;
}

/* All of the last change has been heard, or is kept back by the gate. */
int wait_told(struct world *x, __u32 index)
{
	__u64 end_ns = now_ns() + SOON_MS * 1000000ULL;
	struct dev d;
	int err;

	do {
		err = dev_get(&x->c, index, &d);
		if (err)
			return err;
		if ((!d.due_ns || d.reason == NTHROTTLE_GATE_DAMP) &&
		    x->w.seq >= d.seq)
			return 0;
		witness_read(&x->w, 5);
	} while (now_ns() < end_ns);
	return -ETIMEDOUT;
}

int pair_carrier(struct world *x, const struct pair *p, bool on)
{
	return link_up(&x->rt, p->peer, on) ?:
	       wait_carrier_seen(x, p->index, on) ? 0 : -ETIMEDOUT;
}

/* Down and up again. */
int pair_flap(struct world *x, const struct pair *p)
{
	return pair_carrier(x, p, false) ?: pair_carrier(x, p, true);
}

/* Both ends up, all notified and taken. */
int pair_make(struct world *x, const char *name, struct pair *p)
{
	char peer[IFNAMSIZ];
	int err;

	snprintf(peer, sizeof(peer), "%.13s-p", name);
	err = link_add_veth(&x->rt, name, peer);
	if (err)
		return err;
	p->index = link_index(&x->rt, name);
	p->peer = link_index(&x->rt, peer);
	err = link_up(&x->rt, p->index, true) ?: pair_carrier(x, p, true) ?:
	      client_do(&x->c, NTHROTTLE_CMD_FLUSH) ?:
	      world_settle(x, SOON_MS);
	forget_all(x);
	return err;
}
