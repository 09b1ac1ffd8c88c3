/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the fuzzer's kernel says, as a script: any bytes are one. Most of them
 * make messages that get past the checks of headers, to where attributes are
 * read; some are damaged.
 *
 * A datagram is a sequence of messages; each begins with a byte of enum
 * script_item and SCRIPT_* flags. Attributes follow as type, length and value,
 * up to a zero.
 */
#ifndef NTHROTTLE_FUZZ_SCRIPT_H
#define NTHROTTLE_FUZZ_SCRIPT_H

#include <linux/types.h>

#define SCRIPT_DATAGRAM	131072

/* The first byte of a script. */
#define SCRIPT_BEGINS_HOSTILE	1	/* whether there is such a family is in it, too */
#define SCRIPT_BEGINS_AGAIN	2	/* it has no end */

enum script_item {
	SCRIPT_OURS,		/* the reply to the request; or number, for a notification */
	SCRIPT_COMMAND,		/* number; the same as any other command */
	SCRIPT_FAMILY,		/* what; of the control family */
	SCRIPT_ERROR,		/* errno */
	SCRIPT_DONE,		/* errno */
	SCRIPT_RAW,		/* length, bytes */
	SCRIPT_PAUSE,		/* nothing to receive, or an error of the socket */
	SCRIPT_FINISH,		/* the end of the answer, as it should be */
};

#define SCRIPT_ITEM	0x07
#define SCRIPT_MORE	0x08	/* the datagram goes on */
#define SCRIPT_INTR	0x10	/* NLM_F_DUMP_INTR; of a pause: ENOBUFS */
#define SCRIPT_TLVS	0x20	/* NLM_F_ACK_TLVS; of a pause: EIO */
#define SCRIPT_CAPPED	0x40
#define SCRIPT_DAMAGED	0x80	/* a further byte says how */

enum script_damage {
	SCRIPT_DAMAGE_SEQ,	/* no answer to this request */
	SCRIPT_DAMAGE_LENGTH,	/* a byte: how much nlmsg_len is off */
	SCRIPT_DAMAGE_ANY,	/* four bytes: nlmsg_len */
	SCRIPT_DAMAGE_SENDER,	/* another process sent it */
};

/* SCRIPT_FAMILY */
#define SCRIPT_FAMILY_GONE	1
#define SCRIPT_FAMILY_OURS	2	/* with our name and number */
#define SCRIPT_FAMILY_GROUPS	4
#define SCRIPT_FAMILY_OTHER	8	/* its number is another one */

#define SCRIPT_ATTR_TYPE	0x3f
#define SCRIPT_ATTR_NEST	0x40
#define SCRIPT_ATTR_DAMAGED	0x80	/* a further byte: how much nla_len is off */
#define SCRIPT_LENGTH_LARGE	0xf0	/* from here on in steps of 32 */

#define SCRIPT_FAMILY_ID	0x1c

struct script {
	const u8 *start;
	const u8 *at;
	const u8 *end;
};

/**
 * struct script_datagram - what is received
 * @err: an errno value instead
 * @finish: instead, the end of the answer as it should be
 * @foreign: another process sent it
 * @len: of the message, which may be more than fits
 * @bytes: the message
 */
struct script_datagram {
	int err;
	bool finish;
	bool foreign;
	size_t len;
	u64 bytes[SCRIPT_DATAGRAM / sizeof(u64)];
};

struct nlmsghdr;

u8 script_byte(struct script *s);
void script_next(struct script *s, const struct nlmsghdr *request, u16 family,
		 struct script_datagram *d);
void script_family(struct nlmsghdr *nlh, u16 family, const char *name);

#endif /* NTHROTTLE_FUZZ_SCRIPT_H */
