// SPDX-License-Identifier: GPL-2.0
/* A crowd that changes the configuration: some must wait, others try again. */
#include <errno.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "lib/case.h"
#include "lib/rules.h"

#define CROWD 24
#define RULES 500

FIXTURE(changers)
{
	struct world x;
	int *answers;
};

FIXTURE_SETUP(changers)
{
	ASSERT_EQ(0, world_open(&self->x));
	self->answers = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, self->answers);
}

FIXTURE_TEARDOWN(changers)
{
	munmap(self->answers, 4096);
	EXPECT_EQ(0, world_close(&self->x));
}

static struct nl_msg *many_rules(struct client *c)
{
	struct nl_msg *msg = ruleset_msg(c, RULES);
	struct rule r = { 0, "x*", NULL, "default" };

	for (r.pref = 1; r.pref <= RULES; r.pref++)
		ruleset_rule(msg, &r);
	return msg;
}

/* Counts what it is answered: 0 for success, 1 for busy, 2 for anything else. Whether
 * many meet soon is chance: goes on until some have.
 */
static void change(int *answers, int times)
{
	__u64 end_ns = now_ns() + 2 * SOON_MS * MS;
	struct client c;
	int err;

	if (client_open(&c))
		_exit(1);
	nl_socket_set_buffer_size(c.chan.sk, 1 << 18, 1 << 18);
	for (; times > 0 || (!__atomic_load_n(&answers[1], __ATOMIC_RELAXED) &&
			     now_ns() < end_ns); times--) {
		err = chan_call(&c.chan, many_rules(&c), NULL, NULL);
		__atomic_fetch_add(&answers[!err ? 0 : err == -EBUSY ? 1 : 2],
				   1, __ATOMIC_RELAXED);
	}
	_exit(0);
}

TEST_F(changers, crowd)
{
	const int times = kernel_is_slow() ? 5 : at_scale(5, 20, 200);
	struct world *x = &self->x;
	struct config cfg;
	int i, status;

	for (i = 0; i < CROWD; i++)
		if (!fork())
			change(self->answers, times);
	for (i = 0; i < CROWD; i++) {
		ASSERT_LT(0, wait(&status));
		EXPECT_EQ(0, status);
	}
	tell("%d changes, %d refused as too many at once", self->answers[0],
	     self->answers[1]);
	EXPECT_EQ(0, self->answers[2]);
	EXPECT_LT(0, self->answers[0]);
	EXPECT_LT(0, self->answers[1]);
	ASSERT_DONE(x, config_get(&x->c, &cfg));
	EXPECT_EQ(RULES, cfg.rules);
	/* It was a matter of that moment. */
	EXPECT_EQ(0, done(x, "defaults", chan_call(&x->c.chan,
						   ruleset_msg(&x->c, 0), NULL,
						   NULL)));
}

TEST_HARNESS_MAIN
