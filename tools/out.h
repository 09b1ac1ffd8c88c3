/* SPDX-License-Identifier: GPL-2.0 */
/* The tool's two outputs: results on stdout, messages on stderr. */
#ifndef NTHROTTLE_TOOL_OUT_H
#define NTHROTTLE_TOOL_OUT_H

#include <linux/compiler_attributes.h>

#include "parse.h"

struct json_object;

enum color {
	COLOR_NAME,
	COLOR_GOOD,
	COLOR_BAD,
	COLOR_NOTE,
	COLOR_DIM,
	COLOR_END,
};

void out_init(const struct options *opt);
int out_flush(void);
int out_finish(int status);
void out_json(struct json_object *json);
const char *color(enum color color);

__printf(1, 2)
void say(const char *format, ...);
void say_at(const char *file, unsigned int line, const char *text);

#endif /* NTHROTTLE_TOOL_OUT_H */
