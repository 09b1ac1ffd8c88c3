// SPDX-License-Identifier: GPL-2.0
/*
 * An interface is deleted, somebody keeps a reference to it, and its end is
 * announced again each second, long after it was told.
 */
#include <sys/wait.h>

#include "lib/case.h"
#include "lib/module.h"

#define MODULE "lingers"

FIXTURE(linger)
{
	struct world x;
};

FIXTURE_SETUP(linger)
{
	test_module_unload(MODULE);	/* of a case that broke off */
	ASSERT_EQ(0, test_module_load(MODULE, ""));
	ASSERT_EQ(0, world_open(&self->x));
}

FIXTURE_TEARDOWN(linger)
{
	EXPECT_EQ(0, test_module_set(MODULE, "release", "1"));
	EXPECT_EQ(0, world_close(&self->x));
	EXPECT_EQ(0, test_module_unload(MODULE));
}

/* Blocks until nobody has a reference any more. */
static pid_t start_deletion(__u32 index)
{
	struct rt rt;
	pid_t pid = fork();

	if (pid)
		return pid;
	_exit(rt_open(&rt) || link_del(&rt, index));
}

static bool heard(unsigned long times)
{
	__u64 end_ns = now_ns() + SOON_MS * MS;

	while (test_module_get(MODULE, "heard") < (long)times) {
		if (now_ns() > end_ns)
			return false;
		pause_ms(10);
	}
	return true;
}

TEST_F(linger, told_once)
{
	struct world *x = &self->x;
	struct stats s0, s1;
	__u32 index;
	struct ntf n;
	int status;
	pid_t pid;

	ASSERT_DONE(x, world_dummy(x, "linger0", &index, NULL));
	ASSERT_DONE(x, stats_get(&x->c, &s0));
	pid = start_deletion(index);
	ASSERT_TRUE(witness_next(&x->w, index, SOON_MS, &n));
	EXPECT_TRUE(n.deleted);
	EXPECT_TRUE(heard(3));
	ASSERT_EQ(0, test_module_set(MODULE, "release", "1"));
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_EQ(0, status);
	ASSERT_DONE(x, stats_get(&x->c, &s1));
	EXPECT_EQ(s0.unrecorded, s1.unrecorded);
	EXPECT_EQ(1, s1.by_event[NTHROTTLE_A_EVENT_COUNTS_UNREGISTER] -
		     s0.by_event[NTHROTTLE_A_EVENT_COUNTS_UNREGISTER]);
}

TEST_HARNESS_MAIN
