/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Random traces through all gates: an interface whose link flaps, as the module
 * would drive its gates, checked at every step against the reference and the
 * promises.
 */
#ifndef NTHROTTLE_UNIT_GTRACE_H
#define NTHROTTLE_UNIT_GTRACE_H

#include "params.h"
#include "port.h"
#include "promises.h"
#include "ref_gates.h"
#include "rng.h"

/* What a family of traces may contain. */
struct gtrace_kind {
	const char *name;
	bool debounce;
	bool damp;
	bool monitor;		/* damp modes other than on */
	bool live;		/* parameters change */
	bool skewed;		/* times go back a little */
};

/* How often what was to be tested happened. */
struct gtrace_tally {
	u64 events;
	u64 whys[NTHROTTLE_WHY_UNDAMPED + 1];
	u64 bounces[NTHROTTLE_BOUNCE_RELEASED + 1];
	u64 reasons[NTHROTTLE_GATE_DAMP + 1];
	u64 marks;
	u64 partial;		/* notifications that left the link's change out */
	u64 eventless;		/* ... that told of no event */
	u64 prolonged;		/* suppressions, by a loss */
};

struct gtrace {
	const struct gtrace_kind *kind;
	bool verbose;
	struct rng rng;
	struct nthrottle_params user;
	size_t n_params;
	struct nthrottle_gate_params params[PROMISES_MAX];
	struct port port;
	struct rg_history history;
	struct rg_answer answer;
	struct promises promises;
	struct gtrace_tally tally;
	bool carrier;
	u64 start_ns;
	u64 now_ns;
	u64 sent_ns;		/* the last notification */
	u64 queued_ns;		/* due time in the queue, while something waits */
	size_t len_seen;	/* how much of the history it is from */
	bool queued;
	bool unseen;		/* parameters changed since the last look */
	bool damped;		/* the listeners think so */
};

/* Returns NULL or what went wrong. */
const char *gtrace_run(struct gtrace *t, const struct gtrace_kind *kind, u64 seed,
		       bool verbose);

#define say(t, format, ...) do {						\
	const struct gtrace *say_t = (t);					\
									\
	if (say_t->verbose)						\
		fprintf(stderr, "%" PRIu64 ": " format "\n",		\
			say_t->now_ns - say_t->start_ns, ##__VA_ARGS__);	\
} while (0)

/* gtrace_steps.c: what can be done to the interface. */
const char *gtrace_look(struct gtrace *t);
const char *gtrace_event(struct gtrace *t, u32 event);
const char *gtrace_flush(struct gtrace *t);
const char *gtrace_reset(struct gtrace *t);
const char *gtrace_change(struct gtrace *t);
const char *gtrace_work(struct gtrace *t);
void gtrace_begin(struct gtrace *t);

/* gtrace_params.c */
void gtrace_first_params(struct gtrace *t);
void gtrace_change_params(struct gtrace *t);
const struct nthrottle_gate_params *gtrace_params(const struct gtrace *t);

#endif /* NTHROTTLE_UNIT_GTRACE_H */
