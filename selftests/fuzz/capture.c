// SPDX-License-Identifier: GPL-2.0
/* What the tool prints, and the rules for that; see fuzz.h. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <json-c/json.h>
#include <linux/array_size.h>

#include "fuzz.h"

/* A simulation of a large input prints some hundred bytes for each line. */
#define ROOM	(8 << 20)

struct capture {
	FILE *file;
	size_t len;
	char bytes[ROOM];
};

static struct capture out, err;

void fuzz_wrong(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	dprintf(STDERR_FILENO, "WRONG: ");
	vdprintf(STDERR_FILENO, format, args);
	dprintf(STDERR_FILENO, "\n");
	va_end(args);
	abort();
}

static ssize_t take(void *cookie, const char *bytes, size_t size)
{
	struct capture *c = cookie;

	if (size > ROOM - c->len)
		fuzz_wrong("more than %d bytes of output", ROOM);
	memcpy(c->bytes + c->len, bytes, size);
	c->len += size;
	return size;
}

static FILE *open_capture(struct capture *c)
{
	const cookie_io_functions_t functions = { .write = take };

	c->file = fopencookie(c, "w", functions);
	if (!c->file)
		fuzz_wrong("no memory for a stream");
	return c->file;
}

/* The fuzzer keeps the stderr that was there before. */
void capture_begin(void)
{
	if (!out.file) {
		stdout = open_capture(&out);
		stderr = open_capture(&err);
	}
	out.len = 0;
	err.len = 0;
}

/* Length of the well-formed character at @s, which has @left bytes; 0: none. */
static size_t character(const u8 *s, size_t left, u32 *c)
{
	static const u32 least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t len = *s < 0x80 ? 1 : *s >= 0xf0 ? 4 : *s >= 0xe0 ? 3 : 2, i;

	if (len > left || (*s >= 0x80 && *s < 0xc0) || *s > 0xf7)
		return 0;
	*c = len == 1 ? *s : *s & (0xff >> (len + 1));
	for (i = 1; i < len; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		*c = *c << 6 | (s[i] & 0x3f);
	}
	if (len > 1 && *c < least[len])
		return 0;
	return *c > 0x10ffff || (*c >= 0xd800 && *c < 0xe000) ? 0 : len;
}

/* The tool's own colours, and nothing else that a terminal obeys. */
static size_t color_code(const char *s, size_t left)
{
	static const char *const codes[] = {
		"\033[36m", "\033[32m", "\033[31m", "\033[33m", "\033[2m", "\033[0m",
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(codes); i++)
		if (left >= strlen(codes[i]) && !memcmp(s, codes[i], strlen(codes[i])))
			return strlen(codes[i]);
	return 0;
}

static void check(const struct capture *c, const char *name, bool color)
{
	size_t at = 0, len;
	u32 code = 0;

	while (at < c->len) {
		len = color ? color_code(c->bytes + at, c->len - at) : 0;
		if (len) {
			at += len;
			continue;
		}
		len = character((const u8 *)c->bytes + at, c->len - at, &code);
		if (!len)
			fuzz_wrong("%s has a byte 0x%02x that is no character",
				   name, (u8)c->bytes[at]);
		if (code != '\n' && (code < 0x20 || (code >= 0x7f && code < 0xa0)))
			fuzz_wrong("%s has the control character 0x%02x", name, code);
		at += len;
	}
	if (at && c->bytes[at - 1] != '\n')
		fuzz_wrong("%s does not end with a newline", name);
}

void capture_check(bool color)
{
	fflush(stdout);
	fflush(stderr);
	check(&out, "stdout", color);
	check(&err, "stderr", false);
}

bool capture_silent(void)
{
	return !err.len;
}

const char *capture_stdout(size_t *len)
{
	*len = out.len;
	return out.bytes;
}

/*
 * Everything on stdout as one or more JSON documents. Returns the last one, to
 * be put, or NULL if there was none.
 */
struct json_object *capture_json(void)
{
	struct json_tokener *tok = json_tokener_new();
	struct json_object *last = NULL, *next;
	size_t at = 0;

	json_tokener_set_flags(tok, JSON_TOKENER_STRICT | JSON_TOKENER_ALLOW_TRAILING_CHARS |
				    JSON_TOKENER_VALIDATE_UTF8);
	while (at < out.len) {
		next = json_tokener_parse_ex(tok, out.bytes + at, out.len - at);
		if (!next)
			fuzz_wrong("no JSON at byte %zu: %s", at,
				   json_tokener_error_desc(json_tokener_get_error(tok)));
		json_object_put(last);
		last = next;
		at += json_tokener_get_parse_end(tok);
		while (at < out.len && out.bytes[at] == '\n')
			at++;
	}
	json_tokener_free(tok);
	return last;
}
