/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Table cases of the throttle gate: a case is a list of steps with a fake
 * clock.
 */
#ifndef NTHROTTLE_UNIT_SCRIPT_H
#define NTHROTTLE_UNIT_SCRIPT_H

#include "check.h"
#include "gate.h"

enum step_what {
	STEP_EVENT,
	STEP_EVENT_ONLY,
	STEP_DUE,
	STEP_SENT,
	STEP_AT_ONCE,
	STEP_THRESHOLD,
	STEP_THRESHOLD_MAX,
	STEP_BURST,
};

struct step {
	enum step_what what;
	u64 arg;
	u64 due_ns;
	int line;
};

/* An event happens at @at and is due at @due. */
#define EVENT(at, due)		{ STEP_EVENT, at, due, __LINE__ }
/* An event happens at @at, and nobody asks when it is due. */
#define EVENT_ONLY(at)		{ STEP_EVENT_ONLY, at, 0, __LINE__ }
/* What is pending is due at @due now. */
#define DUE(due)		{ STEP_DUE, 0, due, __LINE__ }
/* What is pending is notified at @at. */
#define SENT(at)		{ STEP_SENT, at, 0, __LINE__ }
/* An event at @at that is notified at once. */
#define AT_ONCE(at)		{ STEP_AT_ONCE, at, 0, __LINE__ }
/* The parameters change. */
#define THRESHOLD(ns)		{ STEP_THRESHOLD, ns, 0, __LINE__ }
#define THRESHOLD_MAX(ns)	{ STEP_THRESHOLD_MAX, ns, 0, __LINE__ }
#define BURST(n)		{ STEP_BURST, n, 0, __LINE__ }

#define PARAMS(threshold, max, n)			\
	((struct nthrottle_throttle_params){		\
		.threshold_ns = (threshold),		\
		.threshold_max_ns = (max),		\
		.burst = (n),				\
	})

#define RUN(params, ...) do {						\
	const struct step run_steps[] = { __VA_ARGS__ };		\
	script_run(params, run_steps, ARRAY_SIZE(run_steps), __FILE__);	\
} while (0)

void script_run(struct nthrottle_throttle_params p, const struct step *steps,
		size_t n, const char *file);

#endif /* NTHROTTLE_UNIT_SCRIPT_H */
