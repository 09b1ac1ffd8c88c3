// SPDX-License-Identifier: GPL-2.0
/*
 * Object dev: what changed since. A dump of the journal, from a sequence number
 * up to the newest one when it began. What is notified meanwhile moves behind
 * that end, where multicast or the next dump shows it, so nothing interrupts the
 * dump but tombstones that are evicted before it comes to them.
 */
#include "genl.h"
#include "message.h"
#include "record.h"

/* Messages filled in one section of the lock. */
#define SLICE	16

enum {
	PHASE_BEGIN,
	PHASE_RECORDS,
	PHASE_EVICTED,
	PHASE_END,
};

/* Return: why changes alone cannot tell (enum nthrottle_resync), or -1. */
static int resync_reason(const struct nthrottle_net *nn, u64 since,
			 const struct nlattr *instance)
{
	lockdep_assert_held(&nn->lock);
	if (instance && nla_get_u64(instance) != nn->instance)
		return NTHROTTLE_RESYNC_INSTANCE;
	if (since > nn->seq)
		return NTHROTTLE_RESYNC_FUTURE;
	if (since < nn->journal.horizon)
		return NTHROTTLE_RESYNC_HORIZON;
	return -1;
}

/**
 * nthrottle_since_begin() - begin to tell what changed since
 * @nn: the namespace
 * @d: the dump
 * @since: sequence number of the newest notification that the asker knows
 * @instance: the instance that it is of, NULL for the present one
 */
void nthrottle_since_begin(struct nthrottle_net *nn,
			   struct nthrottle_dev_dump *d, u64 since,
			   const struct nlattr *instance)
{
	d->since = true;
	d->phase = PHASE_BEGIN;
	spin_lock_bh(&nn->lock);
	d->upto = nn->seq;
	d->last_dead = nthrottle_journal_last_dead(nn);
	d->resync = resync_reason(nn, since, instance);
	/* Who begins with nothing has nothing to begin anew. */
	nn->stats.resyncs += since && d->resync >= 0;
	spin_unlock_bh(&nn->lock);
	/* Everything begins with what was there when the module was loaded. */
	if (since && d->resync < 0)
		d->at = (struct nthrottle_place){ since, U64_MAX };
}

static int put_frame(struct sk_buff *skb, const struct nthrottle_net *nn,
		     const struct nthrottle_dev_dump *d, int resync)
{
	if (nla_put_u64_64bit(skb, NTHROTTLE_A_DEV_INSTANCE, nn->instance,
			      NTHROTTLE_A_DEV_PAD) ||
	    nla_put_u64_64bit(skb, NTHROTTLE_A_DEV_UPTO, d->upto,
			      NTHROTTLE_A_DEV_PAD) ||
	    (resync >= 0 && nla_put_u32(skb, NTHROTTLE_A_DEV_RESYNC, resync)))
		return -EMSGSIZE;
	return 0;
}

/* A message with an interface, or, without one, the dump's first or last. */
static int put_message(struct sk_buff *skb, struct netlink_callback *cb,
		       const struct nthrottle_net *nn,
		       const struct nthrottle_record *r, int resync)
{
	void *hdr = nthrottle_genl_dump_begin(skb, cb, NTHROTTLE_CMD_DEV_GET);
	int err = 0;

	if (hdr)
		err = r ? nthrottle_message_put_told(skb, nn, r) :
			  put_frame(skb, nn, nthrottle_dev_dump(cb), resync);
	return nthrottle_genl_dump_end(skb, hdr, err);
}

/* Those behind @d->at are still there unless the horizon has passed it. Of what
 * was deleted since the dump began, somebody else tells.
 */
static bool tombstones_gone(const struct nthrottle_net *nn,
			    const struct nthrottle_dev_dump *d)
{
	return d->resync < 0 &&
	       d->at.seq < min(d->last_dead, nn->journal.horizon);
}

/* Messages are filled under the lock, under which a record stays what it is.
 *
 * Return: 0, or -EMSGSIZE if no more fit in.
 */
static int put_slice(struct sk_buff *skb, struct netlink_callback *cb,
		     struct nthrottle_net *nn, struct nthrottle_dev_dump *d)
{
	const struct nthrottle_record *r;
	struct nthrottle_walk w;
	unsigned int i;

	lockdep_assert_held(&nn->lock);
	if (tombstones_gone(nn, d)) {
		d->phase = PHASE_EVICTED;
		return 0;
	}
	nthrottle_journal_seek(nn, &d->at, d->resync < 0, &w);
	for (i = 0; i < SLICE; i++) {
		r = nthrottle_journal_next(&w);
		if (!r || r->report.seq > d->upto) {
			d->phase = PHASE_END;
			return 0;
		}
		if (put_message(skb, cb, nn, r, -1))
			return -EMSGSIZE;
		d->at = (struct nthrottle_place){ r->report.seq, r->id };
	}
	return 0;
}

static int put_records(struct sk_buff *skb, struct netlink_callback *cb,
		       struct nthrottle_net *nn, struct nthrottle_dev_dump *d)
{
	int err = 0;

	while (!err && d->phase == PHASE_RECORDS) {
		spin_lock_bh(&nn->lock);
		err = put_slice(skb, cb, nn, d);
		spin_unlock_bh(&nn->lock);
	}
	return err;
}

/**
 * nthrottle_since_dump() - go on telling what changed since
 * @skb: the message
 * @cb: the dump
 * @nn: the namespace
 *
 * Return: bytes in the message; 0 ends the dump.
 */
int nthrottle_since_dump(struct sk_buff *skb, struct netlink_callback *cb,
			 struct nthrottle_net *nn)
{
	struct nthrottle_dev_dump *d = nthrottle_dev_dump(cb);

	if (d->phase == PHASE_BEGIN) {
		if (put_message(skb, cb, nn, NULL, d->resync))
			return skb->len;
		d->phase = PHASE_RECORDS;
	}
	if (put_records(skb, cb, nn, d))
		return skb->len;
	if (d->phase == PHASE_EVICTED &&
	    !put_message(skb, cb, nn, NULL, NTHROTTLE_RESYNC_EVICTED))
		d->phase = PHASE_END;
	return skb->len;
}
