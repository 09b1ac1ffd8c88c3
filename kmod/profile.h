/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the user sets: the profile and the namespace's own parameters, together
 * an immutable ruleset. A change builds a new one and swaps it.
 */
#ifndef NTHROTTLE_PROFILE_H
#define NTHROTTLE_PROFILE_H

#include <linux/rcupdate.h>
#include <linux/types.h>

#include "gate.h"

#define NTHROTTLE_PROFILE_DEFAULT	"default"
#define NTHROTTLE_PROFILE_NAME_MAX	15

/**
 * struct nthrottle_profile - a named set of gate parameters
 * @gates: parameters of the gates, as the gates want them
 * @threshold_ms: as the user set it
 * @threshold_max_ms: as the user set it; 0 for off
 * @events: event bits that count
 */
struct nthrottle_profile {
	struct nthrottle_gate_params gates;
	u32 threshold_ms;
	u32 threshold_max_ms;
	u32 events;
};

/**
 * struct nthrottle_ruleset - all that the user set in a namespace
 * @generation: differs from the one before
 * @batch_ms: least time between two sends
 * @profile: the default profile
 * @rcu: readers without the namespace's lock hold RCU
 */
struct nthrottle_ruleset {
	u32 generation;
	u32 batch_ms;
	struct nthrottle_profile profile;
	struct rcu_head rcu;
};

void nthrottle_profile_derive(struct nthrottle_profile *p);
struct nthrottle_ruleset *nthrottle_ruleset_new(u32 threshold_ms);
struct nthrottle_ruleset *
nthrottle_ruleset_clone(const struct nthrottle_ruleset *old);

#endif /* NTHROTTLE_PROFILE_H */
