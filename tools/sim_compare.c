// SPDX-License-Identifier: GPL-2.0
/* Two simulations of the same events, side by side. */
#include <stdio.h>

#include <json-c/json.h>
#include <linux/array_size.h>

#include "out.h"
#include "sim_print.h"

#define WIDTH	9

static struct text sent(const struct sim_counters *c)
{
	return text_number(c->notifications);
}

static struct text saved(const struct sim_counters *c)
{
	struct text t;

	snprintf(t.s, sizeof(t.s), "%.1f%%", sim_saved_percent(c));
	return t;
}

static struct text mean(const struct sim_counters *c)
{
	return text_span(sim_mean_ns(c));
}

static struct text longest(const struct sim_counters *c)
{
	return text_span(c->longest_ns);
}

static struct text damped(const struct sim_counters *c)
{
	return text_number(c->damped);
}

static struct text bounced(const struct sim_counters *c)
{
	return text_number(c->bounced);
}

static const struct {
	const char *head;
	struct text (*text)(const struct sim_counters *c);
} columns[] = {
	{ "sent", sent }, { "saved", saved }, { "mean wait", mean },
	{ "longest wait", longest }, { "damped", damped },
	{ "bounced", bounced },
};

static void text_head(const struct sim_pair *pair)
{
	unsigned int i;

	for (i = 0; i < 2; i++)
		printf("%c: %s\n", 'A' + i, *pair->name[i] ?
		       text_safe(pair->name[i]).s : "the defaults");
	printf("\n%s%-15s %*s", color(COLOR_DIM), "", WIDTH, "");
	for (i = 0; i < ARRAY_SIZE(columns); i++)
		printf(" |%*s", 2 * WIDTH, columns[i].head);
	printf("\n%-15s %*s", "interface", WIDTH, "events");
	for (i = 0; i < ARRAY_SIZE(columns); i++)
		printf(" |%*s%*s", WIDTH, "A", WIDTH, "B");
	printf("%s\n", color(COLOR_END));
}

static void text_row(const char *name, const struct sim_counters *a,
		     const struct sim_counters *b)
{
	unsigned int i;

	printf("%s%-15s%s %*ju", color(COLOR_NAME), name, color(COLOR_END),
	       WIDTH, a->events);
	for (i = 0; i < ARRAY_SIZE(columns); i++)
		printf(" |%*s%*s", WIDTH, columns[i].text(a).s, WIDTH,
		       columns[i].text(b).s);
	puts("");
}

/* Both know the same interfaces, in the same order. */
void sim_compare_text(const struct sim_pair *pair)
{
	const struct sim *a = &pair->sim[0], *b = &pair->sim[1];
	size_t i;

	text_head(pair);
	for (i = 0; i < a->n_devs; i++)
		text_row(sim_dev_name(a->devs[i]).s, &a->devs[i]->counters,
			 &b->devs[i]->counters);
	if (a->n_devs > 1)
		text_row("total", &a->total, &b->total);
}

static void json_two(struct json_object *object, struct json_object *a,
		     struct json_object *b)
{
	json_object_object_add(object, "a", a);
	json_object_object_add(object, "b", b);
}

static void json_settings(const struct sim_pair *pair)
{
	struct json_object *object = json_object_new_object();

	json_two(object, json_object_new_string(text_utf8(pair->name[0]).s),
		 json_object_new_string(text_utf8(pair->name[1]).s));
	out_json(object);
}

void sim_compare_json(const struct sim_pair *pair)
{
	const struct sim *a = &pair->sim[0], *b = &pair->sim[1];
	struct json_object *object;
	size_t i;

	puts("{\"settings\":");
	json_settings(pair);
	puts(",\"interfaces\":[");
	for (i = 0; i < a->n_devs; i++) {
		object = json_object_new_object();
		sim_json_name(object, a->devs[i]);
		json_two(object, sim_json_counters(&a->devs[i]->counters),
			 sim_json_counters(&b->devs[i]->counters));
		if (i)
			putchar(',');
		out_json(object);
	}
	puts("],\"totals\":");
	object = json_object_new_object();
	json_two(object, sim_json_total(a), sim_json_total(b));
	out_json(object);
	puts("}");
}
