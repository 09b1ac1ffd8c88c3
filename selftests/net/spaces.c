// SPDX-License-Identifier: GPL-2.0
/* Network namespaces come and go, with everything in them that can be. */
#include <errno.h>
#include <sched.h>
#include <sys/socket.h>

#include "lib/agent.h"
#include "lib/case.h"
#include "lib/crowd.h"
#include "lib/memory.h"
#include "lib/pester.h"
#include "lib/rules.h"
#include "lib/storm.h"
#include "lib/table.h"

#define ALIVE 8		/* at a time */
#define OUT 10000	/* ifindexes of what comes out of them, from here on */
#define RECORDS "nthrottle_record"
#define SPACES "net_namespace"

struct outside {
	struct world x;
	struct chan all;	/* hears every namespace that has an id here */
	unsigned int heard;
	unsigned int heard_of_others;
	long records;
	long spaces;
	pid_t storm;
};

FIXTURE(spaces)
{
	struct outside d;
};

/**
 * struct space - a namespace with things in it
 * @w: the ways into it, and its listener
 * @dump: of which half is read
 * @outer: the veth's end that is outside
 */
struct space {
	struct world w;
	struct client dump;
	__u32 outer;
};

static int listen_everywhere(struct chan *all, const struct client *c)
{
	int one = 1, size = 8 << 20, fd;
	int err = chan_open(all, NETLINK_GENERIC);

	if (err)
		return err;
	fd = nl_socket_get_fd(all->sk);
	if (setsockopt(fd, SOL_NETLINK, NETLINK_LISTEN_ALL_NSID, &one,
		       sizeof(one)) ||
	    setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)))
		return -errno;
	return nl_socket_add_membership(all->sk, c->group) ? -EIO : 0;
}

FIXTURE_SETUP(spaces)
{
	struct world *x = &self->d.x;

	ASSERT_EQ(0, world_open(x));
	ASSERT_EQ(0, world_without_ipv6());
	ASSERT_EQ(0, config_set(&x->c, NTHROTTLE_A_CONFIG_TOMBSTONES, 0, 0));
	ASSERT_EQ(0, listen_everywhere(&self->d.all, &x->c));
	self->d.records = slab_objects(RECORDS);
	self->d.spaces = slab_objects(SPACES);
	ASSERT_LT(0, self->d.records);
	ASSERT_LT(0, self->d.spaces);
}

FIXTURE_TEARDOWN(spaces)
{
	chan_close(&self->d.all);
	EXPECT_EQ(0, world_close(&self->d.x));
}

static void hear(struct outside *self)
{
	static char buf[1 << 15];
	struct nlmsghdr *h;
	struct ntf n;
	int len;

	while ((len = recv(nl_socket_get_fd(self->all.sk), buf, sizeof(buf),
			   MSG_DONTWAIT)) > 0)
		for (h = (struct nlmsghdr *)buf; nlmsg_ok(h, len);
		     h = nlmsg_next(h, &len))
			if (ntf_parse(h, &n)) {
				self->heard++;
				self->heard_of_others +=
					n.instance != self->x.w.instance;
			}
}

/* Interfaces of its own, one end of a veth, and all that one can set. */
static int furnish(struct space *s)
{
	struct world *w = &s->w;
	struct agent a;
	__u64 id;
	int err;

	rt_batch(&w->rt);
	link_add(&w->rt, "dummy", "d0", 100, 0);
	link_add(&w->rt, "dummy", "d1", 101, 0);
	link_add_veth_at(&w->rt, "v0", 102, "v1", 103);
	link_up(&w->rt, 100, true);
	link_up(&w->rt, 102, true);
	link_up(&w->rt, 103, true);
	err = rt_flush(&w->rt) ?: w->rt.errors ? -EIO :
	      profile_strict(&w->c, "slow", 3600000) ?:
	      rule_make(&w->c, 10, "d*", NULL, "slow") ?:
	      agent_new(&w->c, "agent", 1000, &a);
	if (err)
		return err;
	if (below(2))
		err = hold_begin(&w->c, 3600000, &id);
	return err ?: half_open(&s->dump, &w->c) ?: half_plain(&s->dump);
}

static int begin(struct world *x, struct space *s, unsigned int number)
{
	char name[IFNAMSIZ];
	int err;

	memset(s, 0, sizeof(*s));
	err = world_open(&s->w) ?: furnish(s);
	if (setns(x->netns, CLONE_NEWNET))
		return -errno;
	if (err)
		return done(&s->w, "furnish", err);
	snprintf(name, sizeof(name), "o%u", number);
	s->outer = 3000 + number;
	err = link_add_veth_into(&x->rt, name, s->outer, "in", 200, s->w.netns);
	return err ?: link_up(&x->rt, s->outer, true) ?:
	       link_up(&s->w.rt, 200, true);
}

/* What is inside goes with it, or before, or comes out. */
static int end(struct world *x, struct space *s, unsigned int number)
{
	char name[IFNAMSIZ];
	int err = 0;

	snprintf(name, sizeof(name), "m%u", number);
	switch (below(4)) {
	case 0:
		err = link_del(&x->rt, s->outer);
		break;
	case 1:
		err = link_move(&s->w.rt, 101,
				&(struct move){ x->netns, 0, name, OUT + number });
		break;
	case 2:
		err = link_up(&s->w.rt, 100, false) ?:
		      link_mtu(&s->w.rt, 102, 1400);
		break;
	}
	err = err ?: world_close(&s->w);
	client_close(&s->dump);
	return err;
}

static int watch(struct outside *self)
{
	struct stats st;

	hear(self);
	witness_read(&self->x.w, 0);
	return stats_get(&self->x.c, &st) ?: stats_balance(&st) ? 0 : -EPROTO;
}

/* The kernel frees a namespace when the next one ends, so some must be made; but not
 * faster than it can end them.
 */
static bool spaces_settle(struct world *x, long spaces)
{
	__u64 next_ns, end_ns = now_ns() + 120000 * MS;
	long n;

	do {
		if (unshare(CLONE_NEWNET) || setns(x->netns, CLONE_NEWNET))
			return false;
		next_ns = now_ns() + 5000 * MS;
		do {
			pause_ms(50);
			n = slab_objects(SPACES);
		} while (n > spaces + 1 && now_ns() < next_ns);
	} while (n > spaces + 1 && now_ns() < end_ns);
	if (n > spaces + 1)
		fprintf(stderr, "%ld namespaces, expected %ld\n", n, spaces);
	return n <= spaces + 1;
}

/* With as many alive each time, without what came out of those that ended, and
 * without what was told of its end, or that would wait in our sockets.
 */
static long memory_used(struct outside *self)
{
	if (crowd_delete_from(&self->x, OUT) || !spaces_settle(&self->x, self->spaces + ALIVE) ||
	    watch(self))
		return -1;
	return slabs_kb();
}

/* The memory of all that was, and was told, has come back. */
static void check_memory(struct __test_metadata *_metadata,
			 struct outside *self)
{
	struct world *x = &self->x;

	EXPECT_TRUE(spaces_settle(x, self->spaces));
	ASSERT_DONE(x, crowd_delete_from(x, 2));
	EXPECT_TRUE(witness_agrees(&x->w, &x->rt, 5 * SOON_MS));
	EXPECT_TRUE(table_agrees(x, 5 * SOON_MS));
	ASSERT_DONE(x, world_settle(x, 5 * SOON_MS));
	EXPECT_TRUE(slab_settles(RECORDS, self->records, 20000));
}

TEST_F(spaces, come_and_go)
{
	unsigned int i, count = only_little() ? 12 : at_scale(20, 40, 5000);
	unsigned int early = count / 5 > ALIVE ? count / 5 : ALIVE;
	long before_kb = 0, after_kb;
	struct space *ring = calloc(ALIVE, sizeof(*ring));
	struct world *x = &self->d.x;
	unsigned int seed = random_seed();
	__u64 t = now_ns();

	srandom(seed);
	self->d.storm = storm_start(seed, STORM_ENDLESS);
	ASSERT_LT(0, self->d.storm);
	ASSERT_TRUE(storm_wait(&x->c));
	for (i = 0; i < count + ALIVE; i++) {
		tell_progress(i, count, "namespaces");
		if (i >= ALIVE)
			ASSERT_DONE(x, end(x, &ring[i % ALIVE], i - ALIVE)) {
				TH_LOG("end of namespace %u", i - ALIVE);
			}
		if (i < count)
			ASSERT_DONE(x, begin(x, &ring[i % ALIVE], i)) {
				TH_LOG("namespace %u", i);
			}
		ASSERT_DONE(x, watch(&self->d));
		if (i == early)
			before_kb = memory_used(&self->d);
		if (i + 1 == count)
			after_kb = memory_used(&self->d);
	}
	free(ring);
	EXPECT_TRUE(storm_kill(self->d.storm));
	check_memory(_metadata, &self->d);
	hear(&self->d);
	tell("%u namespaces in %llu ms; %u notifications heard, %u from inside; slabs %+ld kB",
	     count, (now_ns() - t) / MS, self->d.heard, self->d.heard_of_others,
	     after_kb - before_kb);
	EXPECT_LT(count, self->d.heard_of_others);
	EXPECT_LT(0, before_kb);
	EXPECT_LT(0, after_kb);
	if (meminfo_is_exact())
		EXPECT_GT(before_kb + 4096, after_kb);
}

TEST_HARNESS_MAIN
