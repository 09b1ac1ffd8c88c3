// SPDX-License-Identifier: GPL-2.0
/* Every operation, with values that are fine, and who may do it. */
#include <errno.h>
#include <stdlib.h>

#include <netlink/attr.h>
#include <netlink/genl/ctrl.h>

#include "perm.h"
#include "since.h"

#define PREF 7

/* Of the last hold that began, if one did; otherwise somebody else's. */
static __u64 hold_id;

/* What those who may only look find, and what others must not change. */
int perm_prepare(struct client *c)
{
	struct agent a;
	__u64 id;

	rule_del(c, PREF);
	return rule_make(c, PREF, "perm*", NULL, "default") ?:
	       agent_replace(c, PERM_AGENT, &a) ?: hold_begin(c, 0, &id);
}

int perm_undo(struct client *c)
{
	return rule_del(c, PREF) ?: agent_del(c, PERM_AGENT);
}

static int try_profile_get(struct client *c)
{
	struct profile p;

	return profile_get(c, &p);
}

static int try_profile_set(struct client *c)
{
	return profile_set(c, &(struct profile){ 500, 0, 3, EVENT_ALL, 0 });
}

static int try_profile_new(struct client *c)
{
	return profile_do(c, NTHROTTLE_CMD_PROFILE_NEW, "p", 0);
}

static int try_profile_del(struct client *c)
{
	return profile_do(c, NTHROTTLE_CMD_PROFILE_DEL, "p", 0);
}

static int dump(struct client *c, int cmd)
{
	return chan_call(&c->chan, client_msg(c, cmd, NLM_F_DUMP), NULL, NULL);
}

static int try_profile_dump(struct client *c)
{
	return dump(c, NTHROTTLE_CMD_PROFILE_GET);
}

static int try_config_get(struct client *c)
{
	struct config cfg;

	return config_get(c, &cfg);
}

static int try_config_set(struct client *c)
{
	return config_set_batch(c, 7);
}

static int try_rule_get(struct client *c)
{
	struct nl_msg *msg = client_msg(c, NTHROTTLE_CMD_RULE_GET, 0);

	nla_put_u32(msg, NTHROTTLE_A_RULE_PREF, PREF);
	return chan_call(&c->chan, msg, NULL, NULL);
}

static int try_rule_dump(struct client *c)
{
	return dump(c, NTHROTTLE_CMD_RULE_GET);
}

static int try_rule_new(struct client *c)
{
	return rule_make(c, PREF + 1, "x*", NULL, "default");
}

static int try_rule_del(struct client *c)
{
	return rule_del(c, PREF);
}

static int try_ruleset_set(struct client *c)
{
	return chan_call(&c->chan, ruleset_msg(c, 0), NULL, NULL);
}

static int try_dev_get(struct client *c)
{
	struct dev d;

	return dev_get(c, 1, &d);
}

/* Both kinds of it. */
static int try_dev_dump(struct client *c)
{
	struct since n;
	int err = since_get(c, 0, NO_INSTANCE, &n);

	since_free(&n);
	return err ?: dump(c, NTHROTTLE_CMD_DEV_GET);
}

static int try_dev_reset(struct client *c)
{
	return dev_reset(c, 1);
}

static int try_stats_get(struct client *c)
{
	struct stats s;

	return stats_get(c, &s);
}

static int try_stats_reset(struct client *c)
{
	return client_do(c, NTHROTTLE_CMD_STATS_RESET);
}

static int try_flush(struct client *c)
{
	return client_do(c, NTHROTTLE_CMD_FLUSH);
}

static int try_hold(struct client *c)
{
	return hold_begin(c, 1000, &hold_id);
}

static int try_release(struct client *c)
{
	return hold_release(c, hold_id ?: 1);
}

static int try_agent_get(struct client *c)
{
	struct agent a;

	return agent_get(c, PERM_AGENT, &a);
}

static int try_agent_dump(struct client *c)
{
	return dump(c, NTHROTTLE_CMD_AGENT_GET);
}

static int try_agent_new(struct client *c)
{
	struct agent a;

	return agent_replace(c, PERM_AGENT, &a);
}

static int try_agent_ack(struct client *c)
{
	return agent_beat(c, PERM_AGENT);
}

static int try_agent_del(struct client *c)
{
	return agent_del(c, PERM_AGENT);
}

static int join(__u32 group)
{
	struct chan chan;
	int err = chan_open(&chan, NETLINK_GENERIC);

	err = err ?: nl_socket_add_membership(chan.sk, group);
	chan_close(&chan);
	return err;
}

static int try_events(struct client *c)
{
	return join(c->group);
}

static int try_config(struct client *c)
{
	return join(c->config_group);
}

static int try_agents(struct client *c)
{
	return join(c->agents_group);
}

#define OPEN	{ 0, 0, 0, 0 }
#define ADMIN	{ 0, 0, -EPERM, -EPERM }
#define DO(name, CMD, answer, try) \
	{ name, NTHROTTLE_CMD_##CMD, false, answer, try }
#define DUMP(name, CMD, answer, try) \
	{ name, NTHROTTLE_CMD_##CMD, true, answer, try }
#define GROUP(name, answer, try) { name, 0, false, answer, try }

/* In an order in which all of them work for who may do everything. */
const struct row_of_perm perm_table[] = {
	DO("config-get", CONFIG_GET, OPEN, try_config_get),
	DO("config-set", CONFIG_SET, ADMIN, try_config_set),
	DO("profile-get", PROFILE_GET, OPEN, try_profile_get),
	DUMP("profile-get", PROFILE_GET, OPEN, try_profile_dump),
	DO("profile-set", PROFILE_SET, ADMIN, try_profile_set),
	DO("profile-new", PROFILE_NEW, ADMIN, try_profile_new),
	DO("profile-del", PROFILE_DEL, ADMIN, try_profile_del),
	DO("rule-get", RULE_GET, OPEN, try_rule_get),
	DUMP("rule-get", RULE_GET, OPEN, try_rule_dump),
	DO("rule-new", RULE_NEW, ADMIN, try_rule_new),
	DO("rule-del", RULE_DEL, ADMIN, try_rule_del),
	DO("ruleset-set", RULESET_SET, ADMIN, try_ruleset_set),
	DO("dev-get", DEV_GET, OPEN, try_dev_get),
	DUMP("dev-get", DEV_GET, OPEN, try_dev_dump),
	DO("dev-reset", DEV_RESET, ADMIN, try_dev_reset),
	DO("stats-get", STATS_GET, OPEN, try_stats_get),
	DO("stats-reset", STATS_RESET, ADMIN, try_stats_reset),
	DO("flush", FLUSH, ADMIN, try_flush),
	DO("hold", HOLD, ADMIN, try_hold),
	DO("release", RELEASE, ADMIN, try_release),
	DO("agent-get", AGENT_GET, OPEN, try_agent_get),
	DUMP("agent-get", AGENT_GET, OPEN, try_agent_dump),
	DO("agent-new", AGENT_NEW, ADMIN, try_agent_new),
	DO("agent-ack", AGENT_ACK, ADMIN, try_agent_ack),
	DO("agent-del", AGENT_DEL, ADMIN, try_agent_del),
	GROUP("events", OPEN, try_events),
	GROUP("config", OPEN, try_config),
	GROUP("agents", OPEN, try_agents),
};

const unsigned int perm_rows = sizeof(perm_table) / sizeof(*perm_table);
