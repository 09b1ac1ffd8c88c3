// SPDX-License-Identifier: GPL-2.0
/*
 * Every allocation of the module fails in turn, in each operation: the first
 * one, the second, until none is left to fail. Each time the answer is clean,
 * nothing has changed or all has, and the next attempt works.
 */
#include <errno.h>
#include <net/if.h>

#include "lib/agent.h"
#include "lib/case.h"
#include "lib/fault.h"
#include "lib/look.h"
#include "lib/rules.h"
#include "lib/since.h"

#define MOST 1000	/* faults in one operation: more are a loop without end */

FIXTURE(fault)
{
	struct world x;
};

FIXTURE_SETUP(fault)
{
	if (!fault_possible())
		SKIP(return, FAULT_MISSING);
	ASSERT_EQ(0, world_open(&self->x));
	ASSERT_EQ(0, fault_in_module());
	self->x.w.lossy = true;
}

FIXTURE_TEARDOWN(fault)
{
	if (!self->x.c.family)
		return;
	/* P3 first, for the failures are counted, and meant to be. */
	EXPECT_EQ(0, client_do(&self->x.c, NTHROTTLE_CMD_STATS_RESET));
	EXPECT_EQ(0, world_close(&self->x));
}

static __u64 hold_id;

static int profile_make(struct world *x)
{
	return profile_strict(&x->c, "p", 100);
}

static int profile_change(struct world *x)
{
	return profile_set_one(&x->c, NTHROTTLE_A_PROFILE_BURST, 2);
}

static int profile_change_back(struct world *x)
{
	return profile_set_one(&x->c, NTHROTTLE_A_PROFILE_BURST, 4);
}

static int profile_remove(struct world *x)
{
	return profile_do(&x->c, NTHROTTLE_CMD_PROFILE_DEL, "p", 0);
}

static int profile_show(struct world *x)
{
	struct profile p;

	return profile_get(&x->c, &p);
}

static int rule_add(struct world *x)
{
	return rule_make(&x->c, 5, "d*", "dummy", "default");
}

static int rule_remove(struct world *x)
{
	return rule_del(&x->c, 5);
}

static int rules_show(struct world *x)
{
	int n = rule_count(&x->c);

	return n < 0 ? n : 0;
}

static int set_of_rules(struct world *x)
{
	struct nl_msg *msg = ruleset_msg(&x->c, 20);

	return chan_call(&x->c.chan, msg, NULL, NULL);
}

static int set_of_none(struct world *x)
{
	return chan_call(&x->c.chan, ruleset_msg(&x->c, 0), NULL, NULL);
}

static int config_change(struct world *x)
{
	return config_set_batch(&x->c, 7);
}

static int config_change_back(struct world *x)
{
	return config_set_batch(&x->c, 5);
}

static int config_show(struct world *x)
{
	struct config cfg;

	return config_get(&x->c, &cfg);
}

static int stats_show(struct world *x)
{
	struct stats s;

	return stats_get(&x->c, &s);
}

static int dev_show(struct world *x)
{
	struct dev d;

	return dev_get(&x->c, 1, &d);
}

static void ignore(const struct dev *d, void *arg)
{
	(void)d;
	(void)arg;
}

static int devs_show(struct world *x)
{
	return dev_dump(&x->c, ignore, NULL);
}

static int since_show(struct world *x)
{
	struct since s;
	int err = since_get(&x->c, 0, NO_INSTANCE, &s);

	since_free(&s);
	return err;
}

static int agent_make(struct world *x)
{
	struct agent a;

	return agent_new(&x->c, "a", 0, &a);
}

static int agent_acks(struct world *x)
{
	return agent_beat(&x->c, "a");
}

static int agent_show(struct world *x)
{
	struct agent a;

	return agent_get(&x->c, "a", &a);
}

static int agents_show(struct world *x)
{
	int n = agent_count(&x->c);

	return n < 0 ? n : 0;
}

static int agent_remove(struct world *x)
{
	return agent_del(&x->c, "a");
}

static int hold_make(struct world *x)
{
	return hold_begin(&x->c, 10000, &hold_id);
}

static int hold_end(struct world *x)
{
	return hold_release(&x->c, hold_id);
}

static int flush(struct world *x)
{
	return client_do(&x->c, NTHROTTLE_CMD_FLUSH);
}

static int dev_forget(struct world *x)
{
	return dev_reset(&x->c, 1);
}

static int stats_forget(struct world *x)
{
	return client_do(&x->c, NTHROTTLE_CMD_STATS_RESET);
}

typedef int (*op_fn)(struct world *x);

/* Before it, the operation, and after it; and how often it allocates, at least. */
static const struct op {
	const char *name;
	op_fn prepare;
	op_fn run;
	op_fn undo;
	unsigned int least;
} ops[] = {
	{ "profile-new", NULL, profile_make, profile_remove, 1 },
	{ "profile-set", NULL, profile_change, profile_change_back, 1 },
	{ "profile-del", profile_make, profile_remove, NULL, 1 },
	{ "profile-get", NULL, profile_show, NULL, 1 },
	{ "rule-new", NULL, rule_add, rule_remove, 1 },
	{ "rule-del", rule_add, rule_remove, NULL, 1 },
	{ "rule-get", NULL, rules_show, NULL, 0 },
	{ "ruleset-set", NULL, set_of_rules, set_of_none, 1 },
	{ "config-set", NULL, config_change, config_change_back, 1 },
	{ "config-get", NULL, config_show, NULL, 1 },
	{ "stats-get", NULL, stats_show, NULL, 1 },
	{ "stats-reset", NULL, stats_forget, NULL, 0 },
	{ "dev-get", NULL, dev_show, NULL, 1 },
	{ "dev-get, all", NULL, devs_show, NULL, 0 },
	{ "dev-get, since", NULL, since_show, NULL, 0 },
	{ "dev-reset", NULL, dev_forget, NULL, 0 },
	{ "agent-new", NULL, agent_make, agent_remove, 1 },
	{ "agent-ack", agent_make, agent_acks, agent_remove, 0 },
	{ "agent-get", agent_make, agent_show, agent_remove, 1 },
	{ "agent-get, all", agent_make, agents_show, agent_remove, 0 },
	{ "agent-del", agent_make, agent_remove, NULL, 0 },
	{ "hold", NULL, hold_make, hold_end, 1 },
	{ "release", hold_make, hold_end, NULL, 0 },
	{ "flush", NULL, flush, NULL, 0 },
};

static int step(struct world *x, op_fn fn)
{
	return fn ? fn(x) : 0;
}

/* With the @nth allocation failing. Returns 1 if one did, 0 if there are not so
 * many, or -1 after what must not be.
 */
static int try(struct world *x, const struct op *op, unsigned int nth)
{
	struct look before;
	struct stats s;
	bool hit;
	int err;

	if (step(x, op->prepare) || look_take(&x->c, &before))
		return -1;
	fault_arm(nth);
	err = op->run(x);
	hit = fault_disarm();
	if (err) {
		if (!hit || err != -ENOMEM ||
		    !look_same(&x->c, &before))
			return -1;
		if (done(x, "second attempt", op->run(x)))
			return -1;
	}
	if (step(x, op->undo) || stats_get(&x->c, &s) || !stats_balance(&s))
		return -1;
	return hit;
}

TEST_F(fault, operations)
{
	struct world *x = &self->x;
	unsigned int i, nth, all = 0;
	int hit = 0;

	for (i = 0; i < sizeof(ops) / sizeof(*ops); i++) {
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
		all += nth - 1;
		witness_read(&x->w, 0);
	}
	tell("%u allocations failed in %u operations", all, i);
}

TEST_HARNESS_MAIN
