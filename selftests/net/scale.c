// SPDX-License-Identifier: GPL-2.0
/* Ten thousand interfaces, or as many as there is time for. */
#include "lib/case.h"
#include "lib/rules.h"

#define MANY (kernel_is_slow() ? 150 : (int)at_scale(1000, 3000, 10000))
#define QUICK_MS (kernel_is_slow() ? 1000U : 100U)
#define FIRST 1000
#define GROUP 7

FIXTURE(scale)
{
	struct world x;
};

FIXTURE_SETUP(scale)
{
	ASSERT_EQ(0, world_open(&self->x));
	ASSERT_EQ(0, world_without_ipv6());
}

FIXTURE_TEARDOWN(scale)
{
	EXPECT_EQ(0, world_close(&self->x));
}

static int make_all(struct world *x)
{
	char name[16];
	int i, err = 0;

	rt_batch(&x->rt);
	for (i = 0; i < MANY && !err; i++) {
		snprintf(name, sizeof(name), "d%d", i);
		err = link_add(&x->rt, "dummy", name, FIRST + i, GROUP);
		if (i % 64 == 0)
			witness_read(&x->w, 0);
	}
	return err ?: rt_flush(&x->rt) ?: x->rt.errors ? -1 : 0;
}

static int set_all(struct world *x, bool up)
{
	int i, err = 0;

	rt_batch(&x->rt);
	for (i = 0; i < MANY && !err; i++) {
		err = link_up(&x->rt, FIRST + i, up);
		if (i % 64 == 0)
			witness_read(&x->w, 0);
	}
	return err ?: rt_flush(&x->rt) ?: x->rt.errors ? -1 : 0;
}

static unsigned int ms_since(__u64 t)
{
	return (now_ns() - t) / MS;
}

static size_t without_birth(struct world *x)
{
	size_t i, missing = MANY;

	for (i = 0; i < x->w.n_log; i++)
		missing -= !!(x->w.log[i].events & NTHROTTLE_EVENT_REGISTER);
	return missing;
}

struct due {
	__u64 latest_ns;
	unsigned int waiting;
};

static void look(const struct dev *d, void *arg)
{
	struct due *due = arg;

	due->waiting += d->count != 0;
	if (d->due_in_ns > due->latest_ns)
		due->latest_ns = d->due_in_ns;
}

/* All wait. A longer threshold moves nobody, a shorter one everybody. */
static void change_threshold(struct __test_metadata *_metadata,
			     struct world *x)
{
	struct due due = {};
	__u64 t;

	ASSERT_DONE(x, world_strict(x, 3600000));
	ASSERT_EQ(0, dev_dump(&x->c, look, &due));
	EXPECT_EQ(MANY, due.waiting);
	EXPECT_GT(600000 * MS, due.latest_ns);

	/* When the request returns, it is in force for all. */
	t = now_ns();
	ASSERT_DONE(x, world_strict(x, 300000));
	tell("%d due times moved in %u ms", MANY, ms_since(t));
	EXPECT_GT(QUICK_MS, ms_since(t));
	due = (struct due){};
	ASSERT_EQ(0, dev_dump(&x->c, look, &due));
	EXPECT_EQ(MANY, due.waiting);
	EXPECT_GT(300000 * MS, due.latest_ns);
}

/* A thousand rules more, and one of them changed. */
static void change_rules(struct __test_metadata *_metadata, struct world *x)
{
	struct nl_msg *msg = ruleset_msg(&x->c, 1000);
	__u32 i;
	__u64 t;

	ruleset_profile(msg, "default", 300000, 1);
	for (i = 0; i < 1000; i++)
		ruleset_rule(msg, &(struct rule){ i, "e*", NULL, "default" });
	t = now_ns();
	ASSERT_EQ(0, done(x, "ruleset", chan_call(&x->c.chan, msg, NULL,
						  NULL)));
	tell("%d interfaces compared with 1,000 rules in %u ms", MANY,
	     ms_since(t));
	t = now_ns();
	ASSERT_DONE(x, rule_del(&x->c, 500));
	tell("one rule deleted in %u ms", ms_since(t));
	EXPECT_GT(QUICK_MS, ms_since(t));
}

TEST_F(scale, ten_thousand)
{
	struct world *x = &self->x;
	struct config cfg;
	struct stats s;
	size_t before;
	__u64 t;

	/* Births go out, everything later waits. */
	ASSERT_DONE(x, world_strict(x, 600000));
	t = now_ns();
	ASSERT_DONE(x, make_all(x));
	tell("%d made in %u ms", MANY, ms_since(t));
	ASSERT_DONE(x, world_settle(x, 10000));
	tell("all births notified after %u ms, in %llu datagrams",
	     ms_since(t), x->w.datagrams);
	EXPECT_EQ(MANY, x->w.n_log);
	/* One send in 5 ms at most, and several notifications in a datagram. */
	EXPECT_GT(ms_since(t) / 5 + MANY / 5, x->w.datagrams);
	EXPECT_EQ(0, without_birth(x));

	t = now_ns();
	ASSERT_DONE(x, set_all(x, true));
	ASSERT_DONE(x, set_all(x, false));
	ASSERT_DONE(x, set_all(x, true));
	tell("%d operations in %u ms", 3 * MANY, ms_since(t));
	ASSERT_DONE(x, config_get(&x->c, &cfg));
	EXPECT_EQ(MANY, cfg.pending);
	EXPECT_EQ(MANY + 1, cfg.interfaces);
	EXPECT_EQ(MANY, x->w.n_log);
	ASSERT_DONE(x, stats_get(&x->c, &s));
	EXPECT_EQ(3 * MANY, s.pending);

	change_threshold(_metadata, x);
	change_rules(_metadata, x);
	/* A still shorter threshold lets all of them go. */
	before = x->w.n_log;
	t = now_ns();
	ASSERT_DONE(x, world_strict(x, 10));
	ASSERT_DONE(x, world_settle(x, 10000));
	tell("%d pending ones notified %u ms after the change of the threshold",
	     MANY, ms_since(t));
	EXPECT_GT(4000, ms_since(t));
	witness_read(&x->w, 0);
	EXPECT_EQ(MANY, x->w.n_log - before);
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, SOON_MS));

	t = now_ns();
	ASSERT_DONE(x, link_del_group(&x->rt, GROUP));
	tell("deleted in %u ms", ms_since(t));
	ASSERT_DONE(x, world_settle(x, 10000));
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, SOON_MS));
	EXPECT_EQ(0, witness_live(&x->w));
	ASSERT_DONE(x, config_get(&x->c, &cfg));
	EXPECT_EQ(1, cfg.interfaces);
	ASSERT_DONE(x, stats_get(&x->c, &s));
	EXPECT_EQ(s.events, s.delivered);
}

TEST_HARNESS_MAIN
