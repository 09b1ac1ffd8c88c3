// SPDX-License-Identifier: GPL-2.0
/* The attributes of what is configured, of holds and agents: as in the spec. */
#include <linux/nthrottle.h>

#include "model.h"

#define PROFILE(type, key, member, ...) \
	NT_ATTR(nt_profile, PROFILE_##type, key, member, __VA_ARGS__)

static const struct nt_attr profile_attrs[] = {
	PROFILE(NAME, "name", name, NT_STRING),
	PROFILE(THRESHOLD_MS, "threshold-ms", threshold_ms, NT_U32),
	PROFILE(THRESHOLD_MAX_MS, "threshold-max-ms", threshold_max_ms,
		NT_U32),
	PROFILE(BURST, "burst", burst, NT_U32),
	PROFILE(EVENTS, "events", events, NT_U32, .names = &nt_event_names),
	PROFILE(URGENT, "urgent", urgent, NT_U32, .names = &nt_event_names),
	PROFILE(UPDELAY_MS, "updelay-ms", updelay_ms, NT_U32),
	PROFILE(DOWNDELAY_MS, "downdelay-ms", downdelay_ms, NT_U32),
	PROFILE(DAMP, "damp", damp, NT_U32, .names = &nt_damp_names),
	PROFILE(HALF_LIFE_MS, "half-life-ms", half_life_ms, NT_U32),
	PROFILE(SUPPRESS, "suppress", suppress, NT_U32),
	PROFILE(REUSE, "reuse", reuse, NT_U32),
	PROFILE(MAX_SUPPRESS_MS, "max-suppress-ms", max_suppress_ms, NT_U32),
	PROFILE(PENALTY, "penalty", penalty, NT_U32),
	PROFILE(RESTART_PENALTY, "restart-penalty", restart_penalty, NT_U32),
	{ }
};

NT_SET(nt_profile, profile_attrs);

#define RULE(type, key, member, kind) \
	NT_ATTR(nt_rule, RULE_##type, key, member, kind)

static const struct nt_attr rule_attrs[] = {
	RULE(PREF, "pref", pref, NT_U32),
	RULE(NAME, "name", name, NT_STRING),
	RULE(KIND, "kind", kind, NT_STRING),
	RULE(PROFILE, "profile", profile, NT_STRING),
	{ }
};

NT_SET(nt_rule, rule_attrs);

#define CONFIG(type, key, member, kind) \
	NT_ATTR(nt_config, CONFIG_##type, key, member, kind)

static const struct nt_attr config_attrs[] = {
	CONFIG(INSTANCE, "instance", instance, NT_U64),
	CONFIG(SEQ, "seq", seq, NT_U64),
	CONFIG(BATCH_MS, "batch-ms", batch_ms, NT_U32),
	CONFIG(INTERFACES, "interfaces", interfaces, NT_U32),
	CONFIG(PENDING, "pending", pending, NT_U32),
	CONFIG(RATE, "rate", rate, NT_U32),
	CONFIG(RATE_BURST, "rate-burst", rate_burst, NT_U32),
	CONFIG(HOLDS, "holds", holds, NT_U32),
	CONFIG(PROFILES, "profiles", profiles, NT_U32),
	CONFIG(RULES, "rules", rules, NT_U32),
	CONFIG(TOMBSTONES, "tombstones", tombstones, NT_U32),
	CONFIG(HEARTBEAT_MS, "heartbeat-ms", heartbeat_ms, NT_U32),
	CONFIG(HORIZON, "horizon", horizon, NT_U64),
	CONFIG(DELETED, "deleted", deleted, NT_U32),
	CONFIG(AGENTS, "agents", agents, NT_U32),
	{ }
};

NT_SET(nt_config, config_attrs);

#define RULESET(type, key, member, kind, set) \
	NT_ATTR(nt_ruleset, RULESET_##type, key, member, kind, .nest = &(set))

static const struct nt_attr ruleset_attrs[] = {
	RULESET(CONFIG, "config", config, NT_NEST, nt_config_attrs),
	RULESET(PROFILE, "profile", profiles, NT_NESTS, nt_profile_attrs),
	RULESET(RULE, "rule", rules, NT_NESTS, nt_rule_attrs),
	{ }
};

NT_SET(nt_ruleset, ruleset_attrs);

#define HOLD(type, key, member, ...) \
	NT_ATTR(nt_hold, HOLD_##type, key, member, __VA_ARGS__)

static const struct nt_attr hold_attrs[] = {
	HOLD(ID, "id", id, NT_U64),
	HOLD(LIMIT_MS, "limit-ms", limit_ms, NT_U32),
	HOLD(PID, "pid", pid, NT_U32),
	HOLD(COMM, "comm", comm, NT_STRING),
	HOLD(INSTANCE, "instance", instance, NT_U64),
	HOLD(BEGIN_NS, "begin-ns", begin_ns, NT_U64),
	HOLD(END_NS, "end-ns", end_ns, NT_U64),
	HOLD(END, "end", end, NT_U32, .names = &nt_hold_end_names),
	{ }
};

NT_SET(nt_hold, hold_attrs);

#define AGENT(type, key, member, ...) \
	NT_ATTR(nt_agent, AGENT_##type, key, member, __VA_ARGS__)

static const struct nt_attr agent_attrs[] = {
	AGENT(NAME, "name", name, NT_STRING),
	AGENT(INSTANCE, "instance", instance, NT_U64),
	AGENT(SEQ, "seq", seq, NT_U64),
	AGENT(DOWN_TIME_MS, "down-time-ms", down_time_ms, NT_U32),
	AGENT(PID, "pid", pid, NT_U32),
	AGENT(COMM, "comm", comm, NT_STRING),
	AGENT(STATE, "state", state, NT_U32, .names = &nt_agent_state_names),
	AGENT(CAUSE, "cause", cause, NT_U32, .names = &nt_agent_cause_names),
	AGENT(HEARTBEAT_NS, "heartbeat-ns", heartbeat_ns, NT_U64),
	AGENT(AGE_NS, "age-ns", age_ns, NT_U64),
	AGENT(LAG, "lag", lag, NT_U64),
	AGENT(REPLACE, "replace", replace, NT_FLAG),
	{ }
};

NT_SET(nt_agent, agent_attrs);
