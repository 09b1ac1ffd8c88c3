// SPDX-License-Identifier: GPL-2.0
/* hold: run a command while nothing is notified. */
#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <linux/nthrottle.h>

#include "child.h"
#include "cmd.h"
#include "kernel.h"
#include "netns.h"
#include "out.h"
#include "params.h"
#include "text.h"

struct window {
	struct nl nl;
	struct nt_hold hold;
	u64 begin_ns;
};

static u64 now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

/*
 * The command runs where the caller is, whichever network namespace the hold
 * is in.
 */
static int open_window(struct window *w, const struct options *opt)
{
	int here = opt->netns ? netns_here() : -1;
	int failed;

	if (opt->netns && here < 0)
		return -1;
	failed = kernel_open(&w->nl, opt);
	if (!failed && opt->netns && netns_return(here)) {
		nl_close(&w->nl);
		failed = -1;
	}
	if (here >= 0)
		close(here);
	return failed;
}

static int begin(struct window *w, const struct nt_hold *request)
{
	struct nl_list list = { 0 };
	int failed;

	w->begin_ns = now_ns();
	failed = kernel_get(&w->nl, NTHROTTLE_CMD_HOLD, &nt_hold_attrs, request,
			    &list);
	if (!failed)
		w->hold = *(struct nt_hold *)nl_item(&list, 0);
	nl_list_free(&list);
	if (failed)
		return -1;
	if (!nt_has(&w->hold, NTHROTTLE_A_HOLD_ID) ||
	    !nt_has(&w->hold, NTHROTTLE_A_HOLD_LIMIT_MS)) {
		say("the kernel did not say which hold this is");
		return -1;
	}
	return 0;
}

/* That it is over already is worth a word, but no error of the command. */
static bool was_over(const struct extack *ack, const struct nlmsghdr *request,
		     void *to)
{
	const struct window *w = to;
	u64 limit_ns = w->hold.limit_ms * NTHROTTLE_NS_PER_MS;

	if (ack->error != ENOENT)
		return false;
	if (now_ns() - w->begin_ns >= limit_ns)
		say("the hold ended at its limit of %s, before the command did",
		    text_duration(limit_ns).s);
	else
		say("somebody ended the hold before the command ended");
	return true;
}

static void end(struct window *w)
{
	const struct nt_hold request = {
		.present = 1ULL << NTHROTTLE_A_HOLD_ID,
		.id = w->hold.id,
	};
	struct exchange x = {
		.type = w->nl.family.id,
		.cmd = NTHROTTLE_CMD_RELEASE,
		.flags = NLM_F_ACK,
		.set = &nt_hold_attrs,
		.request = &request,
		.refused = was_over,
		.to = w,
	};

	kernel_exchange(&w->nl, &x);
}

int cmd_hold(const struct options *opt, int argc, char **argv)
{
	int status = STATUS_FAILED, exited;
	static struct window window;
	struct parse_error err;
	struct hold_args args;

	if (parse_hold(argc, argv, &args, &err))
		return cmd_usage_error("hold", &err);
	if (open_window(&window, opt))
		return STATUS_FAILED;
	if (!begin(&window, &args.hold)) {
		exited = child_run(args.command);
		if (exited >= 0)
			status = exited;
		end(&window);
	}
	nl_close(&window.nl);
	return status;
}
