// SPDX-License-Identifier: GPL-2.0
#include "port.h"

static const struct nthrottle_link *told(struct port *t)
{
	t->link.same = t->link.up == t->reported && !t->other;
	return &t->link;
}

void port_carrier(struct port *t, bool up)
{
	t->link.losses += t->link.up && !up;
	t->link.up = up;
}

void port_init(struct port *t, const struct nthrottle_gate_params *p, u64 now_ns)
{
	const struct nthrottle_link link = t->link;

	*t = (struct port){ .p = *p, .link = link, .reported = link.up };
	nthrottle_gates_init(&t->g, &t->p, now_ns, told(t));
}

void port_adopt(struct port *t, const struct nthrottle_gate_params *p, u64 now_ns)
{
	t->p = *p;
	nthrottle_gates_adopt(&t->g, &t->p, now_ns, told(t));
	/* Nobody would bounce them any more. */
	if (!t->p.watch)
		nthrottle_merge_all(&t->pending, &t->held);
}

void port_event(struct port *t, u64 now_ns, u32 event)
{
	t->events++;
	t->o = (struct nthrottle_outcome){ .merge = true };
	if (nthrottle_gates_mind(&t->g, &t->p, event))
		t->o = nthrottle_gates_on_event(&t->g, &t->p, now_ns, event, told(t));
	t->flaps += t->o.flaps;

	if (t->o.bounce == NTHROTTLE_BOUNCE_CANCELLED) {
		t->bounced += t->held.count;
		t->held = (struct nthrottle_pending){};
	}
	if (t->o.bounce == NTHROTTLE_BOUNCE_RELEASED)
		nthrottle_merge_all(&t->pending, &t->held);
	if (t->o.merge)
		nthrottle_merge_event(&t->pending, event, now_ns);
	else if (t->o.bounce == NTHROTTLE_BOUNCE_HELD)
		nthrottle_merge_event(&t->held, event, now_ns);
	else
		t->bounced++;
}

void port_send(struct port *t, u64 now_ns)
{
	t->s = nthrottle_gates_on_sent(&t->g, &t->p, now_ns, told(t));
	if (t->s.all)
		nthrottle_merge_all(&t->pending, &t->held);
	t->sent = t->pending;
	t->delivered += t->pending.count;
	t->pending = (struct nthrottle_pending){};
	t->reported = t->s.up;
	t->other = false;
}

const char *port_audit(const struct port *t)
{
	if (t->events != t->delivered + t->pending.count + t->held.count + t->bounced)
		return "P3: an event is lost";
	if ((t->pending.count || t->held.count) && !nthrottle_gates_waiting(&t->g))
		return "P3: something is pending, and nothing waits";
	if (nthrottle_gates_waiting(&t->g) != t->g.throttle.waiting)
		return "the throttle does not know what waits";
	if (t->g.debounce.reported != t->reported)
		return "debounce does not know what was reported";
	return NULL;
}
