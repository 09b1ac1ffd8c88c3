// SPDX-License-Identifier: GPL-2.0
/* What a watch needs of the kernel; see source.h. */
#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/nthrottle.h>

#include "exchange.h"
#include "source.h"

#define NS_PER_S	1000000000ULL
#define RCVBUF		(4 << 20)

static int poll_for(struct source *s, int fd)
{
	struct epoll_event event = { .events = EPOLLIN };

	return epoll_ctl(s->poll, EPOLL_CTL_ADD, fd, &event);
}

int source_open(struct source *s)
{
	s->poll = -1;
	s->timer = -1;
	s->events.sock = NULL;
	if (nl_open(&s->requests))
		return -1;
	s->poll = epoll_create1(EPOLL_CLOEXEC);
	s->timer = timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK);
	if (s->poll >= 0 && s->timer >= 0 && !poll_for(s, s->timer))
		return 0;
	nl_fail(&s->requests, errno, "cannot make a timer: %s", strerror(errno));
	source_close(s);
	return -1;
}

void source_close(struct source *s)
{
	nl_close(&s->requests);
	nl_close(&s->events);
	if (s->timer >= 0)
		close(s->timer);
	if (s->poll >= 0)
		close(s->poll);
	s->timer = -1;
	s->poll = -1;
}

/* Again and again: the kernel takes no notice of what we have. */
static int join(struct source *s, u32 group, const char *name)
{
	if (!group)
		return nl_fail(&s->requests, EOPNOTSUPP,
			       "this kernel has no notifications of %s", name);
	if (!mnl_socket_setsockopt(s->events.sock, NETLINK_ADD_MEMBERSHIP,
				   &group, sizeof(group)))
		return 0;
	return nl_fail(&s->requests, errno,
		       "cannot listen to notifications of %s: %s", name,
		       strerror(errno));
}

/*
 * The module's groups vanish with it. Groups that the user did not ask for are
 * no concern of ours: an older module may lack them.
 */
static int join_all(struct source *s)
{
	const struct codec_family *family = &s->requests.family;

	if (s->groups & NT_GROUP_CONFIG &&
	    join(s, family->config_group, "the configuration"))
		return -1;
	if (s->groups & NT_GROUP_AGENTS &&
	    join(s, family->agents_group, "agents"))
		return -1;
	return join(s, family->events_group, "interfaces");
}

static void set_rcvbuf(struct source *s, int size)
{
	int fd = mnl_socket_get_fd(s->events.sock);

	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)))
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
}

/*
 * Opens the socket for notifications; source_resolve() joins the groups. The
 * default buffer is larger than the system's, but no storm of a minute need fit
 * in.
 */
int source_subscribe(struct source *s, unsigned int groups, int rcvbuf)
{
	struct codec_family control;

	if (nl_open(&s->events))
		return nl_fail(&s->requests, errno, "%s", s->events.error);
	set_rcvbuf(s, rcvbuf ? rcvbuf : RCVBUF);
	s->groups = groups;
	if (nl_family(&s->requests, "nlctrl", &control) ||
	    join(s, control.notify_group, "netlink families"))
		return -1;
	if (!poll_for(s, mnl_socket_get_fd(s->events.sock)))
		return 0;
	return nl_fail(&s->requests, errno, "cannot poll a socket: %s",
		       strerror(errno));
}

/* What the module is called now; errno is ENOENT if it is not there. */
int source_resolve(struct source *s)
{
	if (nl_resolve(&s->requests))
		return -1;
	return s->events.sock ? join_all(s) : 0;
}

/* One datagram into @events.buffer, never waiting; errno is set alone. */
ssize_t source_receive(struct source *s)
{
	if (s->events.sock)
		return nl_receive(&s->events, MSG_DONTWAIT);
	errno = EAGAIN;
	return -1;
}

/* NULL asks for everything. */
int source_ask(struct source *s, const struct history *since,
	       struct answer *answer)
{
	struct nt_dev request = { .present = 1ULL << NTHROTTLE_A_DEV_SINCE };
	struct exchange x = {
		.type = s->requests.family.id,
		.cmd = NTHROTTLE_CMD_DEV_GET,
		.flags = NLM_F_DUMP,
		.set = &nt_dev_attrs,
		.request = &request,
		.take = answer_take,
		.to = answer,
	};

	if (since) {
		request.since = since->seq;
		request.instance = since->instance;
		nt_set_present(&request, NTHROTTLE_A_DEV_INSTANCE);
	}
	answer_reset(answer);
	if (exchange(&s->requests, &x))
		return -1;
	return answer->headed ? 0 : exchange_malformed(&s->requests);
}

int source_newest(struct source *s, struct history *newest)
{
	struct nt_config config;

	if (nl_get_one(&s->requests, NTHROTTLE_CMD_CONFIG_GET, &nt_config_attrs,
		       NULL, &config))
		return -1;
	*newest = (struct history){ config.instance, config.seq };
	return 0;
}

int source_agent_new(struct source *s, const struct nt_agent *request,
		     struct nt_agent *reply)
{
	return nl_get_one(&s->requests, NTHROTTLE_CMD_AGENT_NEW, &nt_agent_attrs,
			  request, reply);
}

int source_agent_ack(struct source *s, const struct nt_agent *ack)
{
	return nl_set(&s->requests, NTHROTTLE_CMD_AGENT_ACK, &nt_agent_attrs, ack);
}

u64 source_now(struct source *s)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec * NS_PER_S + now.tv_nsec;
}

/* Makes @poll readable at a time of this clock, even a past one; 0: never. */
void source_wake(struct source *s, u64 at_ns)
{
	struct itimerspec timer = {
		.it_value.tv_sec = at_ns / NS_PER_S,
		.it_value.tv_nsec = at_ns % NS_PER_S,
	};

	timerfd_settime(s->timer, TFD_TIMER_ABSTIME, &timer, NULL);
}
