// SPDX-License-Identifier: GPL-2.0
/* Attributes to model and back, and what hostile messages do: nothing. */
#include <stdlib.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/nthrottle.h>

#include "../../tools/lib/codec.h"
#include "../../tools/lib/extack.h"
#include "check.h"
#include "rng.h"

#define ROOM	2048

/* Any model of any set fits. */
union model {
	u64 present;
	struct nt_dev dev;
	struct nt_profile profile;
	struct nt_config config;
	struct nt_rule rule;
	struct nt_hold hold;
	struct nt_agent agent;
	struct nt_stats stats;
};

static u64 buffer[ROOM / sizeof(u64)];

static struct nlmsghdr *begin(u16 type)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buffer);

	nlh->nlmsg_type = type;
	return nlh;
}

static int decode(const struct nlmsghdr *nlh, const struct nt_set *set,
		  void *model)
{
	return codec_decode(set, mnl_nlmsg_get_payload(nlh),
			    mnl_nlmsg_get_payload_len(nlh), model);
}

static void fill_random(const struct nt_set *set, void *model, struct rng *rng)
{
	const struct nt_attr *attr;
	u8 *to;

	memset(model, 0, set->size);
	for (attr = set->attrs; attr->key; attr++) {
		to = (u8 *)model + attr->offset;
		nt_set_present(model, attr->type);
		if (attr->kind == NT_NEST) {
			fill_random(attr->nest, to, rng);
		} else if (attr->kind == NT_LIST) {
			*(struct nt_list *)to = (struct nt_list){
				2, { rng_next(rng), rng_next(rng) }
			};
		} else if (attr->kind == NT_ADDRESS) {
			*(struct nt_address *)to = (struct nt_address){
				3, { rng_next(rng), rng_next(rng) }
			};
		} else {
			*to = 1 + rng_below(rng, 255);
			if (attr->kind == NT_FLAG)
				*to = true;
		}
	}
}

static const struct nt_set *const sets[] = {
	&nt_dev_attrs, &nt_profile_attrs, &nt_config_attrs, &nt_stats_attrs,
	&nt_rule_attrs, &nt_hold_attrs, &nt_agent_attrs,
};

static void there_and_back(void **state)
{
	struct rng rng = { 2 };
	union model from, to;
	struct nlmsghdr *nlh;
	unsigned int i;

	(void)state;
	for (i = 0; i < 1000; i++) {
		const struct nt_set *set = sets[i % ARRAY_SIZE(sets)];

		fill_random(set, &from, &rng);
		nlh = begin(0);
		assert_int_equal(codec_encode(set, &from, nlh, ROOM), 0);
		assert_int_equal(decode(nlh, set, &to), 0);
		assert_memory_equal(&from, &to, set->size);
	}
}

static void encoding_stops_at_the_end(void **state)
{
	struct rng rng = { 3 };
	struct nlmsghdr *nlh;
	union model from;
	size_t room, full;

	(void)state;
	fill_random(&nt_stats_attrs, &from, &rng);
	nlh = begin(0);
	assert_int_equal(codec_encode(&nt_stats_attrs, &from, nlh, ROOM), 0);
	full = nlh->nlmsg_len;
	for (room = MNL_NLMSG_HDRLEN; room < full; room++) {
		nlh = begin(0);
		assert_int_equal(codec_encode(&nt_stats_attrs, &from, nlh, room),
				 -1);
		assert_true(nlh->nlmsg_len <= room);
	}
}

static void only_what_was_there(void **state)
{
	struct nt_dev dev;
	struct nlmsghdr *nlh = begin(0);

	(void)state;
	mnl_attr_put_u32(nlh, NTHROTTLE_A_DEV_MTU, 1500);
	mnl_attr_put_u64(nlh, 63, 5);
	mnl_attr_put_u64(nlh, 64, 5);
	mnl_attr_put_u64(nlh, 16383, 5);
	/* A string may come without its final zero. */
	mnl_attr_put(nlh, NTHROTTLE_A_DEV_NAME, 4, "eth0");
	assert_int_equal(decode(nlh, &nt_dev_attrs, &dev), 0);
	assert_int_equal(dev.present, 1ULL << NTHROTTLE_A_DEV_MTU |
				      1ULL << NTHROTTLE_A_DEV_NAME);
	assert_string_equal(dev.name, "eth0");
}

static void wrong_sizes(void **state)
{
	static const u8 bytes[600];
	const struct nt_attr *attr;
	struct nlmsghdr *nlh;
	union model to;
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(sets); i++) {
		for (attr = sets[i]->attrs; attr->key; attr++) {
			/* A flag may have content, zeros are no string. */
			if (attr->kind == NT_FLAG || attr->kind == NT_STRING ||
			    attr->kind == NT_NEST)
				continue;
			nlh = begin(0);
			mnl_attr_put(nlh, attr->type, sizeof(bytes), bytes);
			assert_int_equal(decode(nlh, sets[i], &to), -1);
		}
	}
	nlh = begin(0);
	mnl_attr_put(nlh, NTHROTTLE_A_STATS_LATENCY_US_LOG2, 12, bytes);
	assert_int_equal(decode(nlh, &nt_stats_attrs, &to), -1);
	nlh = begin(0);
	mnl_attr_put_strz(nlh, NTHROTTLE_A_DEV_NAME,
			  "12345678901234567890123456789012");
	assert_int_equal(decode(nlh, &nt_dev_attrs, &to), -1);
}

/* A ruleset is sent, never received. */
static void no_rulesets(void **state)
{
	struct nlmsghdr *nlh = begin(0);
	struct nt_ruleset ruleset;

	(void)state;
	assert_int_equal(decode(nlh, &nt_ruleset_attrs, &ruleset), 0);
	mnl_attr_nest_end(nlh, mnl_attr_nest_start(nlh, NTHROTTLE_A_RULESET_RULE));
	assert_int_equal(decode(nlh, &nt_ruleset_attrs, &ruleset), -1);
}

/* Messages that were right once, with some bytes changed and the end cut. */
static void hostile_messages(void **state)
{
	struct rng rng = { 4 };
	struct codec_family family;
	struct codec_body body;
	struct extack ack;
	union model model;
	unsigned int i, n;
	char text[256];

	(void)state;
	for (i = 0; i < 200000; i++) {
		const struct nt_set *set = sets[i % ARRAY_SIZE(sets)];
		struct nlmsghdr *nlh = begin(rng_below(&rng, 4));
		u8 *bytes = (u8 *)buffer;
		u32 len;

		fill_random(set, &model, &rng);
		codec_encode(set, &model, nlh, ROOM);
		for (n = rng_below(&rng, 8); n; n--)
			bytes[6 + rng_below(&rng, nlh->nlmsg_len - 6)] =
				rng_percent(&rng, 50) ? rng_next(&rng) : 0;
		len = MNL_NLMSG_HDRLEN +
		      rng_below(&rng, nlh->nlmsg_len - MNL_NLMSG_HDRLEN + 1);
		/* Behind its end, the sanitizer watches. */
		nlh = memcpy(malloc(len), buffer, len);
		nlh->nlmsg_len = len;
		decode(nlh, set, &model);
		if (!codec_body(nlh, &body))
			codec_family(body.attrs, body.len, &family);
		if (!extack_parse(nlh, &ack))
			extack_describe(&ack, set, nlh, text, sizeof(text));
		free(nlh);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(there_and_back),
		cmocka_unit_test(encoding_stops_at_the_end),
		cmocka_unit_test(only_what_was_there),
		cmocka_unit_test(wrong_sizes),
		cmocka_unit_test(no_rulesets),
		cmocka_unit_test(hostile_messages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
