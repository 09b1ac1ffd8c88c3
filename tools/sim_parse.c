// SPDX-License-Identifier: GPL-2.0
/* A line of a recording: which format, and the plain one; see sim_parse.h. */
#include <string.h>

#include <linux/nthrottle.h>

#include "sim_parse.h"

#define NS_PER_S	((u64)1000000000)
#define SEPARATORS	" \t\r,"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Digits with at most one point among them; false for anything else. */
static bool is_decimal(const char *s)
{
	size_t whole = strspn(s, "0123456789");
	size_t part = s[whole] == '.' ? strspn(s + whole + 1, "0123456789") : 0;

	return whole && !s[whole + (part ? part + 1 : 0)];
}

/* What is finer than a nanosecond is dropped. */
static int parse_seconds(const char *from, u64 *ns, struct parse_error *err)
{
	u64 unit = NS_PER_S;

	if (!is_decimal(from))
		return parse_refuse(err,
			"\"%.40s\" is no time in seconds; write SECONDS up|down|EVENT [NAME]",
			from);
	for (*ns = 0; is_digit(*from); from++) {
		if (*ns > SIM_TIME_MAX_NS / 10)
			goto late;
		*ns = *ns * 10 + (*from - '0') * NS_PER_S;
	}
	for (from += *from == '.'; *from && unit; from++) {
		unit /= 10;
		*ns += (*from - '0') * unit;
	}
	if (*ns <= SIM_TIME_MAX_NS)
		return 0;
late:
	return parse_refuse(err, "the time is too large: at most %ju seconds",
			    SIM_TIME_MAX_NS / NS_PER_S);
}

/* The bit of the kind of event with this name, or 0. */
u32 sim_event_bit(const char *name)
{
	unsigned int i;

	for (i = 0; i < nt_event_names.count; i++)
		if (!strcmp(name, nt_name(&nt_event_names, i)))
			return 1U << i;
	return 0;
}

/* Up and down are the carrier's, which the kernel announces as a change. */
static int parse_event(const char *word, struct sim_event *e,
		       struct parse_error *err)
{
	if (!strcmp(word, "up") || !strcmp(word, "U"))
		e->change = SIM_CARRIER_GAINED;
	else if (!strcmp(word, "down") || !strcmp(word, "D"))
		e->change = SIM_CARRIER_LOST;
	e->event = e->change == SIM_CARRIER_KEPT ? sim_event_bit(word) :
						   NTHROTTLE_EVENT_CHANGE;
	if (!e->event)
		return parse_refuse(err,
			"\"%.40s\" is no event; known: up, down (or U, D: the carrier), register, unregister, change, rename, address, mtu, master, txqlen, features, type",
			word);
	return 0;
}

/* With commas, a number is a further column and not a name. */
static int parse_plain_name(const char *word, bool commas,
			    struct sim_event *e, struct parse_error *err)
{
	if (!word || *word == '#' || (commas && is_decimal(word)))
		word = "dev";
	return parse_name(word, e->name, err);
}

static enum sim_line parse_plain(char *line, struct sim_event *e,
				 struct parse_error *err)
{
	bool commas = strchr(line, ',');
	char *time, *word, *rest;

	time = strtok_r(line, SEPARATORS, &rest);
	word = strtok_r(NULL, SEPARATORS, &rest);
	if (parse_seconds(time ? time : "", &e->now_ns, err))
		return SIM_LINE_BROKEN;
	/* The end of a suppression is a result. */
	if (word && !strcmp(word, "R"))
		return SIM_LINE_NOTHING;
	if (parse_event(word ? word : "", e, err) ||
	    parse_plain_name(strtok_r(NULL, SEPARATORS, &rest), commas, e, err))
		return SIM_LINE_BROKEN;
	e->plain = true;
	return SIM_LINE_EVENT;
}

/* Whether a line of a yet unknown format could be a plain one. */
static bool begins_with_time(const char *line)
{
	size_t len = strcspn(line, SEPARATORS);
	char word[32];

	if (len >= sizeof(word))
		return false;
	memcpy(word, line, len);
	word[len] = '\0';
	return is_decimal(word);
}

enum sim_line sim_parse_line(char *line, enum sim_format *format,
			     struct sim_event *e, struct parse_error *err)
{
	char *payload = NULL;

	memset(e, 0, sizeof(*e));
	line += strspn(line, " \t\r");
	if (!*line || *line == '#')
		return SIM_LINE_NOTHING;
	if (*format != SIM_FORMAT_PLAIN)
		payload = sim_trace_payload(line);
	if (payload) {
		*format = SIM_FORMAT_TRACE;
		return sim_trace_parse(payload, e, err) ? SIM_LINE_BROKEN :
							  SIM_LINE_EVENT;
	}
	if (*format != SIM_FORMAT_PLAIN && sim_trace_gap(line))
		return SIM_LINE_GAP;
	if (*format == SIM_FORMAT_TRACE)
		return SIM_LINE_NOTHING;
	if (*format == SIM_FORMAT_UNKNOWN && !begins_with_time(line))
		return SIM_LINE_FOREIGN;
	*format = SIM_FORMAT_PLAIN;
	return parse_plain(line, e, err);
}
