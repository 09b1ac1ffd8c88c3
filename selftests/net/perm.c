// SPDX-License-Identifier: GPL-2.0
/* Who may change anything: CAP_NET_ADMIN in the namespace's user namespace. */
#include <errno.h>
#include <grp.h>
#include <sched.h>
#include <linux/capability.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "lib/agent.h"
#include "lib/case.h"
#include "lib/rules.h"
#include "lib/since.h"

#define NOBODY 65534
#define SETTERS 15
#define GETTERS 10

FIXTURE(perm)
{
	struct world x;
};

FIXTURE_SETUP(perm)
{
	ASSERT_EQ(0, world_open(&self->x));
}

FIXTURE_TEARDOWN(perm)
{
	EXPECT_EQ(0, world_close(&self->x));
}

/* Every setter, with values that are fine. Returns those that answer @err. */
static int setters(struct client *c, int err)
{
	struct profile p = { 500, 0, 3, EVENT_ALL, 0 };
	struct agent a;
	int count = 0;
	__u64 id;

	count += profile_set(c, &p) == err;
	count += config_set_batch(c, 7) == err;
	count += client_do(c, NTHROTTLE_CMD_STATS_RESET) == err;
	count += client_do(c, NTHROTTLE_CMD_FLUSH) == err;
	count += profile_do(c, NTHROTTLE_CMD_PROFILE_NEW, "p", 0) == err;
	count += rule_new(c, &(struct rule){ 1, "x*", NULL, "p" }) == err;
	count += rule_del(c, 1) == err;
	count += profile_do(c, NTHROTTLE_CMD_PROFILE_DEL, "p", 0) == err;
	count += dev_reset(c, 1) == err;
	count += hold_begin(c, 1000, &id) == err;
	count += hold_release(c, id) == err;
	count += chan_call(&c->chan, ruleset_msg(c, 0), NULL, NULL) == err;
	count += agent_new(c, "mine", 0, &a) == err;
	count += agent_beat(c, "mine") == err;
	count += agent_del(c, "mine") == err;
	return count;
}

static void ignore(const struct dev *d, void *arg)
{
	(void)d;
	(void)arg;
}

/* Every getter, and the group. Returns how many work. */
static int getters(struct client *c)
{
	struct witness w;
	struct profile p;
	struct config cfg;
	struct stats s;
	struct agent a;
	struct since n;
	struct dev d;
	int count = 0;

	count += !profile_get(c, &p);
	count += !config_get(c, &cfg);
	count += !stats_get(c, &s);
	count += !dev_get(c, 1, &d);
	count += !dev_dump(c, ignore, NULL);
	count += !rule_count(c);
	count += !witness_open(&w, c);
	count += !since_get(c, 0, NO_INSTANCE, &n);
	count += agent_count(c) >= 0;
	count += agent_get(c, "mine", &a) == -ENOENT;
	return count;
}

/* In a child, that changes who it is first. Returns 0 if the setters answer
 * @err and the getters work.
 */
static int as(int (*become)(void), int err)
{
	struct client c;
	int status;
	pid_t pid = fork();

	if (!pid) {
		if (become() || client_open(&c)) {
			perror("become");
			_exit(1);
		}
		if (setters(&c, err) != SETTERS)
			_exit(2);
		_exit(getters(&c) == GETTERS ? 0 : 3);
	}
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

static int nobody(void)
{
	return setgroups(0, NULL) || setresgid(NOBODY, NOBODY, NOBODY) ||
	       setresuid(NOBODY, NOBODY, NOBODY);
}

static int root_of_own_userns(void)
{
	return nobody() || unshare(CLONE_NEWUSER);
}

static int root_of_own_netns(void)
{
	return nobody() || unshare(CLONE_NEWUSER | CLONE_NEWNET);
}

static int root_without_net_admin(void)
{
	struct __user_cap_header_struct hdr = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct caps[_LINUX_CAPABILITY_U32S_3];

	if (syscall(SYS_capget, &hdr, caps))
		return -1;
	caps[0].effective &= ~(1U << CAP_NET_ADMIN);
	caps[0].permitted &= ~(1U << CAP_NET_ADMIN);
	return syscall(SYS_capset, &hdr, caps);
}

static int root(void)
{
	return 0;
}

static void unchanged(struct __test_metadata *_metadata, struct world *x)
{
	struct profile p;
	struct config cfg;
	struct stats s;

	ASSERT_DONE(x, profile_get(&x->c, &p));
	EXPECT_EQ(2000, p.threshold_ms);
	EXPECT_EQ(4, p.burst);
	ASSERT_DONE(x, config_get(&x->c, &cfg));
	EXPECT_EQ(5, cfg.batch_ms);
	ASSERT_DONE(x, stats_get(&x->c, &s));
	EXPECT_NE(0, s.delivered);
}

TEST_F(perm, root)
{
	EXPECT_EQ(0, as(root, 0));
}

TEST_F(perm, unprivileged)
{
	EXPECT_EQ(0, as(nobody, -EPERM));
	EXPECT_EQ(0, as(root_without_net_admin, -EPERM));
	unchanged(_metadata, &self->x);
}

/* Root of a user namespace, in a network namespace that is not its own. */
TEST_F(perm, userns_on_foreign_netns)
{
	EXPECT_EQ(0, as(root_of_own_userns, -EPERM));
	unchanged(_metadata, &self->x);
}

TEST_F(perm, userns_on_own_netns)
{
	EXPECT_EQ(0, as(root_of_own_netns, 0));
	unchanged(_metadata, &self->x);
}

TEST_HARNESS_MAIN
