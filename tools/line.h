/* SPDX-License-Identifier: GPL-2.0 */
/* A line of a file as the words of a command, quoted as in the shell. Pure. */
#ifndef NTHROTTLE_TOOL_LINE_H
#define NTHROTTLE_TOOL_LINE_H

#include "parse.h"
#include "text.h"

#define LINE_WORDS	64

/* The words lie in the text that was split; argv ends with NULL. */
struct line {
	int argc;
	char *argv[LINE_WORDS + 1];
};

int line_split(char *text, struct line *line, struct parse_error *err);
struct text line_quote(const char *word);

#endif /* NTHROTTLE_TOOL_LINE_H */
