// SPDX-License-Identifier: GPL-2.0
/* Attributes to model and back; see codec.h. */
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/nthrottle.h>

#include "codec.h"

#define CTRL_NOTIFY_GROUP	"notify"

int codec_body(const struct nlmsghdr *nlh, struct codec_body *body)
{
	const size_t head = MNL_NLMSG_HDRLEN + GENL_HDRLEN;
	struct genlmsghdr genl;

	if (nlh->nlmsg_len < head)
		return -1;
	memcpy(&genl, mnl_nlmsg_get_payload(nlh), sizeof(genl));
	body->cmd = genl.cmd;
	body->attrs = (const char *)nlh + head;
	body->len = nlh->nlmsg_len - head;
	return 0;
}

static int decode_uint(void *to, size_t size, const void *from, size_t len)
{
	if (len != size)
		return -1;
	memcpy(to, from, len);
	return 0;
}

/* Strings may come with or without the final zero byte. */
static int decode_string(char *to, size_t size, const char *from, size_t len)
{
	len = strnlen(from, len);
	if (len >= size)
		return -1;
	memcpy(to, from, len);
	memset(to + len, 0, size - len);
	return 0;
}

static int decode_address(struct nt_address *to, const void *from, size_t len)
{
	if (len > sizeof(to->data))
		return -1;
	to->len = len;
	memcpy(to->data, from, len);
	return 0;
}

static int decode_list(struct nt_list *to, const void *from, size_t len)
{
	if (len % sizeof(to->data[0]) || len > sizeof(to->data))
		return -1;
	to->len = len / sizeof(to->data[0]);
	memcpy(to->data, from, len);
	return 0;
}

static int decode_one(const struct nt_attr *attr, const void *from, size_t len,
		      void *to)
{
	switch (attr->kind) {
	case NT_U8:
		return decode_uint(to, sizeof(u8), from, len);
	case NT_U32:
		return decode_uint(to, sizeof(u32), from, len);
	case NT_U64:
		return decode_uint(to, sizeof(u64), from, len);
	case NT_FLAG:
		*(bool *)to = true;
		return 0;
	case NT_STRING:
		return decode_string(to, NT_STRING_SIZE, from, len);
	case NT_ADDRESS:
		return decode_address(to, from, len);
	case NT_LIST:
		return decode_list(to, from, len);
	case NT_NEST:
		return codec_decode(attr->nest, from, len, to);
	case NT_NESTS:
		break;
	}
	return -1;
}

/* Attributes that are not in the table come from a newer kernel: skipped. */
int codec_decode(const struct nt_set *set, const void *attrs, size_t len,
		 void *model)
{
	const struct nt_attr *known;
	const struct nlattr *attr;

	memset(model, 0, set->size);
	mnl_attr_for_each_payload(attrs, len) {
		known = nt_attr_by_type(set, mnl_attr_get_type(attr));
		if (!known)
			continue;
		if (decode_one(known, mnl_attr_get_payload(attr),
			       mnl_attr_get_payload_len(attr),
			       (char *)model + known->offset))
			return -1;
		nt_set_present(model, known->type);
	}
	return 0;
}

static bool encode_nest(const struct nt_attr *attr, const void *from,
			struct nlmsghdr *nlh, size_t size)
{
	struct nlattr *nest;

	nest = mnl_attr_nest_start_check(nlh, size, attr->type);
	if (!nest)
		return false;
	if (codec_encode(attr->nest, from, nlh, size))
		return false;
	mnl_attr_nest_end(nlh, nest);
	return true;
}

static bool encode_nests(const struct nt_attr *attr,
			 const struct nt_array *array, struct nlmsghdr *nlh,
			 size_t size)
{
	const char *item = array->items;
	size_t i;

	for (i = 0; i < array->count; i++, item += attr->nest->size)
		if (!encode_nest(attr, item, nlh, size))
			return false;
	return true;
}

static bool put(struct nlmsghdr *nlh, size_t size, u16 type, size_t len,
		const void *data)
{
	return mnl_attr_put_check(nlh, size, type, len, data);
}

static bool encode_one(const struct nt_attr *attr, const void *from,
		       struct nlmsghdr *nlh, size_t size)
{
	const struct nt_address *address = from;
	const struct nt_list *list = from;

	switch (attr->kind) {
	case NT_U8:
		return put(nlh, size, attr->type, sizeof(u8), from);
	case NT_U32:
		return put(nlh, size, attr->type, sizeof(u32), from);
	case NT_U64:
		return put(nlh, size, attr->type, sizeof(u64), from);
	case NT_FLAG:
		return put(nlh, size, attr->type, 0, NULL);
	case NT_STRING:
		return mnl_attr_put_strz_check(nlh, size, attr->type, from);
	case NT_ADDRESS:
		return put(nlh, size, attr->type, address->len, address->data);
	case NT_LIST:
		return put(nlh, size, attr->type,
			   list->len * sizeof(list->data[0]), list->data);
	case NT_NEST:
		return encode_nest(attr, from, nlh, size);
	case NT_NESTS:
		return encode_nests(attr, from, nlh, size);
	}
	return false;
}

/* @size is that of the buffer in which the message @nlh grows. */
int codec_encode(const struct nt_set *set, const void *model,
		 struct nlmsghdr *nlh, size_t size)
{
	const struct nt_attr *attr;

	for (attr = set->attrs; attr->key; attr++) {
		if (!nt_has(model, attr->type))
			continue;
		if (!encode_one(attr, nt_member(model, attr), nlh, size))
			return -1;
	}
	return 0;
}

static void family_group(const struct nlattr *nest, struct codec_family *family)
{
	const struct nlattr *attr;
	char name[GENL_NAMSIZ] = "";
	u32 id = 0;

	mnl_attr_for_each_nested(attr, nest) {
		u16 len = mnl_attr_get_payload_len(attr);

		if (mnl_attr_get_type(attr) == CTRL_ATTR_MCAST_GRP_NAME)
			decode_string(name, sizeof(name),
				      mnl_attr_get_payload(attr), len);
		else if (mnl_attr_get_type(attr) == CTRL_ATTR_MCAST_GRP_ID &&
			 len == sizeof(id))
			id = mnl_attr_get_u32(attr);
	}
	if (!strcmp(name, NTHROTTLE_MCGRP_EVENTS))
		family->events_group = id;
	else if (!strcmp(name, NTHROTTLE_MCGRP_CONFIG))
		family->config_group = id;
	else if (!strcmp(name, NTHROTTLE_MCGRP_AGENTS))
		family->agents_group = id;
	else if (!strcmp(name, CTRL_NOTIFY_GROUP))
		family->notify_group = id;
}

int codec_family(const void *attrs, size_t len, struct codec_family *family)
{
	const struct nlattr *attr, *group;

	memset(family, 0, sizeof(*family));
	mnl_attr_for_each_payload(attrs, len) {
		u16 size = mnl_attr_get_payload_len(attr);

		switch (mnl_attr_get_type(attr)) {
		case CTRL_ATTR_FAMILY_NAME:
			decode_string(family->name, sizeof(family->name),
				      mnl_attr_get_payload(attr), size);
			break;
		case CTRL_ATTR_FAMILY_ID:
			if (size == sizeof(u16))
				family->id = mnl_attr_get_u16(attr);
			break;
		case CTRL_ATTR_VERSION:
			if (size == sizeof(u32))
				family->version = mnl_attr_get_u32(attr);
			break;
		case CTRL_ATTR_MCAST_GROUPS:
			mnl_attr_for_each_nested(group, attr) {
				family_group(group, family);
			}
			break;
		}
	}
	return family->id ? 0 : -1;
}
