// SPDX-License-Identifier: GPL-2.0
/* An agent that acknowledges all that it hears, until it is killed. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <netlink/genl/genl.h>

#include "agent.h"
#include "mortal.h"

#define RCVBUF (16 << 20)

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
static int listen_and_ack(struct client *c, struct chan *chan,
			  const char *name, __u64 position)
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
			/* The heartbeat is no news. */
			if (((struct genlmsghdr *)nlmsg_data(h))->cmd ==
			    NTHROTTLE_CMD_SYNC_NTF)
				continue;
			if (!ntf_parse(h, &ntf) || ntf.seq > position + 1)
				return -EPROTO;
			if (ntf.seq > position)
				position = ntf.seq;
		}
		err = agent_ack(c, name, position);
	}
	return err;
}

/* The agent: listen, register, ask what it missed, hand that on, and live. */
static int live(const char *name, int fd)
{
	static struct answer a;
	static struct client c;
	int size = RCVBUF;
	struct agent agent;
	struct chan chan;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (client_open(&c) || chan_open(&chan, NETLINK_GENERIC))
		return 1;
	setsockopt(nl_socket_get_fd(chan.sk), SOL_SOCKET, SO_RCVBUFFORCE,
		   &size, sizeof(size));
	if (nl_socket_add_membership(chan.sk, c.group) ||
	    agent_new(&c, name, 0, &agent))
		return 2;
	a.acknowledged = agent.seq;
	if (since_get(&c, agent.seq, agent.instance, &a.s) ||
	    write_all(fd, &a, sizeof(a)) ||
	    write_all(fd, a.s.shown, a.s.n * sizeof(*a.s.shown)))
		return 3;
	/* After an answer that broke off, the next life asks again. */
	if (a.s.last != NO_RESYNC)
		a.s.upto = a.acknowledged;
	if (agent_ack(&c, name, a.s.upto))
		return 4;
	return listen_and_ack(&c, &chan, name, a.s.upto) ? 5 : 0;
}

/* Begin a life, and see what it is told. Returns -1 if it dies before. */
pid_t mortal_start(const char *name, struct answer *a)
{
	int fds[2], err;
	pid_t pid;

	since_free(&a->s);
	if (pipe(fds))
		return -1;
	pid = fork();
	if (!pid)
		_exit(live(name, fds[1]));
	close(fds[1]);
	err = read_all(fds[0], a, sizeof(*a));
	if (!err) {
		a->s.shown = malloc(a->s.n * sizeof(*a->s.shown) + 1);
		err = read_all(fds[0], a->s.shown,
			       a->s.n * sizeof(*a->s.shown));
	} else {
		a->s.shown = NULL;
	}
	close(fds[0]);
	if (!err)
		return pid;
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	return -1;
}

/* Is it what was notified since, and nothing older? */
bool mortal_is_right(struct world *x, const struct answer *a)
{
	return !since_broken(&a->s, a->acknowledged) &&
	       since_is_exact(&a->s, x, a->acknowledged);
}
