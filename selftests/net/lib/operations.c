// SPDX-License-Identifier: GPL-2.0
/* Every operation of the family, with what it needs before and what undoes it. */
#include <stdio.h>

#include <netlink/attr.h>

#include "agent.h"
#include "operations.h"
#include "perm.h"
#include "rules.h"
#include "since.h"

#define RULES 150	/* with them a ruleset is more than a page */

static __u64 hold_id;

static int profile_make(struct world *x)
{
	return profile_strict(&x->c, "p", 100);
}

static int profile_change(struct world *x)
{
	return profile_set_one(&x->c, NTHROTTLE_A_PROFILE_BURST, 2);
}

static int profile_change_back(struct world *x)
{
	return profile_set_one(&x->c, NTHROTTLE_A_PROFILE_BURST, 4);
}

static int profile_remove(struct world *x)
{
	return profile_do(&x->c, NTHROTTLE_CMD_PROFILE_DEL, "p", 0);
}

static int profile_show(struct world *x)
{
	struct profile p;

	return profile_get(&x->c, &p);
}

static int profiles_show(struct world *x)
{
	return chan_call(&x->c.chan,
			 client_msg(&x->c, NTHROTTLE_CMD_PROFILE_GET, NLM_F_DUMP),
			 NULL, NULL);
}

static int rule_add(struct world *x)
{
	return rule_make(&x->c, 5, "d*", "dummy", "default");
}

static int rule_remove(struct world *x)
{
	return rule_del(&x->c, 5);
}

static int rules_show(struct world *x)
{
	int n = rule_count(&x->c);

	return n < 0 ? n : 0;
}

static int rule_show(struct world *x)
{
	struct nl_msg *msg = client_msg(&x->c, NTHROTTLE_CMD_RULE_GET, 0);

	nla_put_u32(msg, NTHROTTLE_A_RULE_PREF, 5);
	return chan_call(&x->c.chan, msg, NULL, NULL);
}

static int set_of_rules(struct world *x)
{
	struct nl_msg *msg = ruleset_msg(&x->c, RULES);
	struct rule r = { .name = "d*", .kind = "dummy", .profile = "q" };

	ruleset_batch(msg, 9);
	ruleset_profile(msg, "q", 300, 3);
	for (r.pref = 1; r.pref <= RULES; r.pref++)
		ruleset_rule(msg, &r);
	return chan_call(&x->c.chan, msg, NULL, NULL);
}

static int set_of_none(struct world *x)
{
	return chan_call(&x->c.chan, ruleset_msg(&x->c, 0), NULL, NULL);
}

static int config_change(struct world *x)
{
	return config_set_batch(&x->c, 7);
}

static int config_change_back(struct world *x)
{
	return config_set_batch(&x->c, 5);
}

static int config_show(struct world *x)
{
	struct config cfg;

	return config_get(&x->c, &cfg);
}

static int stats_show(struct world *x)
{
	struct stats s;

	return stats_get(&x->c, &s);
}

static int dev_show(struct world *x)
{
	struct dev d;

	return dev_get(&x->c, 1, &d);
}

static void ignore(const struct dev *d, void *arg)
{
	(void)d;
	(void)arg;
}

static int devs_show(struct world *x)
{
	return dev_dump(&x->c, ignore, NULL);
}

static int since_show(struct world *x)
{
	struct since s;
	int err = since_get(&x->c, 0, NO_INSTANCE, &s);

	since_free(&s);
	return err;
}

static int agent_make(struct world *x)
{
	struct agent a;

	return agent_new(&x->c, "a", 0, &a);
}

static int agent_acks(struct world *x)
{
	return agent_beat(&x->c, "a");
}

static int agent_show(struct world *x)
{
	struct agent a;

	return agent_get(&x->c, "a", &a);
}

static int agents_show(struct world *x)
{
	int n = agent_count(&x->c);

	return n < 0 ? n : 0;
}

static int agent_remove(struct world *x)
{
	return agent_del(&x->c, "a");
}

static int hold_make(struct world *x)
{
	return hold_begin(&x->c, 10000, &hold_id);
}

static int hold_end(struct world *x)
{
	return hold_release(&x->c, hold_id);
}

static int flush(struct world *x)
{
	return client_do(&x->c, NTHROTTLE_CMD_FLUSH);
}

static int dev_forget(struct world *x)
{
	return dev_reset(&x->c, 1);
}

static int stats_forget(struct world *x)
{
	return client_do(&x->c, NTHROTTLE_CMD_STATS_RESET);
}

#define DO(name, CMD) name, NTHROTTLE_CMD_##CMD, false
#define DUMP(name, CMD) name, NTHROTTLE_CMD_##CMD, true

const struct op ops[] = {
	{ DO("profile-new", PROFILE_NEW), NULL, profile_make, profile_remove, 2, true },
	{ DO("profile-set", PROFILE_SET), NULL, profile_change, profile_change_back, 2, true },
	{ DO("profile-del", PROFILE_DEL), profile_make, profile_remove, NULL, 2, true },
	{ DO("profile-get", PROFILE_GET), NULL, profile_show, NULL, 1, false },
	{ DUMP("profile-get, all", PROFILE_GET), NULL, profiles_show, NULL, 0, false },
	{ DO("rule-new", RULE_NEW), NULL, rule_add, rule_remove, 2, true },
	{ DO("rule-del", RULE_DEL), rule_add, rule_remove, NULL, 2, true },
	{ DO("rule-get", RULE_GET), rule_add, rule_show, rule_remove, 1, false },
	{ DUMP("rule-get, all", RULE_GET), NULL, rules_show, NULL, 0, false },
	{ DO("ruleset-set", RULESET_SET), NULL, set_of_rules, set_of_none, 3, true },
	{ DO("config-set", CONFIG_SET), NULL, config_change, config_change_back, 2, true },
	{ DO("config-get", CONFIG_GET), NULL, config_show, NULL, 1, false },
	{ DO("stats-get", STATS_GET), NULL, stats_show, NULL, 1, false },
	{ DO("stats-reset", STATS_RESET), NULL, stats_forget, NULL, 0, false },
	{ DO("dev-get", DEV_GET), NULL, dev_show, NULL, 1, false },
	{ DUMP("dev-get, all", DEV_GET), NULL, devs_show, NULL, 0, false },
	{ DUMP("dev-get, since", DEV_GET), NULL, since_show, NULL, 0, false },
	{ DO("dev-reset", DEV_RESET), NULL, dev_forget, NULL, 0, false },
	{ DO("agent-new", AGENT_NEW), NULL, agent_make, agent_remove, 1, false },
	{ DO("agent-ack", AGENT_ACK), agent_make, agent_acks, agent_remove, 0, false },
	{ DO("agent-get", AGENT_GET), agent_make, agent_show, agent_remove, 1, false },
	{ DUMP("agent-get, all", AGENT_GET), agent_make, agents_show, agent_remove, 0, false },
	{ DO("agent-del", AGENT_DEL), agent_make, agent_remove, NULL, 0, false },
	{ DO("hold", HOLD), NULL, hold_make, hold_end, 2, true },
	{ DO("release", RELEASE), hold_make, hold_end, NULL, 0, true },
	{ DO("flush", FLUSH), NULL, flush, NULL, 0, false },
};

const unsigned int n_ops = sizeof(ops) / sizeof(*ops);

static bool is_here(const struct row_of_perm *row)
{
	unsigned int i;

	for (i = 0; i < n_ops; i++)
		if (ops[i].cmd == row->cmd && ops[i].dump == row->dump)
			return true;
	return false;
}

/* How many are missing of those in the table of permissions, which has all that the
 * kernel knows. Says which.
 */
int ops_missing(void)
{
	const struct row_of_perm *row;
	int n = 0;

	for (row = perm_table; row < perm_table + perm_rows; row++) {
		if (!row->cmd || is_here(row))
			continue;
		n++;
		fprintf(stderr, "# not tried: %s of %s\n", row->dump ? "dump" : "do",
			row->name);
	}
	return n;
}
