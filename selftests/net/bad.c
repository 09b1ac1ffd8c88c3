// SPDX-License-Identifier: GPL-2.0
/* Requests that must be refused, saying why, and change nothing. */
#include <errno.h>

#include <netlink/attr.h>

#include "lib/case.h"

#define RANGE "between 10 and 3600000"

struct number {
	int attr;
	__u32 val;
	const char *name;
	const char *range;
};

/* Every settable number, just outside of its range and far outside. */
static const struct number numbers[] = {
	{ NTHROTTLE_A_PROFILE_THRESHOLD_MS, 0, "threshold-ms", RANGE },
	{ NTHROTTLE_A_PROFILE_THRESHOLD_MS, 9, "threshold-ms", RANGE },
	{ NTHROTTLE_A_PROFILE_THRESHOLD_MS, 3600001, "threshold-ms", RANGE },
	{ NTHROTTLE_A_PROFILE_THRESHOLD_MS, 0xffffffff, "threshold-ms", RANGE },
	{ NTHROTTLE_A_PROFILE_THRESHOLD_MAX_MS, 1999, "threshold-max-ms 1999",
	  "0 (off) or at least threshold-ms 2000" },
	{ NTHROTTLE_A_PROFILE_THRESHOLD_MAX_MS, 1, "threshold-max-ms 1", "threshold-ms 2000" },
	{ NTHROTTLE_A_PROFILE_THRESHOLD_MAX_MS, 3600001, "threshold-max-ms", "3600000" },
	{ NTHROTTLE_A_PROFILE_THRESHOLD_MAX_MS, 0xffffffff, "threshold-max-ms", "3600000" },
	{ NTHROTTLE_A_PROFILE_BURST, 0, "burst", "between 1 and 1000" },
	{ NTHROTTLE_A_PROFILE_BURST, 1001, "burst", "between 1 and 1000" },
	{ NTHROTTLE_A_PROFILE_BURST, 0xffffffff, "burst", "between 1 and 1000" },
	{ NTHROTTLE_A_PROFILE_EVENTS, 0x1000, "events", "0xfff" },
	{ NTHROTTLE_A_PROFILE_EVENTS, 0xffffffff, "events", "0xfff" },
	{ NTHROTTLE_A_PROFILE_URGENT, 0x1000, "urgent", "0xfff" },
	{ NTHROTTLE_A_PROFILE_URGENT, 0x80000001, "urgent", "0xfff" },
	{ NTHROTTLE_A_PROFILE_UPDELAY_MS, 3600001, "updelay-ms", "between 0 and 3600000" },
	{ NTHROTTLE_A_PROFILE_DOWNDELAY_MS, 3600001, "downdelay-ms", "between 0 and 3600000" },
	{ NTHROTTLE_A_PROFILE_DAMP, 3, "damp", "between 0 and 2" },
	{ NTHROTTLE_A_PROFILE_HALF_LIFE_MS, 99, "half-life-ms", "between 100 and 3600000" },
	{ NTHROTTLE_A_PROFILE_HALF_LIFE_MS, 3600001, "half-life-ms", "between 100 and 3600000" },
	{ NTHROTTLE_A_PROFILE_SUPPRESS, 0, "suppress", "between 1 and 20000" },
	{ NTHROTTLE_A_PROFILE_SUPPRESS, 20001, "suppress", "between 1 and 20000" },
	{ NTHROTTLE_A_PROFILE_REUSE, 0, "reuse", "between 1 and 20000" },
	{ NTHROTTLE_A_PROFILE_REUSE, 20001, "reuse", "between 1 and 20000" },
	{ NTHROTTLE_A_PROFILE_MAX_SUPPRESS_MS, 99, "max-suppress-ms", "between 100 and 86400000" },
	{ NTHROTTLE_A_PROFILE_MAX_SUPPRESS_MS, 86400001, "max-suppress-ms", "between 100" },
	{ NTHROTTLE_A_PROFILE_PENALTY, 0, "penalty", "between 1 and 20000" },
	{ NTHROTTLE_A_PROFILE_RESTART_PENALTY, 20001, "restart-penalty", "between 0 and 20000" },
	/* What contradicts what is in force: both values are named. */
	{ NTHROTTLE_A_PROFILE_HALF_LIFE_MS, 20001, "half-life-ms 20001", "max-suppress-ms 20000" },
	{ NTHROTTLE_A_PROFILE_REUSE, 2000, "reuse 2000", "suppress 2000" },
	{ NTHROTTLE_A_PROFILE_SUPPRESS, 16000, "suppress 16000", "ceiling is 16000" },
	{ NTHROTTLE_A_PROFILE_RESTART_PENALTY, 16001, "restart-penalty 16001", "ceiling 16000" },
};

FIXTURE(bad)
{
	struct world x;
	struct profile p;
	struct config cfg;
};

FIXTURE_SETUP(bad)
{
	struct world *x = &self->x;

	ASSERT_EQ(0, world_open(x));
	ASSERT_DONE(x, profile_get(&x->c, &self->p));
	ASSERT_DONE(x, config_get(&x->c, &self->cfg));
}

/* Whatever was refused changed nothing. */
FIXTURE_TEARDOWN(bad)
{
	struct world *x = &self->x;
	struct profile p;
	struct config cfg;

	ASSERT_DONE(x, profile_get(&x->c, &p));
	ASSERT_DONE(x, config_get(&x->c, &cfg));
	EXPECT_EQ(0, memcmp(&p, &self->p, sizeof(p)));
	EXPECT_EQ(0, memcmp(&cfg, &self->cfg, sizeof(cfg)));
	EXPECT_EQ(0, world_close(x));
}

TEST_F(bad, numbers)
{
	struct client *c = &self->x.c;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(numbers); i++) {
		const struct number *b = &numbers[i];
		struct nl_msg *msg = client_msg(c, NTHROTTLE_CMD_PROFILE_SET,
						0);

		nla_put_u32(msg, b->attr, b->val);
		EXPECT_EQ(-ERANGE, chan_call(&c->chan, msg, NULL, NULL)) {
			TH_LOG("%s = %u", b->name, b->val);
		}
		EXPECT_TRUE(strstr(c->chan.why, b->name) &&
			    strstr(c->chan.why, b->range)) {
			TH_LOG("%s = %u: \"%s\"", b->name, b->val,
			       c->chan.why);
		}
		EXPECT_EQ(b->attr, c->chan.err_attr);
	}
}

TEST_F(bad, batch)
{
	static const __u32 bad[] = { 1001, 0x80000000, 0xffffffff };
	struct client *c = &self->x.c;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_EQ(-ERANGE, config_set_batch(c, bad[i]));
		EXPECT_NE(NULL, strstr(c->chan.why,
				       "batch-ms must be between 0 and 1000"));
		EXPECT_EQ(NTHROTTLE_A_CONFIG_BATCH_MS, c->chan.err_attr);
	}
}

/* All or none: one bad value among good ones, wherever it stands. */
TEST_F(bad, all_or_none)
{
	struct client *c = &self->x.c;
	int attr, bad;

	for (bad = NTHROTTLE_A_PROFILE_THRESHOLD_MS;
	     bad <= NTHROTTLE_A_PROFILE_URGENT; bad++) {
		struct nl_msg *msg = client_msg(c, NTHROTTLE_CMD_PROFILE_SET,
						0);

		for (attr = NTHROTTLE_A_PROFILE_THRESHOLD_MS;
		     attr <= NTHROTTLE_A_PROFILE_URGENT; attr++)
			nla_put_u32(msg, attr, attr == bad ? 0xffffffff : 100);
		EXPECT_EQ(-ERANGE, chan_call(&c->chan, msg, NULL, NULL));
	}
	/* A threshold above a threshold-max that is in force. */
	ASSERT_DONE(&self->x,
		    profile_set_one(c, NTHROTTLE_A_PROFILE_THRESHOLD_MAX_MS,
				    3000));
	EXPECT_EQ(-ERANGE, profile_set_one(c, NTHROTTLE_A_PROFILE_THRESHOLD_MS,
					   3001));
	EXPECT_NE(NULL, strstr(c->chan.why, "threshold-max-ms"));
	ASSERT_DONE(&self->x,
		    profile_set_one(c, NTHROTTLE_A_PROFILE_THRESHOLD_MAX_MS,
				    0));
}

/* The lowest and the highest value of each range are fine. */
TEST_F(bad, edges_are_good)
{
	struct profile low = { 10, 0, 1, 3, 0 };
	struct profile high = { 3600000, 3600000, 1000, EVENT_ALL, EVENT_ALL };
	struct world *x = &self->x;
	struct profile p;

	ASSERT_DONE(x, profile_set(&x->c, &low));
	ASSERT_DONE(x, profile_get(&x->c, &p));
	EXPECT_EQ(0, memcmp(&p, &low, sizeof(p)));
	ASSERT_DONE(x, profile_set(&x->c, &high));
	ASSERT_DONE(x, profile_get(&x->c, &p));
	EXPECT_EQ(0, memcmp(&p, &high, sizeof(p)));
	ASSERT_DONE(x, config_set_batch(&x->c, 0));
	ASSERT_DONE(x, config_set_batch(&x->c, 1000));
	ASSERT_DONE(x, config_set_batch(&x->c, self->cfg.batch_ms));
	ASSERT_DONE(x, profile_set(&x->c, &self->p));
}

static int call_with(struct client *c, int cmd, int attr, const void *data,
		     int len)
{
	struct nl_msg *msg = client_msg(c, cmd, 0);

	if (attr)
		nla_put(msg, attr, len, data);
	return chan_call(&c->chan, msg, NULL, NULL);
}

/* Each attribute of each setter, too short, too long, unknown, or out of place:
 * refused, with some text.
 */
TEST_F(bad, shapes)
{
	static const int setters[] = {
		NTHROTTLE_CMD_CONFIG_SET, NTHROTTLE_CMD_PROFILE_SET,
		NTHROTTLE_CMD_STATS_RESET, NTHROTTLE_CMD_FLUSH,
		NTHROTTLE_CMD_AGENT_NEW, NTHROTTLE_CMD_AGENT_ACK,
		NTHROTTLE_CMD_AGENT_DEL,
	};
	struct client *c = &self->x.c;
	char data[64] = {};
	size_t i;
	int attr;

	memset(data, 'x', sizeof(data));
	for (i = 0; i < ARRAY_SIZE(setters); i++) {
		for (attr = 1; attr < 60; attr++) {
			static const int lens[] = { 0, 1, 3, 5, 64 };
			size_t k;

			for (k = 0; k < ARRAY_SIZE(lens); k++) {
				EXPECT_GT(0, call_with(c, setters[i], attr,
						       data, lens[k])) {
					TH_LOG("command %d, attribute %d, %d bytes",
					       setters[i], attr, lens[k]);
				}
				EXPECT_NE('\0', c->chan.why[0]) {
					TH_LOG("command %d, attribute %d, %d bytes: no text",
					       setters[i], attr, lens[k]);
				}
			}
		}
	}
}

TEST_F(bad, names)
{
	struct client *c = &self->x.c;
	const int set = NTHROTTLE_CMD_PROFILE_SET;
	const int name = NTHROTTLE_A_PROFILE_NAME;

	EXPECT_EQ(0, call_with(c, set, name, "default", 8));
	EXPECT_EQ(-ENOENT, call_with(c, set, name, "other", 6));
	EXPECT_NE(NULL, strstr(c->chan.why, "name"));
	EXPECT_EQ(-ERANGE, call_with(c, NTHROTTLE_CMD_PROFILE_GET, name, "", 1));
	EXPECT_GT(0, call_with(c, set, name, "default", 7));
	EXPECT_EQ(-ERANGE, call_with(c, set, name, "0123456789abcdef", 17));
	EXPECT_NE(NULL, strstr(c->chan.why, "name must be 1 to 15 characters"));
}

TEST_F(bad, dev_get)
{
	const int get = NTHROTTLE_CMD_DEV_GET;
	struct client *c = &self->x.c;
	__u32 index = 4711;
	struct nl_msg *msg;

	EXPECT_EQ(-EINVAL, call_with(c, get, 0, NULL, 0));
	EXPECT_NE(NULL, strstr(c->chan.why, "ifindex"));
	EXPECT_EQ(-ENODEV, call_with(c, get, NTHROTTLE_A_DEV_NAME, "eth9", 5));
	EXPECT_NE(NULL, strstr(c->chan.why, "no such interface"));
	EXPECT_EQ(NTHROTTLE_A_DEV_NAME, c->chan.err_attr);
	EXPECT_EQ(-ENODEV, call_with(c, get, NTHROTTLE_A_DEV_IFINDEX, &index,
				     4));
	index = 0xffffffff;
	EXPECT_EQ(-ENODEV, call_with(c, get, NTHROTTLE_A_DEV_IFINDEX, &index,
				     4));
	msg = client_msg(c, get, 0);
	nla_put_u32(msg, NTHROTTLE_A_DEV_IFINDEX, 1);
	nla_put_string(msg, NTHROTTLE_A_DEV_NAME, "lo");
	EXPECT_EQ(-EINVAL, chan_call(&c->chan, msg, NULL, NULL));
	EXPECT_EQ(0, call_with(c, get, NTHROTTLE_A_DEV_NAME, "lo", 3));
}

TEST_F(bad, commands)
{
	struct client *c = &self->x.c;
	int cmd;

	EXPECT_EQ(-EOPNOTSUPP, client_do(c, 0));
	EXPECT_EQ(-EOPNOTSUPP, client_do(c, NTHROTTLE_CMD_DEV_NTF));
	EXPECT_EQ(-EOPNOTSUPP, client_do(c, NTHROTTLE_CMD_SYNC_NTF));
	EXPECT_EQ(-EOPNOTSUPP, client_do(c, NTHROTTLE_CMD_AGENT_NTF));
	for (cmd = NTHROTTLE_CMD_MAX + 1; cmd < 256; cmd++)
		EXPECT_EQ(-EOPNOTSUPP, client_do(c, cmd));
}

TEST_HARNESS_MAIN
