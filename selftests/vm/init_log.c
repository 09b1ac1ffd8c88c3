// SPDX-License-Identifier: GPL-2.0
/* The kernel's log, and what else tells why something went wrong. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "frame.h"
#include "init.h"

static int kmsg = -1;
static char pending[FRAME_PIECE];
static size_t npending;

int log_open(void)
{
	if (kmsg < 0)
		kmsg = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	return kmsg;
}

static void flush_pending(void)
{
	if (npending)
		port_send(FRAME_KMSG, pending, npending);
	npending = 0;
}

/* A record reads "PRIORITY,NUMBER,MICROSECONDS,...;TEXT\n KEY=VALUE\n". */
static void add_record(char *record)
{
	unsigned long long us = 0;
	unsigned int prio = 0;
	char *text = strchr(record, ';');

	if (!text || sscanf(record, "%u,%*u,%llu", &prio, &us) != 2)
		return;
	text++;
	text[strcspn(text, "\n")] = 0;
	if (npending + strlen(text) + 64 > sizeof(pending))
		flush_pending();
	npending += snprintf(pending + npending, sizeof(pending) - npending,
			     "<%u>[%5llu.%06llu] %s\n", prio & 7, us / 1000000, us % 1000000,
			     text);
}

void log_forward(void)
{
	char record[8192];
	ssize_t n;

	if (kmsg < 0)
		return;
	for (;;) {
		n = read(kmsg, record, sizeof(record) - 1);
		if (n > 0) {
			record[n] = 0;
			add_record(record);
		} else if (n < 0 && errno == EPIPE) {
			char lost[] = "4,0,0,-;vm init: lines of the log are lost\n";

			add_record(lost);
		} else if (!(n < 0 && errno == EINTR)) {
			break;
		}
	}
	flush_pending();
}

static void read_line(const char *pid, const char *file, char *line, size_t size)
{
	char path[300];
	ssize_t n = 0;
	int fd;

	snprintf(path, sizeof(path), "/proc/%s/%s", pid, file);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		n = read(fd, line, size - 1);
		close(fd);
	}
	for (ssize_t i = 0; i < n; i++)
		if (!line[i] || line[i] == '\n')
			line[i] = ' ';
	line[n > 0 ? n : 0] = 0;
}

/* The processes of the command, and where in the kernel each one waits. */
static void list_processes(void)
{
	char args[200], where[64];
	struct dirent *entry;
	DIR *proc = opendir("/proc");

	while (proc && (entry = readdir(proc))) {
		if (!isdigit(entry->d_name[0]) || !strcmp(entry->d_name, "1"))
			continue;
		read_line(entry->d_name, "cmdline", args, sizeof(args));
		if (!args[0])
			continue;
		read_line(entry->d_name, "wchan", where, sizeof(where));
		trouble("process %s in %s: %s", entry->d_name, where, args);
	}
	if (proc)
		closedir(proc);
}

static void show_blocked_tasks(void)
{
	int fd = open("/proc/sysrq-trigger", O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	if (write(fd, "w", 1) < 0)
		trouble("sysrq: %s", strerror(errno));
	close(fd);
}

void log_what_hangs(void)
{
	list_processes();
	show_blocked_tasks();
	usleep(200 * 1000);
	log_forward();
}

/* Of a kernel with kmemleak, what it finds; an object counts from 5 s on. */
void log_memory_leaks(void)
{
	static const char path[] = "/sys/kernel/debug/kmemleak";
	char report[FRAME_PIECE];
	ssize_t n;
	int fd, i;

	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return;
	for (i = 0; i < 2; i++) {
		sleep(6 * i);
		if (write(fd, "scan", 4) < 0)
			trouble("kmemleak: %s", strerror(errno));
	}
	/* The writes have moved the position. */
	n = pread(fd, report, sizeof(report) - 1, 0);
	if (n < 0)
		trouble("kmemleak: %s", strerror(errno));
	if (n > 0) {
		report[n] = 0;
		trouble("memory leaks: see the log");
		port_send(FRAME_KMSG, report, n);
	}
	close(fd);
}
