// SPDX-License-Identifier: GPL-2.0
/* monitor: notifications as they come. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <linux/nthrottle.h>

#include "cmd.h"
#include "monitor.h"
#include "netns.h"
#include "out.h"
#include "print.h"
#include "writer.h"

/* What is acknowledged has been printed: it left this process. */
static int deal(struct monitor *m, struct nt_watch *w)
{
	if (nt_watch_dispatch(w) < 0) {
		int err = errno;

		say("%s", nt_watch_error(w));
		if (err != ENOMEM && err != EAGAIN && err != ENOBUFS)
			return STATUS_FAILED;
	}
	if (out_flush() || !m->args.agent || !nt_watch_ack(w))
		return STATUS_DONE;
	say("%s", nt_watch_error(w));
	return STATUS_FAILED;
}

/*
 * Until there was enough, a signal, or nobody reads what we print: that is
 * seen even while there is nothing to print.
 */
static int follow(struct monitor *m, struct nt_watch *w, int signals)
{
	struct pollfd fds[] = {
		{ .fd = nt_watch_fd(w), .events = POLLIN },
		{ .fd = signals, .events = POLLIN },
		{ .fd = STDOUT_FILENO },
	};

	while (!monitor_has_enough(m) && !out_flush()) {
		if (poll(fds, 3, -1) < 0 && errno != EINTR) {
			say("poll: %s", strerror(errno));
			return STATUS_FAILED;
		}
		if (fds[1].revents || fds[2].revents)
			break;
		if (fds[0].revents && deal(m, w))
			return STATUS_FAILED;
	}
	return STATUS_DONE;
}

/* It promises everything behind it. */
static void print_begin(const struct monitor *m, const struct nt_watch *w)
{
	const struct nt_dev at = {
		.present = 1ULL << NTHROTTLE_A_DEV_INSTANCE |
			   1ULL << NTHROTTLE_A_DEV_SEQ,
		.instance = nt_watch_instance(w),
		.seq = nt_watch_seq(w),
	};

	if (m->opt->json)
		out_json(print_object(&nt_dev_attrs, &at));
	else
		printf("listening: instance 0x%016jx, after seq %ju\n", at.instance, at.seq);
	out_flush();
}

/* What is ignored from the start, as behind "&" in a script, stays so. */
static void add_unless_ignored(sigset_t *set, int number)
{
	struct sigaction action;

	if (sigaction(number, NULL, &action) || action.sa_handler != SIG_IGN)
		sigaddset(set, number);
}

static int catch_signals(void)
{
	sigset_t set;
	int fd;

	sigemptyset(&set);
	add_unless_ignored(&set, SIGINT);
	add_unless_ignored(&set, SIGTERM);
	fd = signalfd(-1, &set, SFD_CLOEXEC);
	/* Without it they end the monitor as they end any program. */
	if (fd < 0)
		return fd;
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	writer_stop_by(fd);
	return fd;
}

/* An agent goes on from where it was, unless told otherwise. */
static int configure(struct nt_watch *w, const struct monitor_args *args)
{
	if (args->since.given)
		nt_watch_start_since(w, args->since.instance, args->since.seq);
	else if (!args->agent)
		nt_watch_start_now(w);
	nt_watch_recover(w, !args->no_recover);
	nt_watch_rcvbuf(w, args->rcvbuf);
	nt_watch_groups(w, (args->config ? NT_GROUP_CONFIG : 0) |
			   (args->agents ? NT_GROUP_AGENTS : 0));
	return args->agent ? nt_watch_agent(w, args->agent, args->down_time_ms,
					    args->replace) : 0;
}

static int monitor(struct monitor *m, struct nt_watch *w)
{
	int signals;

	if (m->opt->netns && netns_enter(m->opt->netns))
		return STATUS_FAILED;
	if (configure(w, &m->args) || nt_watch_open(w)) {
		say("%s", nt_watch_error(w));
		return STATUS_FAILED;
	}
	/* Whoever sees that it listens may end it. */
	signals = catch_signals();
	print_begin(m, w);
	return follow(m, w, signals);
}

int cmd_monitor(const struct options *opt, int argc, char **argv)
{
	struct monitor m = { .opt = opt };
	struct parse_error err;
	struct nt_watch *w;
	int status;

	if (parse_monitor(argc, argv, &m.args, &err))
		return cmd_usage_error("monitor", &err);
	w = nt_watch_new(&monitor_callbacks, sizeof(monitor_callbacks), &m);
	if (!w) {
		say("out of memory");
		return STATUS_FAILED;
	}
	status = monitor(&m, w);
	nt_watch_free(w);
	return status;
}
