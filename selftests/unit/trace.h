/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Random traces: a record in a storm, as the module would drive its gates,
 * checked at every step against the reference and the promises.
 */
#ifndef NTHROTTLE_UNIT_TRACE_H
#define NTHROTTLE_UNIT_TRACE_H

#include "gate.h"
#include "promises.h"
#include "ref_throttle.h"
#include "rng.h"

/* What a family of traces may contain. */
struct trace_kind {
	const char *name;
	bool backoff;		/* threshold-max above threshold */
	bool live;		/* parameters change */
	bool skewed;		/* times go back a little */
};

struct trace {
	const struct trace_kind *kind;
	bool verbose;
	struct rng rng;
	struct nthrottle_gate_params params;
	struct nthrottle_gates gates;
	struct ref_history history;
	struct promises promises;
	u64 start_ns;
	u64 now_ns;
	u64 sent_ns;		/* the last notification */
	u64 queued_ns;		/* due time in the queue, while pending */
	bool pending;
	bool unseen;		/* parameters changed since the last look */
};

/* Returns NULL or what went wrong. */
const char *trace_run(struct trace *t, const struct trace_kind *kind, u64 seed,
		      bool verbose);

/* trace_params.c */
void trace_first_params(struct trace *t);
void trace_change_params(struct trace *t);

#endif /* NTHROTTLE_UNIT_TRACE_H */
