// SPDX-License-Identifier: GPL-2.0
/* nthrottle's operations, by libnl alone: dev. */
#include <string.h>

#include <netlink/attr.h>
#include <netlink/genl/genl.h>

#include "client.h"

static __u64 u64_of(struct nlattr *a)
{
	return a ? nla_get_u64(a) : 0;
}

static __u32 u32_of(struct nlattr *a)
{
	return a ? nla_get_u32(a) : 0;
}

/* The attributes that dev-get and dev-ntf share. */
void dev_state(struct nlattr **tb, struct link_state *s)
{
	memset(s, 0, sizeof(*s));
	s->ifindex = u32_of(tb[NTHROTTLE_A_DEV_IFINDEX]);
	if (tb[NTHROTTLE_A_DEV_NAME])
		nla_strlcpy(s->name, tb[NTHROTTLE_A_DEV_NAME],
			    sizeof(s->name));
	if (tb[NTHROTTLE_A_DEV_KIND])
		nla_strlcpy(s->kind, tb[NTHROTTLE_A_DEV_KIND],
			    sizeof(s->kind));
	s->flags = u32_of(tb[NTHROTTLE_A_DEV_FLAGS]);
	if (tb[NTHROTTLE_A_DEV_OPERSTATE])
		s->operstate = nla_get_u8(tb[NTHROTTLE_A_DEV_OPERSTATE]);
	if (tb[NTHROTTLE_A_DEV_CARRIER])
		s->carrier = nla_get_u8(tb[NTHROTTLE_A_DEV_CARRIER]);
	s->ups = u32_of(tb[NTHROTTLE_A_DEV_CARRIER_UP_COUNT]);
	s->downs = u32_of(tb[NTHROTTLE_A_DEV_CARRIER_DOWN_COUNT]);
	s->mtu = u32_of(tb[NTHROTTLE_A_DEV_MTU]);
	s->master = u32_of(tb[NTHROTTLE_A_DEV_MASTER]);
	if (tb[NTHROTTLE_A_DEV_ADDRESS])
		s->addr_len = nla_memcpy(s->addr, tb[NTHROTTLE_A_DEV_ADDRESS],
					 sizeof(s->addr));
}

static void read_pending(struct nlattr *nest, struct dev *d)
{
	struct nlattr *tb[NTHROTTLE_A_PENDING_MAX + 1];

	if (!nest || nla_parse_nested(tb, NTHROTTLE_A_PENDING_MAX, nest, NULL))
		return;
	d->events = u32_of(tb[NTHROTTLE_A_PENDING_EVENTS]);
	d->count = u64_of(tb[NTHROTTLE_A_PENDING_COUNT]);
	d->first_ns = u64_of(tb[NTHROTTLE_A_PENDING_FIRST_NS]);
	d->last_ns = u64_of(tb[NTHROTTLE_A_PENDING_LAST_NS]);
	d->due_ns = u64_of(tb[NTHROTTLE_A_PENDING_DUE_NS]);
	d->due_in_ns = u64_of(tb[NTHROTTLE_A_PENDING_DUE_IN_NS]);
	d->reason = u32_of(tb[NTHROTTLE_A_PENDING_REASON]);
}

static void read_counters(struct nlattr *nest, struct dev *d)
{
	struct nlattr *tb[NTHROTTLE_A_COUNTERS_MAX + 1];

	if (!nest || nla_parse_nested(tb, NTHROTTLE_A_COUNTERS_MAX, nest, NULL))
		return;
	d->n_events = u64_of(tb[NTHROTTLE_A_COUNTERS_EVENTS]);
	d->n_notifications = u64_of(tb[NTHROTTLE_A_COUNTERS_NOTIFICATIONS]);
	d->n_merged = u64_of(tb[NTHROTTLE_A_COUNTERS_MERGED]);
	d->n_flaps = u64_of(tb[NTHROTTLE_A_COUNTERS_FLAPS]);
	d->n_damped = u64_of(tb[NTHROTTLE_A_COUNTERS_DAMPED]);
}

void dev_damping(struct nlattr *nest, struct damping *d)
{
	struct nlattr *tb[NTHROTTLE_A_DAMPING_MAX + 1];

	memset(d, 0, sizeof(*d));
	if (!nest || nla_parse_nested(tb, NTHROTTLE_A_DAMPING_MAX, nest, NULL))
		return;
	d->valid = tb[NTHROTTLE_A_DAMPING_DAMPED];
	d->penalty = u32_of(tb[NTHROTTLE_A_DAMPING_PENALTY]);
	d->ceiling = u32_of(tb[NTHROTTLE_A_DAMPING_CEILING]);
	if (d->valid)
		d->damped = nla_get_u8(tb[NTHROTTLE_A_DAMPING_DAMPED]);
	d->reuse_in_ns = u64_of(tb[NTHROTTLE_A_DAMPING_REUSE_IN_NS]);
	d->flaps = u64_of(tb[NTHROTTLE_A_DAMPING_FLAPS]);
}

static void read_dev(struct nlmsghdr *h, void *arg)
{
	struct nlattr *tb[NTHROTTLE_A_DEV_MAX + 1];
	struct dev *d = arg;

	if (genlmsg_parse(h, 0, tb, NTHROTTLE_A_DEV_MAX, NULL))
		return;
	dev_state(tb, &d->s);
	d->instance = u64_of(tb[NTHROTTLE_A_DEV_INSTANCE]);
	d->seq = u64_of(tb[NTHROTTLE_A_DEV_SEQ]);
	d->id = u64_of(tb[NTHROTTLE_A_DEV_ID]);
	read_pending(tb[NTHROTTLE_A_DEV_PENDING], d);
	read_counters(tb[NTHROTTLE_A_DEV_COUNTERS], d);
	dev_damping(tb[NTHROTTLE_A_DEV_DAMPING], &d->damping);
	if (tb[NTHROTTLE_A_DEV_PROFILE])
		nla_strlcpy(d->profile, tb[NTHROTTLE_A_DEV_PROFILE],
			    sizeof(d->profile));
}

int dev_get(struct client *c, __u32 ifindex, struct dev *d)
{
	struct nl_msg *msg = client_msg(c, NTHROTTLE_CMD_DEV_GET, 0);

	memset(d, 0, sizeof(*d));
	nla_put_u32(msg, NTHROTTLE_A_DEV_IFINDEX, ifindex);
	return chan_call(&c->chan, msg, read_dev, d);
}

struct visitor {
	dev_fn fn;
	void *arg;
};

static void visit(struct nlmsghdr *h, void *arg)
{
	struct visitor *v = arg;
	struct dev d = {};

	read_dev(h, &d);
	v->fn(&d, v->arg);
}

int dev_dump(struct client *c, dev_fn fn, void *arg)
{
	struct visitor v = { fn, arg };

	return chan_call(&c->chan,
			 client_msg(c, NTHROTTLE_CMD_DEV_GET, NLM_F_DUMP),
			 visit, &v);
}
