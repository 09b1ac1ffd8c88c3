// SPDX-License-Identifier: GPL-2.0
/* An agent that is killed in a storm again and again, and goes on where it
 * acknowledged last.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <netlink/genl/genl.h>

#include "lib/agent.h"
#include "lib/case.h"
#include "lib/since.h"
#include "lib/storm.h"

#define NAME "phoenix"
#define OPERATIONS 20000

/* What a life of the agent begins with. */
struct answer {
	__u64 acknowledged;
	struct since s;
};

FIXTURE(restart)
{
	struct world x;
	struct chan news;
	struct answer a;
	unsigned int seed;
};

FIXTURE_SETUP(restart)
{
	struct world *x = &self->x;

	ASSERT_EQ(0, world_open(x));
	ASSERT_EQ(0, world_without_ipv6());
	ASSERT_EQ(0, agents_listen(&self->news, &x->c));
	self->seed = random_seed();
	srandom(self->seed);
	ASSERT_DONE(x, world_burst(x, 500, 2));
	x->w.threshold_ns = 0;
}

FIXTURE_TEARDOWN(restart)
{
	since_free(&self->a.s);
	chan_close(&self->news);
	EXPECT_EQ(0, world_close(&self->x));
}

static int write_all(int fd, const void *buf, size_t len)
{
	const char *p = buf;
	ssize_t n;

	for (; len; p += n, len -= n) {
		n = write(fd, p, len);
		if (n <= 0)
			return -EIO;
	}
	return 0;
}

static int read_all(int fd, void *buf, size_t len)
{
	char *p = buf;
	ssize_t n;

	for (; len; p += n, len -= n) {
		n = read(fd, p, len);
		if (n <= 0)
			return -EIO;
	}
	return 0;
}

/* Acknowledge what comes, as long as nothing is missing. */
static int listen_and_ack(struct client *c, struct chan *chan, __u64 position)
{
	static char buf[32768];
	struct nlmsghdr *h;
	struct ntf ntf;
	int n, err = 0;

	while (!err) {
		n = recv(nl_socket_get_fd(chan->sk), buf, sizeof(buf), 0);
		if (n <= 0)
			return -EIO;
		for (h = (struct nlmsghdr *)buf; nlmsg_ok(h, n);
		     h = nlmsg_next(h, &n)) {
			if (!ntf_parse(h, &ntf) || ntf.seq > position + 1)
				return -EPROTO;
			if (ntf.seq > position)
				position = ntf.seq;
		}
		err = agent_ack(c, NAME, position);
	}
	return err;
}

/* The agent: listen, register, ask what it missed, hand that on, and live. */
static int live(int fd)
{
	static struct answer a;
	static struct client c;
	int size = 16 << 20;
	struct agent agent;
	struct chan chan;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (client_open(&c) || chan_open(&chan, NETLINK_GENERIC))
		return 1;
	setsockopt(nl_socket_get_fd(chan.sk), SOL_SOCKET, SO_RCVBUFFORCE,
		   &size, sizeof(size));
	if (nl_socket_add_membership(chan.sk, c.group) ||
	    agent_new(&c, NAME, 0, &agent))
		return 2;
	a.acknowledged = agent.seq;
	if (since_get(&c, agent.seq, agent.instance, &a.s) ||
	    write_all(fd, &a, sizeof(a)) ||
	    write_all(fd, a.s.shown, a.s.n * sizeof(*a.s.shown)))
		return 3;
	if (agent_ack(&c, NAME, a.s.upto))
		return 4;
	return listen_and_ack(&c, &chan, a.s.upto) ? 5 : 0;
}

/* Begin a life, and see what it is told. */
static pid_t start(struct answer *a)
{
	int fds[2], err;
	pid_t pid;

	since_free(&a->s);
	if (pipe(fds))
		return -1;
	pid = fork();
	if (!pid)
		_exit(live(fds[1]));
	close(fds[1]);
	err = read_all(fds[0], a, sizeof(*a));
	if (!err) {
		a->s.shown = malloc(a->s.n * sizeof(*a->s.shown) + 1);
		err = read_all(fds[0], a->s.shown,
			       a->s.n * sizeof(*a->s.shown));
	}
	close(fds[0]);
	return err ? -1 : pid;
}

/* Is it what was notified since, and nothing older? What was notified again
 * while the agent asked must have come before this can be said.
 */
static bool is_right(struct world *x, const struct answer *a)
{
	__u64 end_ns = now_ns() + 5 * SOON_MS * MS;
	struct config cfg;

	if (config_get(&x->c, &cfg))
		return false;
	while (x->w.seq < cfg.seq && now_ns() < end_ns)
		witness_read(&x->w, 10);
	return a->s.first == NO_RESYNC && a->s.last == NO_RESYNC &&
	       !since_broken(&a->s, a->acknowledged) &&
	       !since_differs(&a->s, &x->w, a->acknowledged);
}

static void listen_for(struct world *x, unsigned int ms)
{
	__u64 end_ns = now_ns() + ms * MS;

	while (now_ns() < end_ns)
		witness_read(&x->w, 10);
}

static bool killed(struct chan *news, pid_t pid)
{
	struct agent a;
	int status;

	kill(pid, SIGKILL);
	return waitpid(pid, &status, 0) == pid && WIFSIGNALED(status) &&
	       agents_next(news, SOON_MS, &a) &&
	       a.cause == NTHROTTLE_AGENT_CAUSE_CLOSED;
}

/* The child acknowledges when it has written its answer: a moment later. */
static bool acknowledges(struct world *x, __u64 seq)
{
	__u64 end_ns = now_ns() + SOON_MS * MS;
	struct agent agent = {};

	while (now_ns() < end_ns) {
		if (!agent_get(&x->c, NAME, &agent) && agent.seq >= seq)
			return true;
		pause_ms(5);
	}
	return false;
}

TEST_F(restart, in_a_storm)
{
	struct world *x = &self->x;
	struct answer *a = &self->a;
	unsigned int lives = 0;
	__u64 acknowledged = 0, shown = 0, missed = 0;
	struct agent agent;
	bool over = false;
	pid_t storm, pid;
	int status;

	storm = storm_large_start(self->seed, OPERATIONS);
	ASSERT_LT(0, storm);
	while (!over) {
		/* The last time there is no storm any more, and all is told. */
		over = waitpid(storm, &status, WNOHANG) == storm;
		ASSERT_DONE(x, over ? world_settle(x, 5 * SOON_MS) : 0);
		pid = start(a);
		ASSERT_LT(0, pid);
		EXPECT_EQ(acknowledged, a->acknowledged);
		EXPECT_TRUE(is_right(x, a));
		ASSERT_TRUE(agents_next(&self->news, SOON_MS, &agent));
		EXPECT_EQ(NTHROTTLE_AGENT_STATE_UP, agent.state);
		EXPECT_EQ((__u32)pid, agent.pid);
		shown += a->s.n;
		missed += a->s.upto - acknowledged;
		lives++;
		listen_for(x, 50 + below(400));
		EXPECT_TRUE(acknowledges(x, a->s.upto));
		ASSERT_TRUE(killed(&self->news, pid));
		ASSERT_DONE(x, agent_get(&x->c, NAME, &agent));
		EXPECT_LE(a->s.upto, agent.seq);
		acknowledged = agent.seq;
		listen_for(x, below(600));
	}
	EXPECT_EQ(0, status);
	EXPECT_EQ(x->w.seq, acknowledged);
	tell("%u lives; %llu notifications were missed, %llu shown, of %llu",
	     lives, (unsigned long long)missed, (unsigned long long)shown,
	     (unsigned long long)x->w.seq);
	EXPECT_LT(10, lives);
	EXPECT_GT(missed, shown);
}

TEST_HARNESS_MAIN
