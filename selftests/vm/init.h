/* SPDX-License-Identifier: GPL-2.0 */
/* PID 1 of the VM. */
#ifndef VM_INIT_H
#define VM_INIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MAX_BINDS 16

/* What the runner wants, as it came in FRAME_JOB. Strings point into it. */
struct job {
	char *cwd;
	char *lib_modules;	/* becomes /lib/modules/VERSION */
	char *module;		/* to load, or NULL */
	char *module_args;
	char *binds[MAX_BINDS];	/* directories that tmpfs must not hide */
	int nbinds;
	char **argv;		/* ended by NULL */
	char **envp;
	bool lazy_log;		/* keep the log for the end */
};

/* init.c */
void trouble(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* init_port.c: the other end of the runner's link. Exits if it breaks. */
void port_open(void);
int port_fd(void);
void port_send(uint8_t type, const void *data, size_t len);
/* One frame, blocking; its payload is malloced and ended by NUL. */
char *port_receive(uint8_t *type, uint32_t *len);

/* init_job.c */
void job_parse(struct job *job, char *data, size_t len);

/* init_root.c: make the host's files, below a tmpfs, the root. */
void early_mounts(void);
void make_root(const struct job *job);

/* init_module.c */
void load_initramfs_modules(void);
int load_module(const char *path, const char *args);
void unload_modules(const char *prefix);

/* init_log.c: the kernel's log, and what else tells why. */
int log_open(void);
void log_forward(void);
void log_what_hangs(void);
void log_memory_leaks(void);

/* init_relay.c: run the command; returns its status as a shell has it. */
int relay(const struct job *job);

#endif
