// SPDX-License-Identifier: GPL-2.0
/* What several printers of a simulation need; see sim_print.h. */
#include <stdio.h>
#include <string.h>

#include "sim_print.h"

#define COLUMN(_key, _head, _member, ...) \
	{ _key, _head, offsetof(struct sim_counters, _member), __VA_ARGS__ }

const struct sim_column sim_columns[] = {
	COLUMN("events", "events", events, true),
	COLUMN("notifications", "sent", notifications, true),
	COLUMN("delivered", NULL, delivered, false),
	COLUMN("merged", "merged", merged, true),
	COLUMN("filtered", "filtered", filtered, false),
	COLUMN("bounced", "bounced", bounced, false),
	COLUMN("elided", "elided", elided, false),
	COLUMN("unrecorded", "stray", unrecorded, false),
	COLUMN("flaps", "flaps", flaps, false),
	COLUMN("damped", "damped", damped, false),
	{ }
};

/* With the number of its namespace, if that is not the first one. */
struct text sim_dev_name(const struct sim_dev *d)
{
	struct text t = text_safe(d->name);
	size_t used = strlen(t.s);

	if (d->net->number > 1)
		snprintf(t.s + used, sizeof(t.s) - used, "@%ju",
			 d->net->number);
	return t;
}

double sim_saved_percent(const struct sim_counters *c)
{
	if (!c->events)
		return 0;
	return 100 - 100.0 * c->notifications / c->events;
}

u64 sim_mean_ns(const struct sim_counters *c)
{
	return c->waits ? c->wait_ns / c->waits : 0;
}
