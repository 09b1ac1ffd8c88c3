// SPDX-License-Identifier: GPL-2.0
/* A recording of events, read line by line; see sim_input.h. */
#include <errno.h>
#include <string.h>

#include "sim_input.h"

#define EXPECTED "expected lines of the tracepoint nthrottle:event, or of SECONDS up|down|EVENT [NAME]"

int sim_input_open(struct sim_input *in, const char *name,
		   struct parse_error *err)
{
	bool standard = !strcmp(name, "-");

	memset(in, 0, sizeof(*in));
	in->name = standard ? "standard input" : name;
	in->file = standard ? stdin : fopen(name, "re");
	return in->file ? 0 : parse_refuse(err, "cannot be opened: %s",
					   strerror(errno));
}

void sim_input_close(struct sim_input *in)
{
	if (in->file != stdin)
		fclose(in->file);
}

static int refuse_line(struct sim_input *in, u64 line, const char *reason,
		       struct parse_error *err)
{
	in->bad = line;
	return parse_refuse(err, "%s", reason);
}

/* Returns 1 with a line, 0 at the end, -1. Memory stays bounded, whatever
 * comes.
 */
static int read_line(struct sim_input *in, struct parse_error *err)
{
	size_t len = 0;
	int c;

	while ((c = getc_unlocked(in->file)) != EOF && c != '\n') {
		if (!c)
			return refuse_line(in, in->line + 1,
					   "a zero byte: this is no text", err);
		if (len == sizeof(in->text) - 1)
			return refuse_line(in, in->line + 1,
					   "the line has more than 8191 characters",
					   err);
		in->text[len++] = c;
	}
	if (ferror(in->file))
		return parse_refuse(err, "cannot be read: %s",
				    strerror(errno));
	if (c == EOF && !len)
		return 0;
	in->text[len] = '\0';
	in->line++;
	return 1;
}

/* The end, or not what it could have been. */
static int end(const struct sim_input *in, struct parse_error *err)
{
	if (in->events)
		return 0;
	return parse_refuse(err, "no events; " EXPECTED);
}

/* The notifier chain is in order; only the recorder's processors may not be. */
static int check_order(struct sim_input *in, struct sim_event *e,
		       struct parse_error *err)
{
	u64 back_ns = in->last_ns - e->now_ns;

	if (e->now_ns >= in->last_ns) {
		in->last_ns = e->now_ns;
		return 0;
	}
	if (e->plain)
		return refuse_line(in, in->line,
				   "the time is before that of the line above; sort the lines by time",
				   err);
	if (back_ns > SIM_BACK_MAX_NS)
		return refuse_line(in, in->line,
				   "the time goes back by more than a second; are these several recordings?",
				   err);
	e->now_ns = in->last_ns;
	return 0;
}

static int take_event(struct sim_input *in, struct sim_event *e,
		      struct parse_error *err)
{
	/* In a trace it was a header. */
	if (in->foreign && e->plain)
		return refuse_line(in, in->foreign,
				   "no event is in this line; " EXPECTED, err);
	in->events++;
	return check_order(in, e, err) ? -1 : 1;
}

int sim_input_next(struct sim_input *in, struct sim_event *e,
		   struct parse_error *err)
{
	struct parse_error reason;
	int got;

	while ((got = read_line(in, err)) > 0) {
		switch (sim_parse_line(in->text, &in->format, e, &reason)) {
		case SIM_LINE_EVENT:
			return take_event(in, e, err);
		case SIM_LINE_BROKEN:
			return refuse_line(in, in->line, reason.text, err);
		case SIM_LINE_GAP:
			if (!in->gaps++)
				in->gap = in->line;
			break;
		case SIM_LINE_FOREIGN:
			if (!in->foreign)
				in->foreign = in->line;
			break;
		case SIM_LINE_NOTHING:
			break;
		}
	}
	return got ? got : end(in, err);
}
