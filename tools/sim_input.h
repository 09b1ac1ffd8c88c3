/* SPDX-License-Identifier: GPL-2.0 */
/* A recording of events, read line by line. */
#ifndef NTHROTTLE_TOOL_SIM_INPUT_H
#define NTHROTTLE_TOOL_SIM_INPUT_H

#include <stdio.h>

#include "sim_parse.h"

#define SIM_LINE_SIZE		8192
/* Of a trace of several processors, how far times may go back. */
#define SIM_BACK_MAX_NS		1000000000ULL

/**
 * struct sim_input - a recording that is being read
 * @file: where it comes from
 * @name: how that is called, for people
 * @format: what its lines are
 * @line: number of the line read last
 * @bad: number of the line that an error is in; 0: in the whole
 * @foreign: number of the first line that was none of a trace for sure
 * @gap: number of the first line that tells of lost events
 * @gaps: how many such lines there were
 * @events: how many events were read
 * @last_ns: time of the last one
 * @text: the line
 */
struct sim_input {
	FILE *file;
	const char *name;
	enum sim_format format;
	u64 line;
	u64 bad;
	u64 foreign;
	u64 gap;
	u64 gaps;
	u64 events;
	u64 last_ns;
	char text[SIM_LINE_SIZE];
};

int sim_input_open(struct sim_input *in, const char *name,
		   struct parse_error *err);
void sim_input_close(struct sim_input *in);

/* Returns 1 with an event, 0 at the end, -1 with an error. Times never go back. */
int sim_input_next(struct sim_input *in, struct sim_event *e,
		   struct parse_error *err);

#endif /* NTHROTTLE_TOOL_SIM_INPUT_H */
