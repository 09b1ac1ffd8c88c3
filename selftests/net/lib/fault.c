// SPDX-License-Identifier: GPL-2.0
/* Failing allocations, by the kernel's fail-nth. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "fault.h"
#include "world.h"

#define DEBUG "/sys/kernel/debug"
#define MAX_WORKERS 256

static int put(const char *path, const char *fmt, unsigned long long value)
{
	FILE *f = fopen(path, "w");
	int err;

	if (!f)
		return -errno;
	err = fprintf(f, fmt, value) < 0;
	return fclose(f) || err ? -EIO : 0;
}

/* One knob of those who can fail: slab and pages. */
static int knob(const char *name, const char *fmt, unsigned long long value)
{
	static const char * const who[] = { "failslab", "fail_page_alloc" };
	char path[128];
	int err = 0;
	size_t i;

	for (i = 0; i < sizeof(who) / sizeof(*who) && !err; i++) {
		snprintf(path, sizeof(path), DEBUG "/%s/%s", who[i], name);
		err = put(path, fmt, value);
	}
	return err;
}

/* Where it must be possible, the case had better fail than be skipped. */
bool fault_possible(void)
{
	const char *kernel = getenv("NTHROTTLE_KERNEL");

	if (kernel && !strcmp(kernel, "7.2-debug"))
		return true;
	return !access(DEBUG "/failslab/require-start", F_OK) &&
	       !access("/proc/thread-self/fail-nth", F_OK);
}

/* From now on all fail in the range, whoever makes them; or no more. */
int fault_always(bool on)
{
	return knob("task-filter", "N", 0) ?: knob("times", "-1", 0) ?:
	       knob("probability", "%llu", on ? 100 : 0);
}

/* The same for objects of one kind. */
int fault_of_cache(const char *cache, bool on)
{
	char path[128];

	snprintf(path, sizeof(path), "/sys/kernel/slab/%s/failslab", cache);
	return put(path, "%llu", on) ?:
	       put(DEBUG "/failslab/cache-filter", on ? "Y" : "N", 0) ?:
	       knob("task-filter", "N", 0) ?: knob("times", "-1", 0) ?:
	       put(DEBUG "/failslab/probability", "%llu", on ? 100 : 0);
}

/* Allocations below code in this range, and those that may sleep, too. */
static int set_range(unsigned long long begin, unsigned long long end)
{
	if (!begin || end <= begin)
		return -ENOENT;
	return fault_always(false) ?:
	       knob("ignore-gfp-wait", "N", 0) ?: knob("verbose", "0", 0) ?:
	       knob("stacktrace-depth", "32", 0) ?:
	       put(DEBUG "/fail_page_alloc/min-order", "0", 0) ?:
	       put(DEBUG "/fail_page_alloc/ignore-gfp-highmem", "N", 0) ?:
	       knob("require-start", "%#llx", begin) ?:
	       knob("require-end", "%#llx", end);
}

static bool is_text(char type)
{
	return type == 't' || type == 'T' || type == 'w' || type == 'W';
}

/* What the module does; its addresses are others after each load. */
int fault_in_module(void)
{
	unsigned long long at, begin = ~0ULL, end = 0;
	FILE *f = fopen("/proc/kallsyms", "r");
	char line[512], type, module[64];

	if (!f)
		return -errno;
	while (fgets(line, sizeof(line), f)) {
		if (sscanf(line, "%llx %c %*s [%63[^]]", &at, &type,
			   module) != 3 ||
		    strcmp(module, "nthrottle") || !is_text(type))
			continue;
		begin = at < begin ? at : begin;
		end = at > end ? at : end;
	}
	fclose(f);
	/* The last function has a length, too. */
	return set_range(begin, end + 4096);
}

/* What a function of the kernel itself calls. */
int fault_in_function(const char *name)
{
	unsigned long long at, begin = 0, end = ~0ULL;
	FILE *f = fopen("/proc/kallsyms", "r");
	char line[512], type, symbol[256];
	int pass;

	if (!f)
		return -errno;
	/* Where it begins, then where the next one does. */
	for (pass = 0; pass < 2; pass++) {
		rewind(f);
		while (fgets(line, sizeof(line), f)) {
			if (sscanf(line, "%llx %c %255s", &at, &type,
				   symbol) != 3 || !is_text(type))
				continue;
			if (!pass && !strcmp(symbol, name))
				begin = at;
			if (pass && at > begin && at < end)
				end = at;
		}
	}
	fclose(f);
	return set_range(begin, end);
}

static void arm(const char *path, unsigned int nth)
{
	int err = put(path, "%llu", nth);

	if (err && err != -ENOENT && err != -ESRCH)
		fprintf(stderr, "%s: %s\n", path, strerror(-err));
}

/* Was what arm() set used up? */
static bool disarm(const char *path)
{
	FILE *f = fopen(path, "r");
	unsigned int left = 1;

	if (!f)
		return false;
	if (fscanf(f, "%u", &left) != 1)
		left = 1;
	fclose(f);
	arm(path, 0);
	return !left;
}

#define SELF "/proc/thread-self/fail-nth"

/* The @nth allocation that this task makes from now on. */
void fault_arm(unsigned int nth)
{
	arm(SELF, nth);
}

/* Returns true if it failed. */
bool fault_disarm(void)
{
	return disarm(SELF);
}

static pid_t workers[MAX_WORKERS];
static unsigned int n_workers;

static bool is_worker(const char *pid)
{
	char path[64], comm[64] = "";
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%.16s/comm", pid);
	f = fopen(path, "r");
	if (!f)
		return false;
	if (!fgets(comm, sizeof(comm), f))
		comm[0] = 0;
	fclose(f);
	return !strncmp(comm, "kworker/u", 9);
}

static const char *worker_path(pid_t pid)
{
	static char path[64];

	snprintf(path, sizeof(path), "/proc/%d/task/%d/fail-nth", pid, pid);
	return path;
}

/* The same for each of the kernel's workers, one of which will do our work. */
void fault_arm_workers(unsigned int nth)
{
	DIR *dir = opendir("/proc");
	struct dirent *e;

	n_workers = 0;
	while (dir && (e = readdir(dir)) && n_workers < MAX_WORKERS)
		if (atoi(e->d_name) && is_worker(e->d_name))
			workers[n_workers++] = atoi(e->d_name);
	if (dir)
		closedir(dir);
	for (unsigned int i = 0; i < n_workers; i++)
		arm(worker_path(workers[i]), nth);
}

/* Returns true if it failed in one. */
bool fault_disarm_workers(void)
{
	bool failed = false;

	for (unsigned int i = 0; i < n_workers; i++)
		failed |= disarm(worker_path(workers[i]));
	return failed;
}

struct search {
	__u32 index;
	bool found;
};

static void compare(const struct dev *d, void *arg)
{
	struct search *s = arg;

	s->found |= d->s.ifindex == s->index;
}

/* Who asks for the interface would make its record; a dump shows what is there. */
static bool recorded(struct client *c, __u32 index)
{
	struct search s = { .index = index };

	return !dev_dump(c, compare, &s) && s.found;
}

/* It gets one, by itself. */
bool fault_healed(struct client *c, __u32 index)
{
	__u64 end_ns = now_ns() + SOON_MS * 1000000ULL;

	while (!recorded(c, index)) {
		if (now_ns() > end_ns)
			return false;
		pause_ms(2);
	}
	return true;
}
