// SPDX-License-Identifier: GPL-2.0
/*
 * The generic netlink family. The contract is
 * Documentation/netlink/specs/nthrottle.yaml.
 */
#include <linux/module.h>

#include "genl.h"

/**
 * nthrottle_genl_no_filter() - refuse attributes in the request of a dump
 * @cb: the dump, which begins
 *
 * They have a meaning for single objects only, and may get one here later.
 *
 * Return: 0, or -EINVAL with the extack set.
 */
int nthrottle_genl_no_filter(struct netlink_callback *cb)
{
	if (nlmsg_attrlen(cb->nlh, GENL_HDRLEN) <= 0)
		return 0;
	NL_SET_ERR_MSG(cb->extack, "a dump takes no attributes");
	return -EINVAL;
}

/* For operations without attributes: refuse them all. */
static const struct nla_policy no_policy[] = {
	[1] = { .type = NLA_REJECT,
		.reject_message = "this operation takes no attributes" },
};

static const struct genl_ops ops[] = {
	{
		.cmd = NTHROTTLE_CMD_CONFIG_GET,
		.doit = nthrottle_config_get_doit,
	},
	{
		.cmd = NTHROTTLE_CMD_CONFIG_SET,
		.flags = GENL_UNS_ADMIN_PERM,
		.policy = nthrottle_config_policy,
		.maxattr = ARRAY_SIZE(nthrottle_config_policy) - 1,
		.doit = nthrottle_config_set_doit,
	},
	{
		.cmd = NTHROTTLE_CMD_PROFILE_GET,
		.policy = nthrottle_profile_name_policy,
		.maxattr = ARRAY_SIZE(nthrottle_profile_name_policy) - 1,
		.doit = nthrottle_profile_get_doit,
		.start = nthrottle_genl_no_filter,
		.dumpit = nthrottle_profile_get_dumpit,
	},
	{
		.cmd = NTHROTTLE_CMD_PROFILE_SET,
		.flags = GENL_UNS_ADMIN_PERM,
		.policy = nthrottle_profile_policy,
		.maxattr = ARRAY_SIZE(nthrottle_profile_policy) - 1,
		.doit = nthrottle_profile_set_doit,
	},
	{
		.cmd = NTHROTTLE_CMD_DEV_GET,
		.policy = nthrottle_dev_get_policy,
		.maxattr = ARRAY_SIZE(nthrottle_dev_get_policy) - 1,
		.doit = nthrottle_dev_get_doit,
		.start = nthrottle_dev_get_start,
		.dumpit = nthrottle_dev_get_dumpit,
	},
	{
		.cmd = NTHROTTLE_CMD_STATS_GET,
		.doit = nthrottle_stats_get_doit,
	},
	{
		.cmd = NTHROTTLE_CMD_STATS_RESET,
		.flags = GENL_UNS_ADMIN_PERM,
		.doit = nthrottle_stats_reset_doit,
	},
	{
		.cmd = NTHROTTLE_CMD_FLUSH,
		.flags = GENL_UNS_ADMIN_PERM,
		.doit = nthrottle_flush_doit,
	},
	{
		.cmd = NTHROTTLE_CMD_PROFILE_NEW,
		.flags = GENL_UNS_ADMIN_PERM,
		.policy = nthrottle_profile_policy,
		.maxattr = ARRAY_SIZE(nthrottle_profile_policy) - 1,
		.doit = nthrottle_profile_new_doit,
	},
	{
		.cmd = NTHROTTLE_CMD_PROFILE_DEL,
		.flags = GENL_UNS_ADMIN_PERM,
		.policy = nthrottle_profile_name_policy,
		.maxattr = ARRAY_SIZE(nthrottle_profile_name_policy) - 1,
		.doit = nthrottle_profile_del_doit,
	},
	{
		.cmd = NTHROTTLE_CMD_RULE_GET,
		.policy = nthrottle_rule_pref_policy,
		.maxattr = ARRAY_SIZE(nthrottle_rule_pref_policy) - 1,
		.doit = nthrottle_rule_get_doit,
		.start = nthrottle_genl_no_filter,
		.dumpit = nthrottle_rule_get_dumpit,
	},
	{
		.cmd = NTHROTTLE_CMD_RULE_NEW,
		.flags = GENL_UNS_ADMIN_PERM,
		.policy = nthrottle_rule_policy,
		.maxattr = ARRAY_SIZE(nthrottle_rule_policy) - 1,
		.doit = nthrottle_rule_new_doit,
	},
	{
		.cmd = NTHROTTLE_CMD_RULE_DEL,
		.flags = GENL_UNS_ADMIN_PERM,
		.policy = nthrottle_rule_pref_policy,
		.maxattr = ARRAY_SIZE(nthrottle_rule_pref_policy) - 1,
		.doit = nthrottle_rule_del_doit,
	},
	{
		.cmd = NTHROTTLE_CMD_RULESET_SET,
		.flags = GENL_UNS_ADMIN_PERM,
		.policy = nthrottle_ruleset_policy,
		.maxattr = ARRAY_SIZE(nthrottle_ruleset_policy) - 1,
		.doit = nthrottle_ruleset_set_doit,
	},
	{
		.cmd = NTHROTTLE_CMD_DEV_RESET,
		.flags = GENL_UNS_ADMIN_PERM,
		.policy = nthrottle_dev_policy,
		.maxattr = ARRAY_SIZE(nthrottle_dev_policy) - 1,
		.doit = nthrottle_dev_reset_doit,
	},
	{
		.cmd = NTHROTTLE_CMD_HOLD,
		.flags = GENL_UNS_ADMIN_PERM,
		.policy = nthrottle_hold_policy,
		.maxattr = ARRAY_SIZE(nthrottle_hold_policy) - 1,
		.doit = nthrottle_hold_doit,
	},
	{
		.cmd = NTHROTTLE_CMD_RELEASE,
		.flags = GENL_UNS_ADMIN_PERM,
		.policy = nthrottle_release_policy,
		.maxattr = ARRAY_SIZE(nthrottle_release_policy) - 1,
		.doit = nthrottle_release_doit,
	},
	{
		.cmd = NTHROTTLE_CMD_AGENT_GET,
		.policy = nthrottle_agent_name_policy,
		.maxattr = ARRAY_SIZE(nthrottle_agent_name_policy) - 1,
		.doit = nthrottle_agent_get_doit,
		.start = nthrottle_genl_no_filter,
		.dumpit = nthrottle_agent_get_dumpit,
	},
	{
		.cmd = NTHROTTLE_CMD_AGENT_NEW,
		.flags = GENL_UNS_ADMIN_PERM,
		.policy = nthrottle_agent_new_policy,
		.maxattr = ARRAY_SIZE(nthrottle_agent_new_policy) - 1,
		.doit = nthrottle_agent_new_doit,
	},
	{
		.cmd = NTHROTTLE_CMD_AGENT_ACK,
		.flags = GENL_UNS_ADMIN_PERM,
		.policy = nthrottle_agent_ack_policy,
		.maxattr = ARRAY_SIZE(nthrottle_agent_ack_policy) - 1,
		.doit = nthrottle_agent_ack_doit,
	},
	{
		.cmd = NTHROTTLE_CMD_AGENT_DEL,
		.flags = GENL_UNS_ADMIN_PERM,
		.policy = nthrottle_agent_name_policy,
		.maxattr = ARRAY_SIZE(nthrottle_agent_name_policy) - 1,
		.doit = nthrottle_agent_del_doit,
	},
};

static const struct genl_multicast_group groups[] = {
	[NTHROTTLE_GROUP_EVENTS] = { .name = NTHROTTLE_MCGRP_EVENTS },
	[NTHROTTLE_GROUP_CONFIG] = { .name = NTHROTTLE_MCGRP_CONFIG },
	[NTHROTTLE_GROUP_AGENTS] = { .name = NTHROTTLE_MCGRP_AGENTS },
};

struct genl_family nthrottle_family __ro_after_init = {
	.name = NTHROTTLE_FAMILY_NAME,
	.version = NTHROTTLE_FAMILY_VERSION,
	.module = THIS_MODULE,
	.netnsok = true,
	.parallel_ops = true,
	.policy = no_policy,
	.maxattr = ARRAY_SIZE(no_policy) - 1,
	.ops = ops,
	.n_ops = ARRAY_SIZE(ops),
	.mcgrps = groups,
	.n_mcgrps = ARRAY_SIZE(groups),
};

/**
 * nthrottle_genl_init() - register the family
 *
 * Return: 0 or a negative error.
 */
int __init nthrottle_genl_init(void)
{
	return genl_register_family(&nthrottle_family);
}

/**
 * nthrottle_genl_exit() - unregister it; nothing may be sent any more
 */
void nthrottle_genl_exit(void)
{
	genl_unregister_family(&nthrottle_family);
}
