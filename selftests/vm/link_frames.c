// SPDX-License-Identifier: GPL-2.0
/* What goes over the link, each way. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "frame.h"
#include "link.h"

void outbox_frame(struct outbox *out, uint8_t type, const void *data, size_t len)
{
	struct frame head = { .type = type, .len = len };

	out->data = realloc(out->data, sizeof(head) + len);
	if (!out->data)
		abort();
	memcpy(out->data, &head, sizeof(head));
	if (len)
		memcpy(out->data + sizeof(head), data, len);
	out->len = sizeof(head) + len;
	out->done = 0;
}

bool outbox_job(struct outbox *out, const char *path)
{
	FILE *f = fopen(path, "r");
	char *data;
	long len;

	if (!f)
		return false;
	fseek(f, 0, SEEK_END);
	len = ftell(f);
	rewind(f);
	data = malloc(len + 1);
	if (data && fread(data, 1, len, f) == (size_t)len)
		outbox_frame(out, FRAME_JOB, data, len);
	free(data);
	fclose(f);
	return out->len > 0;
}

void outbox_write(struct outbox *out, int fd)
{
	ssize_t n = send(fd, out->data + out->done, out->len - out->done, MSG_NOSIGNAL);

	if (n > 0)
		out->done += n;
	if (out->done == out->len)
		out->len = 0;
}

/*
 * A slow reader slows the command down, but must not make us deaf to signals;
 * PIPE_BUF bytes fit where poll says there is room. Nobody else's descriptor
 * is made non-blocking.
 */
static bool put(struct link *l, int fd, const char *data, size_t len)
{
	struct pollfd fds[] = {
		{ .fd = fd, .events = POLLOUT },
		{ .fd = l->signals, .events = POLLIN },
	};

	while (len) {
		ssize_t n;

		if (poll(fds, 2, -1) < 0 && errno != EINTR)
			return false;
		if (fds[1].revents)
			return true;
		n = write(fd, data, len < 4096 ? len : 4096);
		if (n < 0 && errno != EINTR && errno != EAGAIN)
			return false;
		if (n > 0) {
			data += n;
			len -= n;
		}
	}
	return true;
}

static void output(struct link *l, uint8_t type, const char *data, size_t len)
{
	int i = type == FRAME_STDERR;

	if (l->closed[i] || put(l, i + 1, data, len))
		return;
	l->closed[i] = true;
	l->close_due = type;
}

static void take(struct link *l, uint8_t type, const char *data, size_t len)
{
	switch (type) {
	case FRAME_STDOUT:
	case FRAME_STDERR:
		output(l, type, data, len);
		break;
	case FRAME_KMSG:
		fwrite(data, 1, len, l->opt->log);
		if (l->opt->verbose)
			fwrite(data, 1, len, stderr);
		break;
	case FRAME_TROUBLE:
		complain(l, "%.*s", (int)len, data);
		l->trouble = true;
		break;
	case FRAME_EXIT:
		l->status = (unsigned char)data[0];
		l->bye_due = true;
		l->input = false;
		break;
	}
}

static void keep(struct link *l, const char *data, size_t len)
{
	if (l->nin + len > l->size) {
		l->size = 2 * (l->nin + len);
		l->in = realloc(l->in, l->size);
		if (!l->in)
			abort();
	}
	memcpy(l->in + l->nin, data, len);
	l->nin += len;
}

void frames_add(struct link *l, const char *data, size_t len)
{
	size_t pos = 0;
	struct frame head;

	keep(l, data, len);
	while (l->nin - pos >= sizeof(head)) {
		memcpy(&head, l->in + pos, sizeof(head));
		if (l->nin - pos - sizeof(head) < head.len)
			break;
		take(l, head.type, l->in + pos + sizeof(head), head.len);
		pos += sizeof(head) + head.len;
	}
	memmove(l->in, l->in + pos, l->nin - pos);
	l->nin -= pos;
}
