// SPDX-License-Identifier: GPL-2.0
/* A line of a file as the words of a command; see line.h. */
#include <ctype.h>
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

static int hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *found = c ? strchr(digits, tolower((unsigned char)c)) : NULL;

	return found ? found - digits : -1;
}

/*
 * The character that is escaped at @from, behind the backslash; within $'...',
 * the shell's quotes for what cannot be printed, \xNN is a byte. Returns the
 * last character that belongs to it, or NULL.
 */
static const char *take_escape(const char *from, char quote, char *to,
			       struct parse_error *err)
{
	int high, low;

	if (!*from) {
		parse_refuse(err, "the backslash at the end escapes nothing");
		return NULL;
	}
	*to = *from;
	if (quote != '$' || *from == '\'' || *from == '\\')
		return from;
	high = *from == 'x' ? hex_digit(from[1]) : -1;
	low = high >= 0 ? hex_digit(from[2]) : -1;
	if (low < 0 || !(high | low)) {
		parse_refuse(err,
			     "in $'...', a backslash stands before ', \\ or xNN, a byte but 00");
		return NULL;
	}
	*to = high << 4 | low;
	return from + 2;
}

/* The quote that begins at @from, or a zero. */
static char opens(const char *from)
{
	if (*from == '$' && from[1] == '\'')
		return '$';
	return *from == '\'' || *from == '"' ? *from : '\0';
}

static bool closes(char quote, char c)
{
	return c == (quote == '$' ? '\'' : quote);
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
			from = take_escape(from + 1, quote, to++, err);
			if (!from)
				return NULL;
		} else if (quote && closes(quote, *from)) {
			quote = '\0';
		} else if (!quote && opens(from)) {
			quote = opens(from);
			from += quote == '$';
		} else {
			*to++ = *from;
		}
	}
	if (quote) {
		parse_refuse(err, "the quote %s%c is not closed",
			     quote == '$' ? "$" : "", quote == '$' ? '\'' : quote);
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

static bool is_printable(const char *word)
{
	int len;

	for (; *word; word += len) {
		len = text_char(word);
		if (!len)
			return false;
	}
	return true;
}

/* As the shell writes what a terminal would obey, or could not show. */
static struct text quote_bytes(const char *word)
{
	struct text t = { "$'" };
	size_t used = strlen(t.s);
	int len;

	for (; *word && used + 6 < sizeof(t.s); word += len ? len : 1) {
		len = text_char(word);
		if (!len)
			used += snprintf(t.s + used, sizeof(t.s) - used,
					 "\\x%02x", (unsigned char)*word);
		else
			used += snprintf(t.s + used, sizeof(t.s) - used, "%s%.*s",
					 *word == '\'' || *word == '\\' ? "\\" : "",
					 len, word);
	}
	t.s[used] = '\'';
	return t;
}

struct text line_quote(const char *word)
{
	struct text t = { "" };
	const char *c;
	size_t used = 0;

	if (!is_printable(word))
		return quote_bytes(word);
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
