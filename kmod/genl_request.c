// SPDX-License-Identifier: GPL-2.0
/* What a request says, and why it is refused. */
#include "compat.h"
#include "genl.h"

/**
 * nthrottle_genl_refuse() - say why a request is refused
 * @extack: where to
 * @attr: the attribute to blame, or NULL
 * @err: the error
 * @format: the text, which must fit in 79 characters
 *
 * Return: @err.
 */
int nthrottle_genl_refuse(struct netlink_ext_ack *extack,
			  const struct nlattr *attr, int err,
			  const char *format, ...)
{
	char text[NETLINK_MAX_FMTMSG_LEN];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	NL_SET_ERR_MSG_FMT(extack, "%s", text);
	NL_SET_BAD_ATTR(extack, attr);
	return err;
}

/**
 * nthrottle_genl_refused() - pass on why parameters are refused
 * @extack: where to
 * @attrs: the attributes they came from
 * @why: the reason
 *
 * Return: -ERANGE.
 */
int nthrottle_genl_refused(struct netlink_ext_ack *extack,
			   struct nlattr *const *attrs,
			   const struct nthrottle_refusal *why)
{
	return nthrottle_genl_refuse(extack, attrs[why->attr], -ERANGE, "%s",
				     why->text);
}

/**
 * nthrottle_genl_params() - take parameters from a request, if they are there
 * @attrs: the attributes
 * @params: the parameters, whose attributes are u32
 * @count: how many
 * @to: the struct that they are of; those that are absent are left alone
 * @extack: for the reason if one is refused
 *
 * The ranges are checked here and not by the policy, whose refusal would name
 * neither the attribute nor the range.
 *
 * Return: 0 or -ERANGE.
 */
int nthrottle_genl_params(struct nlattr *const *attrs,
			  const struct nthrottle_param *params,
			  unsigned int count, void *to,
			  struct netlink_ext_ack *extack)
{
	const struct nthrottle_param *p = params;
	struct nthrottle_refusal why;

	for (; p < params + count; p++)
		if (attrs[p->attr] &&
		    !nthrottle_param_set(p, to, nla_get_u32(attrs[p->attr]),
					 &why))
			return nthrottle_genl_refused(extack, attrs, &why);
	return 0;
}
