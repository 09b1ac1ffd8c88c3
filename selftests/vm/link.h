/* SPDX-License-Identifier: GPL-2.0 */
/* The runner's link to a VM. */
#ifndef VM_LINK_H
#define VM_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

/* What the VM's file descriptor is to QEMU. */
#define LINK_FD 3

struct options {
	const char *job;	/* file with the FRAME_JOB */
	FILE *log;		/* where the kernel's log goes */
	FILE *qemu_log;		/* where QEMU's complaints go */
	int timeout;		/* seconds */
	bool verbose;		/* the log goes to stderr, too */
	char **qemu;		/* its command line */
};

/* What is to be sent: the job at first, then pieces of stdin. */
struct outbox {
	char *data;
	size_t len, done;
};

struct link {
	const struct options *opt;
	pid_t qemu;
	int fd;			/* our end; -1 when QEMU is gone */
	int signals;		/* signalfd */
	struct outbox out;
	bool input;		/* stdin is still read */
	bool closed[2];		/* stdout, stderr: the reader is gone */
	uint8_t close_due;	/* FRAME_CLOSE to be sent */
	bool dump_due;		/* FRAME_DUMP to be sent */
	bool bye_due;		/* FRAME_BYE to be sent */
	char *in;		/* received, not yet a whole frame */
	size_t nin, size;
	int status;		/* the command's; -1: not known */
	bool trouble;
	int killed_by;		/* a signal we got */
};

/* link.c */
void complain(struct link *l, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* link_frames.c */
void frames_add(struct link *l, const char *data, size_t len);
void outbox_frame(struct outbox *out, uint8_t type, const void *data, size_t len);
bool outbox_job(struct outbox *out, const char *path);
void outbox_write(struct outbox *out, int fd);

#endif
