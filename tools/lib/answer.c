// SPDX-License-Identifier: GPL-2.0
/* The answer to "what changed since"; see answer.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/nthrottle.h>

#include "answer.h"

#define ROOM_MIN	4096

/* Only what is about an interface has an id. */
static bool has_id(const struct codec_body *body)
{
	const struct nlattr *attr;

	mnl_attr_for_each_payload(body->attrs, body->len)
		if (mnl_attr_get_type(attr) == NTHROTTLE_A_DEV_ID)
			return true;
	return false;
}

static int take_frame(struct answer *a, const struct codec_body *body)
{
	struct nt_dev dev;
	bool resync;

	if (codec_decode(&nt_dev_attrs, body->attrs, body->len, &dev) ||
	    !nt_has(&dev, NTHROTTLE_A_DEV_INSTANCE) ||
	    !nt_has(&dev, NTHROTTLE_A_DEV_UPTO))
		return -EBADMSG;
	resync = nt_has(&dev, NTHROTTLE_A_DEV_RESYNC);
	if (a->headed) {
		a->evicted |= resync && dev.resync == NTHROTTLE_RESYNC_EVICTED;
		return 0;
	}
	a->headed = true;
	a->instance = dev.instance;
	a->upto = dev.upto;
	a->resync = resync ? dev.resync : NT_RESYNC_NONE;
	return 0;
}

static bool make_room(struct answer *a, size_t more)
{
	size_t room = a->room ? a->room : ROOM_MIN;
	char *bytes;

	while (room - a->len < more)
		room *= 2;
	if (room == a->room)
		return true;
	bytes = realloc(a->bytes, room);
	if (!bytes)
		return false;
	a->bytes = bytes;
	a->room = room;
	return true;
}

/* For exchange(). */
int answer_take(const struct codec_body *body, void *answer)
{
	struct answer *a = answer;
	u32 len = body->len, size = MNL_ALIGN(len);

	if (!has_id(body))
		return take_frame(a, body);
	if (!a->headed)
		return -EBADMSG;
	if (!make_room(a, sizeof(len) + size))
		return -ENOMEM;
	memcpy(a->bytes + a->len, &len, sizeof(len));
	memcpy(a->bytes + a->len + sizeof(len), body->attrs, len);
	a->len += sizeof(len) + size;
	a->count++;
	return 0;
}

enum answer_item answer_next(struct answer *a, struct nt_dev *dev)
{
	const char *attrs;
	u32 len;

	if (a->at == a->len)
		return ANSWER_END;
	memcpy(&len, a->bytes + a->at, sizeof(len));
	attrs = a->bytes + a->at + sizeof(len);
	a->at += sizeof(len) + MNL_ALIGN(len);
	return codec_decode(&nt_dev_attrs, attrs, len, dev) ? ANSWER_STRANGE :
							    ANSWER_DEV;
}

void answer_free(struct answer *a)
{
	free(a->bytes);
	memset(a, 0, sizeof(*a));
}

/* A large one gives its memory back. */
void answer_reset(struct answer *a)
{
	answer_free(a);
	a->resync = NT_RESYNC_NONE;
}
