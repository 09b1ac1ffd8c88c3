// SPDX-License-Identifier: GPL-2.0
/* A user of the watch; see client.h. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <linux/nthrottle.h>

#include "check.h"
#include "client.h"

static int stop(struct client *c)
{
	return rng_percent(&c->rng, c->stop);
}

/* A full answer repeats; nothing else does. */
static void once(struct client *c, const struct nt_dev *dev, unsigned int flags)
{
	if (dev->instance != c->instance) {
		memset(c->told, 0, sizeof(c->told));
		c->instance = dev->instance;
	}
	assert_true(dev->seq < CLIENT_SEQS);
	if (!(flags & NT_RECOVERED && c->full))
		assert_false(c->told[dev->seq]);
	c->told[dev->seq] = dev->seq;
}

static int on_changed(struct nt_watch *w, const struct nt_dev *dev,
		      unsigned int flags, void *data)
{
	struct client *c = data;
	struct fake_dev *d = &c->devs[dev->ifindex];

	(void)w;
	assert_false(dev->deleted);
	once(c, dev, flags);
	/* Whoever was there before was deleted. */
	assert_true(!d->uid || c->stale[dev->ifindex] || d->uid == dev->mtu);
	*d = (struct fake_dev){
		.uid = dev->mtu,
		.version = dev->carrier_up_count,
		.ifindex = dev->ifindex,
	};
	assert_true(snprintf(d->name, sizeof(d->name), "%s", dev->name) <
		    (int)sizeof(d->name));
	c->stale[dev->ifindex] = false;
	c->told_by[dev->ifindex] = dev->instance;
	c->told_at[dev->ifindex] = dev->seq;
	c->changes++;
	return stop(c);
}

/* Another instance knows an interface by its name only. */
static void is_dead(const struct client *c, u32 ifindex)
{
	const struct fake_dev *alive = fake_by_uid(c->kernel, c->devs[ifindex].uid);

	assert_true(!alive || (alive->renamed &&
			       c->told_by[ifindex] != c->kernel->instance));
}

static int on_deleted(struct nt_watch *w, const struct nt_dev *dev,
		      unsigned int flags, void *data)
{
	struct client *c = data;
	struct fake_dev *d = &c->devs[dev->ifindex];

	(void)w;
	assert_true(dev->deleted);
	c->deletions++;
	if (flags & NT_VANISHED) {
		c->vanished++;
		if (d->uid)
			is_dead(c, dev->ifindex);
	} else {
		once(c, dev, flags);
		assert_null(fake_by_uid(c->kernel, dev->mtu));
		/* Or it came and went without a word, or that is told again. */
		assert_true(!d->uid || d->uid == dev->mtu ||
			    c->stale[dev->ifindex] ||
			    c->told_at[dev->ifindex] > dev->seq);
	}
	memset(d, 0, sizeof(*d));
	return stop(c);
}

static int on_recovery(struct nt_watch *w, const struct nt_recovery *r,
		       void *data)
{
	struct client *c = data;

	(void)w;
	assert_true(r->trouble != NT_TROUBLE_NONE);
	assert_true(r->full || r->upto >= r->since);
	c->recoveries++;
	c->full = r->full;
	return stop(c);
}

static int on_resync(struct nt_watch *w, uint32_t reason, void *data)
{
	struct client *c = data;

	(void)w;
	assert_true(reason < NTHROTTLE_RESYNC_EVICTED);
	memset(c->stale, true, sizeof(c->stale));
	c->resyncs++;
	return stop(c);
}

static int on_synced(struct nt_watch *w, void *data)
{
	struct client *c = data;
	unsigned int i;

	(void)w;
	for (i = 1; i <= FAKE_IFINDEX_MAX; i++) {
		if (c->stale[i] && c->devs[i].uid) {
			is_dead(c, i);
			memset(&c->devs[i], 0, sizeof(c->devs[i]));
		}
		c->stale[i] = false;
	}
	c->synced++;
	return stop(c);
}

static int on_lost(struct nt_watch *w, const struct nt_gap *gap, void *data)
{
	struct client *c = data;

	(void)w;
	c->lost += gap->seq - gap->from - 1;
	return stop(c);
}

static int on_gone(struct nt_watch *w, void *data)
{
	struct client *c = data;

	(void)w;
	c->gone++;
	return stop(c);
}

static int on_back(struct nt_watch *w, uint64_t instance, void *data)
{
	struct client *c = data;

	(void)w;
	(void)instance;
	c->back++;
	return stop(c);
}

static int on_other(struct nt_watch *w, void *data)
{
	struct client *c = data;

	(void)w;
	c->others++;
	return 0;
}

const struct nt_callbacks client_callbacks = {
	.changed = on_changed,
	.deleted = on_deleted,
	.recovery = on_recovery,
	.resync = on_resync,
	.synced = on_synced,
	.lost = on_lost,
	.overrun = on_other,
	.skipped = on_other,
	.gone = on_gone,
	.back = on_back,
};

void client_open(struct client *c, struct fake *f)
{
	memset(c, 0, sizeof(*c));
	c->kernel = f;
	c->rng.state = f->rng.state + 1;
	c->watch = nt_watch_new(&client_callbacks, sizeof(client_callbacks), c);
	assert_non_null(c->watch);
}

/* A daemon that kept its table and its place; from there on it hears all. */
void client_restart(struct client *c)
{
	u64 instance = nt_watch_instance(c->watch);
	u64 seq = nt_watch_seq(c->watch);
	unsigned int reload = c->kernel->reload;

	c->kernel->reload = 0;
	memset(&c->told[seq + 1], 0, sizeof(c->told) - (seq + 1) * sizeof(*c->told));
	nt_watch_free(c->watch);
	c->watch = nt_watch_new(&client_callbacks, sizeof(client_callbacks), c);
	nt_watch_start_since(c->watch, instance, seq);
	c->kernel->count = 0;
	c->kernel->congested = false;
	c->kernel->overrun = false;
	assert_int_equal(nt_watch_open(c->watch), 0);
	c->kernel->reload = reload;
}

/* Returns 0 when there is no more to do. */
int client_dispatch(struct client *c)
{
	struct fake *f = c->kernel;
	int ret = nt_watch_dispatch(c->watch);

	if (ret < 0) {
		assert_int_equal(errno, EAGAIN);
		assert_true(*nt_watch_error(c->watch));
	}
	if (f->count || f->overrun)
		return 1;
	if (!f->wake_at || f->wake_at > f->now + 6000000000)
		return 0;
	if (f->wake_at > f->now)
		f->now = f->wake_at;
	return 1;
}

/* A kernel with the interfaces 1 and 2, and a client that is yet to be opened. */
void client_begin(struct client *c, struct fake *f)
{
	fake_begin(f, 1);
	fake_add(f, 1, "if1");
	fake_add(f, 2, "if2");
	fake_load(f);
	f->count = 0;
	client_open(c, f);
}

/* Nothing more happens, and the client has time. */
void client_settle(struct client *c)
{
	unsigned int churn = c->kernel->churn, drop = c->kernel->drop;
	unsigned int reload = c->kernel->reload, i;

	c->kernel->churn = 0;
	c->kernel->drop = 0;
	c->kernel->reload = 0;
	if (!c->kernel->loaded)
		fake_load(c->kernel);
	for (i = 0; i < 10000 && client_dispatch(c); i++)
		;
	assert_true(i < 10000);
	fake_sync(c->kernel);
	for (i = 0; i < 10000 && client_dispatch(c); i++)
		;
	assert_true(i < 10000);
	c->kernel->churn = churn;
	c->kernel->drop = drop;
	c->kernel->reload = reload;
}

void client_assert_right(const struct client *c)
{
	const struct fake *f = c->kernel;
	unsigned int i;

	assert_true(nt_watch_instance(c->watch) == f->instance);
	assert_int_equal(nt_watch_seq(c->watch), f->seq);
	for (i = 1; i <= FAKE_IFINDEX_MAX; i++) {
		assert_int_equal(c->devs[i].uid, f->devs[i].uid);
		assert_int_equal(c->devs[i].version, f->devs[i].version);
		assert_string_equal(c->devs[i].name, f->devs[i].name);
	}
}

void client_close(struct client *c)
{
	nt_watch_free(c->watch);
}
