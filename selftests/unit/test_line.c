// SPDX-License-Identifier: GPL-2.0
/* Lines of a file: how they fall into words, and how words are quoted. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../tools/line.h"
#include "check.h"
#include "rng.h"

static struct parse_error err;
static struct line line;
static char text[2 * sizeof(struct text)];

static int split(const char *from)
{
	snprintf(text, sizeof(text), "%s", from);
	return line_split(text, &line, &err);
}

/* The words of @from, joined by | so that their borders show. */
static const char *words(const char *from)
{
	static char joined[512];
	int i;

	assert_int_equal(split(from), 0);
	assert_null(line.argv[line.argc]);
	*joined = '\0';
	for (i = 0; i < line.argc; i++) {
		strcat(joined, i ? "|" : "");
		strcat(joined, line.argv[i]);
	}
	return joined;
}

static void blanks(void **state)
{
	(void)state;
	assert_string_equal(words("a b"), "a|b");
	assert_string_equal(words(" \ta\t b\r"), "a|b");
	assert_string_equal(words("one"), "one");
	assert_string_equal(words(""), "");
	assert_int_equal(line.argc, 0);
	assert_string_equal(words("  \t\r"), "");
}

static void comments(void **state)
{
	(void)state;
	assert_string_equal(words("# a b"), "");
	assert_string_equal(words("  #a"), "");
	assert_string_equal(words("a #b c"), "a");
	assert_string_equal(words("a#b c#"), "a#b|c#");
	assert_string_equal(words("'#a' \\#b"), "#a|#b");
	assert_string_equal(words("a # '"), "a");
}

static void quotes(void **state)
{
	(void)state;
	assert_string_equal(words("'veth*' x"), "veth*|x");
	assert_string_equal(words("'a b'c d"), "a bc|d");
	assert_string_equal(words("a'b'\"c\"d"), "abcd");
	assert_string_equal(words("'' x \"\""), "|x|");
	assert_int_equal(line.argc, 3);
	assert_string_equal(words("'a\\b' 'a\"b'"), "a\\b|a\"b");
	assert_string_equal(words("\"a\\\"b\" \"a'b\""), "a\"b|a'b");
	assert_string_equal(words("\"a\\*b\" \"a\\\\b\""), "a\\*b|a\\b");
	assert_string_equal(words("a\\ b \\'c"), "a b|'c");
	assert_string_equal(words("a\\*"), "a*");
	assert_string_equal(words("'it'\\''s'"), "it's");
}

#define assert_refused(from, words)				\
	do {							\
		assert_int_equal(split(from), -1);		\
		assert_non_null(strstr(err.text, words));	\
	} while (0)

static void not_closed(void **state)
{
	(void)state;
	assert_refused("a 'b", "the quote ' is not closed");
	assert_refused("a \"b'", "the quote \" is not closed");
	assert_refused("a \"b\\\"", "the quote \" is not closed");
	assert_refused("'a\\' b'", "the quote ' is not closed");
	assert_refused("a\\", "the backslash at the end");
}

static void many_words(void **state)
{
	char from[2 * (LINE_WORDS + 1) + 1] = "";
	int i;

	(void)state;
	for (i = 0; i < LINE_WORDS; i++)
		strcat(from, "a ");
	assert_int_equal(split(from), 0);
	assert_int_equal(line.argc, LINE_WORDS);
	strcat(from, "a");
	assert_refused(from, "more than 64 words");
}

static void quoting(void **state)
{
	(void)state;
	assert_string_equal(line_quote("eth0.1-a_b").s, "eth0.1-a_b");
	assert_string_equal(line_quote("veth*[ab]?").s, "veth*[ab]?");
	assert_string_equal(line_quote("a b").s, "'a b'");
	assert_string_equal(line_quote("a\\*").s, "'a\\*'");
	assert_string_equal(line_quote("").s, "''");
	assert_string_equal(line_quote("#a").s, "'#a'");
	assert_string_equal(line_quote("a#").s, "a#");
	assert_string_equal(line_quote("it's").s, "'it'\\''s'");
	assert_string_equal(line_quote("gr\xc3\xbc").s, "gr\xc3\xbc");
}

static void fill_random(char *word, size_t most, struct rng *rng)
{
	static const char marks[] = "'\"\\ #*$`!~;&|<>(){}\t\r\x80\xffgggggggg";
	size_t i, len = rng_below(rng, most + 1);

	for (i = 0; i < len; i++)
		word[i] = marks[rng_below(rng, sizeof(marks) - 1)];
	word[len] = '\0';
}

/* What is quoted, comes back as it was. */
static void there_and_back(void **state)
{
	struct rng rng = { 5 };
	char a[40], b[40];
	unsigned int i;

	(void)state;
	for (i = 0; i < 100000; i++) {
		fill_random(a, sizeof(a) - 1, &rng);
		fill_random(b, sizeof(b) - 1, &rng);
		snprintf(text, sizeof(text), "%s %s", line_quote(a).s,
			 line_quote(b).s);
		assert_int_equal(line_split(text, &line, &err), 0);
		assert_int_equal(line.argc, 2);
		assert_string_equal(line.argv[0], a);
		assert_string_equal(line.argv[1], b);
	}
}

/* A terminal would obey some of it, and not show the rest. */
static void unprintable(void **state)
{
	(void)state;
	assert_string_equal(line_quote("a\033[31m").s, "$'a\\x1b[31m'");
	assert_string_equal(line_quote("\xc2\x9b'\\").s, "$'\\xc2\\x9b\\'\\\\'");
	assert_string_equal(line_quote("a\nb").s, "$'a\\x0ab'");
	assert_string_equal(words("$'a\\x1b\\'\\\\\\xc2\\x9b\"' x"),
			    "a\033'\\\xc2\x9b\"|x");
	assert_string_equal(words("a$'b c'd \"$'\" '$'"), "ab cd|$'|$");
	assert_string_equal(words("\\$'a' $a $"), "$a|$a|$");
	assert_refused("$'a", "the quote $' is not closed");
	assert_refused("$'\\n'", "a backslash stands before");
	assert_refused("$'\\x1'", "a backslash stands before");
	assert_refused("$'\\x00'", "a backslash stands before");
	assert_refused("$'\\x", "a backslash stands before");
	assert_refused("$'\\", "the backslash at the end");
}

/* The sanitizer watches what is behind the end. */
static void hostile_lines(void **state)
{
	struct rng rng = { 6 };
	char from[100], *copy;
	unsigned int i;
	int n;

	(void)state;
	for (i = 0; i < 100000; i++) {
		fill_random(from, sizeof(from) - 1, &rng);
		copy = strdup(from);
		if (!line_split(copy, &line, &err))
			for (n = 0; n < line.argc; n++)
				assert_true(strlen(line.argv[n]) < sizeof(from));
		free(copy);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blanks),
		cmocka_unit_test(comments),
		cmocka_unit_test(quotes),
		cmocka_unit_test(not_closed),
		cmocka_unit_test(many_words),
		cmocka_unit_test(quoting),
		cmocka_unit_test(there_and_back),
		cmocka_unit_test(unprintable),
		cmocka_unit_test(hostile_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
