/* SPDX-License-Identifier: GPL-2.0 */
/* What the kernel says when it refuses: the extended ACK. */
#ifndef NTHROTTLE_LIB_EXTACK_H
#define NTHROTTLE_LIB_EXTACK_H

#include <linux/netlink.h>

#include "model.h"

/**
 * struct extack - an answer to a request
 * @error: 0 or an errno value
 * @text: the kernel's words, or ""
 * @offset: of the attribute in question, or of the nest that lacks one, in the
 *	request; 0 if there is none
 * @missing: number of the attribute that should have been there, or 0
 * @has_range: @min and @max are the allowed ones
 */
struct extack {
	int error;
	char text[256];
	u32 offset;
	u32 missing;
	bool has_range;
	u64 min;
	u64 max;
};

/**
 * struct extack_place - an attribute of a request
 * @attr: what it is
 * @outer: number of the attribute that it is in, or its own
 * @index: how many with this number come before that one
 */
struct extack_place {
	const struct nt_attr *attr;
	u16 outer;
	unsigned int index;
};

bool extack_locate(const struct nt_set *set, const struct nlmsghdr *request,
		   u32 offset, struct extack_place *place);
int extack_parse(const struct nlmsghdr *nlh, struct extack *ack);
int extack_describe(const struct extack *ack, const struct nt_set *set,
		    const struct nlmsghdr *request, char *to, size_t size);

#endif /* NTHROTTLE_LIB_EXTACK_H */
