// SPDX-License-Identifier: GPL-2.0
/* The rules of following, for what the kernel sends by itself; see follow.h. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <linux/nthrottle.h>

#include "follow.h"

/* The first one is why. */
void follow_trouble(struct follow *f, enum nt_trouble trouble)
{
	if (!f->trouble)
		f->trouble = trouble;
}

/* Numbers of records mean nothing in another instance. */
static bool same(const struct table_entry *e, const struct nt_dev *dev)
{
	if (e->foreign)
		return !strncmp(e->name, dev->name, NT_IFNAME_MAX);
	return e->id == dev->id;
}

/* It is gone, and no notification says so. */
int follow_vanish(struct follow *f, struct table_entry *e)
{
	struct nt_dev dev = {
		.present = 1ULL << NTHROTTLE_A_DEV_IFINDEX |
			   1ULL << NTHROTTLE_A_DEV_NAME |
			   1ULL << NTHROTTLE_A_DEV_ID |
			   1ULL << NTHROTTLE_A_DEV_DELETED,
		.id = e->id,
		.ifindex = e->ifindex,
		.deleted = true,
	};

	snprintf(dev.name, sizeof(dev.name), "%s", e->name);
	table_remove(&f->table, e);
	return FOLLOW_TELL(f, deleted, &dev, NT_RECOVERED | NT_VANISHED);
}

static int no_memory(struct follow *f)
{
	follow_trouble(f, NT_TROUBLE_HOLE);
	f->starved = true;
	errno = ENOMEM;
	return -1;
}

/* Whoever had its ifindex before must be gone. */
int follow_live(struct follow *f, const struct nt_dev *dev, unsigned int flags)
{
	struct table_entry *e;
	int ret = 0;

	if (!f->recover)
		return FOLLOW_TELL(f, changed, dev, flags);
	e = table_find(&f->table, dev->ifindex);
	if (e && !same(e, dev))
		ret = follow_vanish(f, e);
	e = table_put(&f->table, dev->ifindex);
	if (!e)
		return no_memory(f);
	e->id = dev->id;
	e->seen = f->seen;
	e->told = true;
	e->foreign = false;
	snprintf(e->name, sizeof(e->name), "%.*s", NT_IFNAME_MAX, dev->name);
	return FOLLOW_BOTH(ret, FOLLOW_TELL(f, changed, dev, flags));
}

/*
 * Also of an interface that was never told: it came and went meanwhile. But
 * not of one that was reported as vanished when another took its ifindex.
 */
int follow_dead(struct follow *f, const struct nt_dev *dev, unsigned int flags)
{
	struct table_entry *e = table_find(&f->table, dev->ifindex);
	int ret = 0;

	if (!e && f->fresh)
		return 0;
	if (e && same(e, dev))
		table_remove(&f->table, e);
	else if (e && e->foreign)
		ret = follow_vanish(f, e);
	else if (e && e->told)
		return 0;
	return FOLLOW_BOTH(ret, FOLLOW_TELL(f, deleted, dev, flags));
}

static int lost(struct follow *f, u64 instance, u64 seq)
{
	const struct nt_gap gap = {
		.from_instance = f->at.instance,
		.from = f->at.seq,
		.instance = instance,
		.seq = seq,
	};

	return FOLLOW_TELL(f, lost, &gap);
}

static enum nt_trouble trouble_of(enum history_step step)
{
	return step == HISTORY_OTHER ? NT_TROUBLE_INSTANCE : NT_TROUBLE_HOLE;
}

int follow_event(struct follow *f, const struct nt_dev *dev)
{
	const struct history was = f->at;
	enum history_step step;
	int ret = 0;

	/* Before the first answer, everything is in that. */
	if (f->trouble == NT_TROUBLE_START)
		return 0;
	step = history_step(&f->at, dev->instance, dev->seq);
	if (step == HISTORY_OLD)
		return 0;
	if (step != HISTORY_NEXT && f->recover) {
		follow_trouble(f, trouble_of(step));
		return 0;
	}
	if (step != HISTORY_NEXT)
		ret = lost(f, dev->instance, dev->seq);
	f->at = (struct history){ dev->instance, dev->seq };
	f->starved = false;
	ret = FOLLOW_BOTH(ret, dev->deleted ? follow_dead(f, dev, 0) :
					      follow_live(f, dev, 0));
	if (f->starved)
		f->at = was;
	return ret;
}

/* A heartbeat: everything up to @seq was sent. */
int follow_sync(struct follow *f, u64 instance, u64 seq)
{
	enum history_step step = history_step(&f->at, instance, seq);
	int ret;

	if (step == HISTORY_OLD || f->trouble == NT_TROUBLE_START)
		return 0;
	if (f->recover) {
		follow_trouble(f, trouble_of(step));
		return 0;
	}
	ret = lost(f, instance, seq + 1);
	f->at = (struct history){ instance, seq };
	return ret;
}

int follow_overrun(struct follow *f)
{
	if (!f->recover)
		return FOLLOW_TELL(f, overrun);
	follow_trouble(f, NT_TROUBLE_OVERRUN);
	return 0;
}
