// SPDX-License-Identifier: GPL-2.0
/* simulate: damping, against a worked example of SONiC's and by hand. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test_sim.h"

#define TABLE "selftests/data/damping-sonic.csv"
#define SONIC "damp on half-life 15s suppress 1600 reuse 1200 " \
	"max-suppress 30s burst 1000 threshold 10ms"

static struct run r;

struct row {
	double seconds;
	char event;
	int before;
	int after;
	char outcome[64];
};

static u32 penalty(void)
{
	const struct sim_dev *d = r.sim.n_devs ? r.sim.devs[0] : NULL;

	return d ? nthrottle_damp_penalty(&d->gates.damp,
					  &d->profile->gates.damp,
					  r.sim.now_ns) : 0;
}

static void assert_near(double what, double than, double by)
{
	if (what < than - by || what > than + by)
		fail_msg("%f is not within %f of %f", what, by, than);
}

/* The next notification, if the row tells of one. */
static void check_outcome(const struct row *row, unsigned int *seen)
{
	const struct run_note *n = &r.notes[*seen];
	bool suppresses = strstr(row->outcome, "suppression starts");

	if (!strcmp(row->outcome, "held")) {
		assert_int_equal(r.count, *seen);
		return;
	}
	assert_int_equal(r.count, *seen + 1);
	assert_near((n->us + 3000000) / 1e6, row->seconds, 0.01);
	assert_int_equal(n->sent.damped, suppresses);
	if (row->event == 'R')
		assert_int_equal(n->sent.why, NTHROTTLE_WHY_UNDAMPED);
	else
		assert_int_equal(n->sent.why, suppresses ?
				 NTHROTTLE_WHY_DAMPED : NTHROTTLE_WHY_LEADING);
	assert_near(n->sent.penalty, row->after, 1);
	assert_int_equal(n->sent.up, row->event == 'U' ||
			 !strcmp(row->outcome, "up sent"));
	++*seen;
}

/* The row's line, as the simulation reads it. */
static void take_row(const struct row *row, char *line, unsigned int *seen)
{
	enum sim_format format = SIM_FORMAT_UNKNOWN;
	struct parse_error err;
	struct sim_event e;
	enum sim_line got;

	got = sim_parse_line(line, &format, &e, &err);
	assert_int_equal(got, row->event == 'R' ? SIM_LINE_NOTHING :
						  SIM_LINE_EVENT);
	sim_queue_run(&r.sim, (u64)(row->seconds * 1000) * MS(1) + MS(10));
	if (row->event != 'R') {
		r.sim.now_ns = e.now_ns;
		assert_near(penalty(), row->before, 1);
		assert_non_null(sim_event(&r.sim, &e));
		assert_near(penalty(), row->after, 1);
		assert_string_equal(r.sim.devs[0]->name, "dev");
		sim_queue_run(&r.sim, e.now_ns + MS(10));
	}
	check_outcome(row, seen);
}

static bool read_row(const char *line, struct row *row)
{
	int got = sscanf(line, "%lf,%c,%d,%d,%63[^\n]", &row->seconds,
			 &row->event, &row->before, &row->after, row->outcome);

	return got == 5;
}

static void sonic_table(void **state)
{
	unsigned int rows = 0, seen = 0;
	char line[256];
	struct row row;
	FILE *f;

	(void)state;
	f = fopen(TABLE, "r");
	assert_non_null(f);
	run_begin(&r, SONIC " penalty 1000");
	while (fgets(line, sizeof(line), f)) {
		if (*line == '#')
			continue;
		assert_true(read_row(line, &row));
		line[strcspn(line, "\n")] = '\0';
		take_row(&row, line, &seen);
		rows++;
	}
	fclose(f);
	assert_int_equal(rows, 15);
	assert_int_equal(seen, 10);
	run_finish(&r);
	/* The table ends while suppressed. */
	assert_int_equal(r.count, 11);
	assert_note(&r, 10, r.notes[10].us, "dev", 0, NTHROTTLE_WHY_UNDAMPED);
	assert_int_equal(r.sim.n_devs, 1);
	assert_int_equal(r.sim.total.damped, 3);
	assert_int_equal(r.sim.total.flaps, 7);
	run_end(&r);
}

/* The same from the file, as the command does it. */
static void sonic_file(void **state)
{
	static struct sim_input in;
	struct parse_error err;
	struct sim_event e;

	(void)state;
	run_begin(&r, SONIC);
	assert_int_equal(sim_input_open(&in, TABLE, &err), 0);
	while (sim_input_next(&in, &e, &err) > 0)
		assert_non_null(sim_event(&r.sim, &e));
	sim_input_close(&in);
	run_finish(&r);
	assert_int_equal(r.count, 11);
	assert_int_equal(r.sim.total.events, 13);
	run_end(&r);
}

static void defaults(void **state)
{
	(void)state;
	run_begin(&r, "damp on");
	run_text(&r, "0 down\n1 down\n2 down\n");
	assert_int_equal(r.count, 4);
	assert_note(&r, 0, 0, "dev", 1, NTHROTTLE_WHY_LEADING);
	assert_int_equal(r.notes[0].sent.penalty, 1000);
	assert_note(&r, 1, 1000000, "dev", 1, NTHROTTLE_WHY_LEADING);
	assert_int_equal(r.notes[1].sent.penalty, 1871);
	assert_note(&r, 2, 2000000, "dev", 1, NTHROTTLE_WHY_DAMPED);
	assert_int_equal(r.notes[2].sent.penalty, 2628);
	assert_near(r.notes[3].us, 8971000, 1000);
	assert_note(&r, 3, r.notes[3].us, "dev", 0, NTHROTTLE_WHY_UNDAMPED);
	assert_int_equal(r.notes[3].sent.gate, NTHROTTLE_GATE_DAMP);
	run_end(&r);
}

static void monitor_only(void **state)
{
	(void)state;
	run_begin(&r, "damp monitor");
	run_text(&r, "0 down\n1 down\n2 down\n2.5 up\n");
	assert_int_equal(r.count, 4);
	assert_note(&r, 2, 2000000, "dev", 1, NTHROTTLE_WHY_LEADING);
	assert_true(r.notes[2].sent.damped);
	assert_note(&r, 3, 2500000, "dev", 1, NTHROTTLE_WHY_LEADING);
	assert_true(r.notes[3].sent.damped);
	assert_int_equal(r.sim.total.damped, 1);
	run_end(&r);
}

static void restart_penalty(void **state)
{
	(void)state;
	/* Whoever was there when the recording began was charged then. */
	run_begin(&r, "damp on restart-penalty 1900 batch 0ms");
	run_text(&r, "0 mtu a\n0 down b\n10 down c\n11 register d\n");
	assert_note(&r, 0, 0, "a", 1, NTHROTTLE_WHY_LEADING);
	assert_note(&r, 1, 0, "b", 1, NTHROTTLE_WHY_DAMPED);
	assert_int_equal(r.notes[1].sent.penalty, 2900);
	assert_note(&r, 3, 10000000, "c", 1, NTHROTTLE_WHY_LEADING);
	assert_int_equal(r.notes[3].sent.penalty, 1475);
	assert_note(&r, 4, 11000000, "d", 1, NTHROTTLE_WHY_LEADING);
	assert_int_equal(r.notes[4].sent.penalty, 1900);
	run_end(&r);
}

/* Losses that no event told of are in the device's counter. */
static void merged_losses(void **state)
{
	(void)state;
	run_begin(&r, "damp on");
	run_events(&r, { 0, 1, "eth0", "mtu", LINK_UP, .losses = 7 },
		   { 1000, 1, "eth0", "change", LINK_UP, .losses = 10 });
	assert_int_equal(r.sim.total.flaps, 3);
	assert_int_equal(r.count, 3);
	assert_note(&r, 1, 1000000, "eth0", 1, NTHROTTLE_WHY_DAMPED);
	assert_int_equal(r.notes[1].sent.penalty, 3000);
	assert_false(r.notes[1].sent.up);
	assert_true(r.notes[1].sent.raw_up);
	assert_true(r.notes[2].sent.up);
	run_end(&r);
}

static void admin_down(void **state)
{
	(void)state;
	run_begin(&r, "damp on");
	run_events(&r, { 0, 1, "eth0", "mtu", LINK_UP, .losses = 7 },
		   { 1000, 1, "eth0", "change", LINK_LOST, .losses = 8 },
		   { 1100, 1, "eth0", "down", LINK_DOWN, .losses = 8 });
	assert_int_equal(r.notes[1].sent.penalty, 1000);
	assert_int_equal(r.notes[2].sent.penalty, 0);
	run_end(&r);
}

/* Losses count even if nobody wants to hear of them. */
static void filtered_losses(void **state)
{
	(void)state;
	run_begin(&r, "damp on events mtu");
	run_text(&r, "0 down\n1 down\n2 down\n3 mtu\n");
	assert_int_equal(r.sim.total.flaps, 3);
	assert_int_equal(r.sim.total.filtered, 3);
	assert_int_equal(r.count, 2);
	assert_note(&r, 0, 3000000, "dev", 1, NTHROTTLE_WHY_DAMPED);
	assert_int_equal(r.notes[0].sent.penalty, 2288);
	run_end(&r);

	/* And what the administrator does ends it at once. */
	run_begin(&r, "damp on events mtu");
	run_events(&r, { 0, 1, "a", "mtu", LINK_UP, .losses = 1 },
		   { 1000, 1, "a", "mtu", LINK_UP, .losses = 4 },
		   { 2000, 1, "a", "down", LINK_DOWN, .losses = 4 });
	assert_int_equal(r.count, 3);
	assert_note(&r, 2, 2000000, "a", 0, NTHROTTLE_WHY_UNDAMPED);
	run_end(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sonic_table),
		cmocka_unit_test(sonic_file),
		cmocka_unit_test(defaults),
		cmocka_unit_test(monitor_only),
		cmocka_unit_test(restart_penalty),
		cmocka_unit_test(merged_losses),
		cmocka_unit_test(admin_down),
		cmocka_unit_test(filtered_losses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
