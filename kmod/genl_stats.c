// SPDX-License-Identifier: GPL-2.0
/* Object stats: counters of the namespace. */
#include <linux/build_bug.h>

#include "genl.h"

struct stats_attr {
	u16 attr;
	u16 offset;
};

#define STAT(ATTR, field) \
	{ NTHROTTLE_A_STATS_##ATTR, offsetof(struct nthrottle_stats, field) }

static const struct stats_attr plain[] = {
	STAT(EVENTS, events),
	STAT(DELIVERED, delivered),
	STAT(PENDING, pending),
	STAT(FILTERED, filtered),
	STAT(BOUNCED, bounced),
	STAT(ELIDED, elided),
	STAT(UNRECORDED, unrecorded),
	STAT(NOTIFICATIONS, notifications),
	STAT(MERGED, merged),
	STAT(SENDS, sends),
	STAT(UNHEARD, unheard),
	STAT(ALLOC_FAILURES, alloc_failures),
	STAT(DRIVER_FAILURES, driver_failures),
	STAT(FLAPS, flaps),
	STAT(DAMPED, damped),
	STAT(RATE_LIMITED, rate_limited),
	STAT(EVICTED, evicted),
	STAT(RESYNCS, resyncs),
};

static u64 stats_prepare(struct nthrottle_net *nn, struct nthrottle_stats *s)
{
	u64 seq;

	spin_lock_bh(&nn->lock);
	*s = nn->stats;
	seq = nn->seq;
	spin_unlock_bh(&nn->lock);
	return seq;
}

static size_t stats_size(void)
{
	size_t u64s = 2 + ARRAY_SIZE(plain) + NTHROTTLE_EVENT_KINDS +
		      NTHROTTLE_WHYS;

	return u64s * nla_total_size_64bit(sizeof(u64)) +
	       2 * nla_total_size(0) +
	       nla_total_size(NTHROTTLE_LATENCY_BUCKETS * sizeof(u64));
}

/* A nest of counts whose attributes are numbered from 2 on: 1 is the pad. */
static int stats_fill_counts(struct sk_buff *skb, int attr, const u64 *counts,
			     unsigned int n)
{
	struct nlattr *nest = nla_nest_start(skb, attr);
	unsigned int i;

	BUILD_BUG_ON(NTHROTTLE_A_EVENT_COUNTS_PAD != 1 ||
		     NTHROTTLE_EVENT_KINDS + 1 != NTHROTTLE_A_EVENT_COUNTS_MAX);
	BUILD_BUG_ON(NTHROTTLE_A_WHY_COUNTS_PAD != 1 ||
		     NTHROTTLE_WHYS + 1 != NTHROTTLE_A_WHY_COUNTS_MAX);
	if (!nest)
		return -EMSGSIZE;
	for (i = 0; i < n; i++)
		if (nla_put_u64_64bit(skb, i + 2, counts[i], 1))
			return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int stats_fill(struct sk_buff *skb, const struct nthrottle_net *nn,
		      const struct nthrottle_stats *s, u64 seq)
{
	unsigned int i;

	if (nla_put_u64_64bit(skb, NTHROTTLE_A_STATS_INSTANCE, nn->instance,
			      NTHROTTLE_A_STATS_PAD) ||
	    nla_put_u64_64bit(skb, NTHROTTLE_A_STATS_SEQ, seq,
			      NTHROTTLE_A_STATS_PAD))
		return -EMSGSIZE;
	for (i = 0; i < ARRAY_SIZE(plain); i++) {
		const u64 *count = (const void *)s + plain[i].offset;

		if (nla_put_u64_64bit(skb, plain[i].attr, *count,
				      NTHROTTLE_A_STATS_PAD))
			return -EMSGSIZE;
	}
	return stats_fill_counts(skb, NTHROTTLE_A_STATS_BY_EVENT, s->by_event,
				 NTHROTTLE_EVENT_KINDS) ?:
	       stats_fill_counts(skb, NTHROTTLE_A_STATS_BY_WHY, s->by_why,
				 NTHROTTLE_WHYS) ?:
	       nla_put(skb, NTHROTTLE_A_STATS_LATENCY_US_LOG2,
		       sizeof(s->latency), s->latency);
}

int nthrottle_stats_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nthrottle_net *nn = nthrottle_net(genl_info_net(info));
	struct nthrottle_stats s;
	struct sk_buff *msg;
	void *hdr;
	u64 seq;

	msg = nthrottle_genl_reply(info, stats_size(), NTHROTTLE_CMD_STATS_GET,
				   &hdr);
	if (!msg)
		return -ENOMEM;
	seq = stats_prepare(nn, &s);
	return nthrottle_genl_send(msg, hdr, info,
				   stats_fill(msg, nn, &s, seq));
}

int nthrottle_stats_reset_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nthrottle_net *nn = nthrottle_net(genl_info_net(info));

	spin_lock_bh(&nn->lock);
	nthrottle_stats_reset(&nn->stats);
	spin_unlock_bh(&nn->lock);
	return 0;
}
