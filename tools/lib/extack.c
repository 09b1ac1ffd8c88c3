// SPDX-License-Identifier: GPL-2.0
/* What the kernel says when it refuses. Buffers only, trusts nothing. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/array_size.h>
#include <linux/genetlink.h>

#include "extack.h"

static u64 get_uint(const struct nlattr *attr)
{
	u16 len = mnl_attr_get_payload_len(attr);
	u64 wide = 0;
	u32 narrow = 0;

	if (len == sizeof(wide)) {
		memcpy(&wide, mnl_attr_get_payload(attr), len);
		return wide;
	}
	if (len == sizeof(narrow))
		memcpy(&narrow, mnl_attr_get_payload(attr), len);
	return narrow;
}

static void parse_policy(const struct nlattr *nest, struct extack *ack)
{
	const struct nlattr *attr;
	bool min = false, max = false;

	mnl_attr_for_each_nested(attr, nest) {
		switch (mnl_attr_get_type(attr)) {
		case NL_POLICY_TYPE_ATTR_MIN_VALUE_U:
			ack->min = get_uint(attr);
			min = true;
			break;
		case NL_POLICY_TYPE_ATTR_MAX_VALUE_U:
			ack->max = get_uint(attr);
			max = true;
			break;
		}
	}
	ack->has_range = min && max;
}

/* Before 6.2 the module makes all its texts equally long, with blanks. */
static void parse_text(const struct nlattr *attr, struct extack *ack)
{
	const char *text = mnl_attr_get_payload(attr);
	size_t size = strnlen(text, mnl_attr_get_payload_len(attr));

	while (size && text[size - 1] == ' ')
		size--;
	snprintf(ack->text, sizeof(ack->text), "%.*s", (int)size, text);
}

static void parse_attrs(const void *attrs, size_t len, struct extack *ack)
{
	const struct nlattr *attr;

	mnl_attr_for_each_payload(attrs, len) {
		switch (mnl_attr_get_type(attr)) {
		case NLMSGERR_ATTR_MSG:
			parse_text(attr, ack);
			break;
		case NLMSGERR_ATTR_OFFS:
		case NLMSGERR_ATTR_MISS_NEST:
			ack->offset = get_uint(attr);
			break;
		case NLMSGERR_ATTR_MISS_TYPE:
			ack->missing = get_uint(attr);
			break;
		case NLMSGERR_ATTR_POLICY:
			parse_policy(attr, ack);
			break;
		}
	}
}

/* Where the attributes begin, for an NLMSG_ERROR or NLMSG_DONE message. */
static size_t attrs_offset(const struct nlmsghdr *nlh)
{
	const struct nlmsgerr *err = mnl_nlmsg_get_payload(nlh);
	size_t offset = MNL_NLMSG_HDRLEN;

	if (nlh->nlmsg_type == NLMSG_DONE)
		return offset + sizeof(int);
	if (nlh->nlmsg_len < offset + sizeof(*err))
		return nlh->nlmsg_len;
	offset += sizeof(*err);
	if (nlh->nlmsg_flags & NLM_F_CAPPED || err->msg.nlmsg_len < sizeof(*nlh))
		return offset;
	/* 32 bits and some more cannot overflow a size_t of 64. */
	return offset + MNL_ALIGN((size_t)err->msg.nlmsg_len) - sizeof(*nlh);
}

/* @nlh is of type NLMSG_ERROR or NLMSG_DONE. Returns 0, or -1 if malformed. */
int extack_parse(const struct nlmsghdr *nlh, struct extack *ack)
{
	size_t offset;
	int error;

	memset(ack, 0, sizeof(*ack));
	if (nlh->nlmsg_len < MNL_NLMSG_HDRLEN + sizeof(error))
		return -1;
	memcpy(&error, mnl_nlmsg_get_payload(nlh), sizeof(error));
	if (error > 0 || error < -4095)
		return -1;
	ack->error = -error;
	if (!(nlh->nlmsg_flags & NLM_F_ACK_TLVS))
		return 0;
	offset = attrs_offset(nlh);
	if (offset < nlh->nlmsg_len)
		parse_attrs((const char *)nlh + offset,
			    nlh->nlmsg_len - offset, ack);
	return 0;
}

/* What is at @offset: @outer or something in it; NULL if that is elsewhere. */
static const struct nt_attr *locate_in(const struct nt_set *set,
				       const struct nlmsghdr *request,
				       const struct nlattr *outer, u32 offset)
{
	const struct nt_attr *known;
	const struct nlattr *attr;

	known = nt_attr_by_type(set, mnl_attr_get_type(outer));
	if (!known || (const char *)outer - (const char *)request == offset)
		return known;
	if (!known->nest)
		return NULL;
	mnl_attr_for_each_nested(attr, outer)
		if ((const char *)attr - (const char *)request == offset)
			return nt_attr_by_type(known->nest,
					       mnl_attr_get_type(attr));
	return NULL;
}

/* The attribute of our own request that is at @offset; false: there is none. */
bool extack_locate(const struct nt_set *set, const struct nlmsghdr *request,
		   u32 offset, struct extack_place *place)
{
	unsigned int seen[64] = { 0 };
	const struct nlattr *attr;
	const char *end;
	u16 type;

	mnl_attr_for_each(attr, request, GENL_HDRLEN) {
		type = mnl_attr_get_type(attr);
		if (type >= ARRAY_SIZE(seen))
			continue;
		end = (const char *)attr + attr->nla_len;
		if (offset < end - (const char *)request) {
			place->attr = locate_in(set, request, attr, offset);
			place->outer = type;
			place->index = seen[type];
			return place->attr;
		}
		seen[type]++;
	}
	return false;
}

/* The attribute that the kernel speaks of, if it says which. */
static const struct nt_attr *culprit(const struct extack *ack,
				     const struct nt_set *set,
				     const struct nlmsghdr *request)
{
	struct extack_place place;
	bool found = extack_locate(set, request, ack->offset, &place);

	if (ack->missing && found && place.attr->nest)
		return nt_attr_by_type(place.attr->nest, ack->missing);
	if (ack->missing)
		return nt_attr_by_type(set, ack->missing);
	return found ? place.attr : NULL;
}

static bool in_word(char c)
{
	return isalnum((unsigned char)c) || c == '-';
}

/* Whether @text says @word, not only a longer one that contains it. */
static bool says(const char *text, const char *word)
{
	const char *at;

	for (at = text; (at = strstr(at, word)); at++)
		if ((at == text || !in_word(at[-1])) &&
		    !in_word(at[strlen(word)]))
			return true;
	return false;
}

/*
 * The refusal in words, with the attribute and its range where the kernel
 * knows them but its text does not say them. Returns -1 if there is no text.
 */
int extack_describe(const struct extack *ack, const struct nt_set *set,
		    const struct nlmsghdr *request, char *to, size_t size)
{
	const struct nt_attr *attr = culprit(ack, set, request);
	const char *text = ack->text;
	char range[64] = "";

	if (!*text && !attr)
		return -1;
	if (!*text)
		text = strerror(ack->error);
	if (ack->has_range)
		snprintf(range, sizeof(range), "; allowed: %ju to %ju", ack->min, ack->max);
	if (attr && !says(text, attr->key))
		snprintf(to, size, "%s: %s%s", attr->key, text, range);
	else
		snprintf(to, size, "%s%s", text, range);
	return 0;
}
