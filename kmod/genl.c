// SPDX-License-Identifier: GPL-2.0
/*
 * The generic netlink family. The contract is
 * Documentation/netlink/specs/nthrottle.yaml.
 */
#include <linux/if.h>
#include <linux/module.h>
#include <linux/slab.h>

#include "genl.h"
#include "revisit.h"

/**
 * nthrottle_genl_begin() - begin to change the ruleset
 * @nn: the namespace
 * @info: the request
 *
 * Ended by nthrottle_genl_commit() or nthrottle_genl_abort().
 *
 * Return: a copy to change, or NULL without memory, with the extack set.
 */
struct nthrottle_ruleset *
nthrottle_genl_begin(struct nthrottle_net *nn, struct genl_info *info)
{
	const struct nthrottle_ruleset *old;
	struct nthrottle_ruleset *rs;

	mutex_lock(&nn->ruleset_mutex);
	old = rcu_dereference_protected(nn->ruleset,
					lockdep_is_held(&nn->ruleset_mutex));
	rs = nthrottle_ruleset_clone(old);
	if (!rs) {
		NL_SET_ERR_MSG(info->extack, "not enough memory, nothing was changed");
		mutex_unlock(&nn->ruleset_mutex);
	}
	return rs;
}

/**
 * nthrottle_genl_commit() - put the changed ruleset in force
 * @nn: the namespace
 * @rs: what nthrottle_genl_begin() returned
 * @revisit: due times depend on what was changed
 */
void nthrottle_genl_commit(struct nthrottle_net *nn,
			   struct nthrottle_ruleset *rs, bool revisit)
{
	struct nthrottle_ruleset *old;

	spin_lock_bh(&nn->lock);
	old = rcu_replace_pointer(nn->ruleset, rs,
				  lockdep_is_held(&nn->lock));
	if (revisit)
		nthrottle_revisit_start(nn, false);
	spin_unlock_bh(&nn->lock);
	mutex_unlock(&nn->ruleset_mutex);
	kfree_rcu(old, rcu);
}

/**
 * nthrottle_genl_abort() - leave the ruleset as it is
 * @nn: the namespace
 * @rs: what nthrottle_genl_begin() returned
 */
void nthrottle_genl_abort(struct nthrottle_net *nn,
			  struct nthrottle_ruleset *rs)
{
	mutex_unlock(&nn->ruleset_mutex);
	kfree(rs);
}

/**
 * nthrottle_genl_reply() - begin a reply
 * @info: the request
 * @size: most that the attributes need, in bytes
 * @cmd: the operation
 * @hdr: set to what nthrottle_genl_send() wants back
 *
 * Return: the message, or NULL without memory.
 */
struct sk_buff *nthrottle_genl_reply(struct genl_info *info, size_t size,
				     u8 cmd, void **hdr)
{
	struct sk_buff *msg = genlmsg_new(size, GFP_KERNEL);

	if (!msg)
		return NULL;
	*hdr = genlmsg_put_reply(msg, info, &nthrottle_family, 0, cmd);
	if (*hdr)
		return msg;
	nlmsg_free(msg);
	return NULL;
}

/**
 * nthrottle_genl_send() - end a reply
 * @msg: the message; sent or freed
 * @hdr: what nthrottle_genl_reply() set
 * @info: the request
 * @err: what filling it returned
 *
 * Return: 0 or a negative error.
 */
int nthrottle_genl_send(struct sk_buff *msg, void *hdr, struct genl_info *info,
			int err)
{
	if (err) {
		nlmsg_free(msg);
		return err;
	}
	genlmsg_end(msg, hdr);
	return genlmsg_reply(msg, info);
}

/**
 * nthrottle_genl_check_name() - check the length of a name, if it is there
 * @info: the request
 * @attr: the attribute's number
 *
 * Return: 0, or -ERANGE with the extack set.
 */
int nthrottle_genl_check_name(struct genl_info *info, int attr)
{
	const struct nlattr *name = info->attrs[attr];
	size_t len = name ? strlen(nla_data(name)) : 1;

	BUILD_BUG_ON(IFNAMSIZ != 16 || NTHROTTLE_PROFILE_NAME_MAX != 15);
	if (len >= 1 && len < IFNAMSIZ)
		return 0;
	NL_SET_ERR_MSG_ATTR(info->extack, name,
			    "name must be 1 to 15 characters long");
	return -ERANGE;
}

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
		.maxattr = NTHROTTLE_A_CONFIG_BATCH_MS,
		.doit = nthrottle_config_set_doit,
	},
	{
		.cmd = NTHROTTLE_CMD_PROFILE_GET,
		.policy = nthrottle_profile_get_policy,
		.maxattr = NTHROTTLE_A_PROFILE_NAME,
		.doit = nthrottle_profile_get_doit,
		.start = nthrottle_profile_get_start,
		.dumpit = nthrottle_profile_get_dumpit,
	},
	{
		.cmd = NTHROTTLE_CMD_PROFILE_SET,
		.flags = GENL_UNS_ADMIN_PERM,
		.policy = nthrottle_profile_set_policy,
		.maxattr = NTHROTTLE_A_PROFILE_MAX,
		.doit = nthrottle_profile_set_doit,
	},
	{
		.cmd = NTHROTTLE_CMD_DEV_GET,
		.policy = nthrottle_dev_policy,
		.maxattr = NTHROTTLE_A_DEV_NAME,
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
};

static const struct genl_multicast_group groups[] = {
	[NTHROTTLE_GROUP_EVENTS] = { .name = NTHROTTLE_MCGRP_EVENTS },
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
