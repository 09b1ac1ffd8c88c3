/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A naive reference of all gates of a record together: it keeps the full
 * history of what it was told and answers each question by going through it
 * from the start, event by event, with real exponentials. What the throttle
 * makes of it is asked of ref_throttle.
 */
#ifndef NTHROTTLE_UNIT_REF_GATES_H
#define NTHROTTLE_UNIT_REF_GATES_H

#include "gate.h"
#include "merge.h"
#include "ref_damp.h"
#include "ref_throttle.h"

#define RG_HISTORY_MAX	(REF_HISTORY_MAX / 2)

enum rg_what {
	RG_EVENT,	/* an event happened */
	RG_FLUSH,	/* someone asked for a flush */
	RG_LOOK,	/* the due time was asked for, after a change of parameters */
	RG_SENT,	/* what was pending was notified */
	RG_ADOPT,	/* other parameters are in force */
	RG_RESET,	/* the penalty was reset */
};

struct rg_entry {
	enum rg_what what;
	u64 at_ns;
	u32 event;
	struct nthrottle_link link;
	const struct nthrottle_gate_params *p;
	struct ref_damp_said said;
};

struct rg_history {
	struct rg_entry first;
	size_t len;
	struct rg_entry entry[RG_HISTORY_MAX];
	struct ref_history throttle;	/* what the throttle hears of it */
};

/* Where an event has gone. */
enum rg_fate {
	RG_NO_EVENT,
	RG_PENDING,
	RG_HELD,
	RG_BOUNCED,
	RG_DELIVERED,
	RG_FATES
};

/* What the history means now. */
struct rg_answer {
	long double penalty;
	const char *broken;		/* the damp gate's numbers are wrong */
	bool waiting;
	u64 due_ns;
	u32 reason;			/* enum nthrottle_gate */
	u64 others_ns;			/* until when debounce and damp hold */
	struct ref_answer throttle;
	bool reported;			/* the link, as last reported */
	bool damped;
	u32 flaps;
	u64 fates[RG_FATES];
	struct nthrottle_pending sent;	/* what the last notification took along */
	u32 why;			/* of that, enum nthrottle_why */
	bool all;			/* it told of the link as it is */
	bool begins;			/* the suppression, or the mark, began with it */
};

/* The damp gate's numbers after an entry are part of it. */
void rg_begin(struct rg_history *h, const struct rg_entry *first);
void rg_add(struct rg_history *h, const struct rg_entry *e);
void rg_ask(struct rg_history *h, u64 now_ns, struct rg_answer *a);

#endif /* NTHROTTLE_UNIT_REF_GATES_H */
