// SPDX-License-Identifier: GPL-2.0
/* Thousands of interfaces are made at once, and go at once. */
#include "lib/case.h"
#include "lib/crowd.h"
#include "lib/memory.h"
#include "lib/rules.h"
#include "lib/table.h"

#define CHUNK 1000	/* made and told before the next ones */
#define LATER_GROUP (CROWD_GROUP + 1)
#define RECORDS "nthrottle_record"
#define LONG_MS (30 * SOON_MS)

struct mass {
	struct world x;
	__u32 count;
	long records;
	long before_kb;
};

FIXTURE(mass)
{
	struct mass d;
};

/* How many records there are, and no others: those of namespaces that ended just
 * now go a little later.
 */
static int only_initial(void)
{
	struct config cfg = {};
	struct client c;

	if (client_open(&c) || config_get(&c, &cfg) ||
	    !slab_settles(RECORDS, cfg.interfaces, LONG_MS))
		return -1;
	client_close(&c);
	return cfg.interfaces;
}

FIXTURE_SETUP(mass)
{
	struct world *x = &self->d.x;

	self->d.count = at_scale(260, 3000, 20000);
	ASSERT_LT(0, only_initial());
	ASSERT_EQ(0, world_open(x));
	ASSERT_EQ(0, world_without_ipv6());
	ASSERT_EQ(0, tombstones_keep(x, 0));
	self->d.records = slab_objects(RECORDS);
	self->d.before_kb = meminfo_kb("SUnreclaim:");
}

FIXTURE_TEARDOWN(mass)
{
	EXPECT_EQ(0, world_close(&self->d.x));
}

static unsigned int ms_since(__u64 t)
{
	return (now_ns() - t) / MS;
}

static int make_first(struct world *x, __u32 count)
{
	__u32 i, n;
	int err = 0;

	for (i = 0; i < count && !err; i += n) {
		n = count - i < CHUNK ? count - i : CHUNK;
		err = crowd_make(x, i, n);
	}
	return err;
}

/* Not told of yet. */
static int make_later(struct world *x, __u32 from, __u32 count)
{
	char name[IFNAMSIZ];
	__u32 i;

	rt_batch(&x->rt);
	for (i = from; i < from + count; i++) {
		snprintf(name, sizeof(name), "e%u", i);
		link_add(&x->rt, "dummy", name, CROWD_FIRST + i, LATER_GROUP);
	}
	return rt_flush(&x->rt) ?: x->rt.errors ? -1 : 0;
}

static int change(struct world *x, __u32 count)
{
	__u32 i;

	rt_batch(&x->rt);
	for (i = 0; i < count; i += 10)
		link_mtu(&x->rt, CROWD_FIRST + i, 1400);
	return rt_flush(&x->rt) ?: x->rt.errors ? -1 : 0;
}

/* How many are deletions, and whether something else stands before the last. */
static bool deletions_first(const struct witness *w, size_t from, __u32 count)
{
	size_t i, end = from + count;

	for (i = from; i < w->n_log; i++) {
		bool first = i < end;

		if (w->log[i].deleted != first) {
			fprintf(stderr, "notification %zu is of %s\n", i - from,
				w->log[i].s.name);
			return false;
		}
	}
	return w->n_log >= end;
}

static void check_memory(struct __test_metadata *_metadata,
			 struct mass *self, long peak_kb)
{
	long after_kb, limit_kb = self->before_kb + peak_kb / 10 + 4096;
	__u64 end_ns = now_ns() + LONG_MS * MS;

	EXPECT_TRUE(slab_settles(RECORDS, self->records, LONG_MS));
	/* The kernel's own takes a moment longer. */
	do {
		pause_ms(50);
		after_kb = meminfo_kb("SUnreclaim:");
	} while (meminfo_is_exact() && after_kb > limit_kb && now_ns() < end_ns);
	tell("SUnreclaim %ld kB, at most %+ld, in the end %+ld",
	     self->before_kb, peak_kb, after_kb - self->before_kb);
	if (meminfo_is_exact())
		EXPECT_GT(limit_kb, after_kb);
}

/* All are known when they go, while others have come that are not. */
TEST_F(mass, deletions_first)
{
	struct world *x = &self->d.x;
	__u32 n = self->d.count, later = self->d.count / 4;
	struct stats s;
	long peak_kb;
	size_t from;
	__u64 id, t;

	t = now_ns();
	ASSERT_DONE(x, make_first(x, n));
	tell("%u made and told in %u ms", n, ms_since(t));
	EXPECT_EQ(n, witness_live(&x->w));
	ASSERT_DONE(x, hold_begin(&x->c, 3600000, &id));
	ASSERT_DONE(x, make_later(x, n, later));
	ASSERT_DONE(x, change(x, n));
	peak_kb = meminfo_kb("SUnreclaim:") - self->d.before_kb;
	from = x->w.n_log;
	t = now_ns();
	ASSERT_DONE(x, link_del_group(&x->rt, CROWD_GROUP));
	tell("deleted in %u ms", ms_since(t));
	ASSERT_DONE(x, stats_get(&x->c, &s));
	EXPECT_EQ(n + n / 10 + later, s.pending);
	EXPECT_TRUE(stats_balance(&s));
	t = now_ns();
	ASSERT_DONE(x, hold_release(&x->c, id));
	ASSERT_DONE(x, world_settle(x, LONG_MS));
	tell("%u deletions and %u births told in %u ms, %llu datagrams in all",
	     n, later, ms_since(t), x->w.datagrams);
	EXPECT_EQ(n + later, x->w.n_log - from);
	EXPECT_TRUE(deletions_first(&x->w, from, n));
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, LONG_MS));
	EXPECT_TRUE(table_agrees(x, LONG_MS));

	ASSERT_DONE(x, link_del_group(&x->rt, LATER_GROUP));
	ASSERT_DONE(x, world_settle(x, LONG_MS));
	EXPECT_EQ(0, witness_live(&x->w));
	check_memory(_metadata, &self->d, peak_kb);
}

/* Gone before anybody heard of them: nobody does. */
TEST_F(mass, unheard)
{
	struct world *x = &self->d.x;
	struct stats s0, s1;
	long peak_kb;
	__u64 id, t;

	ASSERT_DONE(x, stats_get(&x->c, &s0));
	ASSERT_DONE(x, hold_begin(&x->c, 3600000, &id));
	t = now_ns();
	ASSERT_DONE(x, make_later(x, 0, self->d.count));
	peak_kb = meminfo_kb("SUnreclaim:") - self->d.before_kb;
	EXPECT_LE(self->d.records + self->d.count, slab_objects(RECORDS));
	ASSERT_DONE(x, link_del_group(&x->rt, LATER_GROUP));
	tell("%u made and deleted in %u ms", self->d.count, ms_since(t));
	ASSERT_DONE(x, hold_release(&x->c, id));
	ASSERT_DONE(x, world_settle(x, LONG_MS));
	ASSERT_DONE(x, stats_get(&x->c, &s1));
	EXPECT_EQ(2 * self->d.count, s1.elided - s0.elided);
	EXPECT_EQ(s0.seq, s1.seq);
	EXPECT_EQ(0, x->w.n_log);
	check_memory(_metadata, &self->d, peak_kb);
}

TEST_HARNESS_MAIN
