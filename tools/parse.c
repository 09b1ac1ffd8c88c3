// SPDX-License-Identifier: GPL-2.0
/* One value of the command line; see parse.h. Pure. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <linux/array_size.h>

#include "parse.h"

#define NS_PER_MS	1000000ULL

int parse_refuse(struct parse_error *err, const char *format, ...)
{
	va_list args;

	err->text[0] = '\0';
	va_start(args, format);
	vsnprintf(err->text, sizeof(err->text), format, args);
	va_end(args);
	return -1;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The digits at *@s, which it moves behind them; false if there are none. */
static bool digits(const char **s, u64 *to)
{
	const char *start = *s;

	for (*to = 0; is_digit(**s); (*s)++)
		if (__builtin_mul_overflow(*to, 10, to) ||
		    __builtin_add_overflow(*to, (u64)(**s - '0'), to))
			*to = UINT64_MAX;
	return *s > start;
}

static u64 unit_ns(const char *unit)
{
	static const struct {
		const char *name;
		u64 ns;
	} units[] = {
		{ "us", 1000 }, { "ms", NS_PER_MS }, { "s", 1000 * NS_PER_MS },
		{ "m", 60000 * NS_PER_MS }, { "h", 3600000 * NS_PER_MS },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(units); i++)
		if (!strcmp(unit, units[i].name))
			return units[i].ns;
	return 0;
}

/*
 * The decimals at @s, as parts of @unit; false if that is no whole number.
 * Every unit is a small number times a power of ten; only zeros may come
 * behind its last place.
 */
static bool fraction(const char *s, u64 unit, u64 *ns)
{
	for (*ns = 0; is_digit(*s); s++) {
		if ((!unit || unit % 10) && *s != '0')
			return false;
		unit = unit % 10 ? 0 : unit / 10;
		*ns += (*s - '0') * unit;
	}
	return true;
}

int parse_duration(const char *from, u64 *ns, struct parse_error *err)
{
	const char *unit = from, *decimals = "";
	u64 whole, part, scale;
	bool ok;

	ok = digits(&unit, &whole);
	if (ok && *unit == '.') {
		decimals = ++unit;
		ok = digits(&unit, &part);
	}
	if (!ok)
		return parse_refuse(err,
			"\"%s\" is not a duration: write 500ms or 2s", from);
	if (!*unit)
		return parse_refuse(err,
			"\"%s\" has no unit: write 500ms or 2s", from);
	scale = unit_ns(unit);
	if (!scale)
		return parse_refuse(err,
			"\"%s\" has an unknown unit: write us, ms, s, m or h",
			from);
	if (!fraction(decimals, scale, &part))
		return parse_refuse(err,
			"\"%s\" is finer than a nanosecond", from);
	if (__builtin_mul_overflow(whole, scale, ns) ||
	    __builtin_add_overflow(*ns, part, ns))
		return parse_refuse(err, "\"%s\" is too long", from);
	return 0;
}

/* The wire carries whole milliseconds in 32 bits. */
int parse_ms(const char *from, u32 *ms, struct parse_error *err)
{
	u64 ns;

	if (parse_duration(from, &ns, err))
		return -1;
	if (ns % NS_PER_MS)
		return parse_refuse(err,
			"\"%s\" is not a whole number of milliseconds", from);
	if (ns / NS_PER_MS > UINT32_MAX)
		return parse_refuse(err, "\"%s\" is too long", from);
	*ms = ns / NS_PER_MS;
	return 0;
}

int parse_number(const char *from, u64 max, u64 *to,
		 struct parse_error *err)
{
	const char *end = from;

	if (!digits(&end, to) || *end)
		return parse_refuse(err, "\"%s\" is not a whole number", from);
	if (*to > max || *to == UINT64_MAX)
		return parse_refuse(err, "\"%s\" is too large", from);
	return 0;
}

/* The bit of the kind of event with this name, or 0. */
static u32 event_bit(const char *name, size_t len)
{
	unsigned int i;
	const char *known;

	for (i = 0; i < nt_event_names.count; i++) {
		known = nt_name(&nt_event_names, i);
		if (strlen(known) == len && !memcmp(known, name, len))
			return 1U << i;
	}
	return 0;
}

int parse_events(const char *from, u32 *mask, struct parse_error *err)
{
	size_t len;
	u32 bit;

	*mask = 0;
	if (!strcmp(from, "none"))
		return 0;
	if (!strcmp(from, "all")) {
		*mask = (1U << nt_event_names.count) - 1;
		return 0;
	}
	for (;; from += len + 1) {
		len = strcspn(from, ",");
		bit = event_bit(from, len);
		if (!bit)
			return parse_refuse(err, "\"%.*s\" is no kind of event",
					    (int)len, from);
		*mask |= bit;
		if (!from[len])
			return 0;
	}
}

int parse_name(const char *from, char *to, struct parse_error *err)
{
	size_t len = strlen(from);

	if (!len || len > NT_IFNAME_MAX)
		return parse_refuse(err,
			"\"%s\" is no interface name: those have 1 to %d characters",
			from, NT_IFNAME_MAX);
	memcpy(to, from, len + 1);
	return 0;
}
