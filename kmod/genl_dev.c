// SPDX-License-Identifier: GPL-2.0
/* Object dev: interfaces as they are now, and what is pending. */
#include <linux/rtnetlink.h>
#include <linux/ktime.h>
#include <net/sock.h>

#include "genl.h"
#include "heal.h"
#include "message.h"
#include "notify.h"
#include "pending.h"
#include "record.h"
#include "revisit.h"

const struct nla_policy nthrottle_dev_policy[NTHROTTLE_A_DEV_NAME + 1] = {
	[NTHROTTLE_A_DEV_IFINDEX] = { .type = NLA_U32 },
	[NTHROTTLE_A_DEV_NAME] = { .type = NLA_NUL_STRING },
};

/* Of one interface, or of a dump. */
const struct nla_policy
nthrottle_dev_get_policy[NTHROTTLE_A_DEV_SINCE + 1] = {
	[NTHROTTLE_A_DEV_INSTANCE] = { .type = NLA_U64 },
	[NTHROTTLE_A_DEV_IFINDEX] = { .type = NLA_U32 },
	[NTHROTTLE_A_DEV_NAME] = { .type = NLA_NUL_STRING },
	[NTHROTTLE_A_DEV_SINCE] = { .type = NLA_U64 },
};

struct dev_reply {
	struct nthrottle_state state;
	struct nthrottle_pending pending;
	struct nthrottle_counters counters;
	struct nthrottle_damping_report damping;
	char profile[NTHROTTLE_NAME_SIZE];
	struct nthrottle_verdict verdict;
	u64 due_in_ns;
	u64 seq;
	bool waiting;
};

static void dev_prepare(struct nthrottle_net *nn, struct nthrottle_record *r,
			struct dev_reply *d)
{
	struct nthrottle_pending held;
	u64 now_ns;

	nthrottle_state_read(&d->state, r->dev);
	spin_lock_bh(&nn->lock);
	now_ns = ktime_get_boottime_ns();
	d->pending = r->pending;
	held = r->held;
	nthrottle_merge_all(&d->pending, &held);
	d->waiting = nthrottle_gates_waiting(&r->gates);
	nthrottle_notify_damping(r, now_ns, &d->damping);
	strscpy(d->profile, r->profile->name, sizeof(d->profile));
	d->counters = r->counters;
	d->seq = r->report.seq;
	nthrottle_notify_shown(nn, r, &d->state);
	if (d->waiting) {
		d->verdict = nthrottle_pending_verdict(nn, r, now_ns);
		d->due_in_ns = d->verdict.due_ns -
			       min(d->verdict.due_ns, now_ns);
	}
	spin_unlock_bh(&nn->lock);
}

static size_t dev_size(void)
{
	return nthrottle_message_state_size() +
	       nla_total_size(0) +			/* pending */
	       5 * nla_total_size_64bit(sizeof(u64)) +	/* count first last due due-in */
	       2 * nla_total_size(sizeof(u32)) +	/* events reason */
	       nla_total_size(0) +			/* counters */
	       5 * nla_total_size_64bit(sizeof(u64)) +
	       nthrottle_message_damping_size() +
	       nla_total_size(NTHROTTLE_NAME_SIZE);	/* profile */
}

static int dev_fill_pending(struct sk_buff *skb, const struct dev_reply *d)
{
	const struct nthrottle_pending *p = &d->pending;
	struct nlattr *nest;

	if (!d->waiting)
		return 0;
	nest = nla_nest_start(skb, NTHROTTLE_A_DEV_PENDING);
	if (!nest ||
	    nla_put_u32(skb, NTHROTTLE_A_PENDING_EVENTS, p->events) ||
	    nla_put_u64_64bit(skb, NTHROTTLE_A_PENDING_COUNT, p->count,
			      NTHROTTLE_A_PENDING_PAD) ||
	    (p->count && nla_put_u64_64bit(skb, NTHROTTLE_A_PENDING_FIRST_NS,
					   p->first_ns,
					   NTHROTTLE_A_PENDING_PAD)) ||
	    (p->count && nla_put_u64_64bit(skb, NTHROTTLE_A_PENDING_LAST_NS,
					   p->last_ns,
					   NTHROTTLE_A_PENDING_PAD)) ||
	    nla_put_u64_64bit(skb, NTHROTTLE_A_PENDING_DUE_NS,
			      d->verdict.due_ns, NTHROTTLE_A_PENDING_PAD) ||
	    nla_put_u64_64bit(skb, NTHROTTLE_A_PENDING_DUE_IN_NS, d->due_in_ns,
			      NTHROTTLE_A_PENDING_PAD) ||
	    nla_put_u32(skb, NTHROTTLE_A_PENDING_REASON, d->verdict.reason))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int dev_fill_counters(struct sk_buff *skb,
			     const struct nthrottle_counters *c)
{
	struct nlattr *nest = nla_nest_start(skb, NTHROTTLE_A_DEV_COUNTERS);

	if (!nest ||
	    nla_put_u64_64bit(skb, NTHROTTLE_A_COUNTERS_EVENTS, c->events,
			      NTHROTTLE_A_COUNTERS_PAD) ||
	    nla_put_u64_64bit(skb, NTHROTTLE_A_COUNTERS_NOTIFICATIONS,
			      c->notifications, NTHROTTLE_A_COUNTERS_PAD) ||
	    nla_put_u64_64bit(skb, NTHROTTLE_A_COUNTERS_MERGED, c->merged,
			      NTHROTTLE_A_COUNTERS_PAD) ||
	    nla_put_u64_64bit(skb, NTHROTTLE_A_COUNTERS_FLAPS, c->flaps,
			      NTHROTTLE_A_COUNTERS_PAD) ||
	    nla_put_u64_64bit(skb, NTHROTTLE_A_COUNTERS_DAMPED, c->damped,
			      NTHROTTLE_A_COUNTERS_PAD))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/* RTNL held. */
static int dev_fill(struct sk_buff *skb, struct nthrottle_net *nn,
		    struct nthrottle_record *r)
{
	struct dev_reply d = {};

	dev_prepare(nn, r, &d);
	return nthrottle_message_put_state(skb, nn, r, &d.state, d.seq) ?:
	       dev_fill_pending(skb, &d) ?:
	       dev_fill_counters(skb, &d.counters) ?:
	       nthrottle_message_put_damping(skb, &d.damping) ?:
	       nla_put_string(skb, NTHROTTLE_A_DEV_PROFILE, d.profile);
}

/* RTNL held. */
static struct nthrottle_record *dev_lookup(struct nthrottle_net *nn,
					   struct genl_info *info)
{
	const struct nlattr *ifindex = info->attrs[NTHROTTLE_A_DEV_IFINDEX];
	const struct nlattr *name = info->attrs[NTHROTTLE_A_DEV_NAME];
	struct nthrottle_record *r = NULL;
	struct net_device *dev;

	if (!ifindex == !name) {
		NL_SET_ERR_MSG(info->extack, "give either ifindex or name");
		return ERR_PTR(-EINVAL);
	}
	if (ifindex)
		dev = __dev_get_by_index(nn->net, nla_get_u32(ifindex));
	else
		dev = __dev_get_by_name(nn->net, nla_data(name));
	if (dev)
		r = nthrottle_record_find(nn, dev);
	if (r)
		return r;
	if (dev) {
		nthrottle_heal_wake(nn);
		NL_SET_ERR_MSG(info->extack,
			       "the interface has no record yet; one is made soon");
		return ERR_PTR(-EAGAIN);
	}
	NL_SET_ERR_MSG_ATTR(info->extack, ifindex ?: name,
			    "no such interface in this network namespace");
	return ERR_PTR(-ENODEV);
}

int nthrottle_dev_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nthrottle_net *nn = nthrottle_net(genl_info_net(info));
	struct nthrottle_record *r;
	struct sk_buff *msg;
	void *hdr;
	int err;

	if (info->attrs[NTHROTTLE_A_DEV_SINCE] ||
	    info->attrs[NTHROTTLE_A_DEV_INSTANCE]) {
		NL_SET_ERR_MSG(info->extack,
			       "since and instance are for a dump");
		return -EINVAL;
	}
	err = nthrottle_netns_wait_takeover();
	if (err)
		return err;
	msg = nthrottle_genl_reply(info, dev_size(), NTHROTTLE_CMD_DEV_GET,
				   &hdr);
	if (!msg)
		return -ENOMEM;
	rtnl_lock();
	r = dev_lookup(nn, info);
	err = IS_ERR(r) ? PTR_ERR(r) : dev_fill(msg, nn, r);
	rtnl_unlock();
	return nthrottle_genl_send(msg, hdr, info, err);
}

int nthrottle_dev_get_start(struct netlink_callback *cb)
{
	struct nthrottle_net *nn = nthrottle_net(sock_net(cb->skb->sk));
	struct nlattr *attrs[NTHROTTLE_A_DEV_SINCE + 1];
	const struct nlattr *since, *instance;
	int err;

	err = genlmsg_parse(cb->nlh, &nthrottle_family, attrs,
			    NTHROTTLE_A_DEV_SINCE, nthrottle_dev_get_policy,
			    cb->extack) ?:
	      nthrottle_netns_wait_takeover();
	if (err)
		return err;
	since = attrs[NTHROTTLE_A_DEV_SINCE];
	instance = attrs[NTHROTTLE_A_DEV_INSTANCE];
	if (attrs[NTHROTTLE_A_DEV_IFINDEX] || attrs[NTHROTTLE_A_DEV_NAME] ||
	    (instance && !since)) {
		NL_SET_ERR_MSG(cb->extack,
			       "a dump takes since, with or without instance");
		return -EINVAL;
	}
	BUILD_BUG_ON(sizeof(struct nthrottle_dev_dump) > sizeof(cb->ctx));
	if (since)
		nthrottle_since_begin(nn, nthrottle_dev_dump(cb),
				      nla_get_u64(since), instance);
	return 0;
}

static int dev_dump_one(struct sk_buff *skb, struct netlink_callback *cb,
			struct nthrottle_net *nn, struct nthrottle_record *r)
{
	void *hdr = nthrottle_genl_dump_begin(skb, cb, NTHROTTLE_CMD_DEV_GET);

	return nthrottle_genl_dump_end(skb, hdr,
				       hdr ? dev_fill(skb, nn, r) : 0);
}

/* In the order of ifindex: who is there throughout is shown exactly once,
 * whoever comes and goes meanwhile.
 */
int nthrottle_dev_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct nthrottle_net *nn = nthrottle_net(sock_net(skb->sk));
	struct nthrottle_dev_dump *d = nthrottle_dev_dump(cb);
	struct nthrottle_record *r;

	if (d->since)
		return nthrottle_since_dump(skb, cb, nn);
	rtnl_lock();
	while ((r = nthrottle_record_next(nn, &d->ifindex))) {
		if (dev_dump_one(skb, cb, nn, r))
			break;
		d->ifindex++;
	}
	rtnl_unlock();
	return skb->len;
}

/* Whose end of suppression is owed hears of it at once. Losses that link watch
 * has not told yet are forgotten, too.
 */
static void dev_reset(struct nthrottle_net *nn, struct nthrottle_record *r)
{
	u64 now_ns = ktime_get_boottime_ns();
	struct nthrottle_link link;

	spin_lock_bh(&nn->lock);
	nthrottle_state_link(&link, r->dev, &r->last);
	nthrottle_damp_baseline(&r->gates.damp, link.losses);
	nthrottle_damp_reset(&r->gates.damp, now_ns);
	nthrottle_pending_requeue(nn, r);
	nthrottle_queue_arm(&nn->queue, now_ns);
	spin_unlock_bh(&nn->lock);
}

int nthrottle_dev_reset_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nthrottle_net *nn = nthrottle_net(genl_info_net(info));
	struct nthrottle_record *r;
	int err;

	err = nthrottle_netns_wait_takeover();
	if (err)
		return err;
	rtnl_lock();
	r = dev_lookup(nn, info);
	if (IS_ERR(r))
		err = PTR_ERR(r);
	else
		dev_reset(nn, r);
	rtnl_unlock();
	return err;
}

int nthrottle_flush_doit(struct sk_buff *skb, struct genl_info *info)
{
	nthrottle_revisit_flush(nthrottle_net(genl_info_net(info)));
	return 0;
}
