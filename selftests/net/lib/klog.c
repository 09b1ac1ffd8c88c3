// SPDX-License-Identifier: GPL-2.0
/* Lines of the kernel's log. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "klog.h"

/* From now on; closed by the caller. */
int klog_open(void)
{
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	if (fd >= 0)
		lseek(fd, 0, SEEK_END);
	return fd;
}

/* How many the kernel itself has written since; shows them. Those of programs
 * have another facility, and what overran counts as one.
 */
int klog_count(int fd)
{
	char record[8192], *text;
	int count = 0;
	ssize_t n;

	for (;;) {
		n = read(fd, record, sizeof(record) - 1);
		if (n < 0 && errno != EPIPE)
			return count;
		if (n > 0 && strtoul(record, NULL, 10) >> 3)
			continue;
		record[n > 0 ? n : 0] = '\0';
		text = strchr(record, ';');
		fprintf(stderr, "# kernel: %s\n", text ? text + 1 : "(lost)");
		count++;
	}
}
