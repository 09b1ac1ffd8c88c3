// SPDX-License-Identifier: GPL-2.0
/* Interfaces, the journal and a socket; see fake_kernel.h. */
#include <stdio.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/nthrottle.h>

#include "check.h"
#include "fake_kernel.h"

struct nlmsghdr *fake_message(void *buffer, u16 type, u8 cmd)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buffer);
	struct genlmsghdr *genl;

	nlh->nlmsg_type = type;
	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	*genl = (struct genlmsghdr){ .cmd = cmd, .version = 1 };
	return nlh;
}

/* As a socket does: when it is full, all is lost until it is empty. */
void fake_send(struct fake *f, const void *bytes, size_t len)
{
	struct fake_datagram *d;

	if (f->congested)
		return;
	if (f->count == f->room) {
		f->congested = true;
		f->overrun = true;
		return;
	}
	assert_true(len <= FAKE_DATAGRAM);
	d = &f->queue[(f->head + f->count++) % FAKE_QUEUE];
	memcpy(d->bytes, bytes, len);
	d->len = len;
}

void fake_control(struct fake *f, u8 cmd)
{
	u64 buffer[32];
	struct nlmsghdr *nlh = fake_message(buffer, GENL_ID_CTRL, cmd);

	mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, NTHROTTLE_FAMILY_NAME);
	mnl_attr_put_u16(nlh, CTRL_ATTR_FAMILY_ID, f->family);
	fake_send(f, buffer, nlh->nlmsg_len);
}

void fake_put(struct nlmsghdr *nlh, const struct fake *f,
	      const struct fake_record *r)
{
	const struct fake_dev *d = &r->told;

	mnl_attr_put_u64(nlh, NTHROTTLE_A_DEV_INSTANCE, f->instance);
	mnl_attr_put_u64(nlh, NTHROTTLE_A_DEV_SEQ, r->seq);
	mnl_attr_put_u64(nlh, NTHROTTLE_A_DEV_ID, r->id);
	mnl_attr_put_u32(nlh, NTHROTTLE_A_DEV_IFINDEX, d->ifindex);
	mnl_attr_put_strz(nlh, NTHROTTLE_A_DEV_NAME, d->name);
	mnl_attr_put_u32(nlh, NTHROTTLE_A_DEV_MTU, d->uid);
	mnl_attr_put_u32(nlh, NTHROTTLE_A_DEV_CARRIER_UP_COUNT, d->version);
	if (r->deleted)
		mnl_attr_put(nlh, NTHROTTLE_A_DEV_DELETED, 0, NULL);
}

static void notify(struct fake *f, const struct fake_record *r)
{
	u64 buffer[64];
	struct nlmsghdr *nlh = fake_message(buffer, f->family,
					    NTHROTTLE_CMD_DEV_NTF);

	fake_put(nlh, f, r);
	if (f->joined && !rng_percent(&f->rng, f->drop))
		fake_send(f, buffer, nlh->nlmsg_len);
}

void fake_sync(struct fake *f)
{
	u64 buffer[16];
	struct nlmsghdr *nlh = fake_message(buffer, f->family,
					    NTHROTTLE_CMD_SYNC_NTF);

	mnl_attr_put_u64(nlh, NTHROTTLE_A_DEV_INSTANCE, f->instance);
	mnl_attr_put_u64(nlh, NTHROTTLE_A_DEV_SEQ, f->seq);
	if (f->joined)
		fake_send(f, buffer, nlh->nlmsg_len);
}

/* A record by its interface; 0 finds a free one. */
static struct fake_record *record(struct fake *f, u32 uid)
{
	unsigned int i;

	for (i = 0; i < FAKE_RECORDS; i++)
		if (f->records[i].told.uid == uid)
			return &f->records[i];
	fail_msg("no interface %u in the journal", uid);
	return NULL;
}

static void tell(struct fake *f, struct fake_record *r, const struct fake_dev *d)
{
	r->seq = ++f->seq;
	r->told = *d;
	notify(f, r);
}

/* The oldest tombstones go, and the horizon says so. */
static void evict(struct fake *f)
{
	struct fake_record *r, *oldest;
	unsigned int count;

	for (;;) {
		count = 0;
		oldest = NULL;
		for (r = f->records; r < f->records + FAKE_RECORDS; r++) {
			if (!r->told.uid || !r->deleted)
				continue;
			count++;
			if (!oldest || r->seq < oldest->seq)
				oldest = r;
		}
		if (count <= f->tombstones)
			return;
		f->horizon = oldest->seq;
		memset(oldest, 0, sizeof(*oldest));
	}
}

void fake_add(struct fake *f, u32 ifindex, const char *name)
{
	struct fake_dev *d = &f->devs[ifindex];
	struct fake_record *r;

	*d = (struct fake_dev){ .uid = ++f->last_uid, .ifindex = ifindex };
	snprintf(d->name, sizeof(d->name), "%s", name);
	if (!f->loaded)
		return;
	r = record(f, 0);
	*r = (struct fake_record){ .id = ++f->last_id };
	tell(f, r, d);
}

void fake_change(struct fake *f, u32 ifindex)
{
	struct fake_dev *d = &f->devs[ifindex];

	d->version++;
	if (f->loaded)
		tell(f, record(f, d->uid), d);
}

void fake_rename(struct fake *f, u32 ifindex, const char *name)
{
	struct fake_dev *d = &f->devs[ifindex];

	snprintf(d->name, sizeof(d->name), "%s", name);
	d->renamed = true;
	fake_change(f, ifindex);
}

void fake_del(struct fake *f, u32 ifindex)
{
	struct fake_dev *d = &f->devs[ifindex];
	struct fake_record *r;

	if (f->loaded) {
		r = record(f, d->uid);
		r->deleted = true;
		tell(f, r, d);
		evict(f);
	}
	memset(d, 0, sizeof(*d));
}

/* What is there is taken over silently. */
void fake_load(struct fake *f)
{
	unsigned int i;

	memset(f->records, 0, sizeof(f->records));
	f->instance = rng_next(&f->rng) | 1;
	f->family++;
	f->seq = 0;
	f->last_id = 0;
	f->horizon = 0;
	f->loaded = true;
	memset(&f->agent, 0, sizeof(f->agent));
	for (i = 1; i <= FAKE_IFINDEX_MAX; i++)
		if (f->devs[i].uid)
			*record(f, 0) = (struct fake_record){
				.id = ++f->last_id, .told = f->devs[i],
			};
	fake_control(f, CTRL_CMD_NEWFAMILY);
}

/* Its groups vanish with it. */
void fake_unload(struct fake *f)
{
	fake_control(f, CTRL_CMD_DELFAMILY);
	f->loaded = false;
	f->joined = false;
}

const struct fake_dev *fake_by_uid(const struct fake *f, u32 uid)
{
	unsigned int i;

	for (i = 1; i <= FAKE_IFINDEX_MAX; i++)
		if (f->devs[i].uid == uid)
			return &f->devs[i];
	return NULL;
}

static bool name_taken(const struct fake *f, const char *name)
{
	unsigned int i;

	for (i = 1; i <= FAKE_IFINDEX_MAX; i++)
		if (f->devs[i].uid && !strcmp(f->devs[i].name, name))
			return true;
	return false;
}

/* One change of one interface; both ifindexes and names are reused a lot. */
void fake_something(struct fake *f)
{
	u32 ifindex = 1 + rng_below(&f->rng, FAKE_IFINDEX_MAX);
	bool there = f->devs[ifindex].uid;
	char name[8];

	snprintf(name, sizeof(name), "if%u",
		 (unsigned int)rng_below(&f->rng, FAKE_IFINDEX_MAX + 4));
	if (there && rng_percent(&f->rng, 60))
		fake_change(f, ifindex);
	else if (there && rng_percent(&f->rng, 60))
		fake_del(f, ifindex);
	else if (!name_taken(f, name) && there)
		fake_rename(f, ifindex, name);
	else if (!name_taken(f, name))
		fake_add(f, ifindex, name);
}

void fake_begin(struct fake *f, u64 seed)
{
	memset(f, 0, sizeof(*f));
	f->rng.state = seed;
	f->family = 30;
	f->tombstones = 64;
	f->room = FAKE_QUEUE;
	f->now = 1000;
	fake = f;
}
