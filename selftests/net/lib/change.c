// SPDX-License-Identifier: GPL-2.0
/* Random configuration: anything that can be changed while a storm goes on. */
#include "change.h"
#include "rules.h"
#include "storm.h"

/* Anything that can be changed, as long as it makes sense. */
static int change_profile(struct client *c, const char *name)
{
	return profile_do(c, NTHROTTLE_CMD_PROFILE_SET, name,
			  NTHROTTLE_A_PROFILE_THRESHOLD_MS, 10 + below(1000),
			  NTHROTTLE_A_PROFILE_BURST, 1 + below(5),
			  NTHROTTLE_A_PROFILE_UPDELAY_MS,
			  below(2) ? below(500) : 0,
			  NTHROTTLE_A_PROFILE_DOWNDELAY_MS,
			  below(2) ? below(500) : 0,
			  NTHROTTLE_A_PROFILE_DAMP, below(3),
			  NTHROTTLE_A_PROFILE_HALF_LIFE_MS, 100 + below(900),
			  NTHROTTLE_A_PROFILE_MAX_SUPPRESS_MS,
			  2000 + below(2000),
			  /* Two losses are enough, for none knows when it changes. */
			  NTHROTTLE_A_PROFILE_PENALTY, 1000 + below(2000),
			  NTHROTTLE_A_PROFILE_RESTART_PENALTY, below(2000),
			  NTHROTTLE_A_PROFILE_URGENT,
			  1 << below(12), 0);
}

/* Of the profiles one and two, and of rules for interfaces s1, s2, ... */
int change(struct client *c)
{
	static const char * const globs[] = { "s*", "s*[13579]", "p?", "*5*" };
	__u32 pref = below(8);
	__u64 id;

	switch (below(8)) {
	case 0:
		return change_profile(c, "default");
	case 1:
		return change_profile(c, below(2) ? "one" : "two");
	case 2:
		rule_new(c, &(struct rule){ pref, globs[below(4)],
			 below(3) ? NULL : "veth", below(2) ? "one" : "two" });
		return 0;
	case 3:
		rule_del(c, pref);
		return 0;
	case 4:
		return config_set(c, NTHROTTLE_A_CONFIG_RATE,
				  below(2) ? 0 : 200 + below(5000),
				  NTHROTTLE_A_CONFIG_BATCH_MS, below(20), 0);
	case 5:
		return hold_begin(c, 1 + below(300), &id);
	case 6:
		dev_reset(c, 1000 + below(200));
		return 0;
	default:
		return client_do(c, NTHROTTLE_CMD_FLUSH);
	}
}
