// SPDX-License-Identifier: GPL-2.0
/*
 * A daemon that keeps a table of the interfaces, with libnthrottle. SIGUSR1 makes
 * it print the table, an empty line behind it; SIGTERM ends it. Build it with
 *
 *	gcc -o example-watch example-watch.c $(pkg-config --cflags --libs libnthrottle)
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <libnthrottle.h>
#include <linux/nthrottle.h>

/* By ifindex; without a name there is no interface. */
static struct {
	char name[NT_STRING_SIZE];
	uint32_t flags, mtu, master;
	uint8_t operstate, carrier;
	struct nt_address address;
} table[65536], *row;

static int changed(struct nt_watch *w, const struct nt_dev *dev, unsigned int flags, void *data)
{
	row = &table[dev->ifindex % 65536];
	strcpy(row->name, dev->name);
	row->flags = dev->flags;
	row->mtu = dev->mtu;
	row->master = dev->master;
	row->operstate = dev->operstate;
	row->carrier = dev->carrier;
	row->address = dev->address;
	return 0;
}

static int deleted(struct nt_watch *w, const struct nt_dev *dev, unsigned int flags, void *data)
{
	table[dev->ifindex % 65536].name[0] = '\0';
	return 0;
}

static void print_table(void)
{
	unsigned int i;

	for (row = table; row < table + 65536; row++) {
		if (!row->name[0])
			continue;
		printf("%td %s 0x%x %s %u %u %u ", row - table, row->name, row->flags,
		       nt_operstate_name(row->operstate), row->carrier, row->mtu, row->master);
		for (i = 0; i < row->address.len; i++)
			printf("%s%02x", i ? ":" : "", row->address.data[i]);
		printf("\n");
	}
	printf("\n");
	fflush(stdout);
}

static int fail(struct nt_watch *w)
{
	fprintf(stderr, "example-watch: %s\n", nt_watch_error(w));
	return 1;
}

int main(void)
{
	const struct nt_callbacks cb = { .changed = changed, .deleted = deleted };
	struct nt_watch *w = nt_watch_new(&cb, sizeof(cb), NULL);
	struct signalfd_siginfo info = { 0 };
	struct pollfd fds[2] = { { .events = POLLIN }, { .events = POLLIN } };
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	if (!w || nt_watch_open(w))
		return w ? fail(w) : 1;
	fds[0].fd = nt_watch_fd(w);
	fds[1].fd = signalfd(-1, &set, SFD_NONBLOCK);
	while (info.ssi_signo != SIGTERM && poll(fds, 2, -1) > 0) {
		if (fds[0].revents && nt_watch_dispatch(w) < 0)
			fail(w);
		if (read(fds[1].fd, &info, sizeof(info)) > 0 && info.ssi_signo == SIGUSR1)
			print_table();
	}
	nt_watch_free(w);
	return 0;
}
