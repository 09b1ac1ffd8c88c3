// SPDX-License-Identifier: GPL-2.0
/* A configuration from a file; see restore.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "out.h"
#include "restore.h"

/* The largest configuration takes a quarter of it. */
#define FILE_MAX	(2 << 20)

static int read_all(FILE *from, const char *file, char *text, size_t *len)
{
	*len = fread(text, 1, FILE_MAX, from);
	if (ferror(from))
		say("cannot read %s: %s", file, strerror(errno));
	else if (*len == FILE_MAX)
		say("%s: 2 MiB or more; that is no configuration", file);
	else
		return 0;
	return -1;
}

/* The whole file, to be freed; one byte more than its length is there. */
static char *read_file(const char *file, size_t *len)
{
	FILE *from = strcmp(file, "-") ? fopen(file, "re") : stdin;
	char *text = malloc(FILE_MAX + 1);
	int failed = -1;

	if (!from)
		say("cannot open %s: %s", file, strerror(errno));
	else if (!text)
		say("out of memory");
	else
		failed = read_all(from, file, text, len);
	if (from && from != stdin)
		fclose(from);
	if (!failed)
		return text;
	free(text);
	return NULL;
}

static void say_error(void *file, unsigned int line, const char *text)
{
	say_at(file, line, text);
}

/* Returns 0, or -1 after it has said what is wrong. */
int restore_load(struct restore *r, const char *file)
{
	size_t len;
	char *text = read_file(file, &len);
	int failed;

	if (!text)
		return -1;
	restore_begin(r, say_error, (void *)file);
	failed = restore_read(r, text, len);
	free(text);
	return failed;
}
