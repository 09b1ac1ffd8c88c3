/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The rules of following: what is told to the user of notifications that come,
 * and of answers to "what changed since". No sockets, no clock.
 *
 * Notifications are told in the order of their numbers, without holes. Where
 * one is missing, @trouble says so, and later ones are left to the answer,
 * which knows them: the kernel is asked after they were received. Functions
 * that return an int return what a callback did, or -1 for lack of memory, with
 * nothing lost: then there is trouble.
 */
#ifndef NTHROTTLE_LIB_FOLLOW_H
#define NTHROTTLE_LIB_FOLLOW_H

#include "history.h"
#include "table.h"

/**
 * struct follow - a follower
 * @cb: whom it tells
 * @watch: for them
 * @data: likewise
 * @recover: ask for what is missing; without it there is no table
 * @fresh: nothing was told yet, and the first answer is the whole table
 * @answering: an answer is being delivered
 * @starved: there was no memory for what was to be told last
 * @unswept: what the last full answer did not show is still in the table
 * @trouble: why the kernel must be asked; enum nt_trouble
 * @seen: round of full answers
 * @at: all up to here was told
 * @before: the same before a full answer, until the sweep behind that
 * @sweep_at: sweep when @at is here; %SWEEP_UNKNOWN until the kernel was asked
 * @cursor: how far the sweep is
 * @about: the answer
 * @table: what is there
 */
struct follow {
	struct nt_callbacks cb;
	struct nt_watch *watch;
	void *data;
	bool recover;
	bool fresh;
	bool answering;
	bool starved;
	bool unswept;
	u32 trouble;
	u32 seen;
	struct history at;
	struct history before;
	u64 sweep_at;
	size_t cursor;
	struct nt_recovery about;
	struct table table;
};

#define SWEEP_UNKNOWN	UINT64_MAX

/* follow.c: what the kernel sends by itself */
void follow_trouble(struct follow *f, enum nt_trouble trouble);
int follow_event(struct follow *f, const struct nt_dev *dev);
int follow_sync(struct follow *f, u64 instance, u64 seq);
int follow_overrun(struct follow *f);
int follow_live(struct follow *f, const struct nt_dev *dev, unsigned int flags);
int follow_dead(struct follow *f, const struct nt_dev *dev, unsigned int flags);
int follow_vanish(struct follow *f, struct table_entry *e);

/* follow_answer.c: answers */
int follow_begin(struct follow *f, const struct nt_recovery *answer);
int follow_item(struct follow *f, const struct nt_dev *dev);
int follow_end(struct follow *f);
void follow_newest(struct follow *f, const struct history *newest);
struct history follow_place(const struct follow *f);
bool follow_sweep_due(const struct follow *f);
int follow_sweep(struct follow *f);
int follow_load(struct follow *f, const struct nt_dev *dev);

/* Tell @first, then @second, whatever the first one says; its word counts. */
#define FOLLOW_BOTH(first, second) ({		\
	int first_said = (first);		\
	int second_said = (second);		\
	first_said ? first_said : second_said;	\
})

/* NULL is not called. */
#define FOLLOW_TELL(f, name, ...) ({					\
	const struct follow *self = (f);				\
	__auto_type tell = self->cb.name;				\
									\
	tell ? tell(self->watch, ##__VA_ARGS__, self->data) : 0;	\
})

#endif /* NTHROTTLE_LIB_FOLLOW_H */
