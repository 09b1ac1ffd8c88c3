// SPDX-License-Identifier: GPL-2.0
/* What the kernel uses, to see whether it comes back. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chan.h"
#include "memory.h"

/* A line of /proc/meminfo, or -1. */
long meminfo_kb(const char *key)
{
	char line[128];
	long kb = -1;
	FILE *f = fopen("/proc/meminfo", "r");

	while (f && fgets(line, sizeof(line), f))
		if (!strncmp(line, key, strlen(key)))
			kb = atol(line + strlen(key) + 1);
	if (f)
		fclose(f);
	return kb;
}

/* Does it grow by what is lost only? What KASAN has in quarantine is free, but in
 * use; there, kmemleak looks for what is lost.
 */
bool meminfo_is_exact(void)
{
	const char *kernel = getenv("NTHROTTLE_KERNEL");

	return !kernel || !strstr(kernel, "-debug");
}

static FILE *open_slab(const char *cache, const char *file, const char *mode)
{
	char path[128];

	snprintf(path, sizeof(path), "/sys/kernel/slab/%s/%s", cache, file);
	return fopen(path, mode);
}

static long slab_value(const char *cache, const char *file)
{
	FILE *f = open_slab(cache, file, "r");
	long n = -1;

	if (!f)
		return -1;
	if (fscanf(f, "%ld", &n) != 1)
		n = -1;
	fclose(f);
	return n;
}

/* How many objects are in use, or -1 without such a cache. What processors have
 * set aside counts as used until the cache is told to shrink.
 */
long slab_objects(const char *cache)
{
	FILE *f = open_slab(cache, "shrink", "w");

	if (!f)
		return -1;
	fputs("1", f);
	fclose(f);
	return slab_value(cache, "objects");
}

/* All objects in use that are not there to be reclaimed. Unlike what meminfo says,
 * it does not grow by slabs that are half empty.
 */
long slabs_kb(void)
{
	DIR *dir = opendir("/sys/kernel/slab");
	long long bytes = 0;
	struct dirent *e;

	while (dir && (e = readdir(dir)))
		if (e->d_type == DT_DIR && e->d_name[0] != '.' &&
		    !slab_value(e->d_name, "reclaim_account"))
			bytes += (long long)slab_objects(e->d_name) *
				 slab_value(e->d_name, "slab_size");
	if (dir)
		closedir(dir);
	return bytes ? bytes / 1024 : -1;
}

/* Wait until no more than that many are in use. Says so if there are more. */
bool slab_settles(const char *cache, long objects, int timeout_ms)
{
	__u64 end_ns = now_ns() + timeout_ms * 1000000ULL;
	long n;

	do {
		n = slab_objects(cache);
		if (n <= objects)
			return n >= 0;
		pause_ms(20);
	} while (now_ns() < end_ns);
	fprintf(stderr, "%s: %ld objects, expected %ld\n", cache, n, objects);
	return false;
}
