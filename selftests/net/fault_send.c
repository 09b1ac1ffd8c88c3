// SPDX-License-Identifier: GPL-2.0
/*
 * Every allocation of the workers fails in turn: what could not be sent is sent
 * later, and who lost something can know.
 */
#include <errno.h>

#include "lib/agent.h"
#include "lib/case.h"
#include "lib/fault.h"
#include "lib/rules.h"
#include "lib/since.h"

#define MOST 1000	/* faults in one operation: more are a loop without end */
#define DEVS 60		/* their notifications need several skbs */
#define ROUNDS 5	/* without a hit: the worker may have been a new one */

FIXTURE(fault_send)
{
	struct world x;
};

FIXTURE_SETUP(fault_send)
{
	if (!fault_possible())
		SKIP(return, FAULT_MISSING);
	ASSERT_EQ(0, world_open(&self->x));
	ASSERT_EQ(0, fault_in_module());
	self->x.w.lossy = true;
}

FIXTURE_TEARDOWN(fault_send)
{
	if (!self->x.c.family)
		return;
	EXPECT_EQ(0, client_do(&self->x.c, NTHROTTLE_CMD_STATS_RESET));
	EXPECT_EQ(0, world_close(&self->x));
}

static bool balanced(struct world *x)
{
	struct stats s;

	return !stats_get(&x->c, &s) && stats_balance(&s);
}

/* As last notified, for who has lost some, is what the kernel says. */
static bool journal_agrees(struct world *x)
{
	struct since s;
	size_t i;

	if (since_get(&x->c, 0, NO_INSTANCE, &s))
		return false;
	for (i = 0; i < s.n; i++) {
		struct row *r = witness_row(&x->w, s.shown[i].s.ifindex);

		r->last = s.shown[i];
		r->live = !s.shown[i].deleted;
	}
	since_free(&s);
	return witness_compare(&x->w, &x->rt, true) == 0;
}

/* Events, and their sending, with the nth allocation of the worker failing. */
static int sending(struct world *x, __u32 first, unsigned int nth)
{
	static int mtu = 1000;
	struct config cfg;
	bool hit;
	int i;

	fault_arm_workers(nth);
	rt_batch(&x->rt);
	mtu++;
	for (i = 0; i < DEVS; i++)
		link_mtu(&x->rt, first + i, mtu);
	if (rt_flush(&x->rt))
		return -1;
	do {
		if (config_get(&x->c, &cfg))
			return -1;
		witness_read(&x->w, 2);
	} while (cfg.pending);
	hit = fault_disarm_workers();
	return balanced(x) && journal_agrees(x) ? hit : -1;
}

TEST_F(fault_send, send)
{
	struct world *x = &self->x;
	unsigned int nth, missed;
	int i, hit = 1;
	char name[16];

	ASSERT_DONE(x, world_burst(x, 10, 1000));
	x->w.threshold_ns = 0;
	for (i = 0; i < DEVS; i++) {
		snprintf(name, sizeof(name), "d%d", i);
		ASSERT_DONE(x, link_add(&x->rt, "dummy", name, 100 + i, 0));
	}
	ASSERT_DONE(x, world_settle(x, SOON_MS));
	for (nth = 1; nth < MOST && hit; nth++) {
		for (missed = 0, hit = 0; missed < ROUNDS && !hit; missed++) {
			hit = sending(x, 100, nth);
			ASSERT_LE(0, hit)
				TH_LOG("allocation %u", nth);
		}
	}
	tell("%u allocations failed in sends of %d notifications", nth - 2,
	     DEVS);
	EXPECT_LT(20, nth - 2);
}

/* An agent's socket is closed, a hold ends, and a heartbeat is due, with the nth
 * allocation of the worker failing: what could not be told is not told later, but
 * who listens knows that something is missing. The next heartbeats come.
 */
static int telling(struct world *x, struct chan *agents, struct chan *holds,
		   unsigned int nth, unsigned int *lost)
{
	unsigned int syncs = x->w.syncs;
	int down, released;
	struct client lazy;
	struct agent a;
	__u64 id;
	bool hit;

	if (client_open(&lazy) || agent_new(&lazy, "lazy", 0, &a) ||
	    hold_begin(&lazy, 10000, &id) || chan_told(agents, SOON_MS) <= 0 ||
	    chan_told(holds, SOON_MS) <= 0)
		return -1;
	fault_arm_workers(nth);
	client_close(&lazy);
	while (x->w.syncs < syncs + 2)
		witness_read(&x->w, 50);
	hit = fault_disarm_workers();
	down = chan_told(agents, SOON_MS);
	released = chan_told(holds, SOON_MS);
	if (down < 0 || released < 0 || agent_get(&x->c, "lazy", &a) ||
	    a.state != NTHROTTLE_AGENT_STATE_DOWN || agent_del(&x->c, "lazy") ||
	    chan_told(agents, SOON_MS) <= 0)
		return -1;
	*lost += !down + !released;
	return hit;
}

TEST_F(fault_send, news)
{
	unsigned int nth, missed, lost = 0;
	struct world *x = &self->x;
	struct chan agents, holds;
	int hit = 1;

	ASSERT_EQ(0, agents_listen(&agents, &x->c));
	ASSERT_EQ(0, holds_listen(&holds, &x->c));
	ASSERT_DONE(x, config_set(&x->c, NTHROTTLE_A_CONFIG_HEARTBEAT_MS, 100,
				  0));
	ASSERT_LT(0, chan_told(&holds, SOON_MS));
	for (nth = 1; nth < MOST && hit; nth++) {
		for (missed = 0, hit = 0; missed < ROUNDS && !hit; missed++) {
			hit = telling(x, &agents, &holds, nth, &lost);
			ASSERT_LE(0, hit)
				TH_LOG("allocation %u", nth);
		}
	}
	tell("%u allocations failed in news, %u of agents and holds were lost",
	     nth - 2, lost);
	EXPECT_LT(5, nth - 2);
	EXPECT_LT(0, lost);
	chan_close(&holds);
	chan_close(&agents);
}

TEST_HARNESS_MAIN
