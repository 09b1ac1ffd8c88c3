// SPDX-License-Identifier: GPL-2.0
/* monitor: notifications as they come. */
#include <errno.h>
#include <fnmatch.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <json-c/json.h>
#include <libmnl/libmnl.h>
#include <linux/nthrottle.h>

#include "cmd.h"
#include "history.h"
#include "nl.h"
#include "notice.h"
#include "out.h"
#include "print.h"

struct monitor {
	const struct options *opt;
	struct monitor_args args;
	struct history at;
	u64 printed;
	struct nl nl;
};

static void print_notification(struct monitor *m, const struct nt_dev *dev)
{
	if (m->args.glob && fnmatch(m->args.glob, dev->name, 0))
		return;
	if (m->opt->json)
		out_json(print_object(&nt_dev_set, dev));
	else
		notice_dev(dev);
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

static int take_dev(struct monitor *m, const struct codec_body *body)
{
	struct nt_dev dev;

	if (codec_decode(&nt_dev_set, body->attrs, body->len, &dev) ||
	    !nt_has(&dev, NTHROTTLE_A_DEV_SEQ) ||
	    !nt_has(&dev, NTHROTTLE_A_DEV_INSTANCE))
		return -1;
	if (follow(m, &dev))
		print_notification(m, &dev);
	return 0;
}

/*
 * The group config has more than one kind: JSON says which, as the spec does.
 * Its notifications do not count.
 */
static void print_other(struct monitor *m, const char *name,
			const struct nt_set *set, const void *model)
{
	struct json_object *json;

	if (m->opt->json) {
		json = json_object_new_object();
		json_object_object_add(json, name, print_object(set, model));
		out_json(json);
	} else if (set == &nt_hold_set) {
		notice_hold(model);
	} else {
		notice_config(model);
	}
}

static int take_hold(struct monitor *m, const struct codec_body *body)
{
	struct nt_hold hold;

	if (codec_decode(&nt_hold_set, body->attrs, body->len, &hold) ||
	    !nt_has(&hold, NTHROTTLE_A_HOLD_ID))
		return -1;
	print_other(m, "hold-ntf", &nt_hold_set, &hold);
	return 0;
}

static int take_config(struct monitor *m, const struct codec_body *body)
{
	struct nt_config config;

	if (codec_decode(&nt_config_set, body->attrs, body->len, &config))
		return -1;
	print_other(m, "config-ntf", &nt_config_set, &config);
	return 0;
}

static void take_message(struct monitor *m, const struct nlmsghdr *nlh)
{
	struct codec_body body;
	int failed = 0;

	if (nlh->nlmsg_type != m->nl.family.id || codec_body(nlh, &body))
		return;
	if (body.cmd == NTHROTTLE_CMD_DEV_NTF)
		failed = take_dev(m, &body);
	else if (body.cmd == NTHROTTLE_CMD_HOLD_NTF)
		failed = take_hold(m, &body);
	else if (body.cmd == NTHROTTLE_CMD_CONFIG_NTF)
		failed = take_config(m, &body);
	if (failed)
		say("skipped a notification that this tool does not understand");
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
	if (nl_subscribe(&m->nl, m->args.config) || nl_open(&other, &here))
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
