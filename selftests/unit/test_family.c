// SPDX-License-Identifier: GPL-2.0
/* What the tool makes of the control family's answer about ours. */
#include <libmnl/libmnl.h>
#include <linux/genetlink.h>

#include "../../tools/lib/codec.h"
#include "check.h"

static u64 buffer[64];

static struct nlmsghdr *begin(void)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buffer);

	mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, "nthrottle");
	mnl_attr_put_u16(nlh, CTRL_ATTR_FAMILY_ID, 40);
	mnl_attr_put_u32(nlh, CTRL_ATTR_VERSION, 1);
	return nlh;
}

static int read_family(const struct nlmsghdr *nlh, struct codec_family *family)
{
	return codec_family(mnl_nlmsg_get_payload(nlh),
			    mnl_nlmsg_get_payload_len(nlh), family);
}

static void put_group(struct nlmsghdr *nlh, const char *name, u32 id)
{
	struct nlattr *group = mnl_attr_nest_start(nlh, 1);

	mnl_attr_put_strz(nlh, CTRL_ATTR_MCAST_GRP_NAME, name);
	mnl_attr_put_u32(nlh, CTRL_ATTR_MCAST_GRP_ID, id);
	mnl_attr_nest_end(nlh, group);
}

/* The groups config and agents are younger than the group events. */
static void family_groups(void **state)
{
	struct codec_family family;
	struct nlmsghdr *nlh;
	struct nlattr *groups;
	int n;

	(void)state;
	for (n = 0; n < 4; n++) {
		nlh = begin();
		groups = mnl_attr_nest_start(nlh, CTRL_ATTR_MCAST_GROUPS);
		if (n > 0)
			put_group(nlh, "events", 7);
		if (n > 1)
			put_group(nlh, "config", 8);
		if (n > 2)
			put_group(nlh, "agents", 9);
		mnl_attr_nest_end(nlh, groups);
		assert_int_equal(read_family(nlh, &family), 0);
		assert_int_equal(family.id, 40);
		assert_int_equal(family.version, 1);
		assert_string_equal(family.name, "nthrottle");
		assert_int_equal(family.events_group, n > 0 ? 7 : 0);
		assert_int_equal(family.config_group, n > 1 ? 8 : 0);
		assert_int_equal(family.agents_group, n > 2 ? 9 : 0);
		assert_int_equal(family.notify_group, 0);
	}
}

static void the_control_family_itself(void **state)
{
	struct codec_family family;
	struct nlmsghdr *nlh = begin();
	struct nlattr *groups;

	(void)state;
	groups = mnl_attr_nest_start(nlh, CTRL_ATTR_MCAST_GROUPS);
	put_group(nlh, "notify", 16);
	mnl_attr_nest_end(nlh, groups);
	assert_int_equal(read_family(nlh, &family), 0);
	assert_int_equal(family.notify_group, 16);
	assert_int_equal(family.events_group, 0);
}

static void no_family_without_a_number(void **state)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buffer);
	struct codec_family family;

	(void)state;
	mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, "nthrottle");
	assert_int_equal(read_family(nlh, &family), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(family_groups),
		cmocka_unit_test(the_control_family_itself),
		cmocka_unit_test(no_family_without_a_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
