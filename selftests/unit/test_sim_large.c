// SPDX-License-Identifier: GPL-2.0
/* simulate: a million events of 100,000 interfaces, made up while they are read. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "rng.h"
#include "test_sim.h"

#define EVENTS		1000000
#define DEVS		100000
/* With sanitizers, and beside other tests. Without them it takes 3 s. */
#define LIMIT_S		20

struct storm {
	struct rng rng;
	u64 made;
	u64 ns;
	u32 losses[DEVS];
	bool seen[DEVS];
	bool up[DEVS];
	char line[256];
	size_t at;
	size_t len;
};

static void next_line(struct storm *s)
{
	u32 d = rng_below(&s->rng, DEVS);
	const char *event = s->seen[d] ? "change" : "register";

	s->ns += rng_below(&s->rng, 60000);
	s->up[d] = s->seen[d] && !s->up[d];
	s->losses[d] += s->seen[d] && !s->up[d];
	s->seen[d] = true;
	s->made++;
	s->at = 0;
	s->len = sprintf(s->line,
			 "   kworker/1:2-77      [001] .....  %ju.%06ju: event: now_ns=%ju instance=6148820866244280320 dev=veth%u ifindex=%u id=%u event=%s kind=veth flags=0x%x operstate=%u carrier=%d losses=%u\n",
			 s->ns / 1000000000, s->ns % 1000000000 / 1000, s->ns, d,
			 d + 2, d + 1, event, s->up[d] ? 0x11043 : 0x1003,
			 s->up[d] ? 6 : 7, s->up[d], s->losses[d]);
}

static ssize_t read_storm(void *cookie, char *to, size_t size)
{
	struct storm *s = cookie;
	size_t n, done = 0;

	while (done < size) {
		if (s->at == s->len) {
			if (s->made == EVENTS)
				break;
			next_line(s);
		}
		n = s->len - s->at < size - done ? s->len - s->at : size - done;
		memcpy(to + done, s->line + s->at, n);
		s->at += n;
		done += n;
	}
	return done;
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static void feed(struct run *r, struct storm *s)
{
	static struct sim_input in;
	struct parse_error err;
	struct sim_event e;
	int got;

	memset(&in, 0, sizeof(in));
	in.file = fopencookie(s, "r", (cookie_io_functions_t){
		.read = read_storm,
	});
	assert_non_null(in.file);
	while ((got = sim_input_next(&in, &e, &err)) > 0)
		assert_non_null(sim_event(&r->sim, &e));
	assert_int_equal(got, 0);
	sim_input_close(&in);
}

static void million(void **state)
{
	static struct storm s;
	static struct run r;
	double took = seconds();

	(void)state;
	run_begin(&r, "damp on updelay 100ms rate 5000 rate-burst 100");
	r.sim.latency_ns = MS(1);
	feed(&r, &s);
	run_finish(&r);
	took = seconds() - took;
	assert_int_equal(r.sim.total.events, EVENTS);
	assert_in_range(r.sim.n_devs, DEVS - 100, DEVS);
	assert_true(r.sim.total.damped > 0);
	print_message("# %d events of %zu interfaces in %.1f s of CPU time, %ju notifications\n",
		      EVENTS, r.sim.n_devs, took, r.sim.total.notifications);
	assert_true(took < LIMIT_S);
	run_end(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(million),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
