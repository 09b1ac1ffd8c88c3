// SPDX-License-Identifier: GPL-2.0
/* Object rule: which profile an interface gets. */
#include <net/sock.h>

#include "genl.h"

const struct nla_policy nthrottle_rule_policy[NTHROTTLE_A_RULE_MAX + 1] = {
	[NTHROTTLE_A_RULE_PREF] = { .type = NLA_U32 },
	[NTHROTTLE_A_RULE_NAME] = { .type = NLA_NUL_STRING },
	[NTHROTTLE_A_RULE_KIND] = { .type = NLA_NUL_STRING },
	[NTHROTTLE_A_RULE_PROFILE] = { .type = NLA_NUL_STRING },
};

const struct nla_policy
nthrottle_rule_pref_policy[NTHROTTLE_A_RULE_PREF + 1] = {
	[NTHROTTLE_A_RULE_PREF] = { .type = NLA_U32 },
};

static struct nthrottle_rule *find(struct nthrottle_ruleset *rs,
				   struct genl_info *info)
{
	const struct nlattr *pref = info->attrs[NTHROTTLE_A_RULE_PREF];
	struct nthrottle_rule *rule;
	int err;

	if (!pref) {
		NL_SET_ERR_MSG(info->extack, "pref is missing: which rule?");
		return ERR_PTR(-EINVAL);
	}
	rule = nthrottle_ruleset_rule(rs, nla_get_u32(pref));
	if (rule)
		return rule;
	err = nthrottle_genl_refuse(info->extack, pref, -ENOENT,
				    "pref: there is no rule with pref %u",
				    nla_get_u32(pref));
	return ERR_PTR(err);
}

static size_t rule_size(void)
{
	return nla_total_size(sizeof(u32)) +
	       nla_total_size(NTHROTTLE_GLOB_SIZE) +
	       2 * nla_total_size(NTHROTTLE_NAME_SIZE);
}

static int rule_fill(struct sk_buff *skb, const struct nthrottle_ruleset *rs,
		     const struct nthrottle_rule *rule)
{
	if (nla_put_u32(skb, NTHROTTLE_A_RULE_PREF, rule->pref) ||
	    (rule->name[0] &&
	     nla_put_string(skb, NTHROTTLE_A_RULE_NAME, rule->name)) ||
	    (rule->kind[0] &&
	     nla_put_string(skb, NTHROTTLE_A_RULE_KIND, rule->kind)) ||
	    nla_put_string(skb, NTHROTTLE_A_RULE_PROFILE,
			   rs->profiles[rule->profile].name))
		return -EMSGSIZE;
	return 0;
}

int nthrottle_rule_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nthrottle_net *nn = nthrottle_net(genl_info_net(info));
	struct nthrottle_ruleset *rs;
	struct nthrottle_rule *rule;
	struct sk_buff *msg;
	void *hdr;
	int err;

	msg = nthrottle_genl_reply(info, rule_size(), NTHROTTLE_CMD_RULE_GET,
				   &hdr);
	if (!msg)
		return -ENOMEM;
	rcu_read_lock();
	rs = rcu_dereference(nn->ruleset);
	rule = find(rs, info);
	err = IS_ERR(rule) ? PTR_ERR(rule) : rule_fill(msg, rs, rule);
	rcu_read_unlock();
	return nthrottle_genl_send(msg, hdr, info, err);
}

static int rule_dump_one(struct sk_buff *skb, struct netlink_callback *cb,
			 const struct nthrottle_ruleset *rs,
			 const struct nthrottle_rule *rule)
{
	void *hdr = nthrottle_genl_dump_begin(skb, cb,
					      NTHROTTLE_CMD_RULE_GET);

	return nthrottle_genl_dump_end(skb, hdr,
				       hdr ? rule_fill(skb, rs, rule) : 0);
}

/* Who changes the rules meanwhile makes the dump an interrupted one. */
int nthrottle_rule_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct nthrottle_net *nn = nthrottle_net(sock_net(skb->sk));
	const struct nthrottle_ruleset *rs;

	rcu_read_lock();
	rs = rcu_dereference(nn->ruleset);
	cb->seq = rs->generation + !rs->generation;
	for (; cb->args[0] < rs->n_rules; cb->args[0]++)
		if (rule_dump_one(skb, cb, rs, &rs->rules[cb->args[0]]))
			break;
	rcu_read_unlock();
	return skb->len;
}

static int take_glob(const struct nlattr *attr, char *to, size_t size,
		     const char *what, struct netlink_ext_ack *extack)
{
	if (!attr)
		return 0;
	if (!nthrottle_glob_valid(nla_data(attr), size))
		return nthrottle_genl_refuse(extack, attr, -ERANGE,
					     "%s must be 1 to %zu characters without blanks",
					     what, size - 1);
	strscpy(to, nla_data(attr), size);
	return 0;
}

static int take_profile(const struct nlattr *attr, struct nthrottle_ruleset *rs,
			struct nthrottle_rule *rule,
			struct netlink_ext_ack *extack)
{
	const struct nthrottle_profile *p;

	if (!attr)
		return nthrottle_genl_refuse(extack, NULL, -EINVAL,
					     "a rule needs a profile");
	p = nthrottle_ruleset_profile(rs, nla_data(attr));
	if (!p)
		return nthrottle_genl_refuse(extack, attr, -ENOENT,
					     "profile: no such profile: %.40s",
					     (const char *)nla_data(attr));
	rule->profile = p - rs->profiles;
	return 0;
}

/**
 * nthrottle_rule_parse_new() - make a rule from a request
 * @attrs: the attributes
 * @rs: the ruleset to change, with room
 * @extack: for the reason if it is refused
 *
 * Return: 0 or a negative error.
 */
int nthrottle_rule_parse_new(struct nlattr *const *attrs,
			     struct nthrottle_ruleset *rs,
			     struct netlink_ext_ack *extack)
{
	const struct nlattr *pref = attrs[NTHROTTLE_A_RULE_PREF];
	struct nthrottle_rule rule = {};
	int err;

	if (!pref)
		return nthrottle_genl_refuse(extack, NULL, -EINVAL,
					     "a rule needs a pref");
	rule.pref = nla_get_u32(pref);
	err = take_glob(attrs[NTHROTTLE_A_RULE_NAME], rule.name,
			sizeof(rule.name), "name", extack) ?:
	      take_glob(attrs[NTHROTTLE_A_RULE_KIND], rule.kind,
			sizeof(rule.kind), "kind", extack) ?:
	      take_profile(attrs[NTHROTTLE_A_RULE_PROFILE], rs, &rule, extack);
	if (err)
		return err;
	if (nthrottle_ruleset_rule(rs, rule.pref))
		return nthrottle_genl_refuse(extack, pref, -EEXIST,
					     "pref: a rule with pref %u exists already",
					     rule.pref);
	if (rs->n_rules >= NTHROTTLE_RULES_MAX)
		return nthrottle_genl_refuse(extack, NULL, -ENOSPC,
					     "at most %u rules may exist",
					     NTHROTTLE_RULES_MAX);
	nthrottle_ruleset_add_rule(rs, &rule);
	return 0;
}

int nthrottle_rule_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nthrottle_net *nn = nthrottle_net(genl_info_net(info));
	struct nthrottle_ruleset *rs = nthrottle_ruleset_begin(nn, info, 0, 1);
	struct nthrottle_rule rule;
	u32 pref;
	int err;

	if (IS_ERR(rs))
		return PTR_ERR(rs);
	err = nthrottle_rule_parse_new(info->attrs, rs, info->extack);
	if (err) {
		nthrottle_ruleset_abort(nn, rs);
		return err;
	}
	pref = nla_get_u32(info->attrs[NTHROTTLE_A_RULE_PREF]);
	rule = *nthrottle_ruleset_rule(rs, pref);
	nthrottle_ruleset_commit(nn, rs, &(struct nthrottle_change){
		.rule = &rule,
	});
	return 0;
}

int nthrottle_rule_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nthrottle_net *nn = nthrottle_net(genl_info_net(info));
	struct nthrottle_ruleset *rs = nthrottle_ruleset_begin(nn, info, 0, 0);
	struct nthrottle_rule *found, rule;

	if (IS_ERR(rs))
		return PTR_ERR(rs);
	found = find(rs, info);
	if (IS_ERR(found)) {
		nthrottle_ruleset_abort(nn, rs);
		return PTR_ERR(found);
	}
	rule = *found;
	nthrottle_ruleset_del_rule(rs, found);
	nthrottle_ruleset_commit(nn, rs, &(struct nthrottle_change){
		.rule = &rule,
	});
	return 0;
}
