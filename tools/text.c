// SPDX-License-Identifier: GPL-2.0
/* Values in words; see text.h. Pure. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <linux/compiler_attributes.h>

#include "text.h"

#define US	((u64)1000)
#define MS	(1000 * US)
#define SECOND	(1000 * MS)
#define MINUTE	(60 * SECOND)
#define HOUR	(60 * MINUTE)
#define DAY	(24 * HOUR)

__printf(2, 3)
static void add(struct text *t, const char *format, ...)
{
	size_t used = strlen(t->s);
	va_list args;

	va_start(args, format);
	vsnprintf(t->s + used, sizeof(t->s) - used, format, args);
	va_end(args);
}

struct text text_number(u64 value)
{
	struct text t = { "" };

	add(&t, "%ju", value);
	return t;
}

/* Three decimals at most, none that is zero at the end: 1.5s, 2s. */
static struct text decimal(u64 ns, u64 unit, const char *name)
{
	unsigned int part = ns % unit * 1000 / unit;
	struct text t = { "" };
	char *end;

	add(&t, "%ju.%03u", ns / unit, part);
	end = t.s + strlen(t.s);
	while (end[-1] == '0')
		*--end = '\0';
	if (end[-1] == '.')
		*--end = '\0';
	add(&t, "%s", name);
	return t;
}

/* Exact for whole milliseconds, in the form that the command line accepts. */
struct text text_duration(u64 ns)
{
	if (ns && !(ns % HOUR))
		return decimal(ns, HOUR, "h");
	if (ns && !(ns % MINUTE))
		return decimal(ns, MINUTE, "m");
	if (ns >= SECOND)
		return decimal(ns, SECOND, "s");
	if (ns >= MS || !ns)
		return decimal(ns, MS, "ms");
	return decimal(ns, US, "us");
}

/* For the eye: two or three significant digits. */
struct text text_span(u64 ns)
{
	struct text t = { "" };

	if (ns < MS)
		add(&t, "%juus", ns / US);
	else if (ns < 10 * MS)
		add(&t, "%.1fms", ns / (double)MS);
	else if (ns < SECOND)
		add(&t, "%jums", ns / MS);
	else if (ns < MINUTE)
		add(&t, "%ju.%us", ns / SECOND,
		    (unsigned int)(ns % SECOND / (SECOND / 10)));
	else if (ns < HOUR)
		add(&t, "%jum%02us", ns / MINUTE,
		    (unsigned int)(ns % MINUTE / SECOND));
	else if (ns < DAY)
		add(&t, "%juh%02um", ns / HOUR,
		    (unsigned int)(ns % HOUR / MINUTE));
	else
		add(&t, "%jud%02uh", ns / DAY,
		    (unsigned int)(ns % DAY / HOUR));
	return t;
}

struct text text_address(const struct nt_address *address)
{
	struct text t = { "" };
	u32 i;

	for (i = 0; i < address->len; i++)
		add(&t, "%s%02x", i ? ":" : "", address->data[i]);
	return t;
}

struct text text_value(const struct nt_names *names, unsigned int value)
{
	const char *name = nt_name(names, value);
	struct text t = { "" };

	if (name)
		add(&t, "%s", name);
	else
		add(&t, "%u", value);
	return t;
}

/* Bits without a name are shown together, as a number. */
struct text text_bits(const struct nt_names *names, u32 bits)
{
	struct text t = { "" };
	unsigned int i;

	for (i = 0; i < names->count; i++) {
		if (!(bits & 1U << i))
			continue;
		add(&t, "%s%s", *t.s ? "," : "", names->name[i]);
		bits &= ~(1U << i);
	}
	if (bits)
		add(&t, "%s0x%x", *t.s ? "," : "", bits);
	return t;
}

/* The same for a mask that the user sets. */
struct text text_mask(const struct nt_names *names, u32 bits)
{
	if (!bits)
		return (struct text){ "none" };
	if (bits == (1U << names->count) - 1)
		return (struct text){ "all" };
	return text_bits(names, bits);
}

/* Length of the well-formed, printable character at @s, or 0. */
int text_char(const char *from)
{
	const unsigned char *s = (const unsigned char *)from;
	int i, len;
	u32 c;

	if (*s < 0x80)
		return *s >= 0x20 && *s != 0x7f;
	len = *s >= 0xf0 ? 4 : *s >= 0xe0 ? 3 : 2;
	c = *s & (0xff >> (len + 1));
	if (*s < 0xc2 || *s > 0xf4)
		return 0;
	for (i = 1; i < len; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (s[i] & 0x3f);
	}
	if (c < 0xa0 || (len == 3 && c < 0x800) || (c >> 11) == 0x1b ||
	    (len == 4 && c < 0x10000) || c > 0x10ffff)
		return 0;
	return len;
}

/* All of it, or false: half a character is none. The rest of @t is zero. */
static bool append(struct text *t, size_t *used, const char *from, size_t len)
{
	if (len >= sizeof(t->s) - *used)
		return false;
	memcpy(t->s + *used, from, len);
	*used += len;
	return true;
}

/* For terminals: control characters and broken UTF-8 become \xNN. */
struct text text_safe(const char *from)
{
	struct text t = { "" };
	size_t used = 0;
	bool fits = true;
	char escape[8];
	int len;

	for (; *from && fits; from += len ? len : 1) {
		len = text_char(from);
		if (len) {
			fits = append(&t, &used, from, len);
			continue;
		}
		snprintf(escape, sizeof(escape), "\\x%02x", (unsigned char)*from);
		fits = append(&t, &used, escape, strlen(escape));
	}
	return t;
}

/* For JSON, which escapes control characters itself but must be UTF-8. */
struct text text_utf8(const char *from)
{
	static const char unknown[] = "\xef\xbf\xbd";
	struct text t = { "" };
	size_t used = 0;
	bool fits = true;
	int len;

	for (; *from && fits; from += len ? len : 1) {
		len = text_char(from);
		if (!len && !(*from & 0x80))
			len = 1;
		fits = len ? append(&t, &used, from, len) :
			     append(&t, &used, unknown, strlen(unknown));
	}
	return t;
}
