// SPDX-License-Identifier: GPL-2.0
/* What the tests of "simulate" share; see test_sim.h. */
#include <stdlib.h>
#include <string.h>

#include "../../tools/line.h"
#include "../../tools/restore.h"
#include "test_sim.h"

/* What the tests of the trace call the time of the first event. */
#define BEGIN_NS	SEC(5000)

static void note(void *arg, const struct sim_sent *sent)
{
	struct run *r = arg;
	struct run_note *n = &r->notes[r->count % RUN_NOTES];

	n->sent = *sent;
	n->us = (sent->now_ns - r->sim.start_ns) / 1000;
	n->gone = sent->dev->gone;
	memcpy(n->name, sent->dev->name, sizeof(n->name));
	r->count++;
}

static void begin(struct run *r)
{
	sim_init(&r->sim, &r->settings);
	r->sim.sent = note;
	r->sim.arg = r;
	r->count = 0;
}

void run_begin(struct run *r, const char *parameters)
{
	char text[512];
	struct parse_error err;
	struct line line;

	snprintf(text, sizeof(text), "%s", parameters);
	assert_int_equal(line_split(text, &line, &err), 0);
	if (sim_settings_parse(&r->settings, line.argc, line.argv, &err))
		fail_msg("%s: %s", parameters, err.text);
	begin(r);
}

static void refuse(void *to, unsigned int line, const char *text)
{
	fail_msg("line %u: %s", line, text);
}

void run_begin_file(struct run *r, const char *text)
{
	static struct restore restore;
	char *copy = strdup(text);

	assert_non_null(copy);
	restore_begin(&restore, refuse, NULL);
	restore_read(&restore, copy, strlen(copy));
	assert_int_equal(sim_settings_take(&r->settings, &restore), 0);
	free(copy);
	begin(r);
}

void run_feed(struct run *r, const char *text)
{
	static struct sim_input in;
	struct parse_error err;
	struct sim_event e;
	int got;

	memset(&in, 0, sizeof(in));
	in.file = fmemopen((void *)text, strlen(text), "r");
	assert_non_null(in.file);
	while ((got = sim_input_next(&in, &e, &err)) > 0)
		assert_non_null(sim_event(&r->sim, &e));
	if (got)
		fail_msg("line %ju: %s", in.bad, err.text);
	sim_input_close(&in);
}

static void audit(const struct sim_counters *c)
{
	assert_int_equal(c->events, c->delivered + c->filtered + c->bounced +
			 c->elided + c->unrecorded);
}

void run_finish(struct run *r)
{
	struct sim_counters sum = { 0 };
	struct sim *s = &r->sim;
	size_t i;

	sim_finish(s);
	assert_int_equal(s->ready.count, 0);
	for (i = 0; i < s->n_devs; i++) {
		audit(&s->devs[i]->counters);
		assert_int_equal(s->devs[i]->net->due.count, 0);
		sum.events += s->devs[i]->counters.events;
		sum.delivered += s->devs[i]->counters.delivered;
		sum.notifications += s->devs[i]->counters.notifications;
		sum.wait_ns += s->devs[i]->counters.wait_ns;
	}
	audit(&s->total);
	assert_int_equal(sum.events, s->total.events);
	assert_int_equal(sum.delivered, s->total.delivered);
	assert_int_equal(sum.notifications, s->total.notifications);
	assert_int_equal(r->count, s->total.notifications);
	for (i = 0; i < SIM_GATES; i++)
		sum.wait_ns -= s->held_ns[i];
	assert_int_equal(sum.wait_ns, 0);
}

void run_text(struct run *r, const char *text)
{
	run_feed(r, text);
	run_finish(r);
}

void run_end(struct run *r)
{
	sim_free(&r->sim);
	sim_settings_free(&r->settings);
}

void run_trace(struct run *r, const struct run_event *events, size_t count)
{
	char *text = NULL;
	size_t i, len;
	FILE *to = open_memstream(&text, &len);

	assert_non_null(to);
	for (i = 0; i < count; i++) {
		const struct run_event *e = &events[i];

		fprintf(to,
			"ip-%zu [001] ..... %u.%06u: event: now_ns=%llu instance=%ju dev=%s ifindex=%u id=%u event=%s kind=veth flags=0x%x operstate=%u carrier=%d losses=%u\n",
			i + 1, e->ms / 1000, e->ms % 1000,
			BEGIN_NS + MS(e->ms), e->instance, e->name, e->id + 1,
			e->id, e->event, e->flags, e->operstate,
			e->operstate == 6, e->losses);
	}
	fclose(to);
	run_text(r, text);
	free(text);
}

void assert_note(const struct run *r, unsigned int i, u64 us,
		 const char *name, u64 events, u32 why)
{
	assert_in_range(i, 0, r->count - 1);
	assert_int_equal(r->notes[i].us, us);
	assert_string_equal(r->notes[i].name, name);
	assert_int_equal(r->notes[i].sent.led_here.count, events);
	assert_int_equal(r->notes[i].sent.why, why);
}
