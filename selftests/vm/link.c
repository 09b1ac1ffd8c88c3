// SPDX-License-Identifier: GPL-2.0
/*
 * Run QEMU and be the link to the VM: carry stdin, stdout and stderr, the
 * kernel's log and the exit status. QEMU dies with this program, whatever kills
 * it, and this program with the script that started it.
 *
 * Exit status: the command's; 124 after the timeout; 125 if the VM ended before
 * the command did, or the guest reports trouble; 128+n for a signal.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "frame.h"
#include "link.h"

/* A guest that hangs gets this long to say where. */
#define DUMP_MS 5000
/* Powering off takes a guest less. */
#define POWER_OFF_MS 5000

/* For the user, and for the script, which then shows the logs. */
void complain(struct link *l, const char *fmt, ...)
{
	FILE *to[] = { stderr, l->opt->qemu_log };
	va_list args;
	int i;

	for (i = 0; i < 2; i++) {
		va_start(args, fmt);
		fputs("vm: ", to[i]);
		vfprintf(to[i], fmt, args);
		fputc('\n', to[i]);
		fflush(to[i]);
		va_end(args);
	}
}

static long long now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

static void exec_qemu(const struct options *opt, int fd, pid_t parent)
{
	sigset_t none;
	int null = open("/dev/null", O_RDWR);
	int log = fileno(opt->qemu_log);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	/* Ctrl-C is ours to handle. */
	setsid();
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	dup2(null, 0);
	dup2(log, 1);
	dup2(log, 2);
	if (fd == LINK_FD)
		fcntl(fd, F_SETFD, 0);
	else
		dup2(fd, LINK_FD);
	execvp(opt->qemu[0], opt->qemu);
	fprintf(stderr, "%s: %s\n", opt->qemu[0], strerror(errno));
	_exit(127);
}

static bool start(struct link *l)
{
	pid_t self = getpid();
	sigset_t set;
	int pair[2];

	signal(SIGPIPE, SIG_IGN);
	/* In the background of a terminal, stdin is at its end. */
	signal(SIGTTIN, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGQUIT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	l->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (l->signals < 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair)) {
		perror("vm: link");
		return false;
	}
	l->qemu = fork();
	if (l->qemu == 0)
		exec_qemu(l->opt, pair[1], self);
	close(pair[1]);
	l->fd = pair[0];
	fcntl(l->fd, F_SETFL, O_NONBLOCK);
	return l->qemu > 0;
}

/* What else is due is sent whole before more of stdin is read. */
static void refill(struct link *l)
{
	if (l->out.len)
		return;
	if (l->close_due) {
		outbox_frame(&l->out, FRAME_CLOSE, &l->close_due, 1);
		l->close_due = 0;
	} else if (l->dump_due) {
		outbox_frame(&l->out, FRAME_DUMP, NULL, 0);
		l->dump_due = false;
	} else if (l->bye_due) {
		outbox_frame(&l->out, FRAME_BYE, NULL, 0);
		l->bye_due = false;
	}
}

static void read_stdin(struct link *l)
{
	char data[FRAME_PIECE];
	ssize_t n = read(0, data, sizeof(data));

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n < 0)
		n = 0;
	outbox_frame(&l->out, FRAME_STDIN, data, n);
	if (n == 0)
		l->input = false;
}

static void read_link(struct link *l)
{
	char data[65536];
	ssize_t n = recv(l->fd, data, sizeof(data), 0);

	if (n > 0) {
		frames_add(l, data, n);
	} else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
		close(l->fd);
		l->fd = -1;
	}
}

static void read_signal(struct link *l)
{
	struct signalfd_siginfo info;

	if (read(l->signals, &info, sizeof(info)) == sizeof(info))
		l->killed_by = info.ssi_signo;
}

static void step(struct link *l, int wait_ms)
{
	refill(l);

	struct pollfd fds[] = {
		{ .fd = l->signals, .events = POLLIN },
		{ .fd = l->fd, .events = POLLIN | (l->out.len ? POLLOUT : 0) },
		{ .fd = l->input && !l->out.len ? 0 : -1, .events = POLLIN },
	};

	if (poll(fds, 3, wait_ms) <= 0)
		return;
	if (fds[0].revents)
		read_signal(l);
	if (fds[1].revents & POLLOUT)
		outbox_write(&l->out, l->fd);
	if (fds[1].revents & (POLLIN | POLLHUP | POLLERR))
		read_link(l);
	if (fds[2].revents)
		read_stdin(l);
}

/* Until the VM ends, or says how the command ended, or time is out. */
static bool serve_until(struct link *l, long long deadline)
{
	while (l->fd >= 0 && l->status < 0 && !l->killed_by) {
		long long left = deadline - now_ms();

		if (left <= 0)
			return false;
		step(l, left);
	}
	return true;
}

/* The console's last words come while it powers off. */
static void end(struct link *l, bool let_it_end)
{
	long long deadline = now_ms() + POWER_OFF_MS;

	while (let_it_end && l->fd >= 0 && !l->killed_by && now_ms() < deadline)
		step(l, deadline - now_ms());
	kill(l->qemu, SIGKILL);
	waitpid(l->qemu, NULL, 0);
}

static int run(struct link *l)
{
	bool in_time;

	in_time = serve_until(l, now_ms() + l->opt->timeout * 1000LL);
	if (!in_time) {
		complain(l, "no end after %d s", l->opt->timeout);
		l->dump_due = true;
		serve_until(l, now_ms() + DUMP_MS);
	}
	end(l, l->status >= 0);
	if (l->killed_by)
		return 128 + l->killed_by;
	if (!in_time)
		return 124;
	if (l->status < 0)
		complain(l, "the machine stopped before the command ended");
	if (l->status < 0 || l->trouble)
		return 125;
	return l->status;
}

static FILE *create(const char *path)
{
	FILE *f = fopen(path, "ae");

	if (!f) {
		fprintf(stderr, "vm: %s: %s\n", path, strerror(errno));
		exit(125);
	}
	return f;
}

/* usage: link TIMEOUT JOB LOG QEMU-LOG VERBOSE QEMU [ARG]... */
int main(int argc, char **argv)
{
	struct options opt = { 0 };
	struct link l = { .opt = &opt, .fd = -1, .status = -1 };
	int status;

	if (argc < 7) {
		fprintf(stderr, "usage: link TIMEOUT JOB LOG QEMU-LOG VERBOSE QEMU [ARG]...\n");
		return 2;
	}
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	opt.timeout = atoi(argv[1]);
	opt.job = argv[2];
	opt.log = create(argv[3]);
	opt.qemu_log = create(argv[4]);
	opt.verbose = argv[5][0] == '1';
	opt.qemu = argv + 6;
	l.input = true;
	if (!outbox_job(&l.out, opt.job)) {
		fprintf(stderr, "vm: %s: %s\n", opt.job, strerror(errno));
		return 125;
	}
	if (!start(&l))
		return 125;
	status = run(&l);
	fclose(opt.log);
	return status;
}
