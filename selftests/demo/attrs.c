// SPDX-License-Identifier: GPL-2.0
/* Reading attributes that may be absent. */
#include <stdio.h>
#include <string.h>

#include "attrs.h"

static int on_attr(const struct nlattr *attr, void *data)
{
	struct attrs *t = data;

	if (mnl_attr_get_type(attr) < ATTRS_MAX)
		t->tb[mnl_attr_get_type(attr)] = attr;
	return MNL_CB_OK;
}

void attrs_parse(struct attrs *t, const struct nlmsghdr *nlh, size_t header)
{
	memset(t, 0, sizeof(*t));
	mnl_attr_parse(nlh, header, on_attr, t);
}

uint8_t attrs_u8(const struct attrs *t, int type)
{
	return t->tb[type] ? mnl_attr_get_u8(t->tb[type]) : 0;
}

uint32_t attrs_u32(const struct attrs *t, int type)
{
	return t->tb[type] ? mnl_attr_get_u32(t->tb[type]) : 0;
}

void attrs_string(const struct nlattr *attr, char *to, size_t size)
{
	snprintf(to, size, "%s", attr ? mnl_attr_get_str(attr) : "");
}

void attrs_address(const struct nlattr *attr, struct iface *i)
{
	if (attr && mnl_attr_get_payload_len(attr) <= sizeof(i->address))
		memcpy(i->address, mnl_attr_get_payload(attr),
		       mnl_attr_get_payload_len(attr));
}
