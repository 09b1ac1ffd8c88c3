// SPDX-License-Identifier: GPL-2.0
/* The command line: each line of the input is a word of it. */
#include <string.h>

#include "fuzz.h"

/* A kernel that has nothing to say. */
static const u8 silence[] = { 0 };

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	char *argv[FUZZ_WORDS + 2] = { "nthrottle" };
	static char text[8192];
	bool color = false;
	int argc, i;

	if (size >= sizeof(text))
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	argc = 1 + tool_words(text, '\n', argv + 1, FUZZ_WORDS);
	for (i = 1; i < argc; i++)
		color |= argv[i][0] == '-' && strstr(argv[i], "c");
	kernel_begin(silence, sizeof(silence));
	system_begin("", 0);
	tool_run(argc, argv, color);
	return 0;
}
