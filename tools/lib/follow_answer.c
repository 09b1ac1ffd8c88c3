// SPDX-License-Identifier: GPL-2.0
/* The rules of following, for answers to "what changed since"; see follow.h. */
#include <stdio.h>

#include <linux/nthrottle.h>

#include "follow.h"

/* Nothing is told as new twice, but what a full answer repeats. */
int follow_begin(struct follow *f, const struct nt_recovery *answer)
{
	bool resync = answer->resync != NT_RESYNC_NONE && !f->fresh;
	int ret;

	f->about = *answer;
	if (!resync)
		f->about.resync = NT_RESYNC_NONE;
	f->about.trouble = f->trouble;
	f->about.since_instance = f->at.instance;
	f->about.since = f->at.seq;
	f->about.full = resync || f->fresh;
	f->trouble = NT_TROUBLE_NONE;
	f->answering = true;
	if (f->about.full) {
		f->before = follow_place(f);
		f->seen++;
		f->unswept = true;
		if (answer->instance != f->at.instance)
			table_make_foreign(&f->table);
	}
	f->sweep_at = SWEEP_UNKNOWN;
	f->cursor = 0;
	ret = FOLLOW_TELL(f, recovery, &f->about);
	if (!resync)
		return ret;
	return FOLLOW_BOTH(ret, FOLLOW_TELL(f, resync, answer->resync));
}

/*
 * Changes come in the order of their numbers, so that each is a place to go on
 * from; a full answer is one only when it is complete.
 */
int follow_item(struct follow *f, const struct nt_dev *dev)
{
	int ret;

	if (!f->about.full && dev->seq && dev->seq <= f->at.seq)
		return 0;
	f->starved = false;
	ret = dev->deleted ? follow_dead(f, dev, NT_RECOVERED) :
			     follow_live(f, dev, NT_RECOVERED);
	if (f->starved)
		f->answering = false;
	else if (!f->about.full)
		f->at.seq = dev->seq;
	return ret;
}

int follow_end(struct follow *f)
{
	f->at = (struct history){ f->about.instance, f->about.upto };
	f->answering = false;
	f->fresh = false;
	return f->unswept ? 0 : FOLLOW_TELL(f, synced);
}

/*
 * Where the user could go on from another time: not in the middle of a full
 * answer, for the next one would not say what is gone.
 */
struct history follow_place(const struct follow *f)
{
	return f->unswept ? f->before : f->at;
}

/*
 * An interface that was notified again before an answer reached it is not in
 * there, though it lives. But it is notified with a number that is not above the
 * newest one behind the answer: when that is reached, what was neither shown nor
 * notified is gone. If another answer comes first, the same is true of that one.
 */
void follow_newest(struct follow *f, const struct history *newest)
{
	if (newest->instance != f->at.instance)
		follow_trouble(f, NT_TROUBLE_INSTANCE);
	else
		f->sweep_at = newest->seq;
}

bool follow_sweep_due(const struct follow *f)
{
	return f->unswept && !f->answering && f->at.seq >= f->sweep_at;
}

/* One interface at a time, so that the user can stop in between. */
int follow_sweep(struct follow *f)
{
	struct table_entry *e;

	for (; f->cursor < f->table.size; f->cursor++) {
		e = &f->table.entries[f->cursor];
		if (e->ifindex && e->seen != f->seen)
			return follow_vanish(f, e);
	}
	f->unswept = false;
	return FOLLOW_TELL(f, synced);
}

/* It is there, as the user is supposed to know. */
int follow_load(struct follow *f, const struct nt_dev *dev)
{
	struct table_entry *e;

	if (dev->deleted || table_find(&f->table, dev->ifindex))
		return 0;
	e = table_put(&f->table, dev->ifindex);
	if (!e)
		return -1;
	e->id = dev->id;
	e->seen = f->seen;
	snprintf(e->name, sizeof(e->name), "%.*s", NT_IFNAME_MAX, dev->name);
	return 0;
}
