// SPDX-License-Identifier: GPL-2.0
/* Random parameters of the throttle gate, the limits more often than chance. */
#include <linux/minmax.h>

#include "params.h"
#include "trace.h"
#include "unit.h"

#define BURST_MAX	1000

static u64 within_limits(u64 ns)
{
	return min(max(ns, MS(NTHROTTLE_THRESHOLD_MS_MIN)), MS(NTHROTTLE_THRESHOLD_MS_MAX));
}

static u64 pick_threshold(struct rng *r)
{
	static const u64 usual_ms[] = {
		NTHROTTLE_THRESHOLD_MS_MIN, 100, 500, 1000, 2000, 2000, 60000,
		NTHROTTLE_THRESHOLD_MS_MAX,
	};
	u64 ms = NTHROTTLE_THRESHOLD_MS_MIN + rng_below(r, 10000);

	if (rng_percent(r, 70))
		ms = usual_ms[rng_below(r, ARRAY_SIZE(usual_ms))];
	return MS(ms);
}

static u64 pick_threshold_max(struct trace *t, u64 threshold_ns)
{
	struct rng *r = &t->rng;
	u64 ns;

	if (!t->kind->backoff)
		return rng_percent(r, 80) ? threshold_ns : MS(10);
	if (rng_percent(r, 10))
		return threshold_ns;
	if (rng_percent(r, 10))
		return MS(NTHROTTLE_THRESHOLD_MS_MAX);
	/* Powers of two and what lies between. */
	ns = threshold_ns << (1 + rng_below(r, 5));
	if (rng_percent(r, 50))
		ns -= rng_below(r, threshold_ns);
	return within_limits(ns);
}

static u32 pick_burst(struct rng *r)
{
	if (rng_percent(r, 2))
		return BURST_MAX;
	if (rng_percent(r, 35))
		return 1;
	return 2 + rng_below(r, 7);
}

void trace_first_params(struct trace *t)
{
	struct nthrottle_throttle_params *p = &t->params.throttle;

	p->threshold_ns = pick_threshold(&t->rng);
	p->threshold_max_ns = pick_threshold_max(t, p->threshold_ns);
	p->burst = pick_burst(&t->rng);
}

/* One of the three, or everything at once. */
void trace_change_params(struct trace *t)
{
	struct nthrottle_throttle_params *p = &t->params.throttle;
	u64 what = rng_below(&t->rng, 5);

	if (what == 0 || what == 4)
		p->threshold_ns = pick_threshold(&t->rng);
	if (what == 1)	/* a small step either way */
		p->threshold_ns = within_limits(p->threshold_ns / 2 +
						rng_below(&t->rng, p->threshold_ns));
	if (what == 2 || what == 4)
		p->threshold_max_ns = pick_threshold_max(t, p->threshold_ns);
	if (what == 3 || what == 4)
		p->burst = pick_burst(&t->rng);
}
