// SPDX-License-Identifier: GPL-2.0
/*
 * Every allocation of the module fails in turn, in each operation: the first
 * one, the second, until none is left to fail. Each time the answer is clean,
 * nothing has changed or all has, and the next attempt works.
 */
#include <errno.h>

#include "lib/case.h"
#include "lib/fault.h"
#include "lib/look.h"
#include "lib/operations.h"
#include "lib/rules.h"

#define MOST 1000	/* faults in one operation: more are a loop without end */

FIXTURE(fault)
{
	struct world x;
};

static struct chan news;	/* hears what changes */

FIXTURE_SETUP(fault)
{
	if (!fault_possible())
		SKIP(return, FAULT_MISSING);
	ASSERT_EQ(0, world_open(&self->x));
	ASSERT_EQ(0, fault_in_module());
	ASSERT_EQ(0, holds_listen(&news, &self->x.c));
	self->x.w.lossy = true;
}

FIXTURE_TEARDOWN(fault)
{
	if (!self->x.c.family)
		return;
	chan_close(&news);
	/* P3 first, for the failures are counted, and meant to be. */
	EXPECT_EQ(0, client_do(&self->x.c, NTHROTTLE_CMD_STATS_RESET));
	EXPECT_EQ(0, world_close(&self->x));
}

static int step(struct world *x, op_fn fn)
{
	return fn ? fn(x) : 0;
}

static bool same(struct world *x, __u64 before, __u32 holds)
{
	struct config now;

	return look_same(&x->c, before) && !config_get(&x->c, &now) &&
	       now.holds == holds;
}

/* Or it is known that something was. */
static bool was_told(void)
{
	bool told = chan_told(&news, SOON_MS) >= 0;

	while (chan_told(&news, 0) >= 0)
		;
	return told;
}

/* With the @nth allocation failing. Returns 1 if one did, 0 if there are not so
 * many, or -1 after what must not be.
 */
static int try(struct world *x, const struct op *op, unsigned int nth)
{
	struct config cfg;
	struct stats s;
	__u64 before;
	bool hit;
	int err;

	if (step(x, op->prepare) || look_take(&x->c, &before) ||
	    config_get(&x->c, &cfg))
		return -1;
	while (chan_told(&news, 0) >= 0)
		;
	fault_arm(nth);
	err = op->run(x);
	hit = fault_disarm();
	if (err) {
		if (!hit || err != -ENOMEM ||
		    !same(x, before, cfg.holds))
			return -1;
		if (done(x, "second attempt", op->run(x)))
			return -1;
	}
	if (op->tells && !was_told())
		return -1;
	if (step(x, op->undo) || stats_get(&x->c, &s) || !stats_balance(&s))
		return -1;
	return hit;
}

TEST_F(fault, operations)
{
	struct world *x = &self->x;
	unsigned int i, nth, all = 0;
	int hit = 0;

	EXPECT_EQ(0, ops_missing());
	for (i = 0; i < n_ops; i++) {
		for (nth = 1; nth < MOST; nth++) {
			hit = try(x, &ops[i], nth);
			if (hit <= 0)
				break;
		}
		EXPECT_EQ(0, hit)
			TH_LOG("%s: allocation %u: %s", ops[i].name, nth,
			       x->c.chan.why);
		EXPECT_LE(ops[i].least, nth - 1)
			TH_LOG("%s: %u allocations", ops[i].name, nth - 1);
		tell("%s: %u", ops[i].name, nth - 1);
		all += nth - 1;
		witness_read(&x->w, 0);
	}
	tell("%u allocations failed in %u operations", all, i);
}

TEST_HARNESS_MAIN
