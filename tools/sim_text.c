// SPDX-License-Identifier: GPL-2.0
/* A simulation for people. */
#include <stdio.h>
#include <string.h>

#include <linux/nthrottle.h>

#include "out.h"
#include "sim_print.h"

#define NS_PER_MS	((u64)1000000)
#define NS_PER_S	((u64)1000000000)

static void text_time(u64 ns)
{
	char text[32];

	snprintf(text, sizeof(text), "%ju.%03ju", ns / NS_PER_S,
		 ns % NS_PER_S / NS_PER_MS);
	printf("%s%11s%s  ", color(COLOR_DIM), text, color(COLOR_END));
}

/* How the link is reported, and how it is. */
static void text_link(const struct sim_sent *sent)
{
	const char *told = sent->up ? "UP" : "DOWN";
	const char *is = "";

	if (sent->dev->gone)
		told = "deleted";
	else if (sent->up != sent->raw_up)
		is = sent->raw_up ? " (is UP)" : " (is DOWN)";
	printf("%s%s%s%s%*s", color(sent->up && !sent->dev->gone ? COLOR_GOOD :
				    COLOR_BAD),
	       told, color(COLOR_END), is,
	       13 - (int)(strlen(told) + strlen(is)), "");
}

/* What led here. */
static void text_events(const struct nthrottle_pending *p)
{
	if (!p->count) {
		printf("no event");
		return;
	}
	printf("%ju %s (%s)", p->count,
	       p->count == 1 ? "event" : "events",
	       text_bits(&nt_event_names, p->events).s);
	if (p->count > 1)
		printf(" in %s", text_span(p->last_ns - p->first_ns).s);
}

static void text_why(const struct sim_sent *sent)
{
	printf(": %s%s%s", color(COLOR_NOTE),
	       text_value(&nt_why_names, sent->why).s, color(COLOR_END));
	if (sent->gate != NTHROTTLE_GATE_NONE && sent->held_ns)
		printf(", held %s by %s", text_span(sent->held_ns).s,
		       text_value(&nt_gate_names, sent->gate).s);
	if (sent->bounced)
		printf(", %ju bounced", sent->bounced);
	if (sent->damped || sent->why == NTHROTTLE_WHY_UNDAMPED)
		printf(", penalty %u", sent->penalty);
	if (sent->damped)
		printf(", for %s at least", text_span(sent->reuse_in_ns).s);
}

void sim_text_sent(void *sim, const struct sim_sent *sent)
{
	const struct sim *s = sim;

	text_time(sent->now_ns - s->start_ns);
	printf("%s%-15s%s  ", color(COLOR_NAME), sim_dev_name(sent->dev).s,
	       color(COLOR_END));
	text_link(sent);
	text_events(&sent->led_here);
	text_why(sent);
	puts("");
}

/* Columns in which all is zero are left out. */
static bool shown(const struct sim *s, const struct sim_column *c)
{
	return c->head && (c->always || sim_counter(&s->total, c));
}

static void text_head(const struct sim *s)
{
	const struct sim_column *c;

	printf("%s%-15s", color(COLOR_DIM), "interface");
	for (c = sim_columns; c->key; c++)
		if (shown(s, c))
			printf(" %9s", c->head);
	printf(" %9s %9s  by%s\n", "mean wait", "longest", color(COLOR_END));
}

static void text_row(const struct sim *s, const char *name,
		     const struct sim_counters *counters)
{
	const struct sim_column *c;

	printf("%s%-15s%s", color(COLOR_NAME), name, color(COLOR_END));
	for (c = sim_columns; c->key; c++)
		if (shown(s, c))
			printf(" %9ju", sim_counter(counters, c));
	printf(" %9s", text_span(sim_mean_ns(counters)).s);
	printf(" %9s", text_span(counters->longest_ns).s);
	if (counters->longest_gate != NTHROTTLE_GATE_NONE)
		printf("  %s", text_value(&nt_gate_names,
					  counters->longest_gate).s);
	puts("");
}

static struct text count(u64 value, const char *what)
{
	struct text t;

	snprintf(t.s, sizeof(t.s), "%ju %s%s", value, what,
		 value == 1 ? "" : "s");
	return t;
}

static void text_total(const struct sim *s)
{
	bool held = false;
	unsigned int i;

	printf("%s of ", count(s->total.events, "event").s);
	printf("%s in, ", count(s->n_devs, "interface").s);
	printf("%s out, ", count(s->total.notifications, "notification").s);
	printf("in %s: %.1f%% saved\n", count(s->sends, "send").s,
	       sim_saved_percent(&s->total));
	for (i = NTHROTTLE_GATE_THROTTLE; i < SIM_GATES; i++) {
		if (!s->held_ns[i])
			continue;
		printf("%s %s %.3fs", held ? "," : "held by",
		       text_value(&nt_gate_names, i).s,
		       (double)s->held_ns[i] / NS_PER_S);
		held = true;
	}
	if (held)
		puts("");
	if (s->nets > 1)
		printf("%s: NAME@2 is in the second one of the recording\n",
		       count(s->nets, "namespace").s);
}

/* An empty line sets it off from the notifications. */
void sim_text_summary(const struct sim *s, bool notifications)
{
	size_t i;

	if (notifications)
		puts("");
	text_head(s);
	for (i = 0; i < s->n_devs; i++)
		text_row(s, sim_dev_name(s->devs[i]).s, &s->devs[i]->counters);
	if (s->n_devs > 1)
		text_row(s, "total", &s->total);
	puts("");
	text_total(s);
}
