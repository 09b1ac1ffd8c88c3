// SPDX-License-Identifier: GPL-2.0
/* Load and unload the module; its path is in NTHROTTLE_KO. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "world.h"

int module_load(const char *params)
{
	const char *path = getenv("NTHROTTLE_KO");
	int fd = open(path ?: "", O_RDONLY | O_CLOEXEC);
	int err = 0;

	if (fd < 0)
		return -errno;
	if (syscall(SYS_finit_module, fd, params, 0))
		err = -errno;
	close(fd);
	return err;
}

int module_unload(void)
{
	return syscall(SYS_delete_module, "nthrottle", O_NONBLOCK) ? -errno : 0;
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
