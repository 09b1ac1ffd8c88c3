// SPDX-License-Identifier: GPL-2.0
/* A line of a file as the words of a command; see line.h. */
#include <stdio.h>
#include <string.h>

#include "line.h"

/* What stands between words; a carriage return comes from other systems. */
static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* What a backslash escapes: in double quotes some, elsewhere all. */
static bool escapes(char quote, char next)
{
	return quote == '"' ? next && strchr("\"\\$`", next) : quote != '\'';
}

/*
 * One word, from @from on; its text moves to @to, which is not behind @from.
 * Returns what comes after it, or NULL.
 */
static const char *take_word(const char *from, char *to,
			     struct parse_error *err)
{
	char quote = '\0';

	for (; *from && (quote || !is_blank(*from)); from++) {
		if (*from == '\\' && escapes(quote, from[1])) {
			if (!*++from) {
				parse_refuse(err, "the backslash at the end escapes nothing");
				return NULL;
			}
			*to++ = *from;
		} else if (quote ? *from == quote : *from == '\'' || *from == '"') {
			quote = quote ? '\0' : *from;
		} else {
			*to++ = *from;
		}
	}
	if (quote) {
		parse_refuse(err, "the quote %c is not closed", quote);
		return NULL;
	}
	from += !!*from;
	*to = '\0';
	return from;
}

/*
 * Splits @text, which it overwrites, at its blanks. A # where a word would
 * begin makes the rest a comment. Returns 0 or -1.
 */
int line_split(char *text, struct line *line, struct parse_error *err)
{
	const char *from = text;

	line->argc = 0;
	for (;;) {
		while (is_blank(*from))
			from++;
		if (!*from || *from == '#')
			break;
		if (line->argc == LINE_WORDS)
			return parse_refuse(err, "more than %d words",
					    LINE_WORDS);
		line->argv[line->argc++] = text;
		from = take_word(from, text, err);
		if (!from)
			return -1;
		text += strlen(text) + 1;
	}
	line->argv[line->argc] = NULL;
	return 0;
}

/* What would not come back from line_split() as it is. */
static bool needs_quotes(const char *word)
{
	return !*word || *word == '#' || strpbrk(word, " \t\r'\"\\");
}

struct text line_quote(const char *word)
{
	struct text t = { "" };
	const char *c;
	size_t used = 0;

	if (!needs_quotes(word)) {
		snprintf(t.s, sizeof(t.s), "%s", word);
		return t;
	}
	t.s[used++] = '\'';
	for (c = word; *c && used + 6 < sizeof(t.s); c++)
		if (*c == '\'')
			used += snprintf(t.s + used, sizeof(t.s) - used,
					 "'\\''");
		else
			t.s[used++] = *c;
	t.s[used++] = '\'';
	t.s[used] = '\0';
	return t;
}
