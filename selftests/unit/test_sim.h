/* SPDX-License-Identifier: GPL-2.0 */
/* A simulation and what it sent, for the tests of "simulate". */
#ifndef NTHROTTLE_UNIT_TEST_SIM_H
#define NTHROTTLE_UNIT_TEST_SIM_H

#include <linux/nthrottle.h>

#include "../../tools/sim.h"
#include "../../tools/sim_input.h"
#include "check.h"

#define RUN_NOTES	1024

/**
 * struct run_note - a notification that was sent
 * @sent: as the simulation told it
 * @us: when, in microseconds from the first event
 * @name: the interface's name then
 * @gone: its end
 */
struct run_note {
	struct sim_sent sent;
	u64 us;
	char name[NT_IFNAME_MAX + 1];
	bool gone;
};

struct run {
	struct sim_settings settings;
	struct sim sim;
	unsigned int count;
	struct run_note notes[RUN_NOTES];
};

/* With these parameters, or with this configuration. */
void run_begin(struct run *r, const char *parameters);
void run_begin_file(struct run *r, const char *text);
/* A recording, without the end of it; with the end. */
void run_feed(struct run *r, const char *text);
void run_text(struct run *r, const char *text);
/* Until nothing is pending; then the books must be in order. */
void run_finish(struct run *r);
void run_end(struct run *r);

/* Recordings of the tracepoint: as trace_pipe prints them. */
struct run_event {
	unsigned int ms;
	unsigned int id;
	const char *name;
	const char *event;
	u32 flags;
	u32 operstate;
	u32 losses;
	u64 instance;
};

#define LINK_UP		.flags = 0x11043, .operstate = 6
#define LINK_LOST	.flags = 0x1003, .operstate = 2
#define LINK_DOWN	.flags = 0x1002, .operstate = 2

void run_trace(struct run *r, const struct run_event *events, size_t count);

#define run_events(r, ...)						\
	run_trace(r, (const struct run_event[]){ __VA_ARGS__ },		\
		  ARRAY_SIZE(((const struct run_event[]){ __VA_ARGS__ })))

/* The notification @i: when, whose, of how many events, why. */
void assert_note(const struct run *r, unsigned int i, u64 us,
		 const char *name, u64 events, u32 why);

#define assert_gate(r, i, _gate, us)					\
	do {								\
		assert_int_equal((r)->notes[i].sent.gate,		\
				 NTHROTTLE_GATE_##_gate);		\
		assert_int_equal((r)->notes[i].sent.held_ns / 1000, us);	\
	} while (0)

#endif /* NTHROTTLE_UNIT_TEST_SIM_H */
