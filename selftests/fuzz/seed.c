// SPDX-License-Identifier: GPL-2.0
/* Models to scripts, by the tool's own encoder; see seed.h. */
#include <stdlib.h>
#include <string.h>

#include <libmnl/libmnl.h>

#include "codec.h"
#include "script.h"
#include "seed.h"

FILE *seed;

void seed_byte(unsigned int b)
{
	fputc(b, seed);
}

/* In steps of 32 where it is large: what is too much is left out. */
static void value(const void *from, size_t len)
{
	if (len < SCRIPT_LENGTH_LARGE) {
		seed_byte(len);
	} else {
		seed_byte(SCRIPT_LENGTH_LARGE + len / 32 - 1);
		len = len / 32 * 32;
	}
	fwrite(from, 1, len, seed);
}

static void attrs(const void *from, size_t size)
{
	const struct nlattr *attr;
	const void *payload;
	size_t len;

	mnl_attr_for_each_payload(from, size) {
		payload = mnl_attr_get_payload(attr);
		len = mnl_attr_get_payload_len(attr);
		if (attr->nla_type & NLA_F_NESTED) {
			seed_byte(SCRIPT_ATTR_NEST | mnl_attr_get_type(attr));
			attrs(payload, len);
			seed_byte(0);
		} else {
			seed_byte(mnl_attr_get_type(attr));
			value(payload, len);
		}
	}
}

/* Behind what begins a message. */
void seed_model(const struct nt_set *set, const void *from)
{
	u64 buffer[512];
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buffer);

	if (codec_encode(set, from, nlh, sizeof(buffer)))
		exit(1);
	attrs(mnl_nlmsg_get_payload(nlh), mnl_nlmsg_get_payload_len(nlh));
	seed_byte(0);
}

/* Everything present: the largest that there is. */
void seed_fill(const struct nt_set *set, void *at)
{
	const struct nt_attr *attr;
	char *member;

	memset(at, 0, set->size);
	for (attr = set->attrs; attr->key; attr++) {
		member = (char *)at + attr->offset;
		nt_set_present(at, attr->type);
		if (attr->kind == NT_NEST)
			seed_fill(attr->nest, member);
		else if (attr->kind == NT_LIST)
			*(struct nt_list *)member =
				(struct nt_list){ NT_LATENCY_ENTRIES, { 1, 9, 4 } };
		else if (attr->kind == NT_ADDRESS)
			*(struct nt_address *)member =
				(struct nt_address){ NT_ADDRESS_MAX, { 2 } };
		else if (attr->kind == NT_STRING)
			snprintf(member, NT_STRING_SIZE, "%s",
				 strcmp(attr->key, "name") ? "a" : "eth0");
		else
			*member = attr->kind != NT_FLAG || strcmp(attr->key, "deleted");
	}
}

void seed_reply(const struct nt_set *set)
{
	union {
		struct nt_dev dev;
		struct nt_stats stats;
		struct nt_profile profile;
		struct nt_config config;
		struct nt_rule rule;
		struct nt_hold hold;
		struct nt_agent agent;
	} any;

	seed_fill(set, &any);
	seed_byte(SCRIPT_OURS);
	seed_model(set, &any);
	seed_byte(SCRIPT_FINISH);
}

