/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Attributes to model and back. Works on buffers only and trusts nothing in
 * them. Functions that can fail return 0 or -1.
 */
#ifndef NTHROTTLE_TOOL_CODEC_H
#define NTHROTTLE_TOOL_CODEC_H

#include <linux/netlink.h>

#include "model.h"

/* The attributes of a generic netlink message. */
struct codec_body {
	u8 cmd;
	const void *attrs;
	size_t len;
};

int codec_body(const struct nlmsghdr *nlh, struct codec_body *body);
int codec_decode(const struct nt_set *set, const void *attrs, size_t len,
		 void *model);
int codec_encode(const struct nt_set *set, const void *model,
		 struct nlmsghdr *nlh, size_t size);

/* What the control family says about ours. */
struct codec_family {
	u16 id;
	u32 version;
	u32 events_group;
	u32 config_group;	/* 0: this kernel has none */
};

int codec_family(const void *attrs, size_t len, struct codec_family *family);

#endif /* NTHROTTLE_TOOL_CODEC_H */
