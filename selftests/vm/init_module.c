// SPDX-License-Identifier: GPL-2.0
/* Load and unload modules. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "init.h"

int load_module(const char *path, const char *args)
{
	int fd, ret, err;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	ret = syscall(SYS_finit_module, fd, args, 0);
	err = errno;
	close(fd);
	errno = err;
	return ret;
}

/* The names stand in the order in which they depend on each other. */
void load_initramfs_modules(void)
{
	char name[256], path[300];
	FILE *order = fopen("/modules/order", "r");

	if (!order)
		return;
	while (fgets(name, sizeof(name), order)) {
		name[strcspn(name, "\n")] = 0;
		snprintf(path, sizeof(path), "/modules/%s", name);
		if (load_module(path, "") && errno != EEXIST)
			printf("vm init: %s: %s\n", name, strerror(errno));
	}
	fclose(order);
}

/* One round over all that are loaded; says one that stays, if any does. */
static bool try_unload(const char *prefix, char *stays, size_t size)
{
	char line[512], name[64];
	FILE *modules = fopen("/proc/modules", "r");

	stays[0] = 0;
	if (!modules)
		return true;
	while (fgets(line, sizeof(line), modules)) {
		if (sscanf(line, "%63s", name) != 1 || strncmp(name, prefix, strlen(prefix)))
			continue;
		if (syscall(SYS_delete_module, name, O_NONBLOCK))
			snprintf(stays, size, "rmmod %s: %s", name, strerror(errno));
	}
	fclose(modules);
	return !stays[0];
}

/* References may go away with processes that end just now: have patience. */
void unload_modules(const char *prefix)
{
	char stays[300];
	int tries;

	for (tries = 0; tries < 50; tries++) {
		if (try_unload(prefix, stays, sizeof(stays)))
			return;
		usleep(100 * 1000);
	}
	trouble("%s", stays);
}
