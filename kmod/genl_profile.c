// SPDX-License-Identifier: GPL-2.0
/* Object profile: parameters of the gates. */
#include <net/sock.h>

#include "genl.h"

const struct nla_policy
nthrottle_profile_name_policy[NTHROTTLE_A_PROFILE_NAME + 1] = {
	[NTHROTTLE_A_PROFILE_NAME] = { .type = NLA_NUL_STRING },
};

const struct nla_policy
nthrottle_profile_policy[NTHROTTLE_A_PROFILE_MAX + 1] = {
	[NTHROTTLE_A_PROFILE_NAME] = { .type = NLA_NUL_STRING },
	[NTHROTTLE_A_PROFILE_THRESHOLD_MS] = { .type = NLA_U32 },
	[NTHROTTLE_A_PROFILE_THRESHOLD_MAX_MS] = { .type = NLA_U32 },
	[NTHROTTLE_A_PROFILE_BURST] = { .type = NLA_U32 },
	[NTHROTTLE_A_PROFILE_EVENTS] = { .type = NLA_U32 },
	[NTHROTTLE_A_PROFILE_URGENT] = { .type = NLA_U32 },
	[NTHROTTLE_A_PROFILE_UPDELAY_MS] = { .type = NLA_U32 },
	[NTHROTTLE_A_PROFILE_DOWNDELAY_MS] = { .type = NLA_U32 },
	[NTHROTTLE_A_PROFILE_DAMP] = { .type = NLA_U32 },
	[NTHROTTLE_A_PROFILE_HALF_LIFE_MS] = { .type = NLA_U32 },
	[NTHROTTLE_A_PROFILE_SUPPRESS] = { .type = NLA_U32 },
	[NTHROTTLE_A_PROFILE_REUSE] = { .type = NLA_U32 },
	[NTHROTTLE_A_PROFILE_MAX_SUPPRESS_MS] = { .type = NLA_U32 },
	[NTHROTTLE_A_PROFILE_PENALTY] = { .type = NLA_U32 },
	[NTHROTTLE_A_PROFILE_RESTART_PENALTY] = { .type = NLA_U32 },
};

static const char *name_of(struct nlattr *const *attrs)
{
	const struct nlattr *name = attrs[NTHROTTLE_A_PROFILE_NAME];

	return name ? nla_data(name) : NTHROTTLE_PROFILE_DEFAULT;
}

static int check_name(struct nlattr *const *attrs,
		      struct netlink_ext_ack *extack)
{
	if (nthrottle_name_valid(name_of(attrs), NTHROTTLE_NAME_SIZE))
		return 0;
	return nthrottle_genl_refuse(extack, attrs[NTHROTTLE_A_PROFILE_NAME],
				     -ERANGE,
				     "name must be 1 to %u characters of A-Z a-z 0-9 . - _",
				     NTHROTTLE_NAME_SIZE - 1);
}

static struct nthrottle_profile *find(struct nthrottle_ruleset *rs,
				      struct nlattr *const *attrs,
				      struct netlink_ext_ack *extack)
{
	int err = check_name(attrs, extack);
	struct nthrottle_profile *p;

	if (err)
		return ERR_PTR(err);
	p = nthrottle_ruleset_profile(rs, name_of(attrs));
	if (p)
		return p;
	err = nthrottle_genl_refuse(extack, attrs[NTHROTTLE_A_PROFILE_NAME],
				    -ENOENT, "name: no such profile: %s",
				    name_of(attrs));
	return ERR_PTR(err);
}

static size_t profile_size(void)
{
	return nla_total_size(NTHROTTLE_NAME_SIZE) +
	       NTHROTTLE_PROFILE_PARAMS * nla_total_size(sizeof(u32));
}

static int profile_fill(struct sk_buff *skb, const struct nthrottle_profile *p)
{
	const struct nthrottle_param *q = nthrottle_profile_params;

	if (nla_put_string(skb, NTHROTTLE_A_PROFILE_NAME, p->name))
		return -EMSGSIZE;
	for (; q < nthrottle_profile_params + NTHROTTLE_PROFILE_PARAMS; q++)
		if (nla_put_u32(skb, q->attr,
				*nthrottle_param_of(q, &p->params)))
			return -EMSGSIZE;
	return 0;
}

int nthrottle_profile_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nthrottle_net *nn = nthrottle_net(genl_info_net(info));
	struct nthrottle_profile *p;
	struct sk_buff *msg;
	void *hdr;
	int err;

	msg = nthrottle_genl_reply(info, profile_size(),
				   NTHROTTLE_CMD_PROFILE_GET, &hdr);
	if (!msg)
		return -ENOMEM;
	rcu_read_lock();
	p = find(rcu_dereference(nn->ruleset), info->attrs, info->extack);
	err = IS_ERR(p) ? PTR_ERR(p) : profile_fill(msg, p);
	rcu_read_unlock();
	return nthrottle_genl_send(msg, hdr, info, err);
}

static int profile_dump_one(struct sk_buff *skb, struct netlink_callback *cb,
			    const struct nthrottle_profile *p)
{
	void *hdr = nthrottle_genl_dump_begin(skb, cb,
					      NTHROTTLE_CMD_PROFILE_GET);

	return nthrottle_genl_dump_end(skb, hdr,
				       hdr ? profile_fill(skb, p) : 0);
}

int nthrottle_profile_get_dumpit(struct sk_buff *skb,
				 struct netlink_callback *cb)
{
	struct nthrottle_net *nn = nthrottle_net(sock_net(skb->sk));
	const struct nthrottle_ruleset *rs;

	rcu_read_lock();
	rs = rcu_dereference(nn->ruleset);
	cb->seq = rs->generation + !rs->generation;
	for (; cb->args[0] < rs->n_profiles; cb->args[0]++)
		if (profile_dump_one(skb, cb, &rs->profiles[cb->args[0]]))
			break;
	rcu_read_unlock();
	return skb->len;
}

/**
 * nthrottle_profile_parse() - take a profile's parameters from a request
 * @attrs: the attributes; absent ones stay
 * @p: the profile to change
 * @extack: for the reason if they are refused
 *
 * Return: 0 or a negative error.
 */
int nthrottle_profile_parse(struct nlattr *const *attrs,
			    struct nthrottle_profile *p,
			    struct netlink_ext_ack *extack)
{
	struct nthrottle_refusal why;
	int err;

	err = nthrottle_genl_params(attrs, nthrottle_profile_params,
				    NTHROTTLE_PROFILE_PARAMS, &p->params,
				    extack);
	if (err)
		return err;
	if (!nthrottle_params_check(&p->params, &why))
		return nthrottle_genl_refused(extack, attrs, &why);
	nthrottle_profile_derive(p);
	return 0;
}

static int profile_add(struct nlattr *const *attrs,
		       struct nthrottle_ruleset *rs,
		       struct netlink_ext_ack *extack)
{
	struct nthrottle_profile *p = &rs->profiles[rs->n_profiles];
	int err;

	if (rs->n_profiles >= NTHROTTLE_PROFILES_MAX)
		return nthrottle_genl_refuse(extack, NULL, -ENOSPC,
					     "at most %u profiles may exist",
					     NTHROTTLE_PROFILES_MAX);
	nthrottle_profile_init(p, name_of(attrs));
	err = nthrottle_profile_parse(attrs, p, extack);
	rs->n_profiles += !err;
	return err;
}

/**
 * nthrottle_profile_parse_new() - make a profile from a request
 * @attrs: the attributes; absent ones get their defaults
 * @rs: the ruleset to change, with room
 * @extack: for the reason if it is refused
 *
 * Return: 0 or a negative error.
 */
int nthrottle_profile_parse_new(struct nlattr *const *attrs,
				struct nthrottle_ruleset *rs,
				struct netlink_ext_ack *extack)
{
	const struct nlattr *name = attrs[NTHROTTLE_A_PROFILE_NAME];
	int err = check_name(attrs, extack);

	if (err)
		return err;
	if (!name)
		return nthrottle_genl_refuse(extack, NULL, -EINVAL,
					     "a new profile needs a name");
	if (nthrottle_ruleset_profile(rs, nla_data(name)))
		return nthrottle_genl_refuse(extack, name, -EEXIST,
					     "name: profile %s exists already",
					     name_of(attrs));
	return profile_add(attrs, rs, extack);
}

int nthrottle_profile_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nthrottle_net *nn = nthrottle_net(genl_info_net(info));
	struct nthrottle_ruleset *rs = nthrottle_ruleset_begin(nn, info, 0, 0);
	struct nthrottle_profile *p;
	int err;

	if (IS_ERR(rs))
		return PTR_ERR(rs);
	p = find(rs, info->attrs, info->extack);
	err = IS_ERR(p) ? PTR_ERR(p) :
	      nthrottle_profile_parse(info->attrs, p, info->extack);
	if (err)
		nthrottle_ruleset_abort(nn, rs);
	else
		nthrottle_ruleset_commit(nn, rs,
					 &(struct nthrottle_change){});
	return err;
}

int nthrottle_profile_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nthrottle_net *nn = nthrottle_net(genl_info_net(info));
	struct nthrottle_ruleset *rs = nthrottle_ruleset_begin(nn, info, 1, 0);
	int err;

	if (IS_ERR(rs))
		return PTR_ERR(rs);
	err = nthrottle_profile_parse_new(info->attrs, rs, info->extack);
	if (err)
		nthrottle_ruleset_abort(nn, rs);
	else
		nthrottle_ruleset_commit(nn, rs,
					 &(struct nthrottle_change){});
	return err;
}

static int profile_del(struct genl_info *info, struct nthrottle_ruleset *rs,
		       u32 *deleted)
{
	struct nthrottle_profile *p = find(rs, info->attrs, info->extack);
	const struct nlattr *name = info->attrs[NTHROTTLE_A_PROFILE_NAME];
	u32 i, place;

	if (IS_ERR(p))
		return PTR_ERR(p);
	place = p - rs->profiles;
	*deleted = place;
	if (!place)
		return nthrottle_genl_refuse(info->extack, name, -EBUSY,
					     "name: profile %s cannot be deleted",
					     p->name);
	for (i = 0; i < rs->n_rules; i++)
		if (rs->rules[i].profile == place)
			return nthrottle_genl_refuse(info->extack, name, -EBUSY,
						     "name: profile %s is used by the rule with pref %u",
						     p->name, rs->rules[i].pref);
	nthrottle_ruleset_del_profile(rs, place);
	return 0;
}

int nthrottle_profile_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nthrottle_net *nn = nthrottle_net(genl_info_net(info));
	struct nthrottle_ruleset *rs = nthrottle_ruleset_begin(nn, info, 0, 0);
	struct nthrottle_change c = {};
	int err;

	if (IS_ERR(rs))
		return PTR_ERR(rs);
	err = profile_del(info, rs, &c.deleted);
	if (err)
		nthrottle_ruleset_abort(nn, rs);
	else
		nthrottle_ruleset_commit(nn, rs, &c);
	return err;
}
