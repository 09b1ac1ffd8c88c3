/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An interface and what the module keeps of it: drives all gates of a record
 * the way the module does, and keeps count of where each event went.
 */
#ifndef NTHROTTLE_UNIT_PORT_H
#define NTHROTTLE_UNIT_PORT_H

#include "gate.h"
#include "merge.h"

struct port {
	struct nthrottle_gate_params p;
	struct nthrottle_gates g;
	struct nthrottle_link link;	/* as it is; @same is filled in when told */
	bool other;			/* something else is not as last notified */
	bool reported;			/* the link, as last notified */
	struct nthrottle_pending pending;
	struct nthrottle_pending held;
	u64 events;
	u64 delivered;
	u64 bounced;
	u64 flaps;
	struct nthrottle_outcome o;	/* of the last event */
	struct nthrottle_sent s;	/* of the last notification */
	struct nthrottle_pending sent;	/* what it took along */
};

/* The carrier comes or goes, silently. */
void port_carrier(struct port *t, bool up);

void port_init(struct port *t, const struct nthrottle_gate_params *p, u64 now_ns);
void port_adopt(struct port *t, const struct nthrottle_gate_params *p, u64 now_ns);
void port_event(struct port *t, u64 now_ns, u32 event);
void port_send(struct port *t, u64 now_ns);

/* Returns NULL or what is wrong with the books. */
const char *port_audit(const struct port *t);

#endif /* NTHROTTLE_UNIT_PORT_H */
