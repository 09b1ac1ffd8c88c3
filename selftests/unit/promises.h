/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The promises P1 (rate), P2 (freshness) and P3 (nothing lost) of DESIGN.md,
 * checked on what is seen from outside: events, due times, notifications. It
 * knows nothing of tokens, levels or anchors.
 *
 * Each function returns NULL or the promise that was broken.
 */
#ifndef NTHROTTLE_UNIT_PROMISES_H
#define NTHROTTLE_UNIT_PROMISES_H

#include "gate.h"

#define PROMISES_MAX	256

struct promises_params {
	u64 since_ns;
	struct nthrottle_throttle_params p;
};

struct promises_sent {
	u64 at_ns;
	u64 events;
	bool exempt;		/* urgent or flush */
	bool trailing;
};

struct promises {
	bool untimed;		/* times go back: only order and P3 hold */
	bool eventless;		/* debounce and damp notify without an event, too */
	size_t n_params;
	struct promises_params params[PROMISES_MAX];
	size_t n_sent;
	struct promises_sent sent[PROMISES_MAX];
	u64 events;
	u64 pending;
	u64 bounced;
	bool waiting;		/* there is something to notify */
	u64 first_ns;		/* since when */
	u64 pass_ns;		/* of the first urgent event or flush */
	bool exempt;
	u64 due_ns;		/* the last answer; ~0 before the first one */
};

void promises_begin(struct promises *pr, u64 now_ns,
		    const struct nthrottle_throttle_params *p);
void promises_params(struct promises *pr, u64 now_ns,
		     const struct nthrottle_throttle_params *p);
void promises_event(struct promises *pr, u64 now_ns);
void promises_exempt(struct promises *pr, u64 now_ns);
/* @n events cancelled each other out; is anything else waiting? */
void promises_bounced(struct promises *pr, u64 n, bool waiting);
/* @others_ns: until when debounce and damp, if they are on, have it wait. */
const char *promises_due(struct promises *pr, u64 due_ns, u64 others_ns);
const char *promises_sent(struct promises *pr, u64 now_ns, bool trailing);
/* @n events and a change of the link were not part of that. */
void promises_left(struct promises *pr, u64 now_ns, u64 n);
const char *promises_end(const struct promises *pr);

#endif /* NTHROTTLE_UNIT_PROMISES_H */
