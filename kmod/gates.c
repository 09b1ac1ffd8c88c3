// SPDX-License-Identifier: GPL-2.0
/*
 * All gates of a record together: the due time is the latest of their answers,
 * and the gate that gave it is the reason. Urgent events and a flush let
 * everything pending pass.
 *
 * In the kernel and in userspace: no clock, no lock, no 64-bit division.
 */
#include <linux/nthrottle.h>

#include "gate.h"

/**
 * nthrottle_gates_init() - begin with open gates
 * @g: state
 * @p: parameters
 */
void nthrottle_gates_init(struct nthrottle_gates *g,
			  const struct nthrottle_gate_params *p)
{
	*g = (struct nthrottle_gates){};
	nthrottle_throttle_init(&g->throttle, &p->throttle);
}

static void let_pass(struct nthrottle_gates *g, u64 now_ns)
{
	if (!g->urgent && !g->flushed)
		g->pass_ns = now_ns;
}

/**
 * nthrottle_gates_on_event() - an event is pending
 * @g: state
 * @p: parameters
 * @now_ns: when it happened
 * @event: its bit (enum nthrottle_event)
 *
 * Return: true if the due time may have changed.
 */
bool nthrottle_gates_on_event(struct nthrottle_gates *g,
			      const struct nthrottle_gate_params *p,
			      u64 now_ns, u32 event)
{
	bool first = !g->throttle.waiting;
	bool urgent = (event & p->urgent) && !g->urgent;

	if (first)
		nthrottle_throttle_on_event(&g->throttle, &p->throttle, now_ns);
	if (urgent) {
		let_pass(g, now_ns);
		g->urgent = true;
	}
	return first || urgent;
}

/**
 * nthrottle_gates_flush() - let the pending events pass
 * @g: state, with an event pending
 * @now_ns: when that was asked for
 */
void nthrottle_gates_flush(struct nthrottle_gates *g, u64 now_ns)
{
	let_pass(g, now_ns);
	g->flushed = true;
}

/**
 * nthrottle_gates_due() - when may the pending events be notified?
 * @g: state, with an event pending
 * @p: parameters, perhaps others than at the event
 *
 * Return: the due time and the gate that decides it.
 */
struct nthrottle_verdict
nthrottle_gates_due(struct nthrottle_gates *g,
		    const struct nthrottle_gate_params *p)
{
	u64 due_ns = nthrottle_throttle_due(&g->throttle, &p->throttle);

	if (g->urgent || g->flushed)
		return (struct nthrottle_verdict){
			.due_ns = min(due_ns, g->pass_ns),
			.reason = NTHROTTLE_GATE_NONE,
		};
	return (struct nthrottle_verdict){
		.due_ns = due_ns,
		.reason = nthrottle_throttle_deferred(&g->throttle) ?
			  NTHROTTLE_GATE_THROTTLE : NTHROTTLE_GATE_NONE,
	};
}

/**
 * nthrottle_gates_on_sent() - the pending events were notified
 * @g: state
 * @p: parameters
 * @now_ns: when
 *
 * Return: why they were (enum nthrottle_why).
 */
u32 nthrottle_gates_on_sent(struct nthrottle_gates *g,
			    const struct nthrottle_gate_params *p, u64 now_ns)
{
	u32 why = NTHROTTLE_WHY_LEADING;

	if (g->urgent)
		why = NTHROTTLE_WHY_URGENT;
	else if (g->flushed)
		why = NTHROTTLE_WHY_FLUSH;
	else if (nthrottle_throttle_deferred(&g->throttle))
		why = NTHROTTLE_WHY_TRAILING;

	nthrottle_throttle_on_sent(&g->throttle, &p->throttle, now_ns);
	g->urgent = false;
	g->flushed = false;
	return why;
}
