// SPDX-License-Identifier: GPL-2.0
/*
 * Root of a container against somebody else's network namespace: it sees nothing
 * of it, hears nothing, and changes nothing, whatever it guesses.
 */
#include <errno.h>
#include <linux/netlink.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/agent.h"
#include "lib/case.h"
#include "lib/role.h"
#include "lib/rules.h"
#include "lib/since.h"

#define VICTIM 100		/* ifindex of an interface there */
#define AGENT "theirs"
#define PREF 10

/**
 * struct shared - between the case and the container
 * @listening: the container listens to all that it can
 * @acted: so much has happened next door
 * @instance: that next door
 * @seq: newest number there
 * @agent_port: socket of the agent there
 */
struct shared {
	atomic_bool listening;
	atomic_bool acted;
	__u64 instance;
	__u64 seq;
	__u32 agent_port;
};

FIXTURE(container)
{
	struct world x;
	struct client holder;	/* agent and hold are its */
	struct chan config;
	struct chan agents;
	struct shared *s;
	__u64 hold;
};

FIXTURE_SETUP(container)
{
	struct world *x = &self->x;
	struct agent a;

	self->s = mmap(NULL, sizeof(*self->s), PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, self->s);
	ASSERT_EQ(0, world_open(x));
	ASSERT_EQ(0, client_open(&self->holder));
	ASSERT_DONE(x, profile_strict(&x->c, "secret", 600000));
	ASSERT_DONE(x, rule_make(&x->c, PREF, "d*", NULL, "secret"));
	ASSERT_DONE(x, link_add(&x->rt, "dummy", "d0", VICTIM, 0));
	ASSERT_DONE(x, world_settle(x, SOON_MS));
	ASSERT_DONE(x, link_mtu(&x->rt, VICTIM, 1400));
	ASSERT_DONE(x, agent_new(&self->holder, AGENT, 0, &a));
	ASSERT_DONE(x, agent_ack(&self->holder, AGENT, 1));
	self->s->instance = a.instance;
	self->s->seq = x->w.seq;
	self->s->agent_port = nl_socket_get_local_port(self->holder.chan.sk);
}

FIXTURE_TEARDOWN(container)
{
	client_close(&self->holder);
	EXPECT_EQ(0, world_close(&self->x));
}

#define CHECK(what) do {						\
	if (!(what)) {							\
		fprintf(stderr, "# container: not so: %s\n", #what);	\
		failed++;						\
	}								\
} while (0)

static void count_dev(const struct dev *d, void *arg)
{
	(void)d;
	++*(int *)arg;
}

/* Returns how much it sees. */
static int look(struct world *y, const struct shared *s)
{
	struct profile p = { 0 };
	int failed = 0, n = 0;
	struct config cfg;
	struct agent a;
	struct since h;
	struct dev d;

	CHECK(!dev_dump(&y->c, count_dev, &n) && n == 1);
	CHECK(dev_get(&y->c, VICTIM, &d) == -ENODEV);
	CHECK(!config_get(&y->c, &cfg));
	CHECK(cfg.instance != s->instance && cfg.interfaces == 1);
	CHECK(!cfg.agents && !cfg.holds && !cfg.rules && cfg.profiles == 1);
	CHECK(!cfg.pending && cfg.seq <= 1);
	CHECK(!profile_get(&y->c, &p) && p.threshold_ms == 2000);
	CHECK(profile_do(&y->c, NTHROTTLE_CMD_PROFILE_GET, "secret", 0) ==
	      -ENOENT);
	CHECK(rule_count(&y->c) == 0 && agent_count(&y->c) == 0);
	CHECK(agent_get(&y->c, AGENT, &a) == -ENOENT);
	CHECK(!since_get(&y->c, 1, s->instance, &h));
	CHECK(h.first == NTHROTTLE_RESYNC_INSTANCE && h.n <= 1 &&
	      h.instance == cfg.instance);
	since_free(&h);
	return failed;
}

/* A socket of the same number as the other's, closed again. */
static int reuse_port(__u32 port)
{
	struct sockaddr_nl at = { .nl_family = AF_NETLINK, .nl_pid = port };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
	int err;

	if (fd < 0)
		return -1;
	err = bind(fd, (struct sockaddr *)&at, sizeof(at));
	close(fd);
	return err;
}

/* Returns how much of it works that should not, or not that should. */
static int meddle(struct world *y, const struct shared *s)
{
	int failed = 0;
	struct agent a;
	__u64 id;

	for (id = 1; id <= 1000; id++)
		CHECK(hold_release(&y->c, id) == -ENOENT);
	CHECK(agent_ack(&y->c, AGENT, s->seq) == -ENOENT);
	CHECK(agent_ack_of(&y->c, AGENT, s->instance, s->seq) == -ESTALE);
	CHECK(agent_del(&y->c, AGENT) == -ENOENT);
	CHECK(!agent_new(&y->c, AGENT, 0, &a) && !a.seq);
	CHECK(!agent_replace(&y->c, AGENT, &a));
	CHECK(!agent_del(&y->c, AGENT));
	CHECK(dev_reset(&y->c, VICTIM) == -ENODEV);
	CHECK(rule_del(&y->c, PREF) == -ENOENT);
	CHECK(profile_do(&y->c, NTHROTTLE_CMD_PROFILE_DEL, "secret", 0) ==
	      -ENOENT);
	CHECK(!config_set_batch(&y->c, 77));
	CHECK(!hold_begin(&y->c, 600000, &id) && !hold_release(&y->c, id));
	CHECK(!chan_call(&y->c.chan, ruleset_msg(&y->c, 0), NULL, NULL));
	CHECK(!client_do(&y->c, NTHROTTLE_CMD_FLUSH));
	CHECK(!client_do(&y->c, NTHROTTLE_CMD_STATS_RESET));
	CHECK(!reuse_port(s->agent_port));
	return failed;
}

/* To all groups, and to other namespaces, if that were possible. */
static int listen_to_all(struct chan *ear, const struct client *c)
{
	int one = 1, err = chan_open(ear, NETLINK_GENERIC);

	if (err)
		return err;
	nl_socket_set_nonblocking(ear->sk);
	setsockopt(nl_socket_get_fd(ear->sk), SOL_NETLINK,
		   NETLINK_LISTEN_ALL_NSID, &one, sizeof(one));
	return nl_socket_add_memberships(ear->sk, c->group, c->config_group,
					 c->agents_group, 0);
}

static int intrude(void *arg)
{
	struct shared *s = arg;
	unsigned int errors = 0;
	struct world y = { 0 };
	struct chan ear;
	int failed = 0;

	if (rt_open(&y.rt) || client_open(&y.c) ||
	    world_settle(&y, SOON_MS) || listen_to_all(&ear, &y.c))
		return 255;
	failed += look(&y, s);
	s->listening = true;
	while (!s->acted)
		pause_ms(5);
	CHECK(chan_drain(&ear, &errors) == 0 && !errors);
	failed += look(&y, s);
	failed += meddle(&y, s);
	/* It does hear itself. */
	CHECK(chan_drain(&ear, &errors) > 0);
	return failed;
}

/* Something for each group. */
static int act(struct world *x)
{
	struct agent a;
	struct ntf n;
	__u32 index;
	__u64 id;

	return config_set_batch(&x->c, 6) ?:
	       agent_new(&x->c, "passer-by", 0, &a) ?:
	       agent_del(&x->c, "passer-by") ?:
	       hold_begin(&x->c, 600000, &id) ?: hold_release(&x->c, id) ?:
	       world_dummy(x, "d1", &index, &n);
}

TEST_F(container, sees_and_changes_nothing)
{
	struct world *x = &self->x;
	struct config before, after;
	struct hold_ntf h;
	struct agent a, b;
	pid_t pid;

	ASSERT_EQ(0, holds_listen(&self->config, &x->c));
	ASSERT_EQ(0, agents_listen(&self->agents, &x->c));
	pid = child_start(become_container_root, intrude, self->s);
	while (!self->s->listening)
		pause_ms(5);
	EXPECT_EQ(0, act(x));
	ASSERT_DONE(x, hold_begin(&self->holder, 600000, &self->hold));
	EXPECT_EQ(0, config_get(&x->c, &before));
	EXPECT_EQ(0, agent_get(&x->c, AGENT, &a));
	/* The last that is told of that, in each group. */
	do {
		ASSERT_TRUE(holds_next(&self->config, SOON_MS, &h));
	} while (h.id != self->hold);
	do {
		ASSERT_TRUE(agents_next(&self->agents, SOON_MS, &b));
	} while (b.cause != NTHROTTLE_AGENT_CAUSE_DELETED);
	self->s->acted = true;
	EXPECT_EQ(0, child_wait(pid));

	/* Neither a setting, nor a hold, nor an agent. */
	EXPECT_GT(0, chan_told(&self->config, 200));
	EXPECT_GT(0, chan_told(&self->agents, 0));
	EXPECT_EQ(0, config_get(&x->c, &after));
	EXPECT_EQ(0, memcmp(&before, &after, sizeof(after)));
	EXPECT_EQ(1, after.holds);
	EXPECT_NE(0, after.pending);
	EXPECT_EQ(0, agent_get(&x->c, AGENT, &b));
	EXPECT_EQ(NTHROTTLE_AGENT_STATE_UP, b.state);
	EXPECT_EQ(1, b.seq);
	EXPECT_EQ(a.heartbeat_ns, b.heartbeat_ns);
	EXPECT_EQ(0, hold_release(&x->c, self->hold));
	chan_close(&self->config);
	chan_close(&self->agents);
}

TEST_HARNESS_MAIN
