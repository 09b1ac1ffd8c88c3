// SPDX-License-Identifier: GPL-2.0
/* Loading and unloading with everything open that can be open. */
#include <errno.h>
#include <sched.h>

#include "lib/agent.h"
#include "lib/case.h"
#include "lib/memory.h"
#include "lib/pester.h"
#include "lib/rules.h"
#include "lib/storm.h"
#include "lib/table.h"

#define PESTERERS 2

struct reloads {
	struct rt rt;		/* into a namespace where it storms */
	pid_t storm;
	pid_t pesterer[PESTERERS];
	__u64 *instances;
	unsigned int n_instances;
	unsigned int heard;
	__u64 slowest_ns;
};

FIXTURE(reload)
{
	struct reloads d;
};

FIXTURE_SETUP(reload)
{
	struct client c;
	unsigned int i, seed = random_seed();

	srandom(seed);
	ASSERT_EQ(0, unshare(CLONE_NEWNET));
	ASSERT_EQ(0, world_without_ipv6());
	ASSERT_EQ(0, rt_open(&self->d.rt));
	self->d.storm = storm_start(seed, STORM_ENDLESS);
	ASSERT_LT(0, self->d.storm);
	ASSERT_EQ(0, client_open(&c));
	ASSERT_TRUE(storm_wait(&c));
	client_close(&c);
	for (i = 0; i < PESTERERS; i++)
		self->d.pesterer[i] = pester(seed + i, i % 2);
	ASSERT_EQ(0, module_unload_busily(30000));
}

FIXTURE_TEARDOWN(reload)
{
	unsigned int i;

	for (i = 0; i < PESTERERS; i++)
		EXPECT_TRUE(storm_kill(self->d.pesterer[i]));
	EXPECT_TRUE(storm_kill(self->d.storm));
	if (!module_loaded())
		EXPECT_EQ(0, module_load(""));
	free(self->d.instances);
	rt_close(&self->d.rt);
}

/* What a cycle leaves open when the module is to go. */
struct open {
	struct world x;		/* the group events, too */
	struct chan agents;
	struct chan config;
	struct client plain;
	struct client since;
	struct since s;
};

static bool is_new(struct reloads *self, __u64 instance)
{
	unsigned int i;

	for (i = 0; i < self->n_instances; i++)
		if (self->instances[i] == instance)
			return false;
	self->instances = realloc(self->instances, (i + 1) * sizeof(instance));
	self->instances[i] = instance;
	self->n_instances++;
	return true;
}

static int open_all(struct open *o)
{
	struct agent a;
	__u64 id;

	return agents_listen(&o->agents, &o->x.c) ?:
	       holds_listen(&o->config, &o->x.c) ?:
	       agent_new(&o->x.c, "cycle", 1000, &a) ?:
	       agent_ack(&o->x.c, "cycle", o->x.w.seq) ?:
	       half_open(&o->plain, &o->x.c) ?: half_plain(&o->plain) ?:
	       half_open(&o->since, &o->x.c) ?: half_since(&o->since, &o->s) ?:
	       below(2) ? hold_begin(&o->x.c, 3600000, &id) : 0;
}

/* The dumps must end before it goes: one is read on, the other given up. */
static int unload(struct reloads *self, struct open *o)
{
	__u64 t;
	int err = module_unload();

	if (err != -EAGAIN)
		complain(&o->x.w, "unloaded in a dump: %d", err);
	err = since_rest(&o->since, &o->s);
	if (err || since_broken(&o->s, 0))
		complain(&o->x.w, "the dump ended with %d", err);
	client_close(&o->plain);
	t = now_ns();
	err = module_unload_busily(30000);
	if (now_ns() - t > self->slowest_ns)
		self->slowest_ns = now_ns() - t;
	return err;
}

/* The monitors that are still open: what was sent is there, and no more comes. */
static void check_silence(struct open *o)
{
	size_t heard;

	witness_read(&o->x.w, 0);
	chan_drain(&o->agents, NULL);
	chan_drain(&o->config, NULL);
	heard = o->x.w.n_log;
	pause_ms(2);
	witness_read(&o->x.w, 0);
	if (o->x.w.n_log != heard || chan_drain(&o->agents, NULL) ||
	    chan_drain(&o->config, NULL))
		complain(&o->x.w, "sent after the module was gone");
}

static void close_all(struct open *o)
{
	since_free(&o->s);
	client_close(&o->since);
	chan_close(&o->config);
	chan_close(&o->agents);
}

/* One life of the module. With everything at rest for a moment, what it told last
 * must be true, of the interfaces of before, too.
 */
static int cycle(struct reloads *self, bool compare)
{
	struct open o = {};
	struct ntf n;
	int err;

	err = module_load("threshold_ms=10") ?: world_attach(&o.x);
	if (err)
		return err;
	if (!is_new(self, o.x.w.instance))
		complain(&o.x.w, "instance %#llx again", o.x.w.instance);
	if (!witness_next(&o.x.w, 0, 5 * SOON_MS, &n))
		return -ETIMEDOUT;
	if (compare && (!storm_freeze(self->storm) ||
			!table_agrees(&o.x, 5 * SOON_MS)))
		return -ESTALE;
	if (compare)
		storm_thaw(self->storm);
	err = open_all(&o);
	if (err)
		return done(&o.x, "open_all", err);
	pause_ms(below(20));
	err = unload(self, &o);
	if (err)
		return err;
	check_silence(&o);
	self->heard += o.x.w.n_log;
	close_all(&o);
	return world_close(&o.x);
}

TEST_F(reload, everything_open)
{
	unsigned int i, cycles = only_little() ? 3 : at_scale(4, 10, 1000);
	long spaces, before_kb = 0, after_kb;

	spaces = slab_objects("net_namespace");
	ASSERT_LT(0, spaces);
	for (i = 0; i < cycles; i++) {
		tell_progress(i, cycles, "cycles");
		ASSERT_EQ(0, cycle(&self->d, i % 10 == 3 || i + 1 == cycles)) {
			TH_LOG("cycle %u", i);
		}
		EXPECT_EQ(-1, slab_objects("nthrottle_record"));
		if (i == cycles / 5)
			before_kb = meminfo_kb("SUnreclaim:");
	}
	after_kb = meminfo_kb("SUnreclaim:");
	tell("%u cycles, %u notifications heard, slowest unload %llu ms, SUnreclaim %+ld kB",
	     cycles, self->d.heard, self->d.slowest_ns / MS, after_kb - before_kb);
	if (meminfo_is_exact())
		EXPECT_GT(before_kb + 2048, after_kb);
	EXPECT_GE(spaces, slab_objects("net_namespace"));
	EXPECT_GT(30000 * MS, self->d.slowest_ns);
}

TEST_HARNESS_MAIN
