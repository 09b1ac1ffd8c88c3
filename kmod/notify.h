/* SPDX-License-Identifier: GPL-2.0 */
/* The making of a notification. */
#ifndef NTHROTTLE_NOTIFY_H
#define NTHROTTLE_NOTIFY_H

#include "netns.h"
#include "record.h"

bool nthrottle_notify_look(struct nthrottle_net *nn, u64 now_ns);
void nthrottle_notify(struct nthrottle_net *nn, struct nthrottle_record *r,
		      u64 now_ns, u64 wall_ns);
void nthrottle_notify_shown(const struct nthrottle_net *nn,
			    struct nthrottle_record *r,
			    const struct nthrottle_state *s);
void nthrottle_notify_damping(const struct nthrottle_record *r, u64 now_ns,
			      struct nthrottle_damping_report *d);

#endif /* NTHROTTLE_NOTIFY_H */
