// SPDX-License-Identifier: GPL-2.0
/* After years of quiet everything is over, however long ago the clock began. */
#include "check.h"

#include <linux/nthrottle.h>

#include "begins.h"
#include "params.h"
#include "port.h"

static u64 due(struct port *t)
{
	return nthrottle_gates_due(&t->g, &t->p).due_ns;
}

static void one_more(struct port *t, u64 now_ns, u64 due_ns)
{
	port_event(t, now_ns, NTHROTTLE_EVENT_MTU);
	assert_int_equal(due(t), due_ns);
}

/* Silenced, and with its bucket spent; then nothing, for years. */
static void years_later(u64 begin_ns, u64 years)
{
	struct port t = { .link = { .admin_up = true, .up = true } };
	u64 now_ns = begin_ns + years * YEAR;
	struct nthrottle_gate_params g;
	struct nthrottle_params p;

	nthrottle_params_init(&p);
	p.burst = 2;
	p.updelay_ms = 5000;
	p.damp = NTHROTTLE_DAMP_ON;
	nthrottle_params_derive(&p, &g);
	port_init(&t, &g, begin_ns);
	one_more(&t, begin_ns, begin_ns);
	port_send(&t, begin_ns);
	t.link.losses += 3;
	one_more(&t, begin_ns, begin_ns);
	port_send(&t, begin_ns);
	assert_int_equal(t.s.why, NTHROTTLE_WHY_DAMPED);
	assert_true(nthrottle_damp_damped(&t.g.damp, begin_ns));
	port_event(&t, begin_ns, NTHROTTLE_EVENT_MTU);
	assert_true(due(&t) > begin_ns + SEC(7));
	assert_true(due(&t) < now_ns);
	assert_int_equal(nthrottle_damp_penalty(&t.g.damp, &t.p.damp, now_ns), 0);
	port_send(&t, now_ns);
	assert_int_equal(t.s.why, NTHROTTLE_WHY_UNDAMPED);
	assert_true(t.s.up);
	assert_false(nthrottle_damp_damped(&t.g.damp, now_ns));
	/* The bucket was full again. */
	one_more(&t, now_ns, now_ns);
	port_send(&t, now_ns);
	one_more(&t, now_ns, now_ns + SEC(2));
}

static void years_of_quiet(void **state)
{
	u64 years;
	size_t i;

	(void)state;
	for (years = 1; years < LEAPS; years++)
		for (i = 0; i < ARRAY_SIZE(begins); i++)
			years_later(begins[i], years);
	/* From one end to the other. */
	years_later(0, 290);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(years_of_quiet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
