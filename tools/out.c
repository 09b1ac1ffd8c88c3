// SPDX-License-Identifier: GPL-2.0
/* Results on stdout, messages on stderr. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <json-c/json.h>

#include "cmd.h"
#include "out.h"
#include "text.h"
#include "writer.h"

static struct {
	bool color;
	int json_flags;
} out;

/* NO_COLOR (no-color.org) yields to an explicit -color=always only. */
static bool want_color(enum color_mode mode)
{
	const char *no_color = getenv("NO_COLOR");

	if (mode != COLOR_AUTO)
		return mode == COLOR_ALWAYS;
	return isatty(STDOUT_FILENO) && !(no_color && *no_color);
}

void out_init(const struct options *opt)
{
	out.color = want_color(opt->color);
	out.json_flags = JSON_C_TO_STRING_NOSLASHESCAPE;
	if (opt->pretty)
		out.json_flags |= JSON_C_TO_STRING_PRETTY |
				  JSON_C_TO_STRING_SPACED;
}

const char *color(enum color color)
{
	static const char *const codes[] = {
		[COLOR_NAME] = "\033[36m",
		[COLOR_GOOD] = "\033[32m",
		[COLOR_BAD] = "\033[31m",
		[COLOR_NOTE] = "\033[33m",
		[COLOR_DIM] = "\033[2m",
		[COLOR_END] = "\033[0m",
	};

	return out.color ? codes[color] : "";
}

/* Takes @json over. Of all control characters, json-c leaves DEL as it is. */
void out_json(struct json_object *json)
{
	const char *s = json_object_to_json_string_ext(json, out.json_flags);
	size_t len;

	while (s[len = strcspn(s, "\177")]) {
		printf("%.*s\\u007f", (int)len, s);
		s += len + 1;
	}
	puts(s);
	json_object_put(json);
}

/*
 * One line, whatever the arguments contain: they may come from the command
 * line, an interface's name or another kernel.
 */
void say(const char *format, ...)
{
	char line[sizeof(struct text)];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	fflush(stdout);
	if (writer_wait(STDERR_FILENO))
		return;
	fprintf(stderr, "nthrottle: %s\n", text_safe(line).s);
}

/* The same of a place in a file, as compilers do; @line is 0 for all of it. */
void say_at(const char *file, unsigned int line, const char *text)
{
	fflush(stdout);
	if (writer_wait(STDERR_FILENO))
		return;
	fprintf(stderr, "%s:", text_safe(file).s);
	if (line)
		fprintf(stderr, "%u:", line);
	fprintf(stderr, " %s\n", text_safe(text).s);
}

/* Returns -1 if what was printed did not arrive: out_finish() says so. */
int out_flush(void)
{
	return fflush(stdout) || ferror(stdout) ? -1 : 0;
}

/* A reader that just left is no failure, nor is one who was not waited for. */
int out_finish(int status)
{
	int err;

	if (!out_flush())
		return status;
	err = writer_error();
	if (err == EPIPE || err == EINTR)
		return status;
	say("cannot write the output: %s", strerror(err ? err : EIO));
	return STATUS_FAILED;
}
