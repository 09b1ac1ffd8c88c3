// SPDX-License-Identifier: GPL-2.0
/*
 * The demo, inside the VM: two listeners, a storm, and what each listener made
 * of it.
 */
#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../lib/ntfamily.h"
#include "listener.h"
#include "report.h"
#include "storm.h"

#define MONITOR_OUTPUT	"/tmp/monitor.out"	/* ./inside shows it */
#define TICK_MS		200
/* Without an event for so long nothing is under way: link watch waits 1 s. */
#define QUIET_MS	1600
#define QUIET_LIMIT_MS	30000

static struct shared *shared;
static struct ntfamily family;

static void tick(void)
{
	nanosleep(&(struct timespec){ .tv_nsec = TICK_MS * 1000000 }, NULL);
}

static void progress(const char *phase)
{
	static unsigned int calls;

	if (report_terminal || calls++ % (5000 / TICK_MS) == 0)
		report_progress(shared, phase);
}

static pid_t start_listener(const struct source *s, struct account *a,
			    const int stop[2])
{
	pid_t pid = fork();

	if (pid < 0)
		err(1, "fork");
	if (!pid) {
		close(stop[1]);
		listener_run(s, a, shared, stop[0]);
		_exit(0);
	}
	while (!a->ready)
		if (waitpid(pid, NULL, WNOHANG))
			errx(1, "a listener ended early");
	return pid;
}

/* The real tool listens, too: a third listener that nobody measures. */
static pid_t start_monitor(void)
{
	pid_t pid = fork();

	if (pid < 0)
		err(1, "fork");
	if (!pid) {
		int fd = open(MONITOR_OUTPUT, O_WRONLY | O_CREAT | O_TRUNC,
			      0644);

		dup2(fd, STDOUT_FILENO);
		dup2(fd, STDERR_FILENO);
		execlp("nthrottle", "nthrottle", "monitor", NULL);
		err(127, "nthrottle monitor");
	}
	return pid;
}

static void run_storms(unsigned int operations)
{
	unsigned int i, left = STORMS;

	for (i = 0; i < STORMS; i++) {
		pid_t pid = fork();

		if (pid < 0)
			err(1, "fork");
		if (!pid) {
			storm_run(shared, i, operations);
			_exit(0);
		}
	}
	while (left) {
		int status;

		tick();
		progress("storm");
		while (left && waitpid(-1, &status, WNOHANG) > 0) {
			if (status)
				errx(1, "a process of the demo failed");
			left--;
		}
	}
}

/* Wait until nothing is pending and no event has come for a while. */
static void wait_for_quiet(struct ntfacts *facts)
{
	unsigned int waited_ms = 0, quiet_ms = 0;
	uint64_t events = 0;

	while (quiet_ms < QUIET_MS && waited_ms < QUIET_LIMIT_MS) {
		tick();
		waited_ms += TICK_MS;
		quiet_ms += TICK_MS;
		progress("settling");
		ntfamily_facts(&family, facts);
		if (facts->pending || facts->events != events)
			quiet_ms = 0;
		events = facts->events;
	}
	if (quiet_ms < QUIET_MS)
		warnx("the machine does not become quiet; going on");
}

static void wait_for(pid_t pid)
{
	int status;

	if (waitpid(pid, &status, 0) < 0 || status)
		errx(1, "a listener failed");
}

static void judge(struct verdict *v, const struct ntfacts *facts)
{
	static struct account truth;
	struct account *n = &shared->nthrottle;

	source_rtnl.dump(&truth);
	/* Numbered, but never seen: lost at the very end. */
	n->lost += facts->seq + 1 - n->next_seq;
	v->duration_ns = n->last_ns - shared->begin_ns;
	v->threshold_ms = facts->threshold_ms;
	v->burst = facts->burst;
	v->interfaces = table_count(&truth.table);
	v->rtnl_differ = table_differences(&shared->rtnl.table, &truth.table);
	v->nthrottle_differ = table_differences(&n->table, &truth.table);
}

static void demo(unsigned int operations, struct verdict *v)
{
	struct ntfacts before, facts;
	pid_t rtnl, nthrottle, monitor;
	uint64_t start_ns;
	int stop[2];

	ntfamily_open(&family);
	ntfamily_facts(&family, &before);
	if (pipe2(stop, O_CLOEXEC))
		err(1, "pipe");
	shared->begin_ns = now_ns();
	rtnl = start_listener(&source_rtnl, &shared->rtnl, stop);
	nthrottle = start_listener(&source_nthrottle, &shared->nthrottle, stop);
	monitor = start_monitor();
	storm_setup();
	progress("set-up");
	start_ns = now_ns();
	run_storms(operations);
	v->storm_ns = now_ns() - start_ns;
	wait_for_quiet(&facts);
	close(stop[1]);
	wait_for(rtnl);
	wait_for(nthrottle);
	kill(monitor, SIGINT);
	waitpid(monitor, NULL, 0);
	v->operations = account_done(shared);
	v->events = facts.events - before.events;
	judge(v, &facts);
}

int main(int argc, char **argv)
{
	struct verdict v = {};
	bool ok;

	if (argc != 4) {
		fprintf(stderr, "usage: demo OPERATIONS terminal|plain speed|light\n");
		return 2;
	}
	report_terminal = !strcmp(argv[2], "terminal");
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		err(1, "mmap");
	shared->ask_speed = !strcmp(argv[3], "speed");
	demo(strtoul(argv[1], NULL, 0), &v);
	report_progress_end();
	report_table(shared, &v);
	report_chart(shared);
	ok = report_verdict(shared, &v);
	return !ok;
}
