// SPDX-License-Identifier: GPL-2.0
/* Few ifindexes and few names, used again and again by interfaces of other kinds,
 * while dumps run.
 */
#include <errno.h>

#include "lib/case.h"
#include "lib/crowd.h"
#include "lib/pester.h"
#include "lib/rules.h"
#include "lib/storm.h"
#include "lib/table.h"

#define FIRST 100
#define INDEXES 8
#define CROWD 150	/* that the dumps take long to show */
#define OPERATIONS 24	/* between two reads of a dump */

/* What a record stands for as long as it lives; names don't change here. */
struct identity {
	__u32 ifindex;
	char name[IFNAMSIZ];
	char kind[IFNAMSIZ];
};

struct reused {
	struct world x;
	struct client slow;
	struct identity *ids;
	size_t n_ids;
	size_t looked_at;
	unsigned int dumps;
	unsigned int shown;
};

FIXTURE(reuse)
{
	struct reused d;
};

FIXTURE_SETUP(reuse)
{
	struct world *x = &self->d.x;

	srandom(random_seed());
	ASSERT_EQ(0, world_open(x));
	ASSERT_EQ(0, world_without_ipv6());
	ASSERT_DONE(x, crowd_make(x, 0, CROWD));
}

FIXTURE_TEARDOWN(reuse)
{
	free(self->d.ids);
	EXPECT_EQ(0, world_close(&self->d.x));
}

/* Whether what is shown of a record is what was shown of it before. */
static void identify(struct reused *self, __u64 id,
		     const struct link_state *s)
{
	struct identity *known;
	size_t n;

	if (id >= self->n_ids) {
		n = 2 * id + 16;
		self->ids = realloc(self->ids, n * sizeof(*self->ids));
		memset(self->ids + self->n_ids, 0,
		       (n - self->n_ids) * sizeof(*self->ids));
		self->n_ids = n;
	}
	known = &self->ids[id];
	if (!known->ifindex) {
		known->ifindex = s->ifindex;
		memcpy(known->name, s->name, sizeof(s->name));
		memcpy(known->kind, s->kind, sizeof(s->kind));
	} else if (known->ifindex != s->ifindex ||
		   strcmp(known->name, s->name) ||
		   strcmp(known->kind, s->kind)) {
		complain(&self->x.w, "record %llu is %s %s (%u), was %s %s (%u)",
			 id, s->kind, s->name, s->ifindex, known->kind,
			 known->name, known->ifindex);
	}
}

/* P5: of two that are known and not deleted, no two have a name. */
static void check_names(struct witness *w)
{
	__u32 i, k;

	for (i = FIRST; i < FIRST + INDEXES; i++)
		for (k = FIRST; k < i; k++)
			if (witness_row(w, i)->live && witness_row(w, k)->live &&
			    !strcmp(witness_row(w, i)->last.s.name,
				    witness_row(w, k)->last.s.name))
				complain(w, "P5: %s is %u and %u",
					 witness_row(w, i)->last.s.name, i, k);
}

/* Datagram by datagram: the kernel numbers the deletions of a section first. */
static void hear(struct reused *self)
{
	struct witness *w = &self->x.w;

	witness_read(w, 0);
	for (; self->looked_at < w->n_log; self->looked_at++)
		identify(self, w->log[self->looked_at].id,
			 &w->log[self->looked_at].s);
	check_names(w);
}

static void seen(const struct dev *d, void *arg)
{
	struct reused *self = arg;

	identify(self, d->id, &d->s);
	self->shown++;
}

/* What is in use already is refused. */
static void operate(struct rt *rt)
{
	static const char * const kinds[] = { "dummy", "bridge", "bond" };
	__u32 index = FIRST + below(INDEXES), other = FIRST + below(INDEXES);
	char name[IFNAMSIZ], peer[IFNAMSIZ];

	snprintf(name, sizeof(name), "n%u", below(INDEXES));
	snprintf(peer, sizeof(peer), "n%u", below(INDEXES));
	switch (below(8)) {
	case 0 ... 1:
		link_add(rt, kinds[below(3)], name, index, 0);
		break;
	case 2 ... 3:
		link_add_veth_at(rt, name, index, peer, other);
		break;
	case 4:
		link_up(rt, index, below(2));
		break;
	case 5:
		link_mtu(rt, index, 1400 + below(100));
		break;
	default:
		link_del(rt, index);
	}
}

static int operate_some(struct reused *self)
{
	struct rt *rt = &self->x.rt;
	int i, err;
	__u64 id;

	/* The end of one and the birth of the next wait together. */
	err = hold_begin(&self->x.c, 60000, &id);
	rt_batch(rt);
	for (i = 0; i < OPERATIONS; i++)
		operate(rt);
	err = err ?: rt_flush(rt) ?: hold_release(&self->x.c, id);
	hear(self);
	return err;
}

/* What changed since, read slowly, while what it shows is deleted and made anew
 * as something else. Then what is there now.
 */
static int dump(struct reused *self)
{
	struct world *x = &self->x;
	__u64 since = below(2) ? 0 : x->w.seq - x->w.seq / 4;
	struct since s;
	int more, err;
	size_t i;

	err = half_open(&self->slow, &x->c) ?:
	      since_begin(&self->slow, since, NO_INSTANCE, &s);
	do {
		more = err ?: since_step(&self->slow, &s);
		err = operate_some(self);
	} while (more > 0 && !err);
	err = err ?: more ?: world_settle(x, 5 * SOON_MS);
	hear(self);
	if (!err && (since_broken(&s, since) || !since_is_exact(&s, x, since)))
		err = -EPROTO;
	for (i = 0; i < s.n; i++)
		identify(self, s.shown[i].id, &s.shown[i].s);
	self->shown += s.n;
	self->dumps++;
	since_free(&s);
	chan_close(&self->slow.chan);
	return err ?: dev_dump(&x->c, seen, self);
}

TEST_F(reuse, in_dumps)
{
	unsigned int i, count = at_scale(3, 8, 150);
	struct world *x = &self->d.x;
	struct stats s;

	ASSERT_DONE(x, world_burst(x, 10, 1000));
	x->w.threshold_ns = 0;
	for (i = 0; i < count; i++) {
		tell_progress(i, count, "dumps");
		ASSERT_DONE(x, dump(&self->d));
		ASSERT_DONE(x, stats_get(&x->c, &s));
		ASSERT_TRUE(stats_balance(&s));
	}
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, 5 * SOON_MS));
	EXPECT_TRUE(table_agrees(x, 5 * SOON_MS));
	tell("%u dumps showed %u interfaces; %llu records, %u ifindexes; %llu events, %llu elided",
	     self->d.dumps, self->d.shown,
	     s.by_event[NTHROTTLE_A_EVENT_COUNTS_REGISTER], INDEXES + CROWD,
	     s.events, s.elided);
	EXPECT_LT(CROWD + 8 * count, s.by_event[NTHROTTLE_A_EVENT_COUNTS_REGISTER]);
}

TEST_HARNESS_MAIN
