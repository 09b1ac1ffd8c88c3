// SPDX-License-Identifier: GPL-2.0
/* The damp gate when half-life, suppress, reuse change; a foreign example. */
#include "damp.h"

#include <stdio.h>
#include <string.h>

#include "params.h"

#define SONIC	"selftests/data/damping-sonic.csv"

static struct nthrottle_gate_params derived(u32 mode, u32 half_life_ms, u32 suppress,
					    u32 reuse, u32 max_suppress_ms)
{
	struct nthrottle_gate_params g;
	struct nthrottle_refusal why;
	struct nthrottle_params p;

	nthrottle_params_init(&p);
	p.damp = mode;
	p.burst = 1000;
	p.half_life_ms = half_life_ms;
	p.suppress = suppress;
	p.reuse = reuse;
	p.max_suppress_ms = max_suppress_ms;
	assert_true(nthrottle_params_check(&p, &why));
	nthrottle_params_derive(&p, &g);
	return g;
}

static struct nthrottle_gate_params on(u32 half_life_ms, u32 suppress, u32 reuse)
{
	return derived(NTHROTTLE_DAMP_ON, half_life_ms, suppress, reuse, 4 * half_life_ms);
}

static void adopt(struct port *t, struct nthrottle_gate_params p, u64 now_ns)
{
	port_adopt(t, &p, now_ns);
}

/* A port that is damped since U: a penalty of 3000, reuse at U + 7.925 s. */
static struct port damped(void)
{
	struct port t = damp_port(on(5000, 2000, 1000));

	damp_lose_n(&t, U, 3);
	expect_sent(&t, U, DAMPED, false);
	return t;
}

static void half_life_changes(void **state)
{
	struct port t = damped();

	(void)state;
	adopt(&t, on(10000, 2000, 1000), U + SEC(1));
	expect_due_about(&t, U + MS(15850), MS(1));
	expect_penalty(&t, U + SEC(10), 1500.0, 0.1);
	adopt(&t, on(1000, 2000, 1000), U + SEC(1));
	expect_due_about(&t, U + MS(1585), MS(1));
	expect_sent(&t, U + MS(1586), UNDAMPED, false);
	expect_idle(&t);
}

static void reuse_changes(void **state)
{
	struct port t = damped();

	(void)state;
	adopt(&t, on(5000, 2000, 500), U + SEC(1));
	expect_due_about(&t, U + MS(12925), MS(1));
	adopt(&t, on(5000, 2000, 1500), U + SEC(1));
	expect_due(&t, U + SEC(5), DAMP);
	adopt(&t, on(5000, 4000, 3500), U + SEC(1));
	expect_due(&t, U, NONE);
	expect_sent(&t, U + SEC(1), UNDAMPED, false);
	expect_idle(&t);
}

static void ceiling_falls(void **state)
{
	struct port t = damp_port(on(5000, 2000, 1000));

	(void)state;
	damp_lose_n(&t, U, 100);
	expect_penalty(&t, U, 16000.0, 0);
	expect_sent(&t, U, DAMPED, false);
	expect_due(&t, U + SEC(20), DAMP);
	adopt(&t, derived(NTHROTTLE_DAMP_ON, 5000, 1200, 1000, 10000), U + 1);
	expect_penalty(&t, U, 4000.0, 0);
	expect_due(&t, U + SEC(10), DAMP);
}

/* The end that has come stays, whatever changes. */
static void end_stays(void **state)
{
	struct nthrottle_gate_params p = on(5000, 2000, 1000);
	struct port t = damped();
	u64 due_ns = damp_due(&t);

	(void)state;
	damp_lose(&t, due_ns + MS(1));
	expect_due(&t, due_ns, DAMP);
	p.throttle.burst = 999;
	adopt(&t, p, due_ns + MS(1));
	expect_due(&t, due_ns, DAMP);
	adopt(&t, on(100000, 2000, 1000), due_ns + MS(2));
	expect_due(&t, due_ns, DAMP);
	expect_sent(&t, due_ns + MS(2), UNDAMPED, false);
	expect_idle(&t);

	/* Exactly then it has come, one nanosecond before it has not. */
	t = damped();
	adopt(&t, on(10000, 2000, 1000), due_ns);
	expect_due(&t, due_ns, DAMP);
	t = damped();
	adopt(&t, on(10000, 2000, 1000), due_ns - 1);
	expect_due_about(&t, U + MS(15850), MS(1));
}

/* What exceeded a limit that is no more does not begin. */
static void suppress_changes(void **state)
{
	struct port t = damp_port(on(5000, 2000, 1000));

	(void)state;
	damp_lose_n(&t, U, 3);
	adopt(&t, on(5000, 2999, 1000), U + 1);
	expect_sent(&t, U + 2, DAMPED, false);

	t = damp_port(on(5000, 2000, 1000));
	damp_lose_n(&t, U, 3);
	adopt(&t, on(5000, 3000, 1000), U + 1);
	expect_sent(&t, U + 2, LEADING, false);
	expect_idle(&t);
	/* A lower one counts from the next loss on. */
	adopt(&t, on(5000, 1500, 1000), U + 3);
	port_event(&t, U + 3, NTHROTTLE_EVENT_CHANGE);
	expect_sent(&t, U + 3, LEADING, false);
	expect_idle(&t);
	damp_lose(&t, U + 4);
	expect_sent(&t, U + 4, DAMPED, false);
}

/* A mark that ended, and a limit that was passed too long ago, stay so. */
static void nothing_revives(void **state)
{
	struct port t = damp_port(derived(NTHROTTLE_DAMP_MONITOR, 5000, 2000, 1000, 20000));

	(void)state;
	damp_lose_n(&t, U, 3);
	expect_sent(&t, U, LEADING, false);
	assert_true(t.s.damped);
	adopt(&t, derived(NTHROTTLE_DAMP_MONITOR, 50000, 2000, 1000, 200000), U + SEC(20));
	assert_false(nthrottle_damp_damped(&t.g.damp, U + SEC(20)));
	damp_lose(&t, U + SEC(20));
	expect_sent(&t, U + SEC(20), LEADING, false);
	assert_true(t.s.damped);

	t = damp_port(on(5000, 2000, 1000));
	damp_lose_n(&t, U, 3);
	adopt(&t, on(50000, 2000, 1000), U + SEC(20));
	expect_sent(&t, U + SEC(20), LEADING, false);
	expect_idle(&t);
}

/* A marked interface stays marked when only a number changes. */
static void mark_stays(void **state)
{
	struct port t = damp_port(derived(NTHROTTLE_DAMP_MONITOR, 5000, 2000, 1000, 20000));

	(void)state;
	damp_lose_n(&t, U, 3);
	expect_sent(&t, U, LEADING, false);
	adopt(&t, derived(NTHROTTLE_DAMP_MONITOR, 5000, 2500, 1000, 20000), U + SEC(1));
	assert_true(nthrottle_damp_damped(&t.g.damp, U + SEC(1)));
	damp_lose(&t, U + SEC(1));
	expect_sent(&t, U + SEC(1), LEADING, false);
	assert_false(t.s.damped);
}

struct sonic_row {
	double time, before, after;
	char event;
	char outcome[100];
};

static void sonic_end(struct port *t, const struct sonic_row *row)
{
	u64 at_ns = U + row->time * SEC(1);

	expect_due_about(t, at_ns, MS(10));
	expect_penalty(t, damp_due(t), row->before, 1);
	expect_sent(t, damp_due(t), UNDAMPED, !strcmp(row->outcome, "up sent"));
}

static void sonic_change(struct port *t, const struct sonic_row *row)
{
	u64 at_ns = U + row->time * SEC(1);

	expect_penalty(t, at_ns, row->before, 1);
	if (row->event == 'D')
		damp_lose(t, at_ns);
	else
		damp_rise(t, at_ns);
	expect_penalty(t, at_ns, row->after, 1);
	if (!strcmp(row->outcome, "held"))
		assert_true(damp_due(t) > at_ns);
	else if (!strcmp(row->outcome, "sent; suppression starts"))
		expect_sent(t, at_ns, DAMPED, row->event == 'U');
	else
		expect_sent(t, at_ns, LEADING, row->event == 'U');
}

static void sonic_example(void **state)
{
	struct port t = damp_port(derived(NTHROTTLE_DAMP_ON, 15000, 1600, 1200, 30000));
	FILE *file = fopen(SONIC, "r");
	struct sonic_row row;
	char line[200];
	int n = 0, got;

	(void)state;
	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		if (line[0] == '#')
			continue;
		got = sscanf(line, "%lf,%c,%lf,%lf,%99[^\n]", &row.time, &row.event,
			     &row.before, &row.after, row.outcome);
		assert_int_equal(got, 5);
		if (row.event == 'R')
			sonic_end(&t, &row);
		else
			sonic_change(&t, &row);
		n++;
	}
	fclose(file);
	assert_int_equal(n, 15);
	assert_int_equal(t.p.damp.ceiling, 4800ULL << NTHROTTLE_PENALTY_SHIFT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(half_life_changes),
		cmocka_unit_test(reuse_changes),
		cmocka_unit_test(ceiling_falls),
		cmocka_unit_test(end_stays),
		cmocka_unit_test(suppress_changes),
		cmocka_unit_test(nothing_revives),
		cmocka_unit_test(mark_stays),
		cmocka_unit_test(sonic_example),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
