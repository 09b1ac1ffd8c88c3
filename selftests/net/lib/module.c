// SPDX-License-Identifier: GPL-2.0
/* Load and unload the module, whose path is in NTHROTTLE_KO, and the tests' own,
 * which are in NTHROTTLE_TEST_MODULES.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "file.h"
#include "world.h"

static int load(const char *path, const char *params)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int err = 0;

	if (fd < 0)
		return -errno;
	if (syscall(SYS_finit_module, fd, params, 0))
		err = -errno;
	close(fd);
	return err;
}

int module_load(const char *params)
{
	return load(getenv("NTHROTTLE_KO") ?: "", params);
}

int module_unload(void)
{
	return syscall(SYS_delete_module, "nthrottle", O_NONBLOCK) ? -errno : 0;
}

/* A request under way holds the family for a moment. */
int module_unload_busily(int timeout_ms)
{
	__u64 end_ns = now_ns() + timeout_ms * 1000000ULL;
	int err;

	while ((err = module_unload()) == -EAGAIN && now_ns() < end_ns)
		pause_ms(5);
	return err;
}

int test_module_load(const char *name, const char *params)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s.ko",
		 getenv("NTHROTTLE_TEST_MODULES") ?: "", name);
	return load(path, params);
}

int test_module_unload(const char *name)
{
	return syscall(SYS_delete_module, name, O_NONBLOCK) ? -errno : 0;
}

static const char *param_path(const char *name, const char *param)
{
	static char path[256];

	snprintf(path, sizeof(path), "/sys/module/%s/parameters/%s", name,
		 param);
	return path;
}

int test_module_set(const char *name, const char *param, const char *value)
{
	return file_put(param_path(name, param), value);
}

/* A parameter that is a number, or -1. */
long test_module_get(const char *name, const char *param)
{
	int fd = open(param_path(name, param), O_RDONLY | O_CLOEXEC);
	char text[32] = "-1";

	if (fd < 0)
		return -1;
	if (read(fd, text, sizeof(text) - 1) < 0)
		text[1] = '\0';
	close(fd);
	return strtol(text, NULL, 0);
}

bool module_loaded(void)
{
	return !access("/sys/module/nthrottle/initstate", F_OK);
}

/* Random cases print their seed; NTHROTTLE_SEED repeats one. */
unsigned int random_seed(void)
{
	const char *given = getenv("NTHROTTLE_SEED");
	unsigned int seed = given ? strtoul(given, NULL, 0) : now_ns();

	tell("NTHROTTLE_SEED=%u", seed);
	return seed;
}
