// SPDX-License-Identifier: GPL-2.0
/* What the tool makes of the kernel's refusals. */
#include <errno.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/nthrottle.h>

#include "../../tools/lib/extack.h"
#include "check.h"

static u64 request_buffer[64], answer_buffer[128];
static struct extack ack;
static char text[400];

/* A request with a threshold; returns where in it that is. */
static u32 make_request(struct nlmsghdr **request)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(request_buffer);

	mnl_nlmsg_put_extra_header(nlh, GENL_HDRLEN);
	mnl_attr_put_u32(nlh, NTHROTTLE_A_PROFILE_THRESHOLD_MS, 5);
	*request = nlh;
	return MNL_NLMSG_HDRLEN + GENL_HDRLEN;
}

static struct nlmsghdr *make_answer(int error, u16 flags)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(answer_buffer);
	struct nlmsgerr *body;

	nlh->nlmsg_type = NLMSG_ERROR;
	nlh->nlmsg_flags = flags;
	body = mnl_nlmsg_put_extra_header(nlh, sizeof(*body));
	body->error = -error;
	body->msg.nlmsg_len = ((struct nlmsghdr *)request_buffer)->nlmsg_len;
	return nlh;
}

static const char *describe(const struct nlmsghdr *answer,
			    const struct nlmsghdr *request)
{
	assert_int_equal(extack_parse(answer, &ack), 0);
	assert_int_equal(extack_describe(&ack, &nt_profile_attrs, request, text,
					 sizeof(text)), 0);
	return text;
}

static void success(void **state)
{
	(void)state;
	assert_int_equal(extack_parse(make_answer(0, NLM_F_CAPPED), &ack), 0);
	assert_int_equal(ack.error, 0);
}

static void without_words(void **state)
{
	struct nlmsghdr *request, *answer;

	(void)state;
	make_request(&request);
	answer = make_answer(EPERM, NLM_F_CAPPED);
	assert_int_equal(extack_parse(answer, &ack), 0);
	assert_int_equal(ack.error, EPERM);
	assert_int_equal(extack_describe(&ack, &nt_profile_attrs, request, text,
					 sizeof(text)), -1);
}

static void names_the_attribute_once(void **state)
{
	struct nlmsghdr *request, *answer;
	u32 offset = make_request(&request);

	(void)state;
	answer = make_answer(EINVAL, NLM_F_CAPPED | NLM_F_ACK_TLVS);
	mnl_attr_put_strz(answer, NLMSGERR_ATTR_MSG, "too short");
	mnl_attr_put_u32(answer, NLMSGERR_ATTR_OFFS, offset);
	assert_string_equal(describe(answer, request),
			    "threshold-ms: too short");
	answer = make_answer(EINVAL, NLM_F_CAPPED | NLM_F_ACK_TLVS);
	mnl_attr_put_strz(answer, NLMSGERR_ATTR_MSG, "bad threshold-ms");
	mnl_attr_put_u32(answer, NLMSGERR_ATTR_OFFS, offset);
	assert_string_equal(describe(answer, request), "bad threshold-ms");
	answer = make_answer(EINVAL, NLM_F_CAPPED | NLM_F_ACK_TLVS);
	mnl_attr_put_strz(answer, NLMSGERR_ATTR_MSG, "not threshold-ms-x");
	mnl_attr_put_u32(answer, NLMSGERR_ATTR_OFFS, offset);
	assert_string_equal(describe(answer, request),
			    "threshold-ms: not threshold-ms-x");
}

/* Before 6.2 the module fills its texts up. */
static void without_trailing_blanks(void **state)
{
	struct nlmsghdr *request, *answer;

	(void)state;
	make_request(&request);
	answer = make_answer(ERANGE, NLM_F_CAPPED | NLM_F_ACK_TLVS);
	mnl_attr_put_strz(answer, NLMSGERR_ATTR_MSG, "too  much    ");
	assert_string_equal(describe(answer, request), "too  much");
}

static void shows_the_policy_range(void **state)
{
	struct nlmsghdr *request, *answer;
	u32 offset = make_request(&request);
	struct nlattr *nest;

	(void)state;
	answer = make_answer(ERANGE, NLM_F_CAPPED | NLM_F_ACK_TLVS);
	mnl_attr_put_strz(answer, NLMSGERR_ATTR_MSG, "out of range");
	mnl_attr_put_u32(answer, NLMSGERR_ATTR_OFFS, offset);
	nest = mnl_attr_nest_start(answer, NLMSGERR_ATTR_POLICY);
	mnl_attr_put_u64(answer, NL_POLICY_TYPE_ATTR_MIN_VALUE_U, 10);
	mnl_attr_put_u64(answer, NL_POLICY_TYPE_ATTR_MAX_VALUE_U, 3600000);
	mnl_attr_nest_end(answer, nest);
	assert_string_equal(describe(answer, request),
			    "threshold-ms: out of range; allowed: 10 to 3600000");
}

static void names_what_is_missing(void **state)
{
	struct nlmsghdr *request, *answer;

	(void)state;
	make_request(&request);
	answer = make_answer(EINVAL, NLM_F_CAPPED | NLM_F_ACK_TLVS);
	mnl_attr_put_u32(answer, NLMSGERR_ATTR_MISS_TYPE,
			 NTHROTTLE_A_PROFILE_BURST);
	assert_non_null(strstr(describe(answer, request), "burst: "));
}

/* In a nest, and which of several of the same kind. */
static void points_into_nests(void **state)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(request_buffer), *answer;
	u32 first, second, burst;
	struct extack_place place;
	struct nlattr *nest;

	(void)state;
	mnl_nlmsg_put_extra_header(nlh, GENL_HDRLEN);
	first = nlh->nlmsg_len;
	nest = mnl_attr_nest_start(nlh, NTHROTTLE_A_RULESET_PROFILE);
	mnl_attr_put_u32(nlh, NTHROTTLE_A_PROFILE_BURST, 1);
	mnl_attr_nest_end(nlh, nest);
	second = nlh->nlmsg_len;
	nest = mnl_attr_nest_start(nlh, NTHROTTLE_A_RULESET_PROFILE);
	burst = nlh->nlmsg_len;
	mnl_attr_put_u32(nlh, NTHROTTLE_A_PROFILE_BURST, 1);
	mnl_attr_nest_end(nlh, nest);
	assert_true(extack_locate(&nt_ruleset_attrs, nlh, first, &place));
	assert_string_equal(place.attr->key, "profile");
	assert_int_equal(place.index, 0);
	assert_true(extack_locate(&nt_ruleset_attrs, nlh, second, &place));
	assert_int_equal(place.index, 1);
	assert_true(extack_locate(&nt_ruleset_attrs, nlh, burst, &place));
	assert_string_equal(place.attr->key, "burst");
	assert_int_equal(place.outer, NTHROTTLE_A_RULESET_PROFILE);
	assert_int_equal(place.index, 1);
	assert_false(extack_locate(&nt_ruleset_attrs, nlh, burst + 1, &place));
	assert_false(extack_locate(&nt_ruleset_attrs, nlh, 0, &place));
	assert_false(extack_locate(&nt_ruleset_attrs, nlh, nlh->nlmsg_len, &place));
	answer = make_answer(EINVAL, NLM_F_CAPPED | NLM_F_ACK_TLVS);
	mnl_attr_put_u32(answer, NLMSGERR_ATTR_MISS_TYPE,
			 NTHROTTLE_A_PROFILE_NAME);
	mnl_attr_put_u32(answer, NLMSGERR_ATTR_MISS_NEST, second);
	assert_int_equal(extack_parse(answer, &ack), 0);
	assert_int_equal(ack.offset, second);
	assert_int_equal(extack_describe(&ack, &nt_ruleset_attrs, nlh, text,
					 sizeof(text)), 0);
	assert_non_null(strstr(text, "name: "));
}

/* Without NETLINK_CAP_ACK, the request stands before the words. */
static void whole_request_inside(void **state)
{
	struct nlmsghdr *request, *answer;
	u32 rest;

	(void)state;
	make_request(&request);
	rest = request->nlmsg_len - MNL_NLMSG_HDRLEN;
	answer = make_answer(EINVAL, NLM_F_ACK_TLVS);
	memcpy(mnl_nlmsg_put_extra_header(answer, rest),
	       mnl_nlmsg_get_payload(request), rest);
	mnl_attr_put_strz(answer, NLMSGERR_ATTR_MSG, "words");
	assert_string_equal(describe(answer, request), "words");
}

static void malformed(void **state)
{
	struct nlmsghdr *answer = make_answer(0, NLM_F_ACK_TLVS);
	struct nlmsgerr *body = mnl_nlmsg_get_payload(answer);

	(void)state;
	body->error = 1;
	assert_int_equal(extack_parse(answer, &ack), -1);
	body->error = INT32_MIN;
	assert_int_equal(extack_parse(answer, &ack), -1);
	body->error = -EINVAL;
	body->msg.nlmsg_len = UINT32_MAX;
	assert_int_equal(extack_parse(answer, &ack), 0);
	assert_string_equal(ack.text, "");
	answer->nlmsg_len = MNL_NLMSG_HDRLEN + 3;
	assert_int_equal(extack_parse(answer, &ack), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(success),
		cmocka_unit_test(without_words),
		cmocka_unit_test(names_the_attribute_once),
		cmocka_unit_test(without_trailing_blanks),
		cmocka_unit_test(shows_the_policy_range),
		cmocka_unit_test(names_what_is_missing),
		cmocka_unit_test(points_into_nests),
		cmocka_unit_test(whole_request_inside),
		cmocka_unit_test(malformed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
