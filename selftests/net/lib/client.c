// SPDX-License-Identifier: GPL-2.0
/* nthrottle's operations, by libnl alone: profile, config, stats. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <netlink/attr.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/family.h>
#include <netlink/genl/genl.h>

#include "client.h"

int client_open(struct client *c)
{
	int err, group;

	memset(c, 0, sizeof(*c));
	err = chan_open(&c->chan, NETLINK_GENERIC);
	if (err)
		return err;
	c->family = genl_ctrl_resolve(c->chan.sk, NTHROTTLE_FAMILY_NAME);
	group = genl_ctrl_resolve_grp(c->chan.sk, NTHROTTLE_FAMILY_NAME,
				      NTHROTTLE_MCGRP_EVENTS);
	if (c->family < 0 || group < 0) {
		client_close(c);
		return -ENOENT;
	}
	c->group = group;
	c->config_group = genl_ctrl_resolve_grp(c->chan.sk,
						NTHROTTLE_FAMILY_NAME,
						NTHROTTLE_MCGRP_CONFIG);
	c->agents_group = genl_ctrl_resolve_grp(c->chan.sk,
						NTHROTTLE_FAMILY_NAME,
						NTHROTTLE_MCGRP_AGENTS);
	return 0;
}

/* Wait until there is a family. By a dump of all families: asked for one by name,
 * the kernel calls modprobe. The groups are not looked up.
 */
int client_wait(struct client *c, int timeout_ms)
{
	__u64 end_ns = now_ns() + timeout_ms * 1000000ULL;
	struct genl_family *f = NULL;
	struct nl_cache *families;

	memset(c, 0, sizeof(*c));
	if (chan_open(&c->chan, NETLINK_GENERIC))
		return -EIO;
	do {
		if (genl_ctrl_alloc_cache(c->chan.sk, &families))
			return -EIO;
		f = genl_ctrl_search_by_name(families, NTHROTTLE_FAMILY_NAME);
		if (f)
			c->family = genl_family_get_id(f);
		nl_cache_free(families);
	} while (!f && now_ns() < end_ns);
	return f ? 0 : -ETIMEDOUT;
}

void client_close(struct client *c)
{
	chan_close(&c->chan);
}

struct nl_msg *client_msg(struct client *c, int cmd, int flags)
{
	struct nl_msg *msg = nlmsg_alloc();

	genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, c->family, 0, flags, cmd,
		    NTHROTTLE_FAMILY_VERSION);
	return msg;
}

int client_do(struct client *c, int cmd)
{
	return chan_call(&c->chan, client_msg(c, cmd, 0), NULL, NULL);
}

/* Copy numbers of one size from attributes to where a table says. */
struct field {
	int attr;
	size_t offset;
};

static void take_u32(struct nlattr **tb, void *to, const struct field *f)
{
	for (; f->attr; f++)
		if (tb[f->attr])
			*(__u32 *)((char *)to + f->offset) =
				nla_get_u32(tb[f->attr]);
}

static void take_u64(struct nlattr **tb, void *to, const struct field *f)
{
	for (; f->attr; f++)
		if (tb[f->attr])
			*(__u64 *)((char *)to + f->offset) =
				nla_get_u64(tb[f->attr]);
}

static const struct field profile_fields[] = {
	{ NTHROTTLE_A_PROFILE_THRESHOLD_MS,
	  offsetof(struct profile, threshold_ms) },
	{ NTHROTTLE_A_PROFILE_THRESHOLD_MAX_MS,
	  offsetof(struct profile, threshold_max_ms) },
	{ NTHROTTLE_A_PROFILE_BURST, offsetof(struct profile, burst) },
	{ NTHROTTLE_A_PROFILE_EVENTS, offsetof(struct profile, events) },
	{ NTHROTTLE_A_PROFILE_URGENT, offsetof(struct profile, urgent) },
	{}
};

static void read_profile(struct nlmsghdr *h, void *arg)
{
	struct nlattr *tb[NTHROTTLE_A_PROFILE_MAX + 1];

	if (!genlmsg_parse(h, 0, tb, NTHROTTLE_A_PROFILE_MAX, NULL))
		take_u32(tb, arg, profile_fields);
}

int profile_get(struct client *c, struct profile *p)
{
	memset(p, 0, sizeof(*p));
	return chan_call(&c->chan, client_msg(c, NTHROTTLE_CMD_PROFILE_GET, 0),
			 read_profile, p);
}

int profile_set(struct client *c, const struct profile *p)
{
	struct nl_msg *msg = client_msg(c, NTHROTTLE_CMD_PROFILE_SET, 0);
	const struct field *f;

	for (f = profile_fields; f->attr; f++)
		nla_put_u32(msg, f->attr,
			    *(const __u32 *)((const char *)p + f->offset));
	return chan_call(&c->chan, msg, NULL, NULL);
}

int profile_set_one(struct client *c, int attr, __u32 val)
{
	struct nl_msg *msg = client_msg(c, NTHROTTLE_CMD_PROFILE_SET, 0);

	nla_put_u32(msg, attr, val);
	return chan_call(&c->chan, msg, NULL, NULL);
}

#define CONFIG(ATTR, field) \
	{ NTHROTTLE_A_CONFIG_##ATTR, offsetof(struct config, field) }

static void read_config(struct nlmsghdr *h, void *arg)
{
	static const struct field u64s[] = {
		CONFIG(INSTANCE, instance), CONFIG(SEQ, seq),
		CONFIG(HORIZON, horizon), {}
	};
	static const struct field u32s[] = {
		CONFIG(BATCH_MS, batch_ms), CONFIG(INTERFACES, interfaces),
		CONFIG(PENDING, pending), CONFIG(RATE, rate),
		CONFIG(RATE_BURST, rate_burst), CONFIG(HOLDS, holds),
		CONFIG(PROFILES, profiles), CONFIG(RULES, rules),
		CONFIG(TOMBSTONES, tombstones),
		CONFIG(HEARTBEAT_MS, heartbeat_ms), CONFIG(DELETED, deleted),
		CONFIG(AGENTS, agents), {}
	};
	struct nlattr *tb[NTHROTTLE_A_CONFIG_MAX + 1];

	if (genlmsg_parse(h, 0, tb, NTHROTTLE_A_CONFIG_MAX, NULL))
		return;
	take_u64(tb, arg, u64s);
	take_u32(tb, arg, u32s);
}

int config_get(struct client *c, struct config *cfg)
{
	memset(cfg, 0, sizeof(*cfg));
	return chan_call(&c->chan, client_msg(c, NTHROTTLE_CMD_CONFIG_GET, 0),
			 read_config, cfg);
}

int config_set_batch(struct client *c, __u32 ms)
{
	struct nl_msg *msg = client_msg(c, NTHROTTLE_CMD_CONFIG_SET, 0);

	nla_put_u32(msg, NTHROTTLE_A_CONFIG_BATCH_MS, ms);
	return chan_call(&c->chan, msg, NULL, NULL);
}

#define STAT(ATTR, field) \
	{ NTHROTTLE_A_STATS_##ATTR, offsetof(struct stats, field) }

static void take_counts(struct nlattr *nest, int max, __u64 *to)
{
	struct nlattr *a;
	int rem;

	if (!nest)
		return;
	nla_for_each_nested(a, nest, rem)
		if (nla_type(a) > 1 && nla_type(a) <= max)
			to[nla_type(a)] = nla_get_u64(a);
}

static void read_stats(struct nlmsghdr *h, void *arg)
{
	static const struct field u64s[] = {
		STAT(INSTANCE, instance), STAT(SEQ, seq), STAT(EVENTS, events),
		STAT(DELIVERED, delivered), STAT(PENDING, pending),
		STAT(FILTERED, filtered), STAT(BOUNCED, bounced),
		STAT(ELIDED, elided), STAT(UNRECORDED, unrecorded),
		STAT(NOTIFICATIONS, notifications), STAT(MERGED, merged),
		STAT(SENDS, sends),
		STAT(ALLOC_FAILURES, alloc_failures),
		STAT(DRIVER_FAILURES, driver_failures), STAT(FLAPS, flaps),
		STAT(DAMPED, damped), STAT(RATE_LIMITED, rate_limited),
		STAT(EVICTED, evicted), STAT(RESYNCS, resyncs), {}
	};
	struct nlattr *tb[NTHROTTLE_A_STATS_MAX + 1];
	struct stats *s = arg;

	if (genlmsg_parse(h, 0, tb, NTHROTTLE_A_STATS_MAX, NULL))
		return;
	take_u64(tb, s, u64s);
	take_counts(tb[NTHROTTLE_A_STATS_BY_EVENT],
		    NTHROTTLE_A_EVENT_COUNTS_MAX, s->by_event);
	take_counts(tb[NTHROTTLE_A_STATS_BY_WHY], NTHROTTLE_A_WHY_COUNTS_MAX,
		    s->by_why);
}

int stats_get(struct client *c, struct stats *s)
{
	memset(s, 0, sizeof(*s));
	return chan_call(&c->chan, client_msg(c, NTHROTTLE_CMD_STATS_GET, 0),
			 read_stats, s);
}

static __u64 sum_of(const struct stats *s)
{
	return s->delivered + s->pending + s->filtered + s->bounced +
	       s->elided + s->unrecorded;
}

/* P3 itself. */
bool stats_add_up(const struct stats *s)
{
	return s->events == sum_of(s);
}

/* All events, by their kinds; less than there were after a reset, which leaves only
 * the number of those that are pending.
 */
__u64 stats_kinds(const struct stats *s)
{
	__u64 kinds = 0;
	int i;

	for (i = 2; i <= NTHROTTLE_A_EVENT_COUNTS_MAX; i++)
		kinds += s->by_event[i];
	return kinds;
}

/* P3, and that the breakdowns add up. Says so if not. */
bool stats_balance(const struct stats *s)
{
	__u64 sum = sum_of(s);
	__u64 empty = s->merged + s->notifications - s->delivered;
	__u64 kinds = stats_kinds(s), whys = 0;
	int i;

	for (i = 2; i <= NTHROTTLE_A_WHY_COUNTS_MAX; i++)
		whys += s->by_why[i];
	/* Damping and debounce have something to say without an event, now and
	 * then; where they are off, it is for the witness to complain.
	 */
	if (s->events == sum && kinds <= s->events &&
	    whys == s->notifications &&
	    empty <= s->notifications)
		return true;
	fprintf(stderr,
		"P3: events %llu (kinds %llu), delivered %llu + pending %llu + filtered %llu + bounced %llu + elided %llu + unrecorded %llu = %llu; notifications %llu (whys %llu), merged %llu\n",
		s->events, kinds, s->delivered, s->pending, s->filtered,
		s->bounced, s->elided, s->unrecorded, sum, s->notifications,
		whys, s->merged);
	return false;
}
