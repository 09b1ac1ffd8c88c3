// SPDX-License-Identifier: GPL-2.0
/* The tables of attributes and names against the uapi header. */
#include <linux/nthrottle.h>

#include "../../tools/lib/model.h"
#include "check.h"

static const struct nt_set *nest(const struct nt_set *set, u16 type)
{
	return nt_attr_by_type(set, type)->nest;
}

/* No two attributes share a member. */
static void assert_apart(const struct nt_set *set)
{
	const struct nt_attr *a, *b;

	for (a = set->attrs; a->key; a++)
		for (b = set->attrs; b < a; b++)
			assert_true(a->offset != b->offset &&
				    a->type != b->type);
}

/* The tables know every attribute of the uapi header; the first is padding. */
static void tables_are_complete(void **state)
{
	const struct {
		const struct nt_set *set;
		unsigned int first, last;
	} cases[] = {
		{ &nt_dev_attrs, NTHROTTLE_A_DEV_INSTANCE, NTHROTTLE_A_DEV_MAX },
		{ &nt_profile_attrs, NTHROTTLE_A_PROFILE_NAME,
		  NTHROTTLE_A_PROFILE_MAX },
		{ &nt_config_attrs, NTHROTTLE_A_CONFIG_INSTANCE,
		  NTHROTTLE_A_CONFIG_MAX },
		{ &nt_stats_attrs, NTHROTTLE_A_STATS_INSTANCE,
		  NTHROTTLE_A_STATS_MAX },
		{ &nt_rule_attrs, NTHROTTLE_A_RULE_PREF, NTHROTTLE_A_RULE_MAX },
		{ &nt_hold_attrs, NTHROTTLE_A_HOLD_ID, NTHROTTLE_A_HOLD_MAX },
		{ &nt_agent_attrs, NTHROTTLE_A_AGENT_NAME,
		  NTHROTTLE_A_AGENT_MAX },
		{ &nt_ruleset_attrs, NTHROTTLE_A_RULESET_CONFIG,
		  NTHROTTLE_A_RULESET_MAX },
		{ nest(&nt_dev_attrs, NTHROTTLE_A_DEV_PENDING),
		  NTHROTTLE_A_PENDING_EVENTS, NTHROTTLE_A_PENDING_MAX },
		{ nest(&nt_dev_attrs, NTHROTTLE_A_DEV_COUNTERS),
		  NTHROTTLE_A_COUNTERS_EVENTS, NTHROTTLE_A_COUNTERS_MAX },
		{ nest(&nt_dev_attrs, NTHROTTLE_A_DEV_DAMPING),
		  NTHROTTLE_A_DAMPING_PENALTY, NTHROTTLE_A_DAMPING_MAX },
		{ nest(&nt_stats_attrs, NTHROTTLE_A_STATS_BY_WHY),
		  NTHROTTLE_A_WHY_COUNTS_LEADING, NTHROTTLE_A_WHY_COUNTS_MAX },
	};
	unsigned int i, type;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		for (type = cases[i].first; type <= cases[i].last; type++)
			assert_non_null(nt_attr_by_type(cases[i].set, type));
		assert_apart(cases[i].set);
	}
}

static void values_have_names(void **state)
{
	static const struct {
		const struct nt_names *names;
		unsigned int value;
		const char *name;
	} cases[] = {
		{ &nt_why_names, NTHROTTLE_WHY_LEADING, "leading" },
		{ &nt_why_names, NTHROTTLE_WHY_FLUSH, "flush" },
		{ &nt_why_names, NTHROTTLE_WHY_DAMPED, "damped" },
		{ &nt_why_names, NTHROTTLE_WHY_UNDAMPED, "undamped" },
		{ &nt_gate_names, NTHROTTLE_GATE_NONE, "none" },
		{ &nt_gate_names, NTHROTTLE_GATE_THROTTLE, "throttle" },
		{ &nt_gate_names, NTHROTTLE_GATE_PACE, "pace" },
		{ &nt_gate_names, NTHROTTLE_GATE_DEBOUNCE, "debounce" },
		{ &nt_gate_names, NTHROTTLE_GATE_DAMP, "damp" },
		{ &nt_gate_names, NTHROTTLE_GATE_HOLD, "hold" },
		{ &nt_gate_names, NTHROTTLE_GATE_RATE, "rate" },
		{ &nt_damp_names, NTHROTTLE_DAMP_OFF, "off" },
		{ &nt_damp_names, NTHROTTLE_DAMP_MONITOR, "monitor" },
		{ &nt_damp_names, NTHROTTLE_DAMP_ON, "on" },
		{ &nt_hold_end_names, NTHROTTLE_HOLD_END_RELEASED, "released" },
		{ &nt_hold_end_names, NTHROTTLE_HOLD_END_CLOSED, "closed" },
		{ &nt_hold_end_names, NTHROTTLE_HOLD_END_LIMIT, "limit" },
		{ &nt_resync_names, NTHROTTLE_RESYNC_HORIZON, "horizon" },
		{ &nt_resync_names, NTHROTTLE_RESYNC_FUTURE, "future" },
		{ &nt_resync_names, NTHROTTLE_RESYNC_INSTANCE, "instance" },
		{ &nt_resync_names, NTHROTTLE_RESYNC_EVICTED, "evicted" },
		{ &nt_agent_state_names, NTHROTTLE_AGENT_STATE_UP, "up" },
		{ &nt_agent_state_names, NTHROTTLE_AGENT_STATE_DOWN, "down" },
		{ &nt_agent_cause_names, NTHROTTLE_AGENT_CAUSE_SILENT, "silent" },
		{ &nt_agent_cause_names, NTHROTTLE_AGENT_CAUSE_CLOSED, "closed" },
		{ &nt_agent_cause_names, NTHROTTLE_AGENT_CAUSE_DELETED, "deleted" },
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++)
		assert_string_equal(nt_name(cases[i].names, cases[i].value),
				    cases[i].name);
	assert_int_equal(1U << (nt_event_names.count - 1),
			 NTHROTTLE_EVENT_TYPE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tables_are_complete),
		cmocka_unit_test(values_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
