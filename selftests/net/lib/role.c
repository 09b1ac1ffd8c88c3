// SPDX-License-Identifier: GPL-2.0
/* Children that become somebody else. */
#include <grp.h>
#include <linux/capability.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "role.h"

#define NET_ADMIN CAP_TO_MASK(CAP_NET_ADMIN)

int become_nobody(void)
{
	return setgroups(0, NULL) || setresgid(NOBODY, NOBODY, NOBODY) ||
	       setresuid(NOBODY, NOBODY, NOBODY);
}

static int keep_caps(__u32 mask)
{
	struct __user_cap_header_struct hdr = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct caps[_LINUX_CAPABILITY_U32S_3];

	if (syscall(SYS_capget, &hdr, caps))
		return -1;
	caps[0].permitted &= mask;
	caps[0].effective = caps[0].permitted;
	if (mask == NET_ADMIN)
		caps[1] = (struct __user_cap_data_struct){ 0 };
	return syscall(SYS_capset, &hdr, caps);
}

int become_without_net_admin(void)
{
	return keep_caps(~NET_ADMIN);
}

/* No more than it takes. */
int become_nobody_with_net_admin(void)
{
	return prctl(PR_SET_KEEPCAPS, 1) || become_nobody() ||
	       keep_caps(NET_ADMIN);
}

/* In a network namespace that is not its own. */
int become_userns_root(void)
{
	return become_nobody() || unshare(CLONE_NEWUSER);
}

/* With a network namespace of its own. */
int become_container_root(void)
{
	return become_nobody() || unshare(CLONE_NEWUSER | CLONE_NEWNET);
}

pid_t child_start(int (*become)(void), child_fn fn, void *arg)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	if (become && become()) {
		perror("become");
		_exit(255);
	}
	_exit(fn(arg));
}

/* Returns the exit status, or -1 if a signal ended it. */
int child_wait(pid_t pid)
{
	int status;

	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

int child_run(int (*become)(void), child_fn fn, void *arg)
{
	return child_wait(child_start(become, fn, arg));
}
