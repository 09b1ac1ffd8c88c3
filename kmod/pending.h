/* SPDX-License-Identifier: GPL-2.0 */
/* What is pending of a record, from event to notification. */
#ifndef NTHROTTLE_PENDING_H
#define NTHROTTLE_PENDING_H

#include "gate.h"
#include "netns.h"
#include "record.h"

void nthrottle_pending_add(struct nthrottle_net *nn, struct nthrottle_record *r,
			   u32 event, u64 now_ns);
void nthrottle_pending_event(struct nthrottle_net *nn,
			     struct nthrottle_record *r, u32 event, u64 now_ns);
void nthrottle_pending_requeue(struct nthrottle_net *nn,
			       struct nthrottle_record *r);
bool nthrottle_pending_elide(struct nthrottle_net *nn,
			     struct nthrottle_record *r);
struct nthrottle_record *nthrottle_pending_pop(struct nthrottle_net *nn,
					       u64 now_ns);
void nthrottle_pending_notify(struct nthrottle_net *nn,
			      struct nthrottle_record *r, u64 now_ns,
			      u64 wall_ns);
struct nthrottle_verdict
nthrottle_pending_verdict(struct nthrottle_net *nn, struct nthrottle_record *r,
			  u64 now_ns);

#endif /* NTHROTTLE_PENDING_H */
