/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A line of a recording to an event. Two kinds of recordings are understood:
 * the text of the tracepoint nthrottle:event, as trace_pipe, trace-cmd report
 * and perf script print it, and lines of SECONDS up|down|EVENT [NAME]. Pure.
 */
#ifndef NTHROTTLE_TOOL_SIM_PARSE_H
#define NTHROTTLE_TOOL_SIM_PARSE_H

#include "parse.h"

#define SIM_KIND_SIZE		16
/* Leaves the gates room to add to it; 146 years. */
#define SIM_TIME_MAX_NS		((u64)1 << 62)

enum sim_format {
	SIM_FORMAT_UNKNOWN,
	SIM_FORMAT_TRACE,
	SIM_FORMAT_PLAIN,
};

/**
 * enum sim_line - what a line is
 * @SIM_LINE_EVENT: an event
 * @SIM_LINE_NOTHING: a comment, or something that is no event
 * @SIM_LINE_FOREIGN: perhaps a header of a trace, perhaps nonsense: the format
 *	is not known yet
 * @SIM_LINE_GAP: the recorder says that it lost something here
 * @SIM_LINE_BROKEN: an event that cannot be read
 */
enum sim_line {
	SIM_LINE_EVENT,
	SIM_LINE_NOTHING,
	SIM_LINE_FOREIGN,
	SIM_LINE_GAP,
	SIM_LINE_BROKEN,
};

/* What a plain line says of the carrier. */
enum sim_carrier {
	SIM_CARRIER_KEPT,
	SIM_CARRIER_LOST,
	SIM_CARRIER_GAINED,
};

/**
 * struct sim_event - a recorded event
 * @now_ns: when it happened
 * @instance: the namespace
 * @id: the interface's record in it
 * @ifindex: the interface
 * @event: the bit of its kind
 * @flags: IFF_*, after the event like all that follows
 * @operstate: IF_OPER_*
 * @losses: the device's carrier-down counter
 * @carrier: up, with carrier
 * @plain: not from the tracepoint: of the state, only @change is known, and the
 *	name says which interface it is
 * @change: of the carrier, if @plain
 * @name: the interface's name
 * @kind: its link kind, empty for none
 */
struct sim_event {
	u64 now_ns;
	u64 instance;
	u64 id;
	u32 ifindex;
	u32 event;
	u32 flags;
	u32 operstate;
	u32 losses;
	bool carrier;
	bool plain;
	enum sim_carrier change;
	char name[NT_IFNAME_MAX + 1];
	char kind[SIM_KIND_SIZE];
};

/* Overwrites the line. The format is found out with the first event. */
enum sim_line sim_parse_line(char *line, enum sim_format *format,
			     struct sim_event *e, struct parse_error *err);
u32 sim_event_bit(const char *name);

/* sim_trace.c */
char *sim_trace_payload(char *line);
bool sim_trace_gap(const char *line);
int sim_trace_parse(char *payload, struct sim_event *e,
		    struct parse_error *err);

#endif /* NTHROTTLE_TOOL_SIM_PARSE_H */
