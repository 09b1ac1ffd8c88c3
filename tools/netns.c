// SPDX-License-Identifier: GPL-2.0
/* Other network namespaces, as ip-netns(8) names them. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "netns.h"
#include "out.h"

/* @name is what "ip netns add" made, or a path if there is a slash in it. */
int netns_enter(const char *name)
{
	char path[PATH_MAX];
	int fd, err;

	snprintf(path, sizeof(path), "%s%s",
		 strchr(name, '/') ? "" : "/run/netns/", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		say("cannot open the network namespace %s: %s", path,
		    strerror(errno));
		return -1;
	}
	err = setns(fd, CLONE_NEWNET) ? errno : 0;
	close(fd);
	if (!err)
		return 0;
	say("cannot enter the network namespace %s: %s%s", path, strerror(err),
	    err == EPERM ? " (it takes CAP_SYS_ADMIN)" : "");
	return -1;
}

/* A descriptor to come back with, or -1. */
int netns_here(void)
{
	int fd = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		say("cannot open this network namespace: %s", strerror(errno));
	return fd;
}

int netns_return(int fd)
{
	if (!setns(fd, CLONE_NEWNET))
		return 0;
	say("cannot come back to this network namespace: %s", strerror(errno));
	return -1;
}
