// SPDX-License-Identifier: GPL-2.0
/* Operations on agents, by libnl alone. */
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include <netlink/attr.h>
#include <netlink/errno.h>
#include <netlink/genl/genl.h>

#include "agent.h"

static bool parse(struct nlmsghdr *h, struct agent *a)
{
	static const int always[] = {
		NTHROTTLE_A_AGENT_NAME, NTHROTTLE_A_AGENT_INSTANCE,
		NTHROTTLE_A_AGENT_SEQ, NTHROTTLE_A_AGENT_DOWN_TIME_MS,
		NTHROTTLE_A_AGENT_PID, NTHROTTLE_A_AGENT_COMM,
		NTHROTTLE_A_AGENT_STATE, NTHROTTLE_A_AGENT_HEARTBEAT_NS,
		NTHROTTLE_A_AGENT_AGE_NS, NTHROTTLE_A_AGENT_LAG,
	};
	struct nlattr *tb[NTHROTTLE_A_AGENT_MAX + 1];
	size_t i;

	memset(a, 0, sizeof(*a));
	if (genlmsg_parse(h, 0, tb, NTHROTTLE_A_AGENT_MAX, NULL))
		return false;
	for (i = 0; i < sizeof(always) / sizeof(*always); i++)
		if (!tb[always[i]])
			return false;
	nla_strlcpy(a->name, tb[NTHROTTLE_A_AGENT_NAME], sizeof(a->name));
	nla_strlcpy(a->comm, tb[NTHROTTLE_A_AGENT_COMM], sizeof(a->comm));
	a->instance = nla_get_u64(tb[NTHROTTLE_A_AGENT_INSTANCE]);
	a->seq = nla_get_u64(tb[NTHROTTLE_A_AGENT_SEQ]);
	a->down_time_ms = nla_get_u32(tb[NTHROTTLE_A_AGENT_DOWN_TIME_MS]);
	a->pid = nla_get_u32(tb[NTHROTTLE_A_AGENT_PID]);
	a->state = nla_get_u32(tb[NTHROTTLE_A_AGENT_STATE]);
	a->cause = tb[NTHROTTLE_A_AGENT_CAUSE] ?
		(int)nla_get_u32(tb[NTHROTTLE_A_AGENT_CAUSE]) : NO_CAUSE;
	a->heartbeat_ns = nla_get_u64(tb[NTHROTTLE_A_AGENT_HEARTBEAT_NS]);
	a->age_ns = nla_get_u64(tb[NTHROTTLE_A_AGENT_AGE_NS]);
	a->lag = nla_get_u64(tb[NTHROTTLE_A_AGENT_LAG]);
	return true;
}

static void read_agent(struct nlmsghdr *h, void *arg)
{
	parse(h, arg);
}

static struct nl_msg *request(struct client *c, int cmd, const char *name)
{
	struct nl_msg *msg = client_msg(c, cmd, 0);

	nla_put_string(msg, NTHROTTLE_A_AGENT_NAME, name);
	return msg;
}

/* A down time of 0: the default. */
int agent_new(struct client *c, const char *name, __u32 down_time_ms,
	      struct agent *a)
{
	struct nl_msg *msg = request(c, NTHROTTLE_CMD_AGENT_NEW, name);

	memset(a, 0, sizeof(*a));
	if (down_time_ms)
		nla_put_u32(msg, NTHROTTLE_A_AGENT_DOWN_TIME_MS, down_time_ms);
	return chan_call(&c->chan, msg, read_agent, a);
}

int agent_replace(struct client *c, const char *name, struct agent *a)
{
	struct nl_msg *msg = request(c, NTHROTTLE_CMD_AGENT_NEW, name);

	memset(a, 0, sizeof(*a));
	nla_put_flag(msg, NTHROTTLE_A_AGENT_REPLACE);
	return chan_call(&c->chan, msg, read_agent, a);
}

int agent_ack(struct client *c, const char *name, __u64 seq)
{
	return agent_ack_of(c, name, 0, seq);
}

int agent_ack_of(struct client *c, const char *name, __u64 instance, __u64 seq)
{
	struct nl_msg *msg = request(c, NTHROTTLE_CMD_AGENT_ACK, name);

	if (instance)
		nla_put_u64(msg, NTHROTTLE_A_AGENT_INSTANCE, instance);
	nla_put_u64(msg, NTHROTTLE_A_AGENT_SEQ, seq);
	return chan_call(&c->chan, msg, NULL, NULL);
}

int agent_beat(struct client *c, const char *name)
{
	return chan_call(&c->chan, request(c, NTHROTTLE_CMD_AGENT_ACK, name),
			 NULL, NULL);
}

int agent_del(struct client *c, const char *name)
{
	return chan_call(&c->chan, request(c, NTHROTTLE_CMD_AGENT_DEL, name),
			 NULL, NULL);
}

int agent_get(struct client *c, const char *name, struct agent *a)
{
	memset(a, 0, sizeof(*a));
	return chan_call(&c->chan, request(c, NTHROTTLE_CMD_AGENT_GET, name),
			 read_agent, a);
}

struct visitor {
	agent_fn fn;
	void *arg;
};

static void visit(struct nlmsghdr *h, void *arg)
{
	struct visitor *v = arg;
	struct agent a;

	if (parse(h, &a))
		v->fn(&a, v->arg);
}

int agent_dump(struct client *c, agent_fn fn, void *arg)
{
	struct visitor v = { fn, arg };

	return chan_call(&c->chan,
			 client_msg(c, NTHROTTLE_CMD_AGENT_GET, NLM_F_DUMP),
			 visit, &v);
}

static void count(const struct agent *a, void *arg)
{
	(void)a;
	++*(int *)arg;
}

/* Returns how many a dump shows, or a negative error. */
int agent_count(struct client *c)
{
	int n = 0, err = agent_dump(c, count, &n);

	return err ?: n;
}

int agents_listen(struct chan *chan, const struct client *c)
{
	int err = chan_open(chan, NETLINK_GENERIC);

	if (err)
		return err;
	nl_socket_set_nonblocking(chan->sk);
	return nl_socket_add_membership(chan->sk, c->agents_group);
}

/* The next one that came up, went down or was deleted. */
bool agents_next(struct chan *chan, int timeout_ms, struct agent *a)
{
	struct pollfd p = { nl_socket_get_fd(chan->sk), POLLIN, 0 };
	struct sockaddr_nl from;
	unsigned char *buf = NULL;
	struct genlmsghdr *g;
	bool found = false;

	if (poll(&p, 1, timeout_ms) <= 0)
		return false;
	if (nl_recv(chan->sk, &from, &buf, NULL) > 0) {
		g = nlmsg_data((struct nlmsghdr *)buf);
		found = g->cmd == NTHROTTLE_CMD_AGENT_NTF &&
			parse((struct nlmsghdr *)buf, a);
	}
	free(buf);
	return found;
}
