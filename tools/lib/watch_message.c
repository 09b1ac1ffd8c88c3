// SPDX-License-Identifier: GPL-2.0
/* What the messages of the events say to a watch. Trusts nothing in them. */
#include <string.h>

#include <linux/genetlink.h>
#include <linux/nthrottle.h>

#include "watch.h"

/* From here on we wait. */
int watch_gone(struct nt_watch *w)
{
	if (w->gone)
		return 0;
	w->gone = true;
	w->retry_at = source_now(&w->source) + WATCH_GONE_NS;
	return FOLLOW_TELL(&w->follow, gone);
}

/* Gone, and there already is another. */
int watch_replaced(struct nt_watch *w)
{
	int ret = watch_gone(w);

	w->retry_at = 0;
	return ret;
}

/* Late news of a family that we have left behind are no news. */
static int take_family(struct nt_watch *w, const struct codec_body *body)
{
	const struct codec_family *ours = &w->source.requests.family;
	struct codec_family family;

	if (codec_family(body->attrs, body->len, &family) ||
	    strcmp(family.name, NTHROTTLE_FAMILY_NAME))
		return 0;
	if (body->cmd == CTRL_CMD_DELFAMILY && family.id == ours->id)
		return watch_gone(w);
	if (body->cmd != CTRL_CMD_NEWFAMILY || (!w->gone && family.id == ours->id))
		return 0;
	return watch_replaced(w);
}

static int skipped(struct nt_watch *w)
{
	return FOLLOW_TELL(&w->follow, skipped);
}

static int take_dev(struct nt_watch *w, const struct codec_body *body)
{
	struct nt_dev dev;

	if (codec_decode(&nt_dev_attrs, body->attrs, body->len, &dev) ||
	    !nt_has(&dev, NTHROTTLE_A_DEV_SEQ) ||
	    !nt_has(&dev, NTHROTTLE_A_DEV_INSTANCE))
		return skipped(w);
	if (body->cmd == NTHROTTLE_CMD_SYNC_NTF)
		return follow_sync(&w->follow, dev.instance, dev.seq);
	if (!nt_has(&dev, NTHROTTLE_A_DEV_ID) ||
	    !nt_has(&dev, NTHROTTLE_A_DEV_IFINDEX) ||
	    !nt_has(&dev, NTHROTTLE_A_DEV_NAME))
		return skipped(w);
	return follow_event(&w->follow, &dev);
}

static int take_config(struct nt_watch *w, const struct codec_body *body)
{
	struct nt_config config;

	if (codec_decode(&nt_config_attrs, body->attrs, body->len, &config))
		return skipped(w);
	return FOLLOW_TELL(&w->follow, config, &config);
}

static int take_hold(struct nt_watch *w, const struct codec_body *body)
{
	struct nt_hold hold;

	if (codec_decode(&nt_hold_attrs, body->attrs, body->len, &hold) ||
	    !nt_has(&hold, NTHROTTLE_A_HOLD_ID))
		return skipped(w);
	return FOLLOW_TELL(&w->follow, hold, &hold);
}

static int take_agent(struct nt_watch *w, const struct codec_body *body)
{
	struct nt_agent agent;

	if (codec_decode(&nt_agent_attrs, body->attrs, body->len, &agent) ||
	    !nt_has(&agent, NTHROTTLE_A_AGENT_NAME))
		return skipped(w);
	return FOLLOW_TELL(&w->follow, agent, &agent);
}

int watch_message(struct nt_watch *w, const struct nlmsghdr *nlh)
{
	struct codec_body body;

	if (codec_body(nlh, &body))
		return 0;
	if (nlh->nlmsg_type == GENL_ID_CTRL)
		return take_family(w, &body);
	if (w->gone || nlh->nlmsg_type != w->source.requests.family.id)
		return 0;
	switch (body.cmd) {
	case NTHROTTLE_CMD_DEV_NTF:
	case NTHROTTLE_CMD_SYNC_NTF:
		return take_dev(w, &body);
	case NTHROTTLE_CMD_CONFIG_NTF:
		return take_config(w, &body);
	case NTHROTTLE_CMD_HOLD_NTF:
		return take_hold(w, &body);
	case NTHROTTLE_CMD_AGENT_NTF:
		return take_agent(w, &body);
	default:
		return 0;
	}
}
