// SPDX-License-Identifier: GPL-2.0
/* Netlink messages about interfaces: their sizes and how they are filled. */
#include <linux/nthrottle.h>
#include <net/genetlink.h>

#include "genl.h"
#include "message.h"

/**
 * nthrottle_message_state_size() - most that nthrottle_message_put_state() adds
 *
 * Return: bytes.
 */
size_t nthrottle_message_state_size(void)
{
	return 3 * nla_total_size_64bit(sizeof(u64)) +	/* instance seq id */
	       6 * nla_total_size(sizeof(u32)) +	/* ifindex flags ups downs mtu master */
	       2 * nla_total_size(sizeof(u8)) +		/* operstate carrier */
	       nla_total_size(IFNAMSIZ) +
	       nla_total_size(NTHROTTLE_KIND_LEN) +
	       nla_total_size(MAX_ADDR_LEN);
}

/**
 * nthrottle_message_put_state() - add who an interface is, and how
 * @skb: the message
 * @nn: the interface's namespace
 * @r: its record; only what is constant is read
 * @s: its state, live or as last notified
 * @seq: its last notification
 *
 * Return: 0 or -EMSGSIZE.
 */
int nthrottle_message_put_state(struct sk_buff *skb,
				const struct nthrottle_net *nn,
				const struct nthrottle_record *r,
				const struct nthrottle_state *s, u64 seq)
{
	if (nla_put_u64_64bit(skb, NTHROTTLE_A_DEV_INSTANCE, nn->instance,
			      NTHROTTLE_A_DEV_PAD) ||
	    nla_put_u64_64bit(skb, NTHROTTLE_A_DEV_SEQ, seq,
			      NTHROTTLE_A_DEV_PAD) ||
	    nla_put_u64_64bit(skb, NTHROTTLE_A_DEV_ID, r->id,
			      NTHROTTLE_A_DEV_PAD) ||
	    nla_put_u32(skb, NTHROTTLE_A_DEV_IFINDEX, r->ifindex) ||
	    nla_put_string(skb, NTHROTTLE_A_DEV_NAME, s->name) ||
	    (s->kind[0] &&
	     nla_put_string(skb, NTHROTTLE_A_DEV_KIND, s->kind)) ||
	    nla_put_u32(skb, NTHROTTLE_A_DEV_FLAGS, s->flags) ||
	    nla_put_u8(skb, NTHROTTLE_A_DEV_OPERSTATE, s->operstate) ||
	    nla_put_u8(skb, NTHROTTLE_A_DEV_CARRIER, s->carrier) ||
	    nla_put_u32(skb, NTHROTTLE_A_DEV_CARRIER_UP_COUNT,
			s->carrier_ups) ||
	    nla_put_u32(skb, NTHROTTLE_A_DEV_CARRIER_DOWN_COUNT,
			s->carrier_downs) ||
	    nla_put_u32(skb, NTHROTTLE_A_DEV_MTU, s->mtu) ||
	    (s->addr_len && nla_put(skb, NTHROTTLE_A_DEV_ADDRESS, s->addr_len,
				    s->addr)) ||
	    (s->master && nla_put_u32(skb, NTHROTTLE_A_DEV_MASTER, s->master)))
		return -EMSGSIZE;
	return 0;
}

/**
 * nthrottle_message_damping_size() - most that
 *	nthrottle_message_put_damping() adds
 *
 * Return: bytes.
 */
size_t nthrottle_message_damping_size(void)
{
	return nla_total_size(0) +
	       2 * nla_total_size(sizeof(u32)) +	/* penalty ceiling */
	       nla_total_size(sizeof(u8)) +		/* damped */
	       2 * nla_total_size_64bit(sizeof(u64));	/* reuse-in flaps */
}

/**
 * nthrottle_message_put_damping() - add what the damp gate makes of an
 *	interface
 * @skb: the message
 * @d: that; perhaps nothing
 *
 * Return: 0 or -EMSGSIZE.
 */
int nthrottle_message_put_damping(struct sk_buff *skb,
				  const struct nthrottle_damping_report *d)
{
	struct nlattr *nest;

	if (!d->valid)
		return 0;
	nest = nla_nest_start(skb, NTHROTTLE_A_DEV_DAMPING);
	if (!nest ||
	    nla_put_u32(skb, NTHROTTLE_A_DAMPING_PENALTY, d->penalty) ||
	    nla_put_u32(skb, NTHROTTLE_A_DAMPING_CEILING, d->ceiling) ||
	    nla_put_u8(skb, NTHROTTLE_A_DAMPING_DAMPED, d->damped) ||
	    nla_put_u64_64bit(skb, NTHROTTLE_A_DAMPING_REUSE_IN_NS,
			      d->reuse_in_ns, NTHROTTLE_A_DAMPING_PAD) ||
	    nla_put_u64_64bit(skb, NTHROTTLE_A_DAMPING_FLAPS, d->flaps,
			      NTHROTTLE_A_DAMPING_PAD))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/**
 * nthrottle_message_ntf_size() - most that nthrottle_message_put_ntf() adds
 *
 * Return: bytes, all headers included.
 */
size_t nthrottle_message_ntf_size(void)
{
	size_t payload = nthrottle_message_state_size() +
		5 * nla_total_size_64bit(sizeof(u64)) +	/* count first last sent wall */
		2 * nla_total_size(sizeof(u32)) +	/* events why */
		nla_total_size(0) +			/* deleted */
		nla_total_size_64bit(sizeof(u64)) +	/* bounced */
		nthrottle_message_damping_size() +
		nla_total_size(sizeof(u32)) +		/* raw flags */
		2 * nla_total_size(sizeof(u8));		/* operstate carrier */

	return nlmsg_total_size(GENL_HDRLEN + payload);
}

static int put_raw(struct sk_buff *skb, const struct nthrottle_raw *raw)
{
	if (nla_put_u32(skb, NTHROTTLE_A_DEV_RAW_FLAGS, raw->flags) ||
	    nla_put_u8(skb, NTHROTTLE_A_DEV_RAW_OPERSTATE, raw->operstate) ||
	    nla_put_u8(skb, NTHROTTLE_A_DEV_RAW_CARRIER, raw->carrier))
		return -EMSGSIZE;
	return 0;
}

/* What was there when the module was loaded was never notified. */
static int put_report(struct sk_buff *skb, const struct nthrottle_record *r)
{
	const struct nthrottle_report *rep = &r->report;
	const struct nthrottle_pending *p = &rep->led_here;

	if (!rep->seq)
		return 0;
	if (nla_put_u32(skb, NTHROTTLE_A_DEV_EVENTS, p->events) ||
	    nla_put_u64_64bit(skb, NTHROTTLE_A_DEV_COUNT, p->count,
			      NTHROTTLE_A_DEV_PAD) ||
	    (p->count && nla_put_u64_64bit(skb, NTHROTTLE_A_DEV_FIRST_NS,
					   p->first_ns,
					   NTHROTTLE_A_DEV_PAD)) ||
	    (p->count && nla_put_u64_64bit(skb, NTHROTTLE_A_DEV_LAST_NS,
					   p->last_ns, NTHROTTLE_A_DEV_PAD)) ||
	    nla_put_u64_64bit(skb, NTHROTTLE_A_DEV_SENT_NS, rep->sent_ns,
			      NTHROTTLE_A_DEV_PAD) ||
	    nla_put_u64_64bit(skb, NTHROTTLE_A_DEV_WALL_NS, rep->wall_ns,
			      NTHROTTLE_A_DEV_PAD) ||
	    nla_put_u32(skb, NTHROTTLE_A_DEV_WHY, r->why) ||
	    (r->deleted && nla_put_flag(skb, NTHROTTLE_A_DEV_DELETED)) ||
	    (p->bounced && nla_put_u64_64bit(skb, NTHROTTLE_A_DEV_BOUNCED,
					       p->bounced,
					       NTHROTTLE_A_DEV_PAD)) ||
	    nthrottle_message_put_damping(skb, &rep->damping))
		return -EMSGSIZE;
	return rep->raw.differs ? put_raw(skb, &rep->raw) : 0;
}

/**
 * nthrottle_message_put_told() - add what the listeners know of an interface
 * @skb: the message
 * @nn: the interface's namespace
 * @r: its record, of which they know; the caller is the worker, or holds the
 *	namespace's lock
 *
 * Return: 0 or -EMSGSIZE.
 */
int nthrottle_message_put_told(struct sk_buff *skb,
			       const struct nthrottle_net *nn,
			       const struct nthrottle_record *r)
{
	return nthrottle_message_put_state(skb, nn, r, &r->last,
					   r->report.seq) ?:
	       put_report(skb, r);
}

/**
 * nthrottle_message_put_ntf() - append the last notification of a record
 * @skb: the datagram; unchanged if there is no room
 * @nn: the interface's namespace
 * @r: its record; the caller is the worker
 *
 * Return: 0 or -EMSGSIZE.
 */
int nthrottle_message_put_ntf(struct sk_buff *skb,
			      const struct nthrottle_net *nn,
			      const struct nthrottle_record *r)
{
	void *hdr = genlmsg_put(skb, 0, 0, &nthrottle_family, 0,
				NTHROTTLE_CMD_DEV_NTF);

	if (!hdr)
		return -EMSGSIZE;
	if (nthrottle_message_put_told(skb, nn, r)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, hdr);
	return 0;
}
