// SPDX-License-Identifier: GPL-2.0
/* simulate: the queue against a naive one, and random recordings. */
#include <stdlib.h>
#include <string.h>

#include "rng.h"
#include "seed.h"
#include "test_sim.h"

#define NODES	50
#define DEVS	4

static struct rng rng;
static u64 last_seed;

/* The first one by time, then by turn. */
static struct sim_node *naive_first(struct sim_node *nodes)
{
	struct sim_node *first = NULL;
	unsigned int i;

	for (i = 0; i < NODES; i++)
		if (nodes[i].place &&
		    (!first || nodes[i].at < first->at ||
		     (nodes[i].at == first->at && nodes[i].turn < first->turn)))
			first = &nodes[i];
	return first;
}

static void queue(void **state)
{
	struct sim_node nodes[NODES] = { 0 };
	struct sim_heap heap = { 0 };
	struct sim_node *n;
	unsigned int i;

	(void)state;
	assert_null(sim_heap_first(&heap));
	assert_int_equal(sim_heap_reserve(&heap, NODES), 0);
	for (i = 0; i < 200000; i++) {
		n = &nodes[rng_below(&rng, NODES)];
		if (rng_percent(&rng, 60))
			sim_heap_set(&heap, n, (s64)rng_below(&rng, 40) - 10);
		else
			sim_heap_del(&heap, rng_percent(&rng, 50) ? n :
				     heap.count ? sim_heap_first(&heap) : n);
		assert_ptr_equal(sim_heap_first(&heap), naive_first(nodes));
	}
	sim_heap_free(&heap);
}

static u32 pick(const u32 *from, size_t count)
{
	return from[rng_below(&rng, count)];
}

#define PICK(...) \
	pick((const u32[]){ __VA_ARGS__ }, ARRAY_SIZE(((u32[]){ __VA_ARGS__ })))

/* Without what makes interfaces wait for each other. */
static void random_parameters(char *to)
{
	static const char *const modes[] = { "off", "monitor", "on" };
	u32 threshold = PICK(10, 50, 300, 2000);

	sprintf(to,
		"batch 0ms threshold %ums threshold-max %ums burst %u updelay %ums downdelay %ums damp %s half-life %ums urgent %s",
		threshold, threshold * PICK(1, 1, 4), PICK(1, 1, 2, 4),
		PICK(0, 0, 10, 500), PICK(0, 0, 10, 500),
		modes[rng_below(&rng, 3)], PICK(500, 2000),
		rng_percent(&rng, 20) ? "mtu" : "none");
}

/* Each interface's link goes up and down in turn. */
static void random_recording(char *to)
{
	static const char *const others[] = { "mtu", "change", "features" };
	bool up[DEVS] = { true, true, true, true };
	u64 us = 1000000;
	unsigned int i, n = 1 + rng_below(&rng, 60);
	unsigned int d;

	for (i = 0; i < n; i++) {
		d = rng_below(&rng, DEVS);
		us += rng_below(&rng, PICK(1, 2000, 100000, 2000000));
		to += sprintf(to, "%ju.%06ju %s d%u\n", us / 1000000,
			      us % 1000000,
			      rng_percent(&rng, 30) ? others[rng_below(&rng, 3)] :
			      (up[d] = !up[d]) ? "up" : "down", d);
	}
}

/* Only the lines of one interface. */
static void lines_of(char *to, const char *from, unsigned int d)
{
	const char *end;

	for (; *from; from = end + 1) {
		end = strchr(from, '\n');
		if (end[-1] == (char)('0' + d))
			to += sprintf(to, "%.*s\n", (int)(end - from), from);
	}
	*to = '\0';
}

/* In time order, with numbers without holes; the last one tells the truth. */
static void check_run(const struct run *r)
{
	unsigned int i;
	size_t d;

	for (i = 0; i < r->count; i++) {
		assert_int_equal(r->notes[i].sent.seq, i + 1);
		assert_true(!i || r->notes[i].sent.now_ns >=
			    r->notes[i - 1].sent.now_ns);
	}
	for (d = 0; d < r->sim.n_devs; d++)
		assert_int_equal(r->sim.devs[d]->gates.debounce.reported,
				 r->sim.devs[d]->live.carrier);
}

/* What is sent of an interface does not depend on the others. */
static void check_alone(const struct run *all, const struct run *alone,
			unsigned int d)
{
	char name[] = { 'd', '0' + d, '\0' };
	const struct sim_sent *a, *b;
	unsigned int i, n = 0;

	for (i = 0; i < all->count; i++) {
		if (strcmp(all->notes[i].name, name))
			continue;
		assert_in_range(n, 0, alone->count - 1);
		a = &all->notes[i].sent;
		b = &alone->notes[n++].sent;
		assert_int_equal(a->now_ns, b->now_ns);
		assert_int_equal(a->why, b->why);
		assert_int_equal(a->up, b->up);
		assert_int_equal(a->gate, b->gate);
		assert_int_equal(a->penalty, b->penalty);
		assert_int_equal(a->bounced, b->bounced);
		assert_memory_equal(&a->led_here, &b->led_here,
				    sizeof(a->led_here));
	}
	assert_int_equal(n, alone->count);
}

static void one_recording(void)
{
	static struct run all, alone;
	char parameters[512], text[8192], part[8192];
	unsigned int d;

	random_parameters(parameters);
	random_recording(text);
	run_begin(&all, parameters);
	run_text(&all, text);
	check_run(&all);
	for (d = 0; d < DEVS; d++) {
		lines_of(part, text, d);
		if (!*part)
			continue;
		run_begin(&alone, parameters);
		run_text(&alone, part);
		check_run(&alone);
		check_alone(&all, &alone, d);
		run_end(&alone);
	}
	run_end(&all);
}

static void recordings(void **state)
{
	u64 seed = from_env("NTHROTTLE_SEED", 0);
	u64 i, n = seed ? 1 : from_env("NTHROTTLE_SIM_RUNS", 1500);

	(void)state;
	for (i = 1; i <= n; i++) {
		last_seed = seed ? seed : i;
		rng.state = last_seed;
		one_recording();
	}
}

/* If the test failed, this is what to repeat. */
static int say_seed(void **state)
{
	(void)state;
	print_message("# the last recording was that of NTHROTTLE_SEED=%ju\n",
		      last_seed);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(queue),
		cmocka_unit_test_teardown(recordings, say_seed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
