// SPDX-License-Identifier: GPL-2.0
/* The standard output; see writer.h. */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include "writer.h"

static struct {
	FILE *usual;
	int stop;
	int error;
} writer = { .stop = -1 };

int writer_wait(int fd)
{
	struct pollfd fds[] = {
		{ .fd = fd, .events = POLLOUT },
		{ .fd = writer.stop, .events = POLLIN },
	};

	while (poll(fds, 2, -1) < 0)
		if (errno != EINTR)
			return errno;
	return fds[0].revents ? 0 : EINTR;
}

static ssize_t write_some(const char *data, size_t size)
{
	ssize_t n;

	writer.error = writer_wait(STDOUT_FILENO);
	if (writer.error)
		return 0;
	n = write(STDOUT_FILENO, data, size < PIPE_BUF ? size : PIPE_BUF);
	if (n >= 0)
		return n;
	/* Room that others who share it took. */
	if (errno != EAGAIN && errno != EINTR)
		writer.error = errno;
	return 0;
}

/* For stdio, less than all is an error. */
static ssize_t write_all(void *cookie, const char *data, size_t size)
{
	size_t done = 0;

	while (done < size && !writer.error)
		done += write_some(data + done, size - done);
	return done;
}

void writer_open(void)
{
	FILE *file = fopencookie(NULL, "w", (cookie_io_functions_t){
		.write = write_all,
	});

	if (!file)
		return;
	writer.usual = stdout;
	stdout = file;
	if (isatty(STDOUT_FILENO))
		setvbuf(stdout, NULL, _IOLBF, 0);
}

void writer_close(void)
{
	if (!writer.usual)
		return;
	fclose(stdout);
	stdout = writer.usual;
	writer.usual = NULL;
}

void writer_stop_by(int fd)
{
	writer.stop = fd;
}

int writer_error(void)
{
	return writer.error;
}
