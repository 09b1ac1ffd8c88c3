// SPDX-License-Identifier: GPL-2.0
/* Clock, files, and what runs elsewhere; see fuzz.h. */
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>

#include "child.h"
#include "fuzz.h"
#include "netns.h"

#define NS_PER_S	1000000000ULL
#define BOOTED_NS	(1000 * NS_PER_S)
#define WALL_NS		(1700000000 * NS_PER_S)

/* Every other file. */
static const char other[] =
	"set batch 1ms\n"
	"profile add edge damp on threshold 1s\n"
	"rule add pref 1 name 'e*' profile edge\n";

static struct {
	const char *bytes;
	size_t size;
	u64 slept_ns;
} sys;

struct reader {
	const char *at;
	const char *end;
};

/* @file is what the tool finds in FILE. */
void system_begin(const char *file, size_t size)
{
	sys.bytes = file;
	sys.size = size;
	sys.slept_ns = 0;
}

void system_sleep(u64 ns)
{
	sys.slept_ns += ns;
}

int fuzz_clock_gettime(clockid_t clock, struct timespec *now)
{
	u64 ns = sys.slept_ns + (clock == CLOCK_REALTIME ? WALL_NS : BOOTED_NS);

	now->tv_sec = ns / NS_PER_S;
	now->tv_nsec = ns % NS_PER_S;
	return 0;
}

static ssize_t take(void *cookie, char *to, size_t size)
{
	struct reader *r = cookie;

	if (size > (size_t)(r->end - r->at))
		size = r->end - r->at;
	memcpy(to, r->at, size);
	r->at += size;
	return size;
}

/* Two of them may be open at a time. */
FILE *fuzz_fopen(const char *name, const char *mode)
{
	const cookie_io_functions_t functions = { .read = take };
	static struct reader readers[2];
	static unsigned int next;
	struct reader *r = &readers[next++ % 2];

	if (strchr(name, '/')) {
		errno = ENOENT;
		return NULL;
	}
	*r = (struct reader){ other, other + strlen(other) };
	if (!strcmp(name, "FILE"))
		*r = (struct reader){ sys.bytes, sys.bytes + sys.size };
	return fopencookie(r, "r", functions);
}

/* The names of other interfaces are not the kernel module's, and as hostile. */
char *fuzz_if_indextoname(unsigned int ifindex, char *name)
{
	if (!(ifindex & 1))
		return NULL;
	memcpy(name, "\033[31m\n\xc2\x9b", 9);
	return name;
}

int fuzz_epoll_ctl(int epoll, int op, int fd, struct epoll_event *event)
{
	return 0;
}

int fuzz_signalfd(int fd, const sigset_t *set, int flags)
{
	return -1;
}

int child_run(char *const *argv)
{
	return 0;
}

/* stdout is capture.c's. */
void writer_open(void)
{
}

void writer_close(void)
{
}

void writer_stop_by(int fd)
{
}

int writer_wait(int fd)
{
	return 0;
}

int writer_error(void)
{
	return 0;
}

int netns_enter(const char *name)
{
	return 0;
}

/* What the tool closes again. */
int netns_here(void)
{
	return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

int netns_return(int fd)
{
	return 0;
}
