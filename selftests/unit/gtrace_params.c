// SPDX-License-Identifier: GPL-2.0
/* Random parameters of all gates, such as a user may set. */
#include <assert.h>
#include <linux/minmax.h>
#include <linux/nthrottle.h>

#include "gtrace.h"
#include "unit.h"

#define PICK(r, ...) ({							\
	static const u32 of[] = { __VA_ARGS__ };			\
	of[rng_below(r, ARRAY_SIZE(of))];				\
})

static void pick_throttle(struct gtrace *t)
{
	struct nthrottle_params *p = &t->user;
	struct rng *r = &t->rng;

	p->threshold_ms = PICK(r, 10, 10, 100, 500, 2000, 2000, 60000, 3600000);
	p->threshold_max_ms = 0;
	if (rng_percent(r, 30))
		p->threshold_max_ms = min(p->threshold_ms * (1 + (u32)rng_below(r, 9)), 3600000U);
	p->burst = PICK(r, 1, 1, 2, 3, 4, 8, 1000);
}

static void pick_urgent(struct gtrace *t)
{
	t->user.urgent = PICK(&t->rng, 0, 0, 0, NTHROTTLE_EVENT_MASTER, NTHROTTLE_EVENT_MASTER,
			      NTHROTTLE_EVENT_DOWN, NTHROTTLE_EVENT_CHANGE,
			      NTHROTTLE_EVENT_UP | NTHROTTLE_EVENT_DOWN | NTHROTTLE_EVENT_MTU);
}

static void pick_debounce(struct gtrace *t)
{
	struct nthrottle_params *p = &t->user;
	struct rng *r = &t->rng;

	if (!t->kind->debounce)
		return;
	p->updelay_ms = PICK(r, 0, 0, 1, 10, 100, 1000, 2000, 3000, 10000, 3600000);
	p->downdelay_ms = PICK(r, 0, 0, 1, 10, 100, 1000, 2000, 5000, 3600000);
	if (rng_percent(r, 20))
		p->updelay_ms = p->downdelay_ms;
}

static void pick_mode(struct gtrace *t)
{
	struct nthrottle_params *p = &t->user;

	if (t->kind->damp)
		p->damp = NTHROTTLE_DAMP_ON;
	if (t->kind->monitor)
		p->damp = PICK(&t->rng, NTHROTTLE_DAMP_OFF, NTHROTTLE_DAMP_MONITOR,
			       NTHROTTLE_DAMP_MONITOR, NTHROTTLE_DAMP_ON, NTHROTTLE_DAMP_ON);
}

static void pick_damp(struct gtrace *t)
{
	struct nthrottle_params *p = &t->user;
	struct nthrottle_refusal why;
	struct rng *r = &t->rng;
	u64 reuse;

	/* What the throttle says is settled before: it contradicts nothing. */
	do {
		p->half_life_ms = rng_percent(r, 20) ? 100 + rng_below(r, 20000) :
				  PICK(r, 100, 1000, 5000, 5000, 15000, 60000, 3600000);
		p->penalty = PICK(r, 1, 500, 1000, 1000, 1000, 3000, 20000);
		reuse = p->penalty * (1 + rng_below(r, 4)) / 2;
		p->reuse = min(max(reuse, 1ULL), 19999ULL);
		p->suppress = p->reuse + 1 + rng_below(r, 3ULL * p->reuse);
		p->suppress = min(p->suppress, 20000U);
		p->max_suppress_ms = min(p->half_life_ms * (1 + (u32)rng_below(r, 8)),
					 86400000U);
		p->restart_penalty = rng_percent(r, 90) ? 0 : rng_below(r, 20001);
	} while (!nthrottle_params_check(p, &why));
}

static void derive(struct gtrace *t)
{
	assert(t->n_params < PROMISES_MAX);
	nthrottle_params_derive(&t->user, &t->params[t->n_params++]);
}

void gtrace_first_params(struct gtrace *t)
{
	nthrottle_params_init(&t->user);
	pick_throttle(t);
	pick_urgent(t);
	pick_debounce(t);
	pick_mode(t);
	pick_damp(t);
	t->n_params = 0;
	derive(t);
}

/* One gate's, or everything at once. */
void gtrace_change_params(struct gtrace *t)
{
	u64 what = rng_below(&t->rng, 6);

	if (what == 0 || what == 5)
		pick_throttle(t);
	if (what == 1 || what == 5)
		pick_debounce(t);
	if (what == 2 || what == 5)
		pick_mode(t);
	if (what == 3 || what == 5)
		pick_damp(t);
	if (what == 4 || what == 5)
		pick_urgent(t);
	derive(t);
}

const struct nthrottle_gate_params *gtrace_params(const struct gtrace *t)
{
	return &t->params[t->n_params - 1];
}
