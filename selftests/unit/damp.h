/* SPDX-License-Identifier: GPL-2.0 */
/* What the tests of the damp gate share: a port that loses its carrier. */
#ifndef NTHROTTLE_UNIT_DAMP_H
#define NTHROTTLE_UNIT_DAMP_H

#include "check.h"

#include <linux/nthrottle.h>

#include "port.h"

#define U	HOUR(5)

/* Cisco's parameters, and a burst that does not end. */
struct nthrottle_gate_params damp_params(u32 mode);

/* An interface that is up, registered long ago. */
struct port damp_port(struct nthrottle_gate_params p);

/* The carrier is lost, @n times in one event; it comes back. */
void damp_lose_n(struct port *t, u64 now_ns, u32 n);
void damp_rise(struct port *t, u64 now_ns);

static inline void damp_lose(struct port *t, u64 now_ns)
{
	damp_lose_n(t, now_ns, 1);
}

u64 damp_due(struct port *t);

void damp_expect_due(struct port *t, u64 due_ns, u64 off_ns, u32 reason, int line,
		     const char *file);
void damp_expect_sent(struct port *t, u64 now_ns, u32 why, bool up, int line,
		      const char *file);
void damp_expect_penalty(struct port *t, u64 now_ns, double penalty, double off, int line,
			 const char *file);

/* What is pending is due at @due, and @reason says so. */
#define expect_due(t, due, reason)	\
	damp_expect_due(t, due, 0, NTHROTTLE_GATE_##reason, __LINE__, __FILE__)

/* The same, of a suppression, give or take @off. */
#define expect_due_about(t, due, off)	\
	damp_expect_due(t, due, off, NTHROTTLE_GATE_DAMP, __LINE__, __FILE__)

/* What is pending is notified at @at. */
#define expect_sent(t, at, why, up)	\
	damp_expect_sent(t, at, NTHROTTLE_WHY_##why, up, __LINE__, __FILE__)

#define expect_penalty(t, at, penalty, off)	\
	damp_expect_penalty(t, at, penalty, off, __LINE__, __FILE__)

#define expect_idle(t)	assert_false(nthrottle_gates_waiting(&(t)->g))

#endif /* NTHROTTLE_UNIT_DAMP_H */
