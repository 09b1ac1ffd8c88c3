// SPDX-License-Identifier: GPL-2.0
/* One run of the tool; see fuzz.h. */
#include <string.h>

#include "fuzz.h"

/*
 * Runs the tool and checks what holds for every run: no word on stdout or stderr
 * that a terminal would obey, and no failure without a word.
 */
int tool_run(int argc, char **argv, bool color)
{
	int status;

	capture_begin();
	status = tool_main(argc, argv);
	capture_check(color);
	kernel_end();
	if (status < 0 || status > 2)
		fuzz_wrong("exit status %d", status);
	if (status && capture_silent())
		fuzz_wrong("exit status %d without a word", status);
	return status;
}

/* The words of @text, which it overwrites; returns how many. */
int tool_words(char *text, char separator, char **argv, int room)
{
	int argc = 0;
	char *end;

	while (*text && argc < room) {
		end = strchr(text, separator);
		if (end)
			*end = '\0';
		argv[argc++] = text;
		if (!end)
			break;
		text = end + 1;
	}
	return argc;
}
