/* SPDX-License-Identifier: GPL-2.0 */
/* What a simulation prints. */
#ifndef NTHROTTLE_TOOL_SIM_PRINT_H
#define NTHROTTLE_TOOL_SIM_PRINT_H

#include "sim.h"
#include "text.h"

struct json_object;

/**
 * struct sim_column - a counter
 * @key: what JSON calls it
 * @head: what the table calls it, NULL if it has no such column
 * @offset: where it is in struct sim_counters
 * @always: shown even if it is zero everywhere
 */
struct sim_column {
	const char *key;
	const char *head;
	size_t offset;
	bool always;
};

/* The last one has no key. */
extern const struct sim_column sim_columns[];

static inline u64 sim_counter(const struct sim_counters *c,
			      const struct sim_column *column)
{
	return *(const u64 *)((const char *)c + column->offset);
}

/* sim_print.c: what several printers need */
struct text sim_dev_name(const struct sim_dev *d);
double sim_saved_percent(const struct sim_counters *c);
u64 sim_mean_ns(const struct sim_counters *c);

/* sim_text.c; @sim is a struct sim */
void sim_text_sent(void *sim, const struct sim_sent *sent);
void sim_text_summary(const struct sim *s, bool notifications);

/* sim_json.c: one document, streamed */
void sim_json_begin(bool notifications);
void sim_json_break_off(void);
void sim_json_sent(void *sim, const struct sim_sent *sent);
void sim_json_summary(const struct sim *s, bool notifications);
void sim_json_name(struct json_object *object, const struct sim_dev *d);
struct json_object *sim_json_counters(const struct sim_counters *c);
struct json_object *sim_json_total(const struct sim *s);

/**
 * struct sim_pair - two simulations of the same events
 * @sim: both
 * @name: their settings, as the user named them
 */
struct sim_pair {
	struct sim sim[2];
	const char *name[2];
};

/* sim_compare.c */
void sim_compare_text(const struct sim_pair *pair);
void sim_compare_json(const struct sim_pair *pair);

#endif /* NTHROTTLE_TOOL_SIM_PRINT_H */
