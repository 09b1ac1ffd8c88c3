// SPDX-License-Identifier: GPL-2.0
/*
 * Netlink sockets with a script behind them; see fuzz.h. All that is received
 * comes out of the script, for whichever socket; when that has ended, answers end
 * as they should, or it begins again, which shows who asks without end.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/nthrottle.h>
#include <poll.h>
#include <sanitizer/asan_interface.h>

#include "fuzz.h"
#include "script.h"

#define FIRST_FD	1000
#define SOCKETS		4
/* "save" asks some 200 times when the configuration keeps changing. */
#define REQUESTS_MAX	1000
#define POLLS_MAX	12
#define SECOND		1000000000ULL

struct mnl_socket {
	bool used;
	void *buffer;		/* of the tool; behind what was received it is poisoned */
	size_t size;
};

static struct {
	struct script script;
	u8 how;
	struct mnl_socket sockets[SOCKETS];
	struct nlmsghdr *request;
	bool answered;
	bool describe;
	unsigned int requests;
	unsigned int polls;
	struct script_datagram datagram;
} kernel;

void kernel_begin(const u8 *script, size_t size)
{
	kernel.script = (struct script){ script, script, script + size };
	kernel.how = script_byte(&kernel.script);
	kernel.script.start = kernel.script.at;
	kernel.answered = true;
	kernel.requests = 0;
	kernel.polls = 0;
}

void kernel_end(void)
{
	unsigned int i;

	for (i = 0; i < SOCKETS; i++)
		if (kernel.sockets[i].used)
			fuzz_wrong("a socket was left open");
	free(kernel.request);
	kernel.request = NULL;
}

static bool over(void)
{
	return kernel.script.at == kernel.script.end;
}

struct mnl_socket *fuzz_mnl_socket_open2(int bus, int flags)
{
	unsigned int i;

	for (i = 0; i < SOCKETS; i++) {
		if (kernel.sockets[i].used)
			continue;
		kernel.sockets[i] = (struct mnl_socket){ .used = true };
		return &kernel.sockets[i];
	}
	fuzz_wrong("more than %d sockets", SOCKETS);
	return NULL;
}

static void unpoison(struct mnl_socket *s)
{
	if (s->buffer)
		ASAN_UNPOISON_MEMORY_REGION(s->buffer, s->size);
	s->buffer = NULL;
}

int fuzz_mnl_socket_close(struct mnl_socket *s)
{
	unpoison(s);
	s->used = false;
	return 0;
}

int fuzz_mnl_socket_bind(struct mnl_socket *s, unsigned int groups, pid_t pid)
{
	return 0;
}

int fuzz_mnl_socket_get_fd(const struct mnl_socket *s)
{
	return FIRST_FD + (s - kernel.sockets);
}

int fuzz_mnl_socket_setsockopt(const struct mnl_socket *s, int type, void *buf,
			       socklen_t len)
{
	return 0;
}

static bool asks_for_family(const struct nlmsghdr *nlh)
{
	return nlh->nlmsg_type == GENL_ID_CTRL && !(kernel.how & SCRIPT_BEGINS_HOSTILE);
}

ssize_t fuzz_mnl_socket_sendto(const struct mnl_socket *s, const void *request,
			       size_t len)
{
	const struct nlmsghdr *nlh = request;

	if (len < sizeof(*nlh) + GENL_HDRLEN || nlh->nlmsg_len != len)
		fuzz_wrong("a request of %zu bytes that says %u", len,
			   len < sizeof(*nlh) ? 0 : nlh->nlmsg_len);
	if (++kernel.requests > REQUESTS_MAX)
		fuzz_wrong("%u requests without a pause", kernel.requests);
	free(kernel.request);
	kernel.request = malloc(len);
	memcpy(kernel.request, request, len);
	kernel.describe = asks_for_family(nlh);
	kernel.answered = false;
	if (over() && kernel.how & SCRIPT_BEGINS_AGAIN)
		kernel.script.at = kernel.script.start;
	return len;
}

/* The name that was asked for is the one that is described. */
static void describe(struct script_datagram *d)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(d->bytes);
	const struct nlattr *attr;
	const char *name = "";

	mnl_attr_for_each(attr, kernel.request, GENL_HDRLEN)
		if (mnl_attr_get_type(attr) == CTRL_ATTR_FAMILY_NAME)
			name = mnl_attr_get_str(attr);
	nlh->nlmsg_seq = kernel.request->nlmsg_seq;
	script_family(nlh, SCRIPT_FAMILY_ID, name);
	d->len = nlh->nlmsg_len;
	d->foreign = false;
}

/* As the kernel ends a dump, or acknowledges. */
static void finish(struct script_datagram *d)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(d->bytes);
	bool dump = (kernel.request->nlmsg_flags & NLM_F_DUMP) == NLM_F_DUMP;
	size_t len = dump ? sizeof(int) : sizeof(struct nlmsgerr);

	nlh->nlmsg_type = dump ? NLMSG_DONE : NLMSG_ERROR;
	nlh->nlmsg_seq = kernel.request->nlmsg_seq;
	memset(mnl_nlmsg_put_extra_header(nlh, len), 0, len);
	d->len = nlh->nlmsg_len;
	d->foreign = false;
	kernel.answered = true;
}

/* Of an answer; after the last one, a socket would block for ever. */
static int next_answer(struct script_datagram *d)
{
	if (kernel.answered)
		fuzz_wrong("waits for an answer that has ended");
	if (kernel.describe) {
		describe(d);
		kernel.describe = false;
		return 0;
	}
	if (kernel.request->nlmsg_type == GENL_ID_CTRL && !(kernel.how & SCRIPT_BEGINS_HOSTILE)) {
		finish(d);
		return 0;
	}
	script_next(&kernel.script, kernel.request, SCRIPT_FAMILY_ID, d);
	if (d->finish)
		finish(d);
	return d->len ? 0 : -d->err;
}

static int next_notification(struct script_datagram *d)
{
	static const struct {
		struct nlmsghdr nlh;
		struct genlmsghdr genl;
	} nothing = { .nlh.nlmsg_len = sizeof(nothing) };

	if (over())
		return -EAGAIN;
	script_next(&kernel.script, &nothing.nlh, SCRIPT_FAMILY_ID, d);
	if (d->len)
		return 0;
	return d->finish ? -EAGAIN : -d->err;
}

/* What is behind the message must not be read. */
static void deliver(struct mnl_socket *s, void *buffer, size_t size,
		    const struct script_datagram *d)
{
	size_t len = d->len < size ? d->len : size;

	memcpy(buffer, d->bytes, len);
	s->buffer = buffer;
	s->size = size;
	ASAN_POISON_MEMORY_REGION((char *)buffer + len, size - len);
}

ssize_t fuzz_recvfrom(int fd, void *buffer, size_t size, int flags,
		      struct sockaddr *from, socklen_t *from_len)
{
	struct sockaddr_nl sender = { .nl_family = AF_NETLINK };
	struct mnl_socket *s = &kernel.sockets[fd - FIRST_FD];
	struct script_datagram *d = &kernel.datagram;
	int failed;

	unpoison(s);
	failed = flags & MSG_DONTWAIT ? next_notification(d) : next_answer(d);
	if (failed) {
		errno = -failed;
		return -1;
	}
	sender.nl_pid = d->foreign;
	memcpy(from, &sender, sizeof(sender));
	*from_len = sizeof(sender);
	deliver(s, buffer, size, d);
	return d->len;
}

/* The second descriptor is that of signals, by which a monitor ends. */
int fuzz_poll(struct pollfd *fds, nfds_t count, int timeout)
{
	nfds_t i;

	kernel.requests = 0;
	/* What was asked to begin with is not asked again. */
	if (!kernel.polls)
		kernel.script.start = kernel.script.at;
	system_sleep(SECOND);
	for (i = 0; i < count; i++)
		fds[i].revents = 0;
	if (kernel.polls++ < POLLS_MAX && !over())
		fds[0].revents = POLLIN;
	else
		fds[1].revents = POLLIN;
	return 1;
}
