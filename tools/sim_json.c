// SPDX-License-Identifier: GPL-2.0
/*
 * A simulation as one JSON document, written as it comes. A notification looks
 * like one of "monitor", so that the two can be compared.
 */
#include <stdio.h>
#include <string.h>

#include <json-c/json.h>
#include <linux/nthrottle.h>

#include "out.h"
#include "print.h"
#include "sim_print.h"

void sim_json_begin(bool notifications)
{
	puts(notifications ? "{\"notifications\":[" : "{\"interfaces\":[");
}

/* A document without totals is a document. */
void sim_json_break_off(void)
{
	puts("]}");
}

static void set(struct nt_dev *dev, unsigned int type)
{
	nt_set_present(dev, type);
}

static void set_name(struct nt_dev *dev, const struct sim_dev *d)
{
	memcpy(dev->name, d->name, sizeof(d->name));
	set(dev, NTHROTTLE_A_DEV_NAME);
	if (d->plain)
		return;
	dev->instance = d->net->instance;
	dev->id = d->id;
	dev->ifindex = d->ifindex;
	set(dev, NTHROTTLE_A_DEV_INSTANCE);
	set(dev, NTHROTTLE_A_DEV_ID);
	set(dev, NTHROTTLE_A_DEV_IFINDEX);
	if (!*d->kind)
		return;
	memcpy(dev->kind, d->kind, sizeof(d->kind));
	set(dev, NTHROTTLE_A_DEV_KIND);
}

/* Of a plain recording, and before the first event, only the carrier is known. */
static void set_link(struct nt_dev *dev, const struct sim_dev *d)
{
	dev->carrier = d->last.carrier;
	set(dev, NTHROTTLE_A_DEV_CARRIER);
	if (d->plain || d->last.guessed)
		return;
	dev->flags = d->last.flags;
	dev->operstate = d->last.operstate;
	set(dev, NTHROTTLE_A_DEV_FLAGS);
	set(dev, NTHROTTLE_A_DEV_OPERSTATE);
}

static void set_raw(struct nt_dev *dev, const struct sim_dev *d)
{
	if (d->gone || d->live.carrier == d->last.carrier)
		return;
	dev->raw_carrier = d->live.carrier;
	set(dev, NTHROTTLE_A_DEV_RAW_CARRIER);
	if (d->plain)
		return;
	dev->raw_flags = d->live.flags;
	dev->raw_operstate = d->live.operstate;
	set(dev, NTHROTTLE_A_DEV_RAW_FLAGS);
	set(dev, NTHROTTLE_A_DEV_RAW_OPERSTATE);
}

static void set_events(struct nt_dev *dev, const struct sim_sent *sent)
{
	dev->events = sent->led_here.events;
	dev->count = sent->led_here.count;
	set(dev, NTHROTTLE_A_DEV_EVENTS);
	set(dev, NTHROTTLE_A_DEV_COUNT);
	if (dev->count) {
		dev->first_ns = sent->led_here.first_ns;
		dev->last_ns = sent->led_here.last_ns;
		set(dev, NTHROTTLE_A_DEV_FIRST_NS);
		set(dev, NTHROTTLE_A_DEV_LAST_NS);
	}
	if (sent->bounced) {
		dev->bounced = sent->bounced;
		set(dev, NTHROTTLE_A_DEV_BOUNCED);
	}
}

static void set_damping(struct nt_dev *dev, const struct sim_sent *sent)
{
	struct nt_damping *d = &dev->damping;

	if (!sent->watched)
		return;
	d->penalty = sent->penalty;
	d->damped = sent->damped;
	d->flaps = sent->dev->counters.flaps;
	d->reuse_in_ns = sent->reuse_in_ns;
	nt_set_present(d, NTHROTTLE_A_DAMPING_PENALTY);
	nt_set_present(d, NTHROTTLE_A_DAMPING_DAMPED);
	nt_set_present(d, NTHROTTLE_A_DAMPING_FLAPS);
	if (sent->damped)
		nt_set_present(d, NTHROTTLE_A_DAMPING_REUSE_IN_NS);
	set(dev, NTHROTTLE_A_DEV_DAMPING);
}

static void add_u64(struct json_object *to, const char *key, u64 value)
{
	json_object_object_add(to, key, json_object_new_uint64(value));
}

static void add_gate(struct json_object *to, const char *key, u32 gate)
{
	json_object_object_add(to, key,
			       json_object_new_string(nt_name(&nt_gate_names,
							      gate)));
}

void sim_json_sent(void *sim, const struct sim_sent *sent)
{
	const struct sim *s = sim;
	struct nt_dev dev = {
		.seq = sent->seq, .sent_ns = sent->now_ns, .why = sent->why,
		.deleted = sent->dev->gone,
	};
	struct json_object *object;

	set(&dev, NTHROTTLE_A_DEV_SEQ);
	set(&dev, NTHROTTLE_A_DEV_SENT_NS);
	set(&dev, NTHROTTLE_A_DEV_WHY);
	if (dev.deleted)
		set(&dev, NTHROTTLE_A_DEV_DELETED);
	set_name(&dev, sent->dev);
	set_link(&dev, sent->dev);
	set_raw(&dev, sent->dev);
	set_events(&dev, sent);
	set_damping(&dev, sent);
	memcpy(dev.profile, sent->dev->profile->name, NTHROTTLE_NAME_SIZE);
	set(&dev, NTHROTTLE_A_DEV_PROFILE);
	object = print_object(&nt_dev_attrs, &dev);
	add_u64(object, "after-ns", sent->now_ns - s->start_ns);
	add_u64(object, "held-ns", sent->held_ns);
	add_gate(object, "held-by", sent->gate);
	if (s->total.notifications > 1)
		putchar(',');
	out_json(object);
}

void sim_json_name(struct json_object *object, const struct sim_dev *d)
{
	json_object_object_add(object, "name",
			       json_object_new_string(text_utf8(d->name).s));
	if (d->plain)
		return;
	add_u64(object, "instance", d->net->instance);
	add_u64(object, "id", d->id);
}

struct json_object *sim_json_counters(const struct sim_counters *c)
{
	struct json_object *object = json_object_new_object();
	const struct sim_column *column;

	for (column = sim_columns; column->key; column++)
		add_u64(object, column->key, sim_counter(c, column));
	add_u64(object, "mean-ns", sim_mean_ns(c));
	add_u64(object, "longest-ns", c->longest_ns);
	add_gate(object, "longest-by", c->longest_gate);
	return object;
}

struct json_object *sim_json_total(const struct sim *s)
{
	struct json_object *object = sim_json_counters(&s->total);
	struct json_object *held = json_object_new_object();
	unsigned int i;

	for (i = 0; i < SIM_GATES; i++)
		add_u64(held, nt_name(&nt_gate_names, i), s->held_ns[i]);
	json_object_object_add(object, "saved-percent",
			       json_object_new_double(sim_saved_percent(&s->total)));
	json_object_object_add(object, "held-ns", held);
	add_u64(object, "interfaces", s->n_devs);
	add_u64(object, "namespaces", s->nets);
	add_u64(object, "sends", s->sends);
	add_u64(object, "start-ns", s->start_ns);
	return object;
}

void sim_json_summary(const struct sim *s, bool notifications)
{
	struct json_object *object;
	size_t i;

	if (notifications)
		puts("],\"interfaces\":[");
	for (i = 0; i < s->n_devs; i++) {
		object = sim_json_counters(&s->devs[i]->counters);
		sim_json_name(object, s->devs[i]);
		if (i)
			putchar(',');
		out_json(object);
	}
	puts("],\"totals\":");
	out_json(sim_json_total(s));
	puts("}");
}
