/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A naive reference of the throttle gate: it keeps the full history of what it
 * was told and answers each question by going through it from the start.
 */
#ifndef NTHROTTLE_UNIT_REF_THROTTLE_H
#define NTHROTTLE_UNIT_REF_THROTTLE_H

#include "gate.h"

#define REF_HISTORY_MAX		512

enum ref_what {
	REF_EVENT,	/* an event happened */
	REF_URGENT,	/* an urgent event happened */
	REF_FLUSH,	/* someone asked for a flush */
	REF_LOOK,	/* the due time was asked for */
	REF_SENT,	/* what was pending was notified */
	REF_NOTHING,	/* nothing is pending any more, nor was it notified */
};

struct ref_entry {
	enum ref_what what;
	u64 at_ns;
	struct nthrottle_throttle_params params;
};

struct ref_history {
	struct nthrottle_throttle_params first;
	size_t len;
	struct ref_entry entry[REF_HISTORY_MAX];
};

/* What the history means now. */
struct ref_answer {
	bool pending;
	bool passes;		/* an urgent event or a flush is pending */
	bool deferred;		/* the first event found no token */
	u64 ready_ns;		/* when the throttle lets the events pass */
	u64 due_ns;		/* the same, with urgent events and flushes */
	u32 reason;		/* enum nthrottle_gate */
	u32 why;		/* of the last notification, enum nthrottle_why */
};

void ref_begin(struct ref_history *h, const struct nthrottle_throttle_params *p);
void ref_add(struct ref_history *h, enum ref_what what, u64 at_ns,
	     const struct nthrottle_throttle_params *p);
struct ref_answer ref_ask(const struct ref_history *h);

#endif /* NTHROTTLE_UNIT_REF_THROTTLE_H */
