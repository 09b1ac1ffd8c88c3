// SPDX-License-Identifier: GPL-2.0
/* The guest's end of the link: a virtio-serial port, found by its name. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "frame.h"
#include "init.h"

static int port = -1;

static void fatal(const char *what)
{
	/* Ends PID 1: the kernel panics, and the runner shows its log. */
	printf("vm init: %s: %s\n", what, strerror(errno));
	exit(1);
}

static bool has_name(const char *dir)
{
	char path[300], name[64] = "";
	FILE *f;

	snprintf(path, sizeof(path), "/sys/class/virtio-ports/%s/name", dir);
	f = fopen(path, "r");
	if (!f)
		return false;
	if (!fgets(name, sizeof(name), f))
		name[0] = 0;
	fclose(f);
	return strcmp(name, VM_PORT "\n") == 0;
}

static bool find_port(char *path, size_t size)
{
	struct dirent *entry;
	bool found = false;
	DIR *dir;

	dir = opendir("/sys/class/virtio-ports");
	if (!dir)
		return false;
	while (!found && (entry = readdir(dir))) {
		found = has_name(entry->d_name);
		if (found)
			snprintf(path, size, "/dev/%s", entry->d_name);
	}
	closedir(dir);
	return found;
}

void port_open(void)
{
	char path[300];
	int tries;

	for (tries = 0; tries < 5000; tries++) {
		if (find_port(path, sizeof(path))) {
			port = open(path, O_RDWR | O_CLOEXEC);
			if (port >= 0)
				return;
		}
		usleep(2000);
	}
	fatal("no port " VM_PORT);
}

int port_fd(void)
{
	return port;
}

static void write_all(const void *data, size_t len)
{
	const char *p = data;
	ssize_t n;

	while (len) {
		n = write(port, p, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			fatal("write to the port");
		p += n;
		len -= n;
	}
}

/* A buffer of the port is a page or more: don't spend one on the head alone. */
void port_send(uint8_t type, const void *data, size_t len)
{
	char small[sizeof(struct frame) + FRAME_PIECE];
	struct frame head = { .type = type, .len = len };

	memcpy(small, &head, sizeof(head));
	if (len <= FRAME_PIECE) {
		if (len)
			memcpy(small + sizeof(head), data, len);
		write_all(small, sizeof(head) + len);
	} else {
		write_all(&head, sizeof(head));
		write_all(data, len);
	}
}

/* The port reads as ended until the host's end is there. */
static void read_all(void *data, size_t len)
{
	char *p = data;
	ssize_t n;

	while (len) {
		n = read(port, p, len);
		if (n < 0 && errno != EINTR)
			fatal("read from the port");
		if (n == 0)
			usleep(2000);
		if (n > 0) {
			p += n;
			len -= n;
		}
	}
}

char *port_receive(uint8_t *type, uint32_t *len)
{
	struct frame head;
	char *data;

	read_all(&head, sizeof(head));
	data = malloc(head.len + 1);
	if (!data)
		fatal("memory for a frame");
	read_all(data, head.len);
	data[head.len] = 0;
	*type = head.type;
	*len = head.len;
	return data;
}
