// SPDX-License-Identifier: GPL-2.0
/* A memory cgroup (version 2) for the children of a case. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cgroup.h"
#include "chan.h"
#include "file.h"

#define ROOT "/sys/fs/cgroup"
#define NS 1000000000ULL

static int put(const char *name, const char *file, const char *value)
{
	char path[256];

	snprintf(path, sizeof(path), ROOT "/%s/%s", name, file);
	return file_put(path, value);
}

/* A new one: what a case that broke off has left would be limited still. */
int cgroup_make(const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), ROOT "/%s", name);
	rmdir(path);
	return put("", "cgroup.subtree_control", "+memory") ?:
	       mkdir(path, 0755) ? -errno : 0;
}

int cgroup_remove(const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), ROOT "/%s", name);
	return rmdir(path) ? -errno : 0;
}

/* The caller, and all that it forks. */
int cgroup_enter(const char *name)
{
	return put(name, "cgroup.procs", "0");
}

static int limit(const char *name, const char *file, __u64 bytes)
{
	char value[32] = "max";

	if (bytes)
		snprintf(value, sizeof(value), "%llu", bytes);
	return put(name, file, value);
}

/* 0: none */
int cgroup_limit(const char *name, __u64 bytes)
{
	return limit(name, "memory.max", bytes);
}

/* Where it is made to free what it can, and slowed down, but not refused. */
int cgroup_high(const char *name, __u64 bytes)
{
	return limit(name, "memory.high", bytes);
}

/* A number of a file: the whole of it, or that behind @key. */
__u64 cgroup_value(const char *name, const char *file, const char *key)
{
	char path[256], line[128];
	__u64 value = 0;
	FILE *f;

	snprintf(path, sizeof(path), ROOT "/%s/%s", name, file);
	f = fopen(path, "r");
	if (!f)
		return 0;
	while (fgets(line, sizeof(line), f)) {
		size_t len = key ? strcspn(line, " ") : 0;

		if (key && (strlen(key) != len || strncmp(line, key, len)))
			continue;
		value = strtoull(line + len, NULL, 10);
		break;
	}
	fclose(f);
	return value;
}

#define SAMPLES 21	/* in a little more than the two seconds, see below */

static int by_value(const void *a, const void *b)
{
	const __u64 *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static __u64 median(const char *name, const char *file, const char *key)
{
	__u64 values[SAMPLES];
	int i;

	for (i = 0; i < SAMPLES; i++) {
		values[i] = cgroup_value(name, file, key);
		pause_ms(100);
	}
	qsort(values, SAMPLES, sizeof(*values), by_value);
	return values[SAMPLES / 2];
}

/* The same once it stays as it is: the kernel sums up small changes every two
 * seconds, what waits for kfree_rcu() is freed after up to five, and to ask takes
 * some pages itself now and then.
 */
__u64 cgroup_settled(const char *name, const char *file, const char *key)
{
	__u64 value = median(name, file, key), before, end_ns = now_ns() + 60 * NS;
	int same = 0;

	do {
		before = value;
		value = median(name, file, key);
		same = value <= before + 4096 && before <= value + 4096 ?
		       same + 1 : 0;
		if (same == 3)
			return value;
	} while (now_ns() < end_ns);
	tell("%s of %s does not settle", key ?: file, name);
	return value;
}
