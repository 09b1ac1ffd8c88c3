// SPDX-License-Identifier: GPL-2.0
/* Patterns of interface names. */
#include "check.h"
#include "glob.h"

struct pattern {
	const char *pattern;
	const char *name;
};

static const struct pattern matching[] = {
	{ "", "" }, { "eth0", "eth0" }, { "*", "" }, { "*", "x" }, { "**", "xy" },
	{ "eth*", "eth" }, { "eth*", "eth0.1" }, { "*0", "eth0" }, { "*a*b", "aab" },
	{ "*ab", "aab" }, { "a*b*c", "axbxbc" }, { "?", "x" }, { "e?h?", "eth0" },
	{ "[ab]", "b" }, { "[a-c]x", "bx" }, { "[!a-c]", "d" }, { "[!a]*", "b" },
	{ "[]]", "]" }, { "[!]]", "a" }, { "[]-a]", "^" }, { "[a-]", "-" },
	{ "[-a]", "-" }, { "[!-a]", "b" }, { "[a!]", "!" }, { "[^a]", "^" },
	{ "[^a]", "a" }, { "[[:digit:]]", "d]" }, { "[[]", "[" }, { "[\\]", "\\" },
	{ "[", "[" }, { "[a", "[a" }, { "[a-", "[a-" }, { "[]", "[]" }, { "x[", "x[" },
	{ "[!", "[!" }, { "*[", "a[" }, { "\\*", "*" }, { "\\a", "a" }, { "\\\\", "\\" },
	{ "\\[a]", "[a]" }, { "a\\", "a" }, { "*[ab]?", "xxay" },
	{ "[\x80-\xff]", "\xc3" },
};

static const struct pattern others[] = {
	{ "", "a" }, { "a", "" }, { "eth0", "eth1" }, { "eth0", "eth00" }, { "eth00", "eth0" },
	{ "?", "" }, { "??", "x" }, { "*x", "xy" }, { "a*b*c", "axbxb" }, { "*ab", "aba" },
	{ "[ab]", "c" }, { "[ab]", "" }, { "[!ab]", "" }, { "[!a-c]", "b" }, { "[a-c]", "d" },
	{ "[!]]", "]" }, { "[c-a]", "b" }, { "[a-]", "b" }, { "[^a]", "b" },
	{ "[[:digit:]]", "1" }, { "[[:digit:]]", "d" }, { "[", "" }, { "[a", "a" },
	{ "\\*", "x" }, { "\\*", "\\*" }, { "\\", "\\" }, { "[a-z]", "A" },
	{ "[\x80-\xff]", "a" },
};

static void matches(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < sizeof(matching) / sizeof(*matching); i++)
		if (!nthrottle_glob_match(matching[i].pattern, matching[i].name))
			fail_msg("\"%s\" does not match \"%s\"", matching[i].pattern,
				 matching[i].name);
}

static void does_not_match(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (nthrottle_glob_match(others[i].pattern, others[i].name))
			fail_msg("\"%s\" matches \"%s\"", others[i].pattern,
				 others[i].name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(matches),
		cmocka_unit_test(does_not_match),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
