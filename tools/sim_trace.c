// SPDX-License-Identifier: GPL-2.0
/* A line of the tracepoint nthrottle:event; see sim_parse.h. */
#include <string.h>

#include <linux/array_size.h>

#include "sim_parse.h"

#define EVENT		"event:"
#define SYSTEM		"nthrottle:"
#define FIRST		"now_ns="
/* How libtraceevent begins what it cannot print as the kernel would. */
#define FAILED		"[FAILED TO PARSE]"
#define BLANKS		" \t\r"

static bool is_blank(char c)
{
	return c && strchr(BLANKS, c);
}

/*
 * The name of the tracepoint follows the colon behind the time, or begins the
 * line. Anything like it inside the name of a task is too short for the rest.
 */
static bool names_tracepoint(const char *line, const char *at, bool *sure)
{
	const size_t len = strlen(SYSTEM);

	*sure = (size_t)(at - line) >= len && !memcmp(at - len, SYSTEM, len);
	if (*sure)
		at -= len;
	if (at == line)
		return true;
	if (!is_blank(at[-1]))
		return false;
	while (at > line && is_blank(at[-1]))
		at--;
	return at > line && at[-1] == ':';
}

static bool begins(const char *s, const char *prefix)
{
	return !strncmp(s, prefix, strlen(prefix));
}

/* A line that breaks off inside is ours. */
static bool is_payload(const char *rest)
{
	return begins(rest, FIRST) || begins(FIRST, rest) ||
	       (begins(rest, FAILED) && strstr(rest, FIRST));
}

/* What follows the name of our tracepoint, or NULL in the lines of others. */
char *sim_trace_payload(char *line)
{
	char *at, *rest;
	bool sure;

	for (at = line; (at = strstr(at, EVENT)); at++) {
		if (!names_tracepoint(line, at, &sure))
			continue;
		rest = at + strlen(EVENT);
		rest += strspn(rest, BLANKS);
		if (sure || is_payload(rest))
			return rest;
	}
	return NULL;
}

/* As in "CPU:1 [LOST 23 EVENTS]" and "CPU:1 [23 EVENTS DROPPED]". */
bool sim_trace_gap(const char *line)
{
	return begins(line, "CPU:") && strstr(line, "EVENTS") &&
	       (strstr(line, "LOST") || strstr(line, "DROPPED"));
}

enum field_kind {
	FIELD_U64,
	FIELD_U32,
	FIELD_BOOL,
	FIELD_NAME,
	FIELD_KIND,
	FIELD_EVENT,
};

#define FIELD(_name, _kind, _member, ...) \
	{ _name, _kind, offsetof(struct sim_event, _member), __VA_ARGS__ }

/* In the order in which the kernel prints them. */
static const struct field {
	const char *name;
	enum field_kind kind;
	size_t offset;
	u64 max;
} fields[] = {
	FIELD("now_ns", FIELD_U64, now_ns, SIM_TIME_MAX_NS),
	FIELD("instance", FIELD_U64, instance, UINT64_MAX),
	FIELD("dev", FIELD_NAME, name, 0),
	FIELD("ifindex", FIELD_U32, ifindex, INT32_MAX),
	FIELD("id", FIELD_U64, id, UINT64_MAX),
	FIELD("event", FIELD_EVENT, event, 0),
	FIELD("kind", FIELD_KIND, kind, 0),
	FIELD("flags", FIELD_U32, flags, UINT32_MAX),
	FIELD("operstate", FIELD_U32, operstate, UINT8_MAX),
	FIELD("carrier", FIELD_BOOL, carrier, 1),
	FIELD("losses", FIELD_U32, losses, UINT32_MAX),
};

/* The same with other printers' idea of a base. */
static int parse_integer(const char *from, u64 max, u64 *to,
			 struct parse_error *err)
{
	size_t digits;

	if (strncmp(from, "0x", 2))
		return parse_number(from, max, to, err);
	digits = strspn(from + 2, "0123456789abcdefABCDEF");
	if (!digits || from[2 + digits])
		return parse_refuse(err, "\"%.40s\" is not a number", from);
	for (*to = 0, from += 2; *from; from++) {
		if (*to >> 60)
			return parse_refuse(err, "it is too large");
		*to = *to << 4 | ((*from & 0xf) + (*from > '9' ? 9 : 0));
	}
	return *to > max ? parse_refuse(err, "it is too large") : 0;
}

static int parse_kind(const char *from, char *to, struct parse_error *err)
{
	size_t len = strlen(from);

	if (!len || len >= SIM_KIND_SIZE)
		return parse_refuse(err,
			"\"%.40s\" is no link kind: those have 1 to %d characters",
			from, SIM_KIND_SIZE - 1);
	if (strcmp(from, "-"))
		memcpy(to, from, len + 1);
	return 0;
}

static int parse_event(const char *from, u32 *to, struct parse_error *err)
{
	*to = sim_event_bit(from);
	return *to ? 0 : parse_refuse(err, "\"%.40s\" is no kind of event",
				      from);
}

static int parse_value(const struct field *f, const char *from,
		       struct sim_event *e, struct parse_error *err)
{
	void *to = (char *)e + f->offset;
	u64 value;

	switch (f->kind) {
	case FIELD_NAME:
		return parse_name(from, to, err);
	case FIELD_KIND:
		return parse_kind(from, to, err);
	case FIELD_EVENT:
		return parse_event(from, to, err);
	default:
		break;
	}
	if (parse_integer(from, f->max, &value, err))
		return -1;
	if (f->kind == FIELD_U64)
		*(u64 *)to = value;
	else if (f->kind == FIELD_U32)
		*(u32 *)to = value;
	else
		*(bool *)to = value;
	return 0;
}

/* Mostly the one that is expected next. */
static const struct field *find_field(const char *name, unsigned int next)
{
	unsigned int i;

	if (next < ARRAY_SIZE(fields) && !strcmp(name, fields[next].name))
		return &fields[next];
	for (i = 0; i < ARRAY_SIZE(fields); i++)
		if (!strcmp(name, fields[i].name))
			return &fields[i];
	return NULL;
}

static int missing(u32 seen, struct parse_error *err)
{
	unsigned int i = 0;

	while (seen & 1U << i)
		i++;
	return parse_refuse(err, "no %s= in this nthrottle:event; is the line complete?",
			    fields[i].name);
}

/* Fields that only a newer kernel prints are passed over. */
int sim_trace_parse(char *payload, struct sim_event *e,
		    struct parse_error *err)
{
	struct parse_error reason;
	const struct field *f;
	char *word, *value, *rest;
	u32 bit, seen = 0;

	if (begins(payload, FAILED))
		return parse_refuse(err,
			"the recorder could not read the tracepoint's format; record with trace_pipe");
	for (word = strtok_r(payload, BLANKS, &rest); word;
	     word = strtok_r(NULL, BLANKS, &rest)) {
		value = strchr(word, '=');
		if (!value)
			return parse_refuse(err,
				"\"%.40s\" in an nthrottle:event where NAME=VALUE is expected",
				word);
		*value++ = '\0';
		f = find_field(word, __builtin_popcount(seen));
		if (!f)
			continue;
		bit = 1U << (f - fields);
		if (seen & bit)
			return parse_refuse(err, "%s= is there twice", f->name);
		if (parse_value(f, value, e, &reason))
			return parse_refuse(err, "%s=: %.200s", f->name,
					    reason.text);
		seen |= bit;
	}
	return seen == (1U << ARRAY_SIZE(fields)) - 1 ? 0 : missing(seen, err);
}
