// SPDX-License-Identifier: GPL-2.0
/* Interfaces move between namespaces, in which it storms. */
#include <errno.h>
#include <sched.h>

#include "lib/case.h"
#include "lib/storm.h"
#include "lib/table.h"

#define MOST 32
#define MOVERS (only_little() ? 16U : MOST)
#define STORM_FIRST 1000	/* ifindexes of the storm's interfaces */
#define STORM_SLOTS 200
#define CHOSEN 3000		/* ifindexes from here on are chosen by us */

/**
 * struct mover - an interface of ours
 * @at: the namespace that it is in
 * @index: its ifindex there
 * @name: its name there
 */
struct mover {
	unsigned int at;
	__u32 index;
	char name[IFNAMSIZ];
};

struct moving {
	struct world x[2];
	pid_t storm[2];
	struct mover movers[MOST];
	unsigned int done;
	unsigned int refused;
};

FIXTURE(moves)
{
	struct moving d;
};

FIXTURE_SETUP(moves)
{
	unsigned int i, seed = random_seed();

	srandom(seed);
	for (i = 0; i < 2; i++) {
		ASSERT_EQ(0, world_open(&self->d.x[i]));
		ASSERT_EQ(0, world_without_ipv6());
		self->d.storm[i] = storm_start(seed + i, STORM_ENDLESS);
		ASSERT_LT(0, self->d.storm[i]);
	}
}

FIXTURE_TEARDOWN(moves)
{
	EXPECT_EQ(0, world_close(&self->d.x[1]));
	EXPECT_EQ(0, world_close(&self->d.x[0]));
}

/* Dummies, and veths whose other ends stay or go where they like. */
static int make(struct moving *self)
{
	char peer[IFNAMSIZ];
	struct mover *m;
	unsigned int i;
	int err = 0;

	for (i = 0; i < MOVERS && !err; i++) {
		m = &self->movers[i];
		m->at = 0;
		m->index = CHOSEN + i;
		snprintf(m->name, sizeof(m->name), "m%u", i);
		snprintf(peer, sizeof(peer), "m%u", i + 1);
		if (i % 4 == 0)
			err = link_add_veth_at(&self->x[0].rt, m->name, m->index,
					       peer, m->index + 1);
		else if (i % 4 > 1)
			err = link_add(&self->x[0].rt, "dummy", m->name,
				       m->index, 0);
	}
	return err;
}

/* By file descriptor or by process, with another name, another ifindex, both or
 * neither. What is chosen may be taken: then it stays where it is.
 */
static int move(struct moving *self, struct mover *m, unsigned int how,
		__u32 index)
{
	unsigned int to = !m->at;
	char name[IFNAMSIZ];
	struct move mv = {
		.fd = self->x[to].netns,
		.pid = how & 1 ? self->storm[to] : 0,
		.name = how & 2 ? name : NULL,
		.index = how & 4 ? index : 0,
	};
	int err;

	snprintf(name, sizeof(name), "%c%u", 'A' + below(26),
		 (unsigned int)(m - self->movers));
	err = link_move(&self->x[m->at].rt, m->index, &mv);
	if (err)
		return err;
	m->at = to;
	if (mv.name)
		memcpy(m->name, name, sizeof(name));
	m->index = link_index(&self->x[to].rt, m->name);
	return m->index && (!mv.index || m->index == mv.index) ? 0 : -ENOENT;
}

/* One of the storm's, which does not know: its name and ifindex are in use there
 * most of the time.
 */
static void steal(struct moving *self)
{
	unsigned int from = below(2);

	link_move(&self->x[from].rt, STORM_FIRST + below(STORM_SLOTS),
		  &(struct move){ .fd = self->x[!from].netns, .name = "q%d" });
}

static int watch(struct moving *self)
{
	struct stats s;
	int i, err = 0;

	for (i = 0; i < 2 && !err; i++) {
		witness_read(&self->x[i].w, 0);
		err = stats_get(&self->x[i].c, &s);
		if (!err && !stats_balance(&s))
			err = -EPROTO;
	}
	return err;
}

static int move_any(struct moving *self)
{
	struct mover *m = &self->movers[below(MOVERS)];
	int err = move(self, m, below(8), CHOSEN + below(4 * MOVERS));

	if (!err)
		self->done++;
	else if (err != -EEXIST && err != -EBUSY)
		return err;
	self->refused += !!err;
	link_up(&self->x[m->at].rt, m->index, below(2));
	if (!below(4))
		link_mtu(&self->x[m->at].rt, m->index, 1000 + below(500));
	if (!below(4))
		steal(self);
	return watch(self);
}

/* At rest: the end is told in the old one, the beginning in the new one, each
 * with the name and the ifindex of there.
 */
static void move_seen(struct __test_metadata *_metadata,
		      struct moving *self, struct mover *m)
{
	struct mover old = *m;
	struct row *gone, *here;
	__u64 id;

	gone = witness_row(&self->x[old.at].w, old.index);
	EXPECT_TRUE(gone->live);
	id = gone->last.id;
	ASSERT_EQ(0, move(self, m, 6, 2 * CHOSEN + old.index));
	ASSERT_EQ(0, world_settle(&self->x[0], 5 * SOON_MS));
	ASSERT_EQ(0, world_settle(&self->x[1], 5 * SOON_MS));
	gone = witness_row(&self->x[old.at].w, old.index);
	EXPECT_FALSE(gone->live);
	EXPECT_EQ(id, gone->last.id);
	EXPECT_STREQ(old.name, gone->last.s.name);
	here = witness_row(&self->x[m->at].w, m->index);
	EXPECT_TRUE(here->live);
	EXPECT_STREQ(m->name, here->last.s.name);
	EXPECT_TRUE(here->last.events &
		    (NTHROTTLE_EVENT_REGISTER | NTHROTTLE_EVENT_RENAME));
}

TEST_F(moves, in_a_storm)
{
	unsigned int i, count = only_little() ? 8 : at_scale(30, 100, 3000);
	struct stats s[2];

	for (i = 0; i < 2; i++)
		ASSERT_TRUE(storm_wait(&self->d.x[i].c));
	ASSERT_EQ(0, make(&self->d));
	for (i = 0; i < count; i++) {
		tell_progress(i, count, "moves");
		ASSERT_EQ(0, move_any(&self->d)) {
			TH_LOG("move %u", i);
		}
	}
	for (i = 0; i < 2; i++)
		EXPECT_TRUE(storm_kill(self->d.storm[i]));
	for (i = 0; i < 2; i++) {
		EXPECT_TRUE(witness_agrees(&self->d.x[i].w, &self->d.x[i].rt,
					   5 * SOON_MS));
		EXPECT_TRUE(table_agrees(&self->d.x[i], 5 * SOON_MS));
		ASSERT_EQ(0, world_settle(&self->d.x[i], 5 * SOON_MS));
		ASSERT_EQ(0, stats_get(&self->d.x[i].c, &s[i]));
	}
	tell("%u moves, %u refused; events %llu + %llu, elided %llu + %llu, told %llu + %llu",
	     self->d.done, self->d.refused, s[0].events, s[1].events, s[0].elided,
	     s[1].elided, s[0].notifications, s[1].notifications);
	EXPECT_LT(count / 4, self->d.done);
	for (i = 0; i < MOVERS; i++)
		move_seen(_metadata, &self->d, &self->d.movers[i]);
	for (i = 0; i < 2; i++)
		EXPECT_TRUE(table_agrees(&self->d.x[i], 5 * SOON_MS));
}

TEST_HARNESS_MAIN
