/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A gate answers one question: when, at the earliest, may this record be
 * reported?
 *
 * A gate is a few pure functions over its own small state, its parameters and
 * the time, which the caller passes in. It knows no clock, lock, allocation or
 * global, and divides no 64-bit number, so that the same source compiles into
 * the module, into the tool and into the unit tests.
 *
 * All times are nanoseconds of one clock that never goes back (CLOCK_BOOTTIME
 * in the module). Times of different callers may still arrive slightly out of
 * order; a gate must bear that.
 */
#ifndef NTHROTTLE_GATE_H
#define NTHROTTLE_GATE_H

#include <linux/types.h>

#include "gate_damp.h"
#include "gate_debounce.h"
#include "gate_pace.h"
#include "gate_throttle.h"

#define NTHROTTLE_NS_PER_MS	1000000ULL

/* What the gates are told of a record and its profile. */

/**
 * struct nthrottle_gate_params - parameters of all gates of a record
 * @throttle: those of the throttle gate
 * @debounce: those of the debounce gate
 * @damp: those of the damp gate
 * @urgent: event bits that skip throttle and debounce
 * @mind: event bits that a gate wants to see even while others are pending
 * @watch: a gate wants to know of the link
 */
struct nthrottle_gate_params {
	struct nthrottle_throttle_params throttle;
	struct nthrottle_debounce_params debounce;
	struct nthrottle_damp_params damp;
	u32 urgent;
	u32 mind;
	bool watch;
};

/**
 * struct nthrottle_gates - state of all gates of a record
 * @throttle: that of the throttle gate
 * @debounce: that of the debounce gate
 * @damp: that of the damp gate
 * @pass_ns: since when @urgent or @flushed lets the pending events pass
 * @urgent: an urgent event is pending
 * @flushed: a flush was asked for
 * @open: something is pending that debounce does not hold
 * @held: something is pending that debounce holds
 */
struct nthrottle_gates {
	struct nthrottle_throttle throttle;
	struct nthrottle_debounce debounce;
	struct nthrottle_damping damp;
	u64 pass_ns;
	bool urgent;
	bool flushed;
	bool open;
	bool held;
};

/**
 * struct nthrottle_verdict - the gates' common answer
 * @due_ns: when the record may be notified at the earliest
 * @reason: the gate that says so (enum nthrottle_gate)
 */
struct nthrottle_verdict {
	u64 due_ns;
	u32 reason;
};

/**
 * struct nthrottle_outcome - what an event means
 * @bounce: what debounce makes of it. If cancelled, the events held so far
 *	are bounced, if released, they are pending like others
 * @merge: the event is pending, and debounce does not hold it
 * @requeue: the due time may have changed
 * @flaps: carrier losses that were charged
 */
struct nthrottle_outcome {
	enum nthrottle_bounce bounce;
	bool merge;
	bool requeue;
	u32 flaps;
};

/**
 * struct nthrottle_sent - what a notification means
 * @why: why it is sent (enum nthrottle_why)
 * @up: the link is reported up
 * @all: what debounce held goes along
 * @damped: the damp gate begins to suppress
 */
struct nthrottle_sent {
	u32 why;
	bool up;
	bool all;
	bool damped;
};

/**
 * nthrottle_gates_mind() - does an event change anything for the gates?
 * @g: state
 * @p: parameters
 * @event: the event's bit
 *
 * In a storm hardly any does: only the first one after a notification, an
 * urgent one, and all while a gate watches the link. The others need not be
 * told to nthrottle_gates_on_event().
 */
static inline bool nthrottle_gates_mind(const struct nthrottle_gates *g,
					const struct nthrottle_gate_params *p,
					u32 event)
{
	return !g->throttle.waiting || (event & p->mind);
}

/**
 * nthrottle_gates_waiting() - is there anything to notify?
 * @g: state
 */
static inline bool nthrottle_gates_waiting(const struct nthrottle_gates *g)
{
	return g->open || g->held;
}

void nthrottle_gates_init(struct nthrottle_gates *g,
			  const struct nthrottle_gate_params *p, u64 now_ns,
			  const struct nthrottle_link *link);
void nthrottle_gates_adopt(struct nthrottle_gates *g,
			   const struct nthrottle_gate_params *p, u64 now_ns,
			   const struct nthrottle_link *link);
struct nthrottle_outcome
nthrottle_gates_on_event(struct nthrottle_gates *g,
			 const struct nthrottle_gate_params *p, u64 now_ns,
			 u32 event, const struct nthrottle_link *link);
u32 nthrottle_gates_on_filtered(struct nthrottle_gates *g,
				const struct nthrottle_gate_params *p,
				u64 now_ns, u32 event,
				const struct nthrottle_link *link);
void nthrottle_gates_flush(struct nthrottle_gates *g, u64 now_ns);
struct nthrottle_verdict
nthrottle_gates_due(struct nthrottle_gates *g,
		    const struct nthrottle_gate_params *p);
bool nthrottle_gates_look(struct nthrottle_gates *g, u64 now_ns,
			  const struct nthrottle_link *link);
struct nthrottle_sent
nthrottle_gates_on_sent(struct nthrottle_gates *g,
			const struct nthrottle_gate_params *p, u64 now_ns,
			const struct nthrottle_link *link);

#endif /* NTHROTTLE_GATE_H */
