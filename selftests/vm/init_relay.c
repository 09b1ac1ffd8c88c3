// SPDX-License-Identifier: GPL-2.0
/*
 * Run the command, and carry its input, its output and the kernel's log. It
 * gets pipes, as the port itself can be opened only once, and a command may
 * open /dev/stderr again.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "frame.h"
#include "init.h"

/* Fields are -1 when that end is closed. */
struct relay {
	const struct job *job;
	pid_t child;
	int status;		/* -1 while it runs */
	int in, out, err;
	int sigchld;
	int log;
	char *input;		/* what it has not read yet */
	size_t ninput, done;
};

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void execute(const struct job *job, int in, int out, int err)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	dup2(in, 0);
	dup2(out, 1);
	dup2(err, 2);
	setsid();
	if (chdir(job->cwd))
		dprintf(2, "vm: chdir %s: %s\n", job->cwd, strerror(errno));
	environ = job->envp;
	execvp(job->argv[0], job->argv);
	dprintf(2, "vm: %s: %s\n", job->argv[0], strerror(errno));
	_exit(errno == ENOENT ? 127 : 126);
}

static void start(struct relay *r)
{
	int in[2], out[2], err[2];
	sigset_t chld;

	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	sigprocmask(SIG_BLOCK, &chld, NULL);
	signal(SIGPIPE, SIG_IGN);
	r->sigchld = signalfd(-1, &chld, SFD_NONBLOCK | SFD_CLOEXEC);
	if (pipe2(in, O_CLOEXEC) || pipe2(out, O_CLOEXEC) || pipe2(err, O_CLOEXEC)) {
		trouble("pipe: %s", strerror(errno));
		return;
	}
	r->child = fork();
	if (r->child == 0)
		execute(r->job, in[0], out[1], err[1]);
	close(in[0]);
	close(out[1]);
	close(err[1]);
	r->in = in[1];
	r->out = out[0];
	r->err = err[0];
	fcntl(r->in, F_SETFL, O_NONBLOCK);
}

/* The kernel hands every orphan to PID 1. */
static void reap(struct relay *r)
{
	struct signalfd_siginfo info;
	pid_t pid;
	int status;

	while (read(r->sigchld, &info, sizeof(info)) > 0)
		;
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (pid != r->child)
			continue;
		r->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
		/* What it left in the background ends with it. */
		kill(-1, SIGKILL);
	}
}

static void forward_output(int *fd, uint8_t type)
{
	char data[FRAME_PIECE];
	ssize_t n = read(*fd, data, sizeof(data));

	if (n > 0)
		port_send(type, data, n);
	else if (n == 0 || errno != EINTR)
		close_fd(fd);
}

static void drop_input(struct relay *r)
{
	free(r->input);
	r->input = NULL;
	r->ninput = 0;
	r->done = 0;
}

static void feed(struct relay *r)
{
	ssize_t n = write(r->in, r->input + r->done, r->ninput - r->done);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n < 0)
		close_fd(&r->in);
	else
		r->done += n;
	if (r->in < 0 || r->done == r->ninput)
		drop_input(r);
}

static void from_host(struct relay *r)
{
	uint8_t type;
	uint32_t len;
	char *data = port_receive(&type, &len);

	switch (type) {
	case FRAME_STDIN:
		if (len && r->in >= 0) {
			r->input = data;
			r->ninput = len;
			return;
		}
		close_fd(&r->in);
		break;
	case FRAME_CLOSE:
		close_fd(data[0] == FRAME_STDOUT ? &r->out : &r->err);
		break;
	case FRAME_DUMP:
		log_what_hangs();
		break;
	}
	free(data);
}

/* Entries of -1 are ignored by poll. No input is taken while some waits. */
static void step(struct relay *r)
{
	struct pollfd fds[6] = {
		{ .fd = r->sigchld, .events = POLLIN },
		{ .fd = r->out, .events = POLLIN },
		{ .fd = r->err, .events = POLLIN },
		{ .fd = r->log, .events = POLLIN },
		{ .fd = r->input ? -1 : port_fd(), .events = POLLIN },
		{ .fd = r->input ? r->in : -1, .events = POLLOUT },
	};

	if (poll(fds, 6, -1) < 0)
		return;
	if (fds[1].revents)
		forward_output(&r->out, FRAME_STDOUT);
	if (fds[2].revents)
		forward_output(&r->err, FRAME_STDERR);
	if (fds[3].revents)
		log_forward();
	if (fds[4].revents & POLLIN)
		from_host(r);
	if (fds[5].revents)
		feed(r);
	if (fds[0].revents)
		reap(r);
}

int relay(const struct job *job)
{
	struct relay r = {
		.job = job, .status = -1, .in = -1, .out = -1, .err = -1,
		.log = job->lazy_log ? -1 : log_open(),
	};

	start(&r);
	if (r.child <= 0)
		return 125;
	while (r.status < 0 || r.out >= 0 || r.err >= 0)
		step(&r);
	close_fd(&r.in);
	return r.status;
}
