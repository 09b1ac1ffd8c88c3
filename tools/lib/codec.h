/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Attributes to model and back. Works on buffers only and trusts nothing in
 * them. Functions that can fail return 0 or -1.
 */
#ifndef NTHROTTLE_LIB_CODEC_H
#define NTHROTTLE_LIB_CODEC_H

#include <linux/netlink.h>

#include "model.h"

/* The attributes of a generic netlink message. */
struct codec_body {
	u8 cmd;
	const void *attrs;
	size_t len;
};

/* mnl_nlmsg_ok() takes a length of 2 GiB and more for a negative one. */
static inline bool codec_whole(const struct nlmsghdr *nlh, int left)
{
	return left >= (int)sizeof(*nlh) && nlh->nlmsg_len >= sizeof(*nlh) &&
	       nlh->nlmsg_len <= (u32)left;
}

int codec_body(const struct nlmsghdr *nlh, struct codec_body *body);
int codec_decode(const struct nt_set *set, const void *attrs, size_t len,
		 void *model);
int codec_encode(const struct nt_set *set, const void *model,
		 struct nlmsghdr *nlh, size_t size);

/* What the control family says about one; a group is 0 if there is none. */
struct codec_family {
	char name[NT_STRING_SIZE];
	u16 id;
	u32 version;
	u32 events_group;
	u32 config_group;
	u32 agents_group;
	u32 notify_group;	/* the control family's own */
};

int codec_family(const void *attrs, size_t len, struct codec_family *family);

#endif /* NTHROTTLE_LIB_CODEC_H */
