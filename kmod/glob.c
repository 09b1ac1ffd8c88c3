// SPDX-License-Identifier: GPL-2.0
/*
 * Patterns of interface names.
 *
 * The kernel's own glob_match() takes, in older kernels such as 6.1, the end of the name
 * for a character that "[!a]" matches, and reads on behind it: "eth[!0]" matches "eth".
 * In the kernel and in userspace, so that a simulation takes a rule for what it is.
 */
#include <linux/stddef.h>

#include "glob.h"

/*
 * The class whose first character, behind the bracket, is @p: is @c of it?
 * Returns what follows the class, or NULL if it is not closed.
 */
static const char *match_class(const char *p, unsigned char c, bool *is_of_it)
{
	bool inverted = *p == '!';
	unsigned char from, to;

	p += inverted;
	*is_of_it = inverted;
	/* What comes first is of it, even if it is a closing bracket. */
	do {
		if (!*p)
			return NULL;
		from = *p++;
		to = from;
		if (p[0] == '-' && p[1] != ']') {
			if (!p[1])
				return NULL;
			to = p[1];
			p += 2;
		}
		if (from <= c && c <= to)
			*is_of_it = !inverted;
	} while (*p != ']');
	return p + 1;
}

/* Returns what must match what follows @c, or NULL if @c does not match. */
static const char *match_one(const char *pattern, char c)
{
	const char *next;
	bool matches;

	switch (*pattern) {
	case '?':
		return pattern + 1;
	case '[':
		next = match_class(pattern + 1, c, &matches);
		if (next)
			return matches ? next : NULL;
		break;
	case '\\':
		pattern++;
		break;
	}
	return *pattern == c ? pattern + 1 : NULL;
}

/**
 * nthrottle_glob_match() - does a name match a pattern?
 * @pattern: "*", "?", "[a-z]", "[!a-z]" and the backslash mean what they mean to the
 *	shell, except that a backslash within brackets stands for itself, and "[^a-z]"
 *	and "[[:digit:]]" are no more than what they contain. A bracket that is not
 *	closed stands for itself.
 * @name: the name
 */
bool nthrottle_glob_match(const char *pattern, const char *name)
{
	const char *star = NULL, *behind_star = NULL, *next;

	while (*name) {
		if (*pattern == '*') {
			star = ++pattern;
			behind_star = name;
			continue;
		}
		next = match_one(pattern, *name);
		if (next) {
			pattern = next;
			name++;
		} else if (star) {
			/* It takes one character more. */
			pattern = star;
			name = ++behind_star;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	/* A backslash in front of nothing is nothing. */
	return !*pattern || (pattern[0] == '\\' && !pattern[1]);
}
