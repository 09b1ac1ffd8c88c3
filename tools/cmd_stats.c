// SPDX-License-Identifier: GPL-2.0
/* stats: the counters of the network namespace. */
#include <stdio.h>
#include <string.h>

#include <linux/nthrottle.h>

#include "cmd.h"
#include "kernel.h"
#include "out.h"
#include "print.h"
#include "text.h"

#define BAR_WIDTH	40
#define NS_PER_US	1000ULL

static void also(const char *name, u64 value, enum color mark)
{
	if (value)
		printf("  %s%s %ju%s", color(mark), name, value,
		       color(COLOR_END));
}

/* What is zero as it should be is not shown. */
static void text_short(const struct nt_stats *s)
{
	printf("events %ju  delivered %ju  pending %ju",
	       s->events, s->delivered, s->pending);
	also("filtered", s->filtered, COLOR_DIM);
	also("bounced", s->bounced, COLOR_DIM);
	also("elided", s->elided, COLOR_DIM);
	also("unrecorded", s->unrecorded, COLOR_BAD);
	printf("\nnotifications %ju  merged %ju  sends %ju",
	       s->notifications, s->merged, s->sends);
	also("unheard", s->unheard, COLOR_NOTE);
	also("rate-limited", s->rate_limited, COLOR_NOTE);
	also("flaps", s->flaps, COLOR_NOTE);
	also("damped", s->damped, COLOR_BAD);
	also("evicted", s->evicted, COLOR_DIM);
	also("resyncs", s->resyncs, COLOR_NOTE);
	also("alloc-failures", s->alloc_failures, COLOR_BAD);
	also("driver-failures", s->driver_failures, COLOR_BAD);
	puts("");
}

/* One counter a line; zeros step back so that the others stand out. */
static void text_counter(int indent, const char *name, u64 value)
{
	printf("%s%*s%-*s %14ju%s\n", value ? "" : color(COLOR_DIM),
	       indent, "", 18 - indent, name, value,
	       value ? "" : color(COLOR_END));
}

static void text_counters(const struct nt_set *set, const void *model,
			  unsigned int first, int indent)
{
	const struct nt_attr *attr;

	for (attr = set->attrs; attr->key; attr++)
		if (attr->kind == NT_U64 && attr->type >= first)
			text_counter(indent, attr->key,
				     *(u64 *)nt_member(model, attr));
}

/* Entry i of the histogram counts what took less than 2^i microseconds. */
static void text_bucket(const struct nt_list *list, unsigned int i,
			u64 most)
{
	static const char bar[] = "########################################";
	bool last = i == NT_LATENCY_ENTRIES - 1;
	u64 width = list->data[i] * (double)BAR_WIDTH / most;

	if (list->data[i] && !width)
		width = 1;
	printf("  %s %-14s %14ju%s%.*s\n", last ? ">=" : "< ",
	       text_span((1ULL << (last ? i - 1 : i)) * NS_PER_US).s,
	       list->data[i], width ? "  " : "", (int)width, bar);
}

static void text_latency(const struct nt_list *list)
{
	unsigned int i, first = list->len, end = 0;
	u64 most = 0;

	for (i = 0; i < list->len; i++) {
		if (!list->data[i])
			continue;
		if (!end)
			first = i;
		end = i + 1;
		if (list->data[i] > most)
			most = list->data[i];
	}
	puts("latency, from the first event to the notification");
	for (i = first; i < end; i++)
		text_bucket(list, i, most);
	if (!end)
		puts("  nothing yet");
}

static void text_details(const struct nt_stats *s)
{
	text_counters(&nt_stats_attrs, s, NTHROTTLE_A_STATS_EVENTS, 0);
	puts("events, by kind");
	text_counters(nt_attr_by_type(&nt_stats_attrs,
				      NTHROTTLE_A_STATS_BY_EVENT)->nest,
		      &s->by_event, 0, 2);
	puts("notifications, by reason");
	text_counters(nt_attr_by_type(&nt_stats_attrs,
				      NTHROTTLE_A_STATS_BY_WHY)->nest,
		      &s->by_why, 0, 2);
	text_latency(&s->latency_us_log2);
}

static int stats(const struct options *opt, struct nl *nl, bool details)
{
	struct nl_list list = { 0 };
	const struct nt_stats *s;
	int status = STATUS_FAILED;

	if (!kernel_get(nl, NTHROTTLE_CMD_STATS_GET, &nt_stats_attrs, NULL, &list)) {
		s = nl_item(&list, 0);
		if (opt->json)
			out_json(print_object(&nt_stats_attrs, s));
		else if (details)
			text_details(s);
		else
			text_short(s);
		status = STATUS_DONE;
	}
	nl_list_free(&list);
	return status;
}

int cmd_stats(const struct options *opt, int argc, char **argv)
{
	struct parse_error err;
	static struct nl nl;
	bool details;
	int status;

	if (parse_stats(argc, argv, &details, &err))
		return cmd_usage_error("stats", &err);
	if (kernel_open(&nl, opt))
		return STATUS_FAILED;
	status = stats(opt, &nl, details);
	nl_close(&nl);
	return status;
}
