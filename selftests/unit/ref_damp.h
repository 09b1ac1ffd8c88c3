/* SPDX-License-Identifier: GPL-2.0 */
/* A naive reference of the damp gate; see ref_gates.h. */
#ifndef NTHROTTLE_UNIT_REF_DAMP_H
#define NTHROTTLE_UNIT_REF_DAMP_H

#include "gate.h"

/* The gate's own numbers. They are checked against the exact ones; where a
 * fraction of a nanosecond or of a penalty decides, they are taken as they are.
 */
struct ref_damp_said {
	u64 penalty;
	u64 reuse_ns;
};

struct ref_damp {
	long double penalty;	/* exactly, at the last loss */
	const char *broken;	/* a number is wrong */
	const struct nthrottle_damp_params *p;
	u32 losses;		/* charged up to here */
	u64 at_ns;		/* the last loss */
	u64 reuse_ns;
	bool exceeded;
	bool marked;
	bool owed;
	u32 flaps;
};

void ref_damp_begin(struct ref_damp *d, const struct nthrottle_damp_params *p, u64 now_ns,
		    u32 losses, struct ref_damp_said said);
void ref_damp_adopt(struct ref_damp *d, const struct nthrottle_damp_params *p, u64 now_ns,
		    u32 losses, struct ref_damp_said said);
void ref_damp_event(struct ref_damp *d, u64 now_ns, u32 event,
		    const struct nthrottle_link *link, struct ref_damp_said said);
void ref_damp_reset(struct ref_damp *d, u64 now_ns, struct ref_damp_said said);
enum nthrottle_damp_step ref_damp_sent(struct ref_damp *d, u64 now_ns);

long double ref_damp_penalty(const struct ref_damp *d, u64 now_ns);
bool ref_damp_damped(const struct ref_damp *d, u64 now_ns);

#endif /* NTHROTTLE_UNIT_REF_DAMP_H */
