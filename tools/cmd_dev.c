// SPDX-License-Identifier: GPL-2.0
/* dev show: interfaces, and what is pending. */
#include <stdio.h>
#include <stdlib.h>

#include <linux/nthrottle.h>

#include "cmd.h"
#include "dev.h"
#include "nl.h"
#include "out.h"
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

static void text_pending(const struct nt_pending *p)
{
	printf("    %spending %ju%s (%s) ", color(COLOR_NOTE),
	       p->count, color(COLOR_END),
	       text_bits(&nt_event_names, p->events).s);
	if (p->due_in_ns)
		printf("due in %s", text_span(p->due_in_ns).s);
	else
		printf("due");
	printf(": %s\n", text_value(&nt_gate_names, p->reason).s);
}

static void text_counters(const struct nt_dev *dev)
{
	printf("    seq %ju", dev->seq);
	if (nt_has(dev, NTHROTTLE_A_DEV_COUNTERS))
		printf("  events %ju  notifications %ju  merged %ju", dev->counters.events,
		       dev->counters.notifications, dev->counters.merged);
	if (dev->carrier_down_count)
		printf("  carrier-down-count %u", dev->carrier_down_count);
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
	puts("");
	text_counters(dev);
	if (nt_has(dev, NTHROTTLE_A_DEV_PENDING))
		text_pending(&dev->pending);
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
	if (nl_open(&nl, opt))
		return STATUS_FAILED;
	if (request.present)
		failed = nl_get(&nl, NTHROTTLE_CMD_DEV_GET, &nt_dev_set,
				&request, &list);
	else
		failed = nl_dump(&nl, NTHROTTLE_CMD_DEV_GET, &nt_dev_set,
				 &list);
	if (!failed)
		print_devs(opt, &list);
	nl_list_free(&list);
	nl_close(&nl);
	return failed ? STATUS_FAILED : STATUS_DONE;
}
