/* SPDX-License-Identifier: GPL-2.0 */
/* One request and its replies. What fails returns -1: see nl_fail(). */
#ifndef NTHROTTLE_LIB_EXCHANGE_H
#define NTHROTTLE_LIB_EXCHANGE_H

#include "extack.h"
#include "nl.h"

/**
 * struct exchange - a request, and what becomes of its replies
 * @type: message type, which is the family
 * @cmd: operation
 * @flags: beside NLM_F_REQUEST
 * @set: attributes of the request
 * @request: of this set, or NULL for none
 * @take: gets each reply, NULL if there are none; returns 0, -EBADMSG if it is
 *	malformed, or -ENOMEM
 * @to: for @take and @refused
 * @refused: has dealt with what the kernel refused, and returns true: then the
 *	error has no text; or returns false and leaves that to exchange(). May
 *	be NULL
 * @interrupted: the dump shows no single moment
 * @done: the last reply was there
 */
struct exchange {
	u16 type;
	u8 cmd;
	u16 flags;
	const struct nt_set *set;
	const void *request;
	int (*take)(const struct codec_body *body, void *to);
	bool (*refused)(const struct extack *ack, const struct nlmsghdr *request,
			void *to);
	void *to;
	bool interrupted;
	bool done;
};

int exchange(struct nl *nl, struct exchange *x);
int exchange_malformed(struct nl *nl);

#endif /* NTHROTTLE_LIB_EXCHANGE_H */
