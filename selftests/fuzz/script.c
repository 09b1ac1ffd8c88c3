// SPDX-License-Identifier: GPL-2.0
/* A script to messages; see script.h. */
#include <errno.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/array_size.h>
#include <linux/genetlink.h>
#include <linux/nthrottle.h>

#include "script.h"

#define DEPTH_MAX	4
/* A message must not outgrow the datagram. */
#define SPARE		8192

/* Zeros behind the end. */
u8 script_byte(struct script *s)
{
	return s->at < s->end ? *s->at++ : 0;
}

static bool full(const struct nlmsghdr *nlh, const struct script_datagram *d)
{
	return (const char *)nlh + nlh->nlmsg_len - (const char *)d->bytes >
	       SCRIPT_DATAGRAM - SPARE;
}

static size_t value_length(struct script *s)
{
	u8 len = script_byte(s);

	return len < SCRIPT_LENGTH_LARGE ? len :
	       (size_t)(len - SCRIPT_LENGTH_LARGE + 1) * 32;
}

static void put_value(struct script *s, struct nlmsghdr *nlh, u16 type)
{
	size_t len = value_length(s), i;
	u8 value[512];

	for (i = 0; i < len; i++)
		value[i] = script_byte(s);
	mnl_attr_put(nlh, type, len, value);
}

static void put_attrs(struct script *s, struct nlmsghdr *nlh,
		      const struct script_datagram *d, int depth)
{
	struct nlattr *attr;
	u8 type, off;

	while (s->at < s->end && !full(nlh, d)) {
		type = script_byte(s);
		if (!(type & SCRIPT_ATTR_TYPE))
			break;
		off = type & SCRIPT_ATTR_DAMAGED ? script_byte(s) : 0;
		attr = mnl_nlmsg_get_payload_tail(nlh);
		if (type & SCRIPT_ATTR_NEST && depth < DEPTH_MAX) {
			mnl_attr_nest_start(nlh, type & SCRIPT_ATTR_TYPE);
			put_attrs(s, nlh, d, depth + 1);
			mnl_attr_nest_end(nlh, attr);
		} else {
			put_value(s, nlh, type & SCRIPT_ATTR_TYPE);
		}
		attr->nla_len += (signed char)off;
	}
}

static void put_generic(struct nlmsghdr *nlh, u16 type, u8 cmd)
{
	struct genlmsghdr *genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));

	nlh->nlmsg_type = type;
	*genl = (struct genlmsghdr){ .cmd = cmd, .version = 1 };
}

static void put_group(struct nlmsghdr *nlh, u32 id, const char *name)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, id);

	mnl_attr_put_strz(nlh, CTRL_ATTR_MCAST_GRP_NAME, name);
	mnl_attr_put_u32(nlh, CTRL_ATTR_MCAST_GRP_ID, id);
	mnl_attr_nest_end(nlh, nest);
}

static void put_groups(struct nlmsghdr *nlh)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, CTRL_ATTR_MCAST_GROUPS);

	put_group(nlh, 1, NTHROTTLE_MCGRP_EVENTS);
	put_group(nlh, 2, NTHROTTLE_MCGRP_CONFIG);
	put_group(nlh, 3, NTHROTTLE_MCGRP_AGENTS);
	put_group(nlh, 4, "notify");
	mnl_attr_nest_end(nlh, nest);
}

/* As an honest kernel describes a family. */
void script_family(struct nlmsghdr *nlh, u16 family, const char *name)
{
	put_generic(nlh, GENL_ID_CTRL, CTRL_CMD_NEWFAMILY);
	mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, name);
	mnl_attr_put_u16(nlh, CTRL_ATTR_FAMILY_ID, family);
	put_groups(nlh);
}

static void put_family(struct script *s, struct nlmsghdr *nlh, u16 family)
{
	u8 what = script_byte(s);

	put_generic(nlh, GENL_ID_CTRL, what & SCRIPT_FAMILY_GONE ?
		    CTRL_CMD_DELFAMILY : CTRL_CMD_NEWFAMILY);
	if (what & SCRIPT_FAMILY_OURS) {
		mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, NTHROTTLE_FAMILY_NAME);
		mnl_attr_put_u16(nlh, CTRL_ATTR_FAMILY_ID,
				 family + !!(what & SCRIPT_FAMILY_OTHER));
	}
	if (what & SCRIPT_FAMILY_GROUPS)
		put_groups(nlh);
}

static int error_number(struct script *s)
{
	u8 error = script_byte(s), i;
	u32 any = 0;

	if (error != 255)
		return -error;
	for (i = 0; i < 4; i++)
		any = any << 8 | script_byte(s);
	return any;
}

/* With the request, or as much of it as there is room for. */
static void put_error(struct script *s, struct nlmsghdr *nlh,
		      const struct nlmsghdr *request)
{
	size_t len = request->nlmsg_len;
	int error = error_number(s);

	nlh->nlmsg_type = NLMSG_ERROR;
	memcpy(mnl_nlmsg_put_extra_header(nlh, sizeof(error)), &error, sizeof(error));
	if (nlh->nlmsg_flags & NLM_F_CAPPED || len > SPARE)
		len = sizeof(*request);
	memcpy(mnl_nlmsg_put_extra_header(nlh, len), request, len);
}

static void put_done(struct script *s, struct nlmsghdr *nlh)
{
	int error = error_number(s);

	nlh->nlmsg_type = NLMSG_DONE;
	memcpy(mnl_nlmsg_put_extra_header(nlh, sizeof(error)), &error, sizeof(error));
}

static size_t put_raw(struct script *s, void *to)
{
	size_t len = value_length(s), i;

	for (i = 0; i < len; i++)
		((u8 *)to)[i] = script_byte(s);
	return len;
}

static u8 notification(struct script *s)
{
	static const u8 cmds[] = {
		NTHROTTLE_CMD_DEV_NTF, NTHROTTLE_CMD_SYNC_NTF, NTHROTTLE_CMD_CONFIG_NTF,
		NTHROTTLE_CMD_HOLD_NTF, NTHROTTLE_CMD_AGENT_NTF,
	};

	return cmds[script_byte(s) % ARRAY_SIZE(cmds)];
}

static void put_message(struct script *s, enum script_item item,
			struct nlmsghdr *nlh, const struct nlmsghdr *request,
			u16 family)
{
	const struct genlmsghdr *asked = mnl_nlmsg_get_payload(request);

	switch (item) {
	case SCRIPT_COMMAND:
		put_generic(nlh, family, script_byte(s));
		break;
	case SCRIPT_FAMILY:
		put_family(s, nlh, family);
		break;
	case SCRIPT_ERROR:
		put_error(s, nlh, request);
		break;
	case SCRIPT_DONE:
		put_done(s, nlh);
		break;
	default:
		put_generic(nlh, family, asked->cmd ? asked->cmd : notification(s));
		break;
	}
}

static void damage(struct script *s, struct nlmsghdr *nlh, struct script_datagram *d)
{
	unsigned int i;

	switch (script_byte(s) & 3) {
	case SCRIPT_DAMAGE_SEQ:
		nlh->nlmsg_seq++;
		break;
	case SCRIPT_DAMAGE_LENGTH:
		nlh->nlmsg_len += (signed char)script_byte(s);
		break;
	case SCRIPT_DAMAGE_ANY:
		for (i = 0; i < 4; i++)
			nlh->nlmsg_len = nlh->nlmsg_len << 8 | script_byte(s);
		break;
	case SCRIPT_DAMAGE_SENDER:
		d->foreign = true;
		break;
	}
}

/* One message at @d->len; returns the byte that it began with. */
static u8 next_message(struct script *s, const struct nlmsghdr *request, u16 family,
		       struct script_datagram *d)
{
	struct nlmsghdr *nlh = (struct nlmsghdr *)((char *)d->bytes + d->len);
	u8 how = script_byte(s);

	if ((how & SCRIPT_ITEM) == SCRIPT_RAW) {
		d->len += MNL_ALIGN(put_raw(s, nlh));
		return how;
	}
	mnl_nlmsg_put_header(nlh);
	nlh->nlmsg_seq = request->nlmsg_seq;
	nlh->nlmsg_flags = (how & SCRIPT_INTR ? NLM_F_DUMP_INTR : 0) |
			   (how & SCRIPT_TLVS ? NLM_F_ACK_TLVS : 0) |
			   (how & SCRIPT_CAPPED ? NLM_F_CAPPED : 0);
	put_message(s, how & SCRIPT_ITEM, nlh, request, family);
	put_attrs(s, nlh, d, 0);
	d->len += MNL_ALIGN(nlh->nlmsg_len);
	if (how & SCRIPT_DAMAGED)
		damage(s, nlh, d);
	return how;
}

/* What is received next. */
void script_next(struct script *s, const struct nlmsghdr *request, u16 family,
		 struct script_datagram *d)
{
	u8 how;

	d->err = 0;
	d->finish = false;
	d->foreign = false;
	d->len = 0;
	do {
		how = s->at < s->end ? *s->at & SCRIPT_ITEM : SCRIPT_FINISH;
		if (how == SCRIPT_PAUSE || how == SCRIPT_FINISH) {
			if (d->len)
				return;
			how = script_byte(s);
			d->finish = (how & SCRIPT_ITEM) != SCRIPT_PAUSE;
			d->err = how & SCRIPT_INTR ? ENOBUFS :
				 how & SCRIPT_TLVS ? EIO : EAGAIN;
			return;
		}
		how = next_message(s, request, family, d);
	} while (how & SCRIPT_MORE && d->len < SCRIPT_DATAGRAM / 2);
}
