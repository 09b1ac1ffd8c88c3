// SPDX-License-Identifier: GPL-2.0
/* Object ruleset: all that can be set, and how a change of it is made. */
#include "genl.h"

const struct nla_policy
nthrottle_ruleset_policy[NTHROTTLE_A_RULESET_MAX + 1] = {
	[NTHROTTLE_A_RULESET_CONFIG] = NLA_POLICY_NESTED(nthrottle_config_policy),
	[NTHROTTLE_A_RULESET_PROFILE] = NLA_POLICY_NESTED(nthrottle_profile_policy),
	[NTHROTTLE_A_RULESET_RULE] = NLA_POLICY_NESTED(nthrottle_rule_policy),
};

/* Whoever registers a family waits for all requests that are being handled, and
 * all that come later wait for him. So no crowd may gather here, where each may
 * wait for a grace period.
 */
#define CHANGERS_MAX	8

static void unlock_rulesets(struct nthrottle_net *nn)
{
	mutex_unlock(&nn->ruleset_mutex);
	atomic_dec(&nn->changers);
}

static int lock_rulesets(struct nthrottle_net *nn, struct genl_info *info)
{
	if (atomic_inc_return(&nn->changers) > CHANGERS_MAX) {
		atomic_dec(&nn->changers);
		NL_SET_ERR_MSG(info->extack,
			       "too many change the configuration at once, try again");
		return -EBUSY;
	}
	mutex_lock(&nn->ruleset_mutex);
	nthrottle_retired_reap(&nn->retired);
	return 0;
}

/**
 * nthrottle_ruleset_begin() - begin to change the ruleset
 * @nn: the namespace
 * @info: the request
 * @profiles: room for that many more profiles
 * @rules: room for that many more rules
 *
 * Ended by nthrottle_ruleset_commit() or nthrottle_ruleset_abort().
 *
 * Return: a copy to change, or an error, with the extack set: -ENOMEM, or -EBUSY
 * if too many ask at once.
 */
struct nthrottle_ruleset *
nthrottle_ruleset_begin(struct nthrottle_net *nn, struct genl_info *info,
			u32 profiles, u32 rules)
{
	const struct nthrottle_ruleset *old;
	struct nthrottle_ruleset *rs;
	int err;

	err = lock_rulesets(nn, info);
	if (err)
		return ERR_PTR(err);
	old = rcu_dereference_protected(nn->ruleset,
					lockdep_is_held(&nn->ruleset_mutex));
	rs = nthrottle_ruleset_clone(old, profiles, rules);
	if (!rs) {
		NL_SET_ERR_MSG(info->extack,
			       "not enough memory, nothing was changed");
		unlock_rulesets(nn);
		return ERR_PTR(-ENOMEM);
	}
	return rs;
}

/**
 * nthrottle_ruleset_commit() - put the changed ruleset in force
 * @nn: the namespace
 * @rs: what nthrottle_ruleset_begin() returned
 * @c: what it changes for the interfaces
 *
 * When this returns, it is in force for every interface.
 */
void nthrottle_ruleset_commit(struct nthrottle_net *nn,
			      struct nthrottle_ruleset *rs,
			      const struct nthrottle_change *c)
{
	u64 now_ns = ktime_get_boottime_ns();
	struct nthrottle_ruleset *old;

	spin_lock_bh(&nn->lock);
	old = rcu_replace_pointer(nn->ruleset, rs,
				  lockdep_is_held(&nn->lock));
	nthrottle_queue_set_pace(&nn->queue, &rs->pace, now_ns);
	/* There may be fewer tombstones to keep, or another heartbeat. */
	nthrottle_queue_wake(&nn->queue, 0, now_ns);
	nthrottle_news_wake(nn, 0, now_ns);
	spin_unlock_bh(&nn->lock);
	nthrottle_revisit_ruleset(nn, old, c);
	nthrottle_config_notify(nn);
	nthrottle_retired_add(&nn->retired, old);
	unlock_rulesets(nn);
}

/**
 * nthrottle_ruleset_abort() - leave the ruleset as it is
 * @nn: the namespace
 * @rs: what nthrottle_ruleset_begin() returned
 */
void nthrottle_ruleset_abort(struct nthrottle_net *nn,
			     struct nthrottle_ruleset *rs)
{
	unlock_rulesets(nn);
	nthrottle_ruleset_free(rs);
}

#define NESTED_MAX	NTHROTTLE_A_PROFILE_MAX

typedef int (*parse_fn)(struct nlattr *const *attrs,
			struct nthrottle_ruleset *rs,
			struct netlink_ext_ack *extack);

/* All attributes of one type, in their order. */
static int parse_each(struct genl_info *info, struct nthrottle_ruleset *rs,
		      int type, const struct nla_policy *policy, int maxattr,
		      parse_fn parse)
{
	struct nlattr *attrs[NESTED_MAX + 1];
	struct nlattr *nla;
	int rem, err;

	BUILD_BUG_ON((int)NTHROTTLE_A_RULE_MAX > (int)NESTED_MAX ||
		     ARRAY_SIZE(nthrottle_config_policy) > NESTED_MAX);
	nlmsg_for_each_attr(nla, info->nlhdr, GENL_HDRLEN, rem) {
		if (nla_type(nla) != type)
			continue;
		err = nla_parse_nested(attrs, maxattr, nla, policy,
				       info->extack) ?:
		      parse(attrs, rs, info->extack);
		/* Of many of a kind, only the nest itself says which. */
		if (err && !info->extack->bad_attr)
			NL_SET_BAD_ATTR(info->extack, nla);
		if (err)
			return err;
	}
	return 0;
}

/* The default profile is there in any case, without a name until it is met. */
static int parse_profile(struct nlattr *const *attrs,
			 struct nthrottle_ruleset *rs,
			 struct netlink_ext_ack *extack)
{
	const struct nlattr *name = attrs[NTHROTTLE_A_PROFILE_NAME];
	struct nthrottle_profile *p = rs->profiles;

	if (p->name[0] ||
	    (name && strcmp(nla_data(name), NTHROTTLE_PROFILE_DEFAULT)))
		return nthrottle_profile_parse_new(attrs, rs, extack);
	nthrottle_profile_init(p, NTHROTTLE_PROFILE_DEFAULT);
	return nthrottle_profile_parse(attrs, p, extack);
}

static int parse_profiles(struct genl_info *info, struct nthrottle_ruleset *rs)
{
	struct nthrottle_profile *p = rs->profiles;
	int err;

	p->name[0] = '\0';
	err = parse_each(info, rs, NTHROTTLE_A_RULESET_PROFILE,
			 nthrottle_profile_policy, NTHROTTLE_A_PROFILE_MAX,
			 parse_profile);
	strscpy(p->name, NTHROTTLE_PROFILE_DEFAULT, sizeof(p->name));
	return err;
}

static int ruleset_parse(struct genl_info *info, struct nthrottle_ruleset *rs)
{
	return parse_each(info, rs, NTHROTTLE_A_RULESET_CONFIG,
			  nthrottle_config_policy,
			  ARRAY_SIZE(nthrottle_config_policy) - 1,
			  nthrottle_config_parse) ?:
	       parse_profiles(info, rs) ?:
	       parse_each(info, rs, NTHROTTLE_A_RULESET_RULE,
			  nthrottle_rule_policy, NTHROTTLE_A_RULE_MAX,
			  nthrottle_rule_parse_new);
}

static int count_nests(const struct genl_info *info, u32 *profiles, u32 *rules)
{
	const struct nlattr *nla;
	u32 configs = 0;
	int rem;

	nlmsg_for_each_attr(nla, info->nlhdr, GENL_HDRLEN, rem) {
		*profiles += nla_type(nla) == NTHROTTLE_A_RULESET_PROFILE;
		*rules += nla_type(nla) == NTHROTTLE_A_RULESET_RULE;
		configs += nla_type(nla) == NTHROTTLE_A_RULESET_CONFIG;
	}
	if (configs > 1)
		return nthrottle_genl_refuse(info->extack, NULL, -EINVAL,
					     "config is there twice");
	if (*profiles > NTHROTTLE_PROFILES_MAX + 1 ||
	    *rules > NTHROTTLE_RULES_MAX)
		return nthrottle_genl_refuse(info->extack, NULL, -ENOSPC,
					     "at most %u profiles and %u rules may exist",
					     NTHROTTLE_PROFILES_MAX,
					     NTHROTTLE_RULES_MAX);
	return 0;
}

static struct nthrottle_ruleset *ruleset_build(struct genl_info *info)
{
	u32 profiles = 1, rules = 0;
	struct nthrottle_ruleset *rs;
	int err;

	err = count_nests(info, &profiles, &rules);
	if (err)
		return ERR_PTR(err);
	rs = nthrottle_ruleset_new(NTHROTTLE_THRESHOLD_MS_DEFAULT, profiles,
				   rules);
	if (!rs) {
		NL_SET_ERR_MSG(info->extack,
			       "not enough memory, nothing was changed");
		return ERR_PTR(-ENOMEM);
	}
	err = ruleset_parse(info, rs);
	if (!err)
		return rs;
	nthrottle_ruleset_free(rs);
	return ERR_PTR(err);
}

/* It is built under the mutex, so that not everybody who asks has one waiting. */
int nthrottle_ruleset_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nthrottle_net *nn = nthrottle_net(genl_info_net(info));
	const struct nthrottle_ruleset *old;
	struct nthrottle_ruleset *rs;
	int err;

	err = lock_rulesets(nn, info);
	if (err)
		return err;
	rs = ruleset_build(info);
	if (IS_ERR(rs)) {
		unlock_rulesets(nn);
		return PTR_ERR(rs);
	}
	old = rcu_dereference_protected(nn->ruleset,
					lockdep_is_held(&nn->ruleset_mutex));
	rs->generation = old->generation + 1;
	nthrottle_ruleset_commit(nn, rs, &(struct nthrottle_change){
		.all = true,
	});
	return 0;
}
