// SPDX-License-Identifier: GPL-2.0
/* What is set in a namespace, as one number. */
#include <string.h>

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

/* Not what it is by itself: silent for so long, and then down. */
static void mix_agent(const struct agent *a, void *arg)
{
	mix(arg, a->name, strlen(a->name) + 1);
	mix(arg, a->comm, strlen(a->comm) + 1);
	mix(arg, &a->pid, sizeof(a->pid));
	mix(arg, &a->down_time_ms, sizeof(a->down_time_ms));
	mix(arg, &a->seq, sizeof(a->seq));
	mix(arg, &a->heartbeat_ns, sizeof(a->heartbeat_ns));
}

int look_take(struct client *c, __u64 *look)
{
	*look = 0xcbf29ce484222325;
	return mix_config(c, look) ?:
	       mix_all(c, NTHROTTLE_CMD_PROFILE_GET, look) ?:
	       mix_all(c, NTHROTTLE_CMD_RULE_GET, look) ?:
	       agent_dump(c, mix_agent, look);
}

/* Nothing else may be changing it meanwhile. */
bool look_same(struct client *c, __u64 before)
{
	__u64 now;

	return !look_take(c, &now) && now == before;
}
