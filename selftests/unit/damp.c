// SPDX-License-Identifier: GPL-2.0
#include <math.h>
#include <stdio.h>

#include "damp.h"
#include "params.h"

struct nthrottle_gate_params damp_params(u32 mode)
{
	struct nthrottle_params p;
	struct nthrottle_gate_params g;

	nthrottle_params_init(&p);
	p.damp = mode;
	p.burst = 1000;
	nthrottle_params_derive(&p, &g);
	return g;
}

struct port damp_port(struct nthrottle_gate_params p)
{
	struct port t = { .link = { .admin_up = true, .up = true } };

	port_init(&t, &p, U - HOUR(1));
	return t;
}

void damp_lose_n(struct port *t, u64 now_ns, u32 n)
{
	t->link.losses += n;
	t->link.up = false;
	port_event(t, now_ns, NTHROTTLE_EVENT_CHANGE);
}

void damp_rise(struct port *t, u64 now_ns)
{
	port_carrier(t, true);
	port_event(t, now_ns, NTHROTTLE_EVENT_CHANGE);
}

u64 damp_due(struct port *t)
{
	return nthrottle_gates_due(&t->g, &t->p).due_ns;
}

void damp_expect_due(struct port *t, u64 due_ns, u64 off_ns, u32 reason, int line,
		     const char *file)
{
	struct nthrottle_verdict v = nthrottle_gates_due(&t->g, &t->p);

	_assert_true(nthrottle_gates_waiting(&t->g), "waiting", file, line);
	_assert_in_range(v.due_ns, due_ns - off_ns, due_ns + off_ns, file, line);
	_assert_int_equal(v.reason, reason, file, line);
}

void damp_expect_sent(struct port *t, u64 now_ns, u32 why, bool up, int line,
		      const char *file)
{
	_assert_true(nthrottle_gates_waiting(&t->g), "waiting", file, line);
	_assert_true(damp_due(t) <= now_ns, "due", file, line);
	port_send(t, now_ns);
	_assert_int_equal(t->s.why, why, file, line);
	_assert_int_equal(t->s.up, up, file, line);
	_assert_true(!port_audit(t), "the books are in order", file, line);
}

void damp_expect_penalty(struct port *t, u64 now_ns, double penalty, double off, int line,
			 const char *file)
{
	double is = nthrottle_damp_decay(t->g.damp.penalty, now_ns - t->g.damp.at_ns,
					 t->p.damp.half_life_ns) / 1048576.0;

	if (fabs(is - penalty) > off)
		fprintf(stderr, "%s:%d: the penalty is %f\n", file, line, is);
	_assert_true(fabs(is - penalty) <= off, "penalty", file, line);
}
