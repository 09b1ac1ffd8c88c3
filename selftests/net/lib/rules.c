// SPDX-License-Identifier: GPL-2.0
/* nthrottle's operations, by libnl alone: profiles, rules, holds. */
#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <netlink/attr.h>
#include <netlink/errno.h>
#include <netlink/genl/genl.h>

#include "rules.h"

static int call(struct client *c, struct nl_msg *msg)
{
	return chan_call(&c->chan, msg, NULL, NULL);
}

static void put_pairs(struct nl_msg *msg, va_list ap)
{
	int attr;

	while ((attr = va_arg(ap, int)))
		nla_put_u32(msg, attr, va_arg(ap, __u32));
}

int profile_do(struct client *c, int cmd, const char *name, ...)
{
	struct nl_msg *msg = client_msg(c, cmd, 0);
	va_list ap;

	nla_put_string(msg, NTHROTTLE_A_PROFILE_NAME, name);
	va_start(ap, name);
	put_pairs(msg, ap);
	va_end(ap);
	return call(c, msg);
}

/* A new one that lets one out at once, then one per threshold. */
int profile_strict(struct client *c, const char *name, __u32 threshold_ms)
{
	return profile_do(c, NTHROTTLE_CMD_PROFILE_NEW, name,
			  NTHROTTLE_A_PROFILE_THRESHOLD_MS, threshold_ms,
			  NTHROTTLE_A_PROFILE_BURST, 1, 0);
}

/* That of an interface. */
const char *profile_of(struct client *c, __u32 ifindex)
{
	static struct dev d;

	return dev_get(c, ifindex, &d) ? "?" : d.profile;
}

int config_set(struct client *c, ...)
{
	struct nl_msg *msg = client_msg(c, NTHROTTLE_CMD_CONFIG_SET, 0);
	va_list ap;

	va_start(ap, c);
	put_pairs(msg, ap);
	va_end(ap);
	return call(c, msg);
}

static void put_rule(struct nl_msg *msg, const struct rule *r)
{
	nla_put_u32(msg, NTHROTTLE_A_RULE_PREF, r->pref);
	if (r->name)
		nla_put_string(msg, NTHROTTLE_A_RULE_NAME, r->name);
	if (r->kind)
		nla_put_string(msg, NTHROTTLE_A_RULE_KIND, r->kind);
	nla_put_string(msg, NTHROTTLE_A_RULE_PROFILE, r->profile);
}

int rule_new(struct client *c, const struct rule *r)
{
	struct nl_msg *msg = client_msg(c, NTHROTTLE_CMD_RULE_NEW, 0);

	put_rule(msg, r);
	return call(c, msg);
}

int rule_make(struct client *c, __u32 pref, const char *name, const char *kind,
	      const char *profile)
{
	return rule_new(c, &(struct rule){ pref, name, kind, profile });
}

int rule_del(struct client *c, __u32 pref)
{
	struct nl_msg *msg = client_msg(c, NTHROTTLE_CMD_RULE_DEL, 0);

	nla_put_u32(msg, NTHROTTLE_A_RULE_PREF, pref);
	return call(c, msg);
}

static void count_rule(struct nlmsghdr *h, void *arg)
{
	*(int *)arg += h->nlmsg_type >= NLMSG_MIN_TYPE;
}

/* Returns how many a dump shows, or a negative error. */
int rule_count(struct client *c)
{
	int count = 0, err;

	err = chan_call(&c->chan,
			client_msg(c, NTHROTTLE_CMD_RULE_GET, NLM_F_DUMP),
			count_rule, &count);
	return err ?: count;
}

/* A ruleset with room for that many rules. */
struct nl_msg *ruleset_msg(struct client *c, size_t rules)
{
	struct nl_msg *msg = nlmsg_alloc_size(8192 + rules * 96);

	genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, c->family, 0, 0,
		    NTHROTTLE_CMD_RULESET_SET, NTHROTTLE_FAMILY_VERSION);
	return msg;
}

void ruleset_profile(struct nl_msg *msg, const char *name,
		     __u32 threshold_ms, __u32 burst)
{
	struct nlattr *nest = nla_nest_start(msg, NTHROTTLE_A_RULESET_PROFILE);

	nla_put_string(msg, NTHROTTLE_A_PROFILE_NAME, name);
	nla_put_u32(msg, NTHROTTLE_A_PROFILE_THRESHOLD_MS, threshold_ms);
	nla_put_u32(msg, NTHROTTLE_A_PROFILE_BURST, burst);
	nla_nest_end(msg, nest);
}

void ruleset_batch(struct nl_msg *msg, __u32 batch_ms)
{
	struct nlattr *nest = nla_nest_start(msg, NTHROTTLE_A_RULESET_CONFIG);

	nla_put_u32(msg, NTHROTTLE_A_CONFIG_BATCH_MS, batch_ms);
	nla_nest_end(msg, nest);
}

void ruleset_rule(struct nl_msg *msg, const struct rule *r)
{
	struct nlattr *nest = nla_nest_start(msg, NTHROTTLE_A_RULESET_RULE);

	put_rule(msg, r);
	nla_nest_end(msg, nest);
}

int dev_reset(struct client *c, __u32 ifindex)
{
	struct nl_msg *msg = client_msg(c, NTHROTTLE_CMD_DEV_RESET, 0);

	nla_put_u32(msg, NTHROTTLE_A_DEV_IFINDEX, ifindex);
	return call(c, msg);
}

static void read_id(struct nlmsghdr *h, void *arg)
{
	struct nlattr *tb[NTHROTTLE_A_HOLD_MAX + 1];

	if (!genlmsg_parse(h, 0, tb, NTHROTTLE_A_HOLD_MAX, NULL) &&
	    tb[NTHROTTLE_A_HOLD_ID])
		*(__u64 *)arg = nla_get_u64(tb[NTHROTTLE_A_HOLD_ID]);
}

/* Limit 0: the default. */
int hold_begin(struct client *c, __u32 limit_ms, __u64 *id)
{
	struct nl_msg *msg = client_msg(c, NTHROTTLE_CMD_HOLD, 0);

	*id = 0;
	if (limit_ms)
		nla_put_u32(msg, NTHROTTLE_A_HOLD_LIMIT_MS, limit_ms);
	return chan_call(&c->chan, msg, read_id, id);
}

int hold_release(struct client *c, __u64 id)
{
	struct nl_msg *msg = client_msg(c, NTHROTTLE_CMD_RELEASE, 0);

	nla_put_u64(msg, NTHROTTLE_A_HOLD_ID, id);
	return call(c, msg);
}

int holds_listen(struct chan *chan, const struct client *c)
{
	int err = chan_open(chan, NETLINK_GENERIC);

	if (err)
		return err;
	nl_socket_set_nonblocking(chan->sk);
	return nl_socket_add_membership(chan->sk, c->config_group);
}

static bool read_hold(struct nlmsghdr *h, struct hold_ntf *to)
{
	struct nlattr *tb[NTHROTTLE_A_HOLD_MAX + 1];
	struct genlmsghdr *g = nlmsg_data(h);

	memset(to, 0, sizeof(*to));
	if (g->cmd != NTHROTTLE_CMD_HOLD_NTF ||
	    genlmsg_parse(h, 0, tb, NTHROTTLE_A_HOLD_MAX, NULL) ||
	    !tb[NTHROTTLE_A_HOLD_ID] || !tb[NTHROTTLE_A_HOLD_LIMIT_MS] ||
	    !tb[NTHROTTLE_A_HOLD_PID] || !tb[NTHROTTLE_A_HOLD_COMM] ||
	    !tb[NTHROTTLE_A_HOLD_BEGIN_NS])
		return false;
	to->id = nla_get_u64(tb[NTHROTTLE_A_HOLD_ID]);
	to->limit_ms = nla_get_u32(tb[NTHROTTLE_A_HOLD_LIMIT_MS]);
	to->pid = nla_get_u32(tb[NTHROTTLE_A_HOLD_PID]);
	nla_strlcpy(to->comm, tb[NTHROTTLE_A_HOLD_COMM], sizeof(to->comm));
	to->begin_ns = nla_get_u64(tb[NTHROTTLE_A_HOLD_BEGIN_NS]);
	to->ended = tb[NTHROTTLE_A_HOLD_END];
	if (to->ended) {
		to->end = nla_get_u32(tb[NTHROTTLE_A_HOLD_END]);
		to->end_ns = nla_get_u64(tb[NTHROTTLE_A_HOLD_END_NS]);
	}
	return true;
}

/* The next notification of a hold; others of the group are skipped. */
bool holds_next(struct chan *chan, int timeout_ms, struct hold_ntf *h)
{
	struct pollfd p = { nl_socket_get_fd(chan->sk), POLLIN, 0 };
	__u64 end_ns = now_ns() + timeout_ms * 1000000ULL;
	struct sockaddr_nl from;
	bool found = false;
	unsigned char *buf;
	int n;

	while (!found && now_ns() < end_ns) {
		if (poll(&p, 1, 20) <= 0)
			continue;
		buf = NULL;
		n = nl_recv(chan->sk, &from, &buf, NULL);
		if (n > 0)
			found = read_hold((struct nlmsghdr *)buf, h);
		free(buf);
	}
	return found;
}
