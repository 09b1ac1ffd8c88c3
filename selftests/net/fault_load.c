// SPDX-License-Identifier: GPL-2.0
/* Every allocation fails in turn while the module is loaded. */
#include <errno.h>
#include <sched.h>

#include "lib/case.h"
#include "lib/fault.h"

#define MOST 1000	/* faults in one load: more are a loop without end */

FIXTURE(fault_load)
{
	struct rt rt;
};

FIXTURE_SETUP(fault_load)
{
	if (!fault_possible())
		SKIP(return, FAULT_MISSING);
}

FIXTURE_TEARDOWN(fault_load)
{
	if (!self->rt.chan.sk)
		return;
	rt_close(&self->rt);
	/* As it was found. */
	EXPECT_EQ(0, module_load(""));
}

/* Load it; what has no record at once gets one. Returns 1 after a fault, 0 without,
 * or another number for what went wrong.
 */
static int loading(unsigned int nth)
{
	struct client c;
	struct stats s;
	bool hit;
	int err, i;

	fault_arm(nth);
	err = module_load("");
	hit = fault_disarm();
	if (err && (!hit || err != -ENOMEM || module_loaded() ||
		    module_load("")))
		return 2;
	if (client_open(&c))
		return 3;
	for (i = 0; i < 3; i++)
		if (!fault_healed(&c, 100 + i))
			return 4;
	err = stats_get(&c, &s);
	client_close(&c);
	if (err || !stats_balance(&s))
		return 5;
	return module_unload() ? 6 : hit;
}

TEST_F(fault_load, all)
{
	struct rt *rt = &self->rt;
	unsigned int nth;
	char name[16];
	int i, hit = 0;

	ASSERT_EQ(0, module_unload());
	ASSERT_EQ(0, unshare(CLONE_NEWNET));
	ASSERT_EQ(0, rt_open(rt));
	for (i = 0; i < 3; i++) {
		snprintf(name, sizeof(name), "d%d", i);
		ASSERT_EQ(0, link_add(rt, "dummy", name, 100 + i, 0));
	}
	/* What the kernel itself does to load any module is not ours. */
	ASSERT_EQ(0, fault_in_function("do_one_initcall"));
	for (nth = 1; nth < MOST; nth++) {
		hit = loading(nth);
		if (hit != 1)
			break;
	}
	EXPECT_EQ(0, hit)
		TH_LOG("allocation %u", nth);
	tell("%u allocations failed at the load", nth - 1);
	EXPECT_LT(10, nth);
}

TEST_HARNESS_MAIN
