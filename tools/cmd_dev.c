// SPDX-License-Identifier: GPL-2.0
/* dev show: interfaces, and what is pending. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/nthrottle.h>

#include "cmd.h"
#include "dev.h"
#include "kernel.h"
#include "out.h"
#include "params.h"
#include "print.h"
#include "text.h"

static int by_ifindex(const void *a, const void *b)
{
	const struct nt_dev *one = a, *other = b;

	return (one->ifindex > other->ifindex) -
	       (one->ifindex < other->ifindex);
}

static struct text master_name(const struct nl_list *list, u32 ifindex)
{
	const struct nt_dev key = { .ifindex = ifindex };
	const struct nt_dev *master;

	master = bsearch(&key, list->items, list->count, list->set->size,
			 by_ifindex);
	return master ? text_safe(master->name) : dev_name(ifindex);
}

/* Until when and why; a hold may end before its limit. */
static void text_due(const struct nt_dev *dev)
{
	const struct nt_pending *p = &dev->pending;
	struct text gate = text_value(&nt_gate_names, p->reason);

	if (!p->due_in_ns)
		printf("due now%s%s", p->reason ? ": " : "",
		       p->reason ? gate.s : "");
	else
		printf("held until +%s%s by %s", text_span(p->due_in_ns).s,
		       p->reason == NTHROTTLE_GATE_HOLD ? " at the latest" : "",
		       gate.s);
	if (p->reason == NTHROTTLE_GATE_DAMP &&
	    nt_has(dev, NTHROTTLE_A_DEV_DAMPING))
		printf(", penalty %u", dev->damping.penalty);
}

/* The end of a damping is notified even if nothing happened since it began. */
static void text_pending(const struct nt_dev *dev)
{
	const struct nt_pending *p = &dev->pending;

	printf("    %spending %ju%s ", color(COLOR_NOTE), p->count,
	       color(COLOR_END));
	if (p->count)
		printf("(%s) ", text_bits(&nt_event_names, p->events).s);
	text_due(dev);
	puts("");
}

static void text_damping(const struct nt_damping *d)
{
	printf("    damp: penalty %u, ceiling %u, flaps %ju", d->penalty,
	       d->ceiling, d->flaps);
	if (d->damped)
		printf(", %sdamped%s, reuse in %s", color(COLOR_BAD),
		       color(COLOR_END), text_span(d->reuse_in_ns).s);
	puts("");
}

static void also(const char *name, u64 value)
{
	if (value)
		printf("  %s %ju", name, value);
}

static void text_counters(const struct nt_dev *dev)
{
	printf("    seq %ju", dev->seq);
	if (nt_has(dev, NTHROTTLE_A_DEV_COUNTERS))
		printf("  events %ju  notifications %ju  merged %ju", dev->counters.events,
		       dev->counters.notifications, dev->counters.merged);
	also("flaps", dev->counters.flaps);
	also("damped", dev->counters.damped);
	also("carrier-down-count", dev->carrier_down_count);
	puts("");
}

static void text_dev(const struct nl_list *list, const struct nt_dev *dev)
{
	printf("%u: %s%s%s: <%s> mtu %u ", dev->ifindex, color(COLOR_NAME),
	       text_safe(dev->name).s, color(COLOR_END),
	       text_bits(&nt_flag_names, dev->flags).s, dev->mtu);
	printf("state %s%s%s %s", color(dev_state_color(dev)),
	       text_value(&nt_operstate_names, dev->operstate).s,
	       color(COLOR_END), dev->carrier ? "carrier" : "no-carrier");
	if (nt_has(dev, NTHROTTLE_A_DEV_KIND))
		printf(" %s", text_safe(dev->kind).s);
	if (nt_has(dev, NTHROTTLE_A_DEV_MASTER))
		printf(" master %s%s%s", color(COLOR_NAME),
		       master_name(list, dev->master).s, color(COLOR_END));
	if (dev->address.len)
		printf(" %s", text_address(&dev->address).s);
	if (nt_has(dev, NTHROTTLE_A_DEV_PROFILE) &&
	    strcmp(dev->profile, NTHROTTLE_PROFILE_DEFAULT))
		printf(" profile %s", text_safe(dev->profile).s);
	puts("");
	if (dev_has_raw(dev))
		printf("    %s\n", dev_raw(dev).s);
	text_counters(dev);
	if (nt_has(dev, NTHROTTLE_A_DEV_DAMPING))
		text_damping(&dev->damping);
	if (nt_has(dev, NTHROTTLE_A_DEV_PENDING))
		text_pending(dev);
}

static void print_devs(const struct options *opt, const struct nl_list *list)
{
	size_t i;

	if (list->count)
		qsort(list->items, list->count, list->set->size, by_ifindex);
	if (opt->json) {
		out_json(print_array(list));
		return;
	}
	for (i = 0; i < list->count; i++)
		text_dev(list, nl_item(list, i));
}

int cmd_dev_show(const struct options *opt, int argc, char **argv)
{
	struct nl_list list = { 0 };
	struct parse_error err;
	struct nt_dev request;
	static struct nl nl;
	int failed;

	if (parse_dev(argc, argv, &request, &err))
		return cmd_usage_error("dev show", &err);
	if (kernel_open(&nl, opt))
		return STATUS_FAILED;
	if (request.present)
		failed = kernel_get(&nl, NTHROTTLE_CMD_DEV_GET, &nt_dev_attrs,
				    &request, &list);
	else
		failed = kernel_dump(&nl, NTHROTTLE_CMD_DEV_GET, &nt_dev_attrs,
				     &list);
	if (!failed)
		print_devs(opt, &list);
	nl_list_free(&list);
	nl_close(&nl);
	return failed ? STATUS_FAILED : STATUS_DONE;
}

int cmd_dev_reset(const struct options *opt, int argc, char **argv)
{
	struct parse_error err;
	struct nt_dev dev;

	if (parse_dev(argc, argv, &dev, &err))
		return cmd_usage_error("dev reset", &err);
	if (!dev.present) {
		parse_refuse(&err, "needs the name of an interface");
		return cmd_usage_error("dev reset", &err);
	}
	return cmd_order(opt, NTHROTTLE_CMD_DEV_RESET, &nt_dev_attrs, &dev);
}
