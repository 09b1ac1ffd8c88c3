// SPDX-License-Identifier: GPL-2.0
/* A command that the tool runs for the user; see child.h. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/array_size.h>

#include "child.h"
#include "out.h"

/* As the shell has it. */
#define EXIT_CANNOT_RUN	126
#define EXIT_NOT_FOUND	127
#define EXIT_SIGNAL	128

/* Ends as the shell does when it cannot run a command. */
static void become(char *const *argv)
{
	int err;

	execvp(argv[0], argv);
	err = errno;
	say("cannot run %s: %s", argv[0], strerror(err));
	_exit(err == ENOENT ? EXIT_NOT_FOUND : EXIT_CANNOT_RUN);
}

/*
 * What the terminal sends reaches the command by itself; what somebody sends to
 * us alone is meant for it, too.
 */
static bool is_for_child(const siginfo_t *info)
{
	switch (info->si_signo) {
	case SIGINT:
	case SIGQUIT:
		return info->si_code <= 0;
	case SIGTERM:
	case SIGHUP:
		return true;
	default:
		return false;
	}
}

static int wait_for(pid_t pid, const sigset_t *set)
{
	siginfo_t info;
	int status;
	pid_t ended;

	while (!(ended = waitpid(pid, &status, WNOHANG)))
		if (sigwaitinfo(set, &info) > 0 && is_for_child(&info))
			kill(pid, info.si_signo);
	if (ended < 0) {
		say("cannot wait for the command: %s", strerror(errno));
		return -1;
	}
	return WIFSIGNALED(status) ? EXIT_SIGNAL + WTERMSIG(status) :
				     WEXITSTATUS(status);
}

/*
 * Returns the exit status of the command, in the shell's way, or -1 after it
 * has said what failed. From here on, signals no longer end the caller: it has
 * something to put in order.
 */
int child_run(char *const *argv)
{
	static const int signals[] = { SIGCHLD, SIGINT, SIGQUIT, SIGTERM, SIGHUP };
	struct sigaction on_child, usual = { .sa_handler = SIG_DFL };
	sigset_t set, before;
	unsigned int i;
	pid_t pid;

	sigemptyset(&set);
	for (i = 0; i < ARRAY_SIZE(signals); i++)
		sigaddset(&set, signals[i]);
	sigprocmask(SIG_BLOCK, &set, &before);
	sigaction(SIGCHLD, &usual, &on_child);
	fflush(stdout);
	pid = fork();
	if (!pid) {
		sigaction(SIGCHLD, &on_child, NULL);
		sigprocmask(SIG_SETMASK, &before, NULL);
		become(argv);
	}
	if (pid > 0)
		return wait_for(pid, &set);
	say("cannot start a process: %s", strerror(errno));
	return -1;
}
