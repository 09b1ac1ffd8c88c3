// SPDX-License-Identifier: GPL-2.0
/* What is set in a namespace, as one number. */
#include <errno.h>

#include <netlink/genl/genl.h>

#include "agent.h"
#include "look.h"

static void mix(__u64 *digest, const void *data, size_t len)
{
	const __u8 *p = data;

	while (len--)
		*digest = (*digest ^ *p++) * 0x100000001b3;
}

static void mix_message(struct nlmsghdr *h, void *arg)
{
	mix(arg, genlmsg_attrdata(nlmsg_data(h), 0),
	    genlmsg_attrlen(nlmsg_data(h), 0));
}

/* Not what goes on by itself. */
static int mix_config(struct client *c, __u64 *digest)
{
	struct config cfg;
	int err = config_get(c, &cfg);

	mix(digest, &cfg.batch_ms, sizeof(cfg.batch_ms));
	mix(digest, &cfg.rate, sizeof(cfg.rate));
	mix(digest, &cfg.rate_burst, sizeof(cfg.rate_burst));
	mix(digest, &cfg.tombstones, sizeof(cfg.tombstones));
	mix(digest, &cfg.heartbeat_ms, sizeof(cfg.heartbeat_ms));
	return err;
}

static int mix_all(struct client *c, int cmd, __u64 *digest)
{
	return chan_call(&c->chan, client_msg(c, cmd, NLM_F_DUMP), mix_message,
			 digest);
}

int look_take(struct client *c, struct look *l)
{
	int err;

	l->settings = 0xcbf29ce484222325;
	l->agents = agent_count(c);
	if (l->agents < 0)
		return l->agents;
	err = mix_config(c, &l->settings) ?:
	      mix_all(c, NTHROTTLE_CMD_PROFILE_GET, &l->settings);
	return err ?: mix_all(c, NTHROTTLE_CMD_RULE_GET, &l->settings);
}

/* Nothing else may be changing it meanwhile. */
bool look_same(struct client *c, const struct look *before)
{
	struct look now;

	return !look_take(c, &now) && now.settings == before->settings &&
	       now.agents == before->agents;
}
