// SPDX-License-Identifier: GPL-2.0
/* monitor: notifications as they come. */
#include <errno.h>
#include <fnmatch.h>
#include <net/if.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include <json-c/json.h>
#include <libmnl/libmnl.h>
#include <linux/nthrottle.h>

#include "cmd.h"
#include "dev.h"
#include "history.h"
#include "nl.h"
#include "out.h"
#include "print.h"

#define NS_PER_MS	1000000ULL
#define NS_PER_S	1000000000ULL

struct monitor {
	const struct options *opt;
	struct monitor_args args;
	struct history at;
	u64 printed;
	struct nl nl;
};

static void text_time(u64 wall_ns)
{
	time_t seconds = wall_ns / NS_PER_S;
	char text[16] = "--:--:--";
	struct tm tm;

	if (localtime_r(&seconds, &tm))
		strftime(text, sizeof(text), "%H:%M:%S", &tm);
	printf("%s%s.%03u%s ", color(COLOR_DIM), text,
	       (unsigned int)(wall_ns % NS_PER_S / NS_PER_MS),
	       color(COLOR_END));
}

/* What led here: how many events of which kinds, in how long, and why now. */
static void text_cause(const struct nt_dev *dev)
{
	printf("  %ju %s (%s)", dev->count,
	       dev->count == 1 ? "event" : "events",
	       text_bits(&nt_event_names, dev->events).s);
	if (dev->count > 1)
		printf(" in %s", text_span(dev->last_ns - dev->first_ns).s);
	printf(": %s\n", text_value(&nt_why_names, dev->why).s);
}

static void text_state(const struct nt_dev *dev)
{
	bool up = dev->flags & IFF_UP;

	printf("%s%-4s%s %-10s %s%-14s%s mtu %u",
	       color(up ? COLOR_GOOD : COLOR_BAD), up ? "UP" : "DOWN",
	       color(COLOR_END), dev->carrier ? "carrier" : "no-carrier",
	       color(dev_state_color(dev)),
	       text_value(&nt_operstate_names, dev->operstate).s,
	       color(COLOR_END), dev->mtu);
	if (nt_has(dev, NTHROTTLE_A_DEV_MASTER))
		printf(" master %s", dev_name(dev->master).s);
}

static void text_notification(const struct nt_dev *dev)
{
	text_time(dev->wall_ns);
	printf("seq %-6ju %s%-15s%s ", dev->seq, color(COLOR_NAME),
	       text_safe(dev->name).s, color(COLOR_END));
	if (dev->deleted)
		printf("%sdeleted%s", color(COLOR_BAD), color(COLOR_END));
	else
		text_state(dev);
	text_cause(dev);
}

static void print_notification(struct monitor *m, const struct nt_dev *dev)
{
	if (m->args.glob && fnmatch(m->args.glob, dev->name, 0))
		return;
	if (m->opt->json)
		out_json(print_object(&nt_dev_set, dev));
	else
		text_notification(dev);
	m->printed++;
}

static bool enough(const struct monitor *m)
{
	return m->args.count && m->printed == m->args.count;
}

/* Says what was missed; false if @dev is older than what we began with. */
static bool follow(struct monitor *m, const struct nt_dev *dev)
{
	struct history was = m->at;

	switch (history_step(&m->at, dev->instance, dev->seq)) {
	case HISTORY_OLD:
		return false;
	case HISTORY_NEXT:
		break;
	case HISTORY_HOLE:
		say("lost %ju notification%s: seq %ju..%ju",
		    dev->seq - was.seq - 1,
		    dev->seq - was.seq == 2 ? "" : "s", was.seq + 1,
		    dev->seq - 1);
		break;
	case HISTORY_OTHER:
		say("lost what lies between seq %ju@0x%016jx and %ju@0x%016jx",
		    was.seq, was.instance, dev->seq, dev->instance);
		break;
	}
	return true;
}

static void take_message(struct monitor *m, const struct nlmsghdr *nlh)
{
	struct codec_body body;
	struct nt_dev dev;

	if (nlh->nlmsg_type != m->nl.family.id || codec_body(nlh, &body) ||
	    body.cmd != NTHROTTLE_CMD_DEV_NTF)
		return;
	if (codec_decode(&nt_dev_set, body.attrs, body.len, &dev) ||
	    !nt_has(&dev, NTHROTTLE_A_DEV_SEQ) ||
	    !nt_has(&dev, NTHROTTLE_A_DEV_INSTANCE))
		say("skipped a notification that this tool does not understand");
	else if (follow(m, &dev))
		print_notification(m, &dev);
}

/* One datagram; its lines leave together. */
static int take_datagram(struct monitor *m)
{
	const struct nlmsghdr *nlh = (const struct nlmsghdr *)m->nl.buffer;
	ssize_t size = nl_receive(&m->nl);
	int left = size;

	if (size < 0 && errno == ENOBUFS) {
		say("the receive buffer overran; the next notification shows how many were lost");
		return 0;
	}
	if (size < 0) {
		say("cannot receive notifications: %s", strerror(errno));
		return -1;
	}
	for (; !enough(m) && mnl_nlmsg_ok(nlh, left);
	     nlh = mnl_nlmsg_next(nlh, &left))
		take_message(m, nlh);
	return 0;
}

/*
 * Until there was enough, a signal, or nobody reads what we print: that is
 * seen even while there is nothing to print.
 */
static int watch(struct monitor *m, int signals)
{
	struct pollfd fds[] = {
		{ .fd = mnl_socket_get_fd(m->nl.sock), .events = POLLIN },
		{ .fd = signals, .events = POLLIN },
		{ .fd = STDOUT_FILENO },
	};

	while (!enough(m)) {
		if (poll(fds, 3, -1) < 0 && errno != EINTR) {
			say("poll: %s", strerror(errno));
			return STATUS_FAILED;
		}
		if (fds[1].revents || fds[2].revents)
			break;
		if (fds[0].revents && take_datagram(m))
			return STATUS_FAILED;
		if (out_flush())
			break;
	}
	return STATUS_DONE;
}

/*
 * The subscription comes first, the place in history second, so that the line
 * that names it promises everything behind it.
 */
static int begin(struct monitor *m)
{
	static struct nl other;
	struct options here = *m->opt;
	struct nl_list list = { 0 };
	int failed;

	here.netns = NULL;
	if (nl_subscribe(&m->nl) || nl_open(&other, &here))
		return -1;
	failed = nl_get(&other, NTHROTTLE_CMD_CONFIG_GET, &nt_config_set, NULL,
			&list);
	if (!failed) {
		const struct nt_config *config = nl_item(&list, 0);

		m->at = (struct history){ config->instance, config->seq };
	}
	nl_list_free(&list);
	nl_close(&other);
	return failed;
}

static void print_begin(const struct monitor *m)
{
	const struct nt_dev at = {
		.present = 1ULL << NTHROTTLE_A_DEV_INSTANCE |
			   1ULL << NTHROTTLE_A_DEV_SEQ,
		.instance = m->at.instance,
		.seq = m->at.seq,
	};

	if (m->opt->json)
		out_json(print_object(&nt_dev_set, &at));
	else
		printf("listening: instance 0x%016jx, after seq %ju\n", m->at.instance, m->at.seq);
	out_flush();
}

static int catch_signals(void)
{
	sigset_t set;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	fd = signalfd(-1, &set, SFD_CLOEXEC);
	/* Without it they end the monitor as they end any program. */
	if (fd >= 0)
		sigprocmask(SIG_BLOCK, &set, NULL);
	return fd;
}

int cmd_monitor(const struct options *opt, int argc, char **argv)
{
	static struct monitor m;
	struct parse_error err;
	int status = STATUS_FAILED;

	m.opt = opt;
	if (parse_monitor(argc, argv, &m.args, &err))
		return cmd_usage_error("monitor", &err);
	if (nl_open(&m.nl, opt))
		return STATUS_FAILED;
	if (!begin(&m)) {
		print_begin(&m);
		status = watch(&m, catch_signals());
	}
	nl_close(&m.nl);
	return status;
}
