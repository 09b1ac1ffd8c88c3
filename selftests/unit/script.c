// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>

#include "script.h"

struct script {
	struct nthrottle_throttle t;
	struct nthrottle_throttle_params p;
	const char *file;
	size_t step;
};

static void expect_due(struct script *s, u64 expected_ns, int line)
{
	u64 due_ns = nthrottle_throttle_due(&s->t, &s->p);

	if (due_ns != expected_ns)
		fprintf(stderr, "%s:%d: step %zu (from 1): due %+lld ns from what is expected\n",
			s->file, line, s->step, (long long)(due_ns - expected_ns));
	_assert_int_equal(due_ns, expected_ns, s->file, line);
	/* Asking again changes nothing. */
	_assert_int_equal(nthrottle_throttle_due(&s->t, &s->p), due_ns, s->file, line);
}

static void run_step(struct script *s, const struct step *step)
{
	switch (step->what) {
	case STEP_EVENT_ONLY:
		nthrottle_throttle_on_event(&s->t, &s->p, step->arg);
		break;
	case STEP_EVENT:
		nthrottle_throttle_on_event(&s->t, &s->p, step->arg);
		expect_due(s, step->due_ns, step->line);
		break;
	case STEP_AT_ONCE:
		nthrottle_throttle_on_event(&s->t, &s->p, step->arg);
		expect_due(s, step->arg, step->line);
		_assert_true(!nthrottle_throttle_deferred(&s->t), "not deferred",
			     s->file, step->line);
		nthrottle_throttle_on_sent(&s->t, &s->p, step->arg);
		break;
	case STEP_DUE:
		expect_due(s, step->due_ns, step->line);
		break;
	case STEP_SENT:
		nthrottle_throttle_on_sent(&s->t, &s->p, step->arg);
		_assert_true(!nthrottle_throttle_deferred(&s->t), "not deferred",
			     s->file, step->line);
		break;
	case STEP_THRESHOLD:
		s->p.threshold_ns = step->arg;
		break;
	case STEP_THRESHOLD_MAX:
		s->p.threshold_max_ns = step->arg;
		break;
	case STEP_BURST:
		s->p.burst = step->arg;
		break;
	}
}

void script_run(struct nthrottle_throttle_params p, const struct step *steps,
		size_t n, const char *file)
{
	struct script s = { .p = p, .file = file };
	size_t i;

	nthrottle_throttle_init(&s.t, &s.p);
	for (i = 0; i < n; i++) {
		s.step = i + 1;
		run_step(&s, &steps[i]);
	}
}
