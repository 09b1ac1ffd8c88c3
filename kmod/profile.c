// SPDX-License-Identifier: GPL-2.0
/* Profiles and the ruleset. */
#include <linux/nthrottle.h>
#include <linux/slab.h>

#include "event.h"
#include "profile.h"

/**
 * nthrottle_profile_derive() - work out what the gates need
 * @p: the profile, its user's values set and checked
 */
void nthrottle_profile_derive(struct nthrottle_profile *p)
{
	struct nthrottle_throttle_params *t = &p->gates.throttle;

	t->threshold_ns = p->threshold_ms * NTHROTTLE_NS_PER_MS;
	t->threshold_max_ns = p->threshold_max_ms * NTHROTTLE_NS_PER_MS;
	/* Who never hears of birth and death can't keep a table. */
	p->events |= NTHROTTLE_EVENT_REGISTER | NTHROTTLE_EVENT_UNREGISTER;
}

/**
 * nthrottle_ruleset_new() - the ruleset that a namespace starts with
 * @threshold_ms: threshold of the default profile, in range
 *
 * Return: the ruleset, or NULL without memory.
 */
struct nthrottle_ruleset *nthrottle_ruleset_new(u32 threshold_ms)
{
	struct nthrottle_ruleset *rs = kzalloc(sizeof(*rs), GFP_KERNEL_ACCOUNT);

	if (!rs)
		return NULL;
	rs->batch_ms = NTHROTTLE_BATCH_MS_DEFAULT;
	rs->profile.threshold_ms = threshold_ms;
	rs->profile.gates.throttle.burst = NTHROTTLE_BURST_DEFAULT;
	rs->profile.events = NTHROTTLE_EVENT_ALL;
	nthrottle_profile_derive(&rs->profile);
	return rs;
}

/**
 * nthrottle_ruleset_clone() - a copy to change
 * @old: the ruleset in force
 *
 * Return: the copy, of the next generation, or NULL without memory.
 */
struct nthrottle_ruleset *
nthrottle_ruleset_clone(const struct nthrottle_ruleset *old)
{
	struct nthrottle_ruleset *rs =
		kmemdup(old, sizeof(*old), GFP_KERNEL_ACCOUNT);

	if (rs)
		rs->generation++;
	return rs;
}
