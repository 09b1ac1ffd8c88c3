/* SPDX-License-Identifier: GPL-2.0 */
/* The debounce gate: a link must stay as it is to be reported so. See gate.h. */
#ifndef NTHROTTLE_GATE_DEBOUNCE_H
#define NTHROTTLE_GATE_DEBOUNCE_H

#include <linux/types.h>

#include "gate_link.h"

/**
 * struct nthrottle_debounce_params - parameters of the debounce gate
 * @updelay_ns: how long the link must be up before that is reported
 * @downdelay_ns: how long it must be down
 */
struct nthrottle_debounce_params {
	u64 updelay_ns;
	u64 downdelay_ns;
};

/**
 * struct nthrottle_debounce - state of the debounce gate, one per record
 * @since_ns: while @holding: since when the link is not as reported
 * @losses: the device's carrier-down counter then, or when it was set down last
 * @reported: the link is up, as last reported
 * @holding: it is not as reported, and that has not lasted long enough
 */
struct nthrottle_debounce {
	u64 since_ns;
	u32 losses;
	bool reported;
	bool holding;
};

/**
 * enum nthrottle_bounce - what the debounce gate makes of an event
 * @NTHROTTLE_BOUNCE_PASS: nothing
 * @NTHROTTLE_BOUNCE_HELD: it is part of a change that may not last
 * @NTHROTTLE_BOUNCE_CANCELLED: that change did not last, and nothing is left
 *	of it
 * @NTHROTTLE_BOUNCE_RELEASED: it did not last, but something else changed with
 *	it
 */
enum nthrottle_bounce {
	NTHROTTLE_BOUNCE_PASS,
	NTHROTTLE_BOUNCE_HELD,
	NTHROTTLE_BOUNCE_CANCELLED,
	NTHROTTLE_BOUNCE_RELEASED,
};

enum nthrottle_bounce
nthrottle_debounce_on_event(struct nthrottle_debounce *d,
			    const struct nthrottle_debounce_params *p,
			    u64 now_ns, const struct nthrottle_link *link);
u64 nthrottle_debounce_due(const struct nthrottle_debounce *d,
			   const struct nthrottle_debounce_params *p);
bool nthrottle_debounce_look(struct nthrottle_debounce *d, u64 now_ns,
			     const struct nthrottle_link *link);
bool nthrottle_debounce_on_sent(struct nthrottle_debounce *d,
				const struct nthrottle_debounce_params *p,
				u64 now_ns, const struct nthrottle_link *link,
				bool pass);
void nthrottle_debounce_report(struct nthrottle_debounce *d, bool up);

#endif /* NTHROTTLE_GATE_DEBOUNCE_H */
