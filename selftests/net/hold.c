// SPDX-License-Identifier: GPL-2.0
/* Holds. */
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/case.h"
#include "lib/flap.h"

FIXTURE(hold)
{
	struct world x;
	struct chan news;
	__u32 index;
};

FIXTURE_SETUP(hold)
{
	struct world *x = &self->x;

	ASSERT_EQ(0, world_open(x));
	ASSERT_DONE(x, world_burst(x, 10, 1000));
	ASSERT_EQ(0, holds_listen(&self->news, &x->c));
	ASSERT_DONE(x, world_dummy(x, "d0", &self->index, NULL));
	x->w.threshold_ns = 0;
}

FIXTURE_TEARDOWN(hold)
{
	chan_close(&self->news);
	EXPECT_TRUE(witness_agrees(&self->x.w, &self->x.rt, SOON_MS));
	EXPECT_EQ(0, world_close(&self->x));
}

/* Nothing comes for a while, and the reason is known. */
static bool silent(struct world *x, __u32 index)
{
	struct ntf n;
	struct dev d;

	return !witness_next(&x->w, 0, 300, &n) &&
	       !dev_get(&x->c, index, &d) && d.reason == NTHROTTLE_GATE_HOLD;
}

/* Everything waits, deletions, too, and comes in order in the end. */
TEST_F(hold, holds_all)
{
	struct world *x = &self->x;
	struct hold_ntf h;
	struct config cfg;
	struct ntf n;
	__u32 other;
	__u64 id;

	ASSERT_DONE(x, world_dummy(x, "d1", &other, NULL));
	ASSERT_DONE(x, hold_begin(&x->c, 0, &id));
	ASSERT_DONE(x, config_get(&x->c, &cfg));
	EXPECT_EQ(1, cfg.holds);
	ASSERT_DONE(x, link_mtu(&x->rt, self->index, 1400));
	ASSERT_DONE(x, link_mtu(&x->rt, self->index, 1300));
	ASSERT_DONE(x, link_del(&x->rt, other));
	ASSERT_DONE(x, client_do(&x->c, NTHROTTLE_CMD_FLUSH));
	EXPECT_TRUE(silent(x, self->index));
	ASSERT_TRUE(holds_next(&self->news, SOON_MS, &h));
	EXPECT_EQ(id, h.id);
	EXPECT_EQ(60000, h.limit_ms);
	EXPECT_EQ((__u32)getpid(), h.pid);
	EXPECT_STREQ("hold", h.comm);
	EXPECT_FALSE(h.ended);
	ASSERT_DONE(x, hold_release(&x->c, id));
	ASSERT_TRUE(witness_next(&x->w, 0, SOON_MS, &n));
	EXPECT_EQ(other, n.s.ifindex);
	EXPECT_TRUE(n.deleted);
	ASSERT_TRUE(witness_next(&x->w, 0, SOON_MS, &n));
	EXPECT_EQ(2, n.count);
	EXPECT_EQ(1300, n.s.mtu);
	ASSERT_TRUE(holds_next(&self->news, SOON_MS, &h));
	EXPECT_EQ(id, h.id);
	EXPECT_TRUE(h.ended);
	EXPECT_EQ(NTHROTTLE_HOLD_END_RELEASED, h.end);
	EXPECT_LT(h.begin_ns, h.end_ns);
	EXPECT_EQ(-ENOENT, hold_release(&x->c, id));
	EXPECT_EQ(-ENOENT, hold_release(&x->c, id + 1));
}

/* Deletions keep their order: the second one reuses ifindex and name. */
TEST_F(hold, deletions_in_order)
{
	struct world *x = &self->x;
	struct ntf first, second;
	struct dev d0, d1;
	__u64 id;

	ASSERT_DONE(x, dev_get(&x->c, self->index, &d0));
	ASSERT_DONE(x, hold_begin(&x->c, 0, &id));
	ASSERT_DONE(x, link_del(&x->rt, self->index));
	ASSERT_DONE(x, link_add(&x->rt, "dummy", "d0", self->index, 0));
	ASSERT_DONE(x, dev_get(&x->c, self->index, &d1));
	ASSERT_DONE(x, link_del(&x->rt, self->index));
	ASSERT_DONE(x, hold_release(&x->c, id));
	ASSERT_TRUE(witness_next(&x->w, self->index, SOON_MS, &first));
	EXPECT_EQ(d0.id, first.id);
	EXPECT_TRUE(first.deleted);
	ASSERT_TRUE(witness_next(&x->w, self->index, SOON_MS, &second));
	EXPECT_EQ(d1.id, second.id);
	EXPECT_TRUE(second.deleted);
}

/* It lasts until the last one ends. */
TEST_F(hold, nested)
{
	struct world *x = &self->x;
	__u64 outer, inner;
	struct ntf n;

	ASSERT_DONE(x, hold_begin(&x->c, 10000, &outer));
	ASSERT_DONE(x, hold_begin(&x->c, 20000, &inner));
	EXPECT_NE(outer, inner);
	ASSERT_DONE(x, link_mtu(&x->rt, self->index, 1400));
	ASSERT_DONE(x, hold_release(&x->c, outer));
	EXPECT_TRUE(silent(x, self->index));
	ASSERT_DONE(x, hold_release(&x->c, inner));
	ASSERT_TRUE(witness_next(&x->w, self->index, SOON_MS, &n));
}

TEST_F(hold, limit)
{
	struct world *x = &self->x;
	struct hold_ntf h;
	struct ntf n;
	__u64 id, other;

	ASSERT_DONE(x, hold_begin(&x->c, 600, &id));
	ASSERT_DONE(x, hold_begin(&x->c, 200, &other));
	ASSERT_DONE(x, link_mtu(&x->rt, self->index, 1400));
	ASSERT_TRUE(witness_next(&x->w, self->index, SOON_MS, &n));
	ASSERT_TRUE(holds_next(&self->news, SOON_MS, &h));
	EXPECT_LE(h.begin_ns + 600 * MS, n.sent_ns);
	EXPECT_GT(h.begin_ns + 600 * MS + SLACK_NS, n.sent_ns);
	ASSERT_TRUE(holds_next(&self->news, SOON_MS, &h));
	ASSERT_TRUE(holds_next(&self->news, SOON_MS, &h));
	EXPECT_EQ(other, h.id);
	EXPECT_EQ(NTHROTTLE_HOLD_END_LIMIT, h.end);
	EXPECT_LE(h.begin_ns + 200 * MS, h.end_ns);
	ASSERT_TRUE(holds_next(&self->news, SOON_MS, &h));
	EXPECT_EQ(id, h.id);
	EXPECT_EQ(NTHROTTLE_HOLD_END_LIMIT, h.end);
}

/* Who is killed holds nothing any more. */
TEST_F(hold, killed)
{
	struct world *x = &self->x;
	__u64 killed_ns, id;
	struct hold_ntf h;
	int fds[2], status;
	struct client c;
	struct ntf n;
	char byte;
	pid_t pid;

	ASSERT_EQ(0, pipe(fds));
	pid = fork();
	if (!pid) {
		byte = !client_open(&c) && !hold_begin(&c, 3600000, &id);
		while (write(fds[1], &byte, 1) == 1)
			pause();
		_exit(1);
	}
	ASSERT_EQ(1, read(fds[0], &byte, 1));
	EXPECT_EQ(1, byte);
	ASSERT_DONE(x, link_mtu(&x->rt, self->index, 1400));
	EXPECT_TRUE(silent(x, self->index));
	killed_ns = now_ns();
	kill(pid, SIGKILL);
	ASSERT_TRUE(witness_next(&x->w, self->index, SOON_MS, &n));
	EXPECT_GT(killed_ns + SLACK_NS, n.sent_ns);
	waitpid(pid, &status, 0);
	ASSERT_TRUE(holds_next(&self->news, SOON_MS, &h));
	EXPECT_EQ((__u32)pid, h.pid);
	ASSERT_TRUE(holds_next(&self->news, SOON_MS, &h));
	EXPECT_EQ(NTHROTTLE_HOLD_END_CLOSED, h.end);
	tell("released %lld us after the kill",
	     (long long)(n.sent_ns - killed_ns) / 1000);
	close(fds[0]);
	close(fds[1]);
}

/* No more than 64, and a limit in range. */
TEST_F(hold, bounds)
{
	struct world *x = &self->x;
	struct client *c = &x->c;
	struct config cfg;
	__u64 id[65];
	int i;

	EXPECT_EQ(-ERANGE, hold_begin(c, 3600001, &id[0]));
	EXPECT_NE(NULL, strstr(c->chan.why,
			       "limit-ms must be between 1 and 3600000"));
	for (i = 0; i < 64; i++)
		ASSERT_DONE(x, hold_begin(c, 0, &id[i]));
	EXPECT_EQ(-ENOSPC, hold_begin(c, 0, &id[64]));
	EXPECT_NE(NULL, strstr(c->chan.why, "at most 64 holds"));
	ASSERT_DONE(x, config_get(c, &cfg));
	EXPECT_EQ(64, cfg.holds);
	for (i = 0; i < 64; i++)
		ASSERT_DONE(x, hold_release(c, id[i]));
	ASSERT_DONE(x, config_get(c, &cfg));
	EXPECT_EQ(0, cfg.holds);
}

/* Too fast for the listeners is something else than too many. */
TEST_F(hold, fast)
{
	const unsigned int times = at_scale(400, 3000, 3000);
	struct world *x = &self->x;
	unsigned int i, again = 0;
	__u64 id;
	int err;

	for (i = 0; i < times; i++) {
		err = hold_begin(&x->c, 0, &id);
		if (err == -EAGAIN) {
			again++;
			EXPECT_NE(NULL, strstr(x->c.chan.why, "try again"));
			continue;
		}
		ASSERT_DONE(x, err);
		ASSERT_DONE(x, hold_release(&x->c, id));
	}
	tell("%u of %u refused", again, i);
}

TEST_HARNESS_MAIN
