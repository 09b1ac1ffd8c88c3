// SPDX-License-Identifier: GPL-2.0
/*
 * Files for "restore". What was read without an error is printed as "save" does,
 * and must come back from there; and the kernel refuses it, somewhere.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/netlink.h>
#include <linux/nthrottle.h>

#include "fuzz.h"
#include "line.h"
#include "restore.h"
#include "script.h"
#include "words.h"

static struct restore first, second;

static void ignore(void *to, unsigned int line, const char *text)
{
}

static int read_file(struct restore *r, const char *bytes, size_t size)
{
	char *text = malloc(size + 1);
	int failed;

	memcpy(text, bytes, size);
	restore_begin(r, ignore, NULL);
	failed = restore_read(r, text, size);
	free(text);
	return failed;
}

/* "save" prints all parameters, so that no line is without any. */
static void complete(struct restore *r)
{
	if (!r->config.present) {
		nt_set_present(&r->config, NTHROTTLE_A_CONFIG_BATCH_MS);
		r->config.batch_ms = r->values.batch_ms;
	}
	if (r->profiles[0].present == 1ULL << NTHROTTLE_A_PROFILE_NAME) {
		nt_set_present(&r->profiles[0], NTHROTTLE_A_PROFILE_BURST);
		r->profiles[0].burst = r->params[0].burst;
	}
}

static void there_and_back(void)
{
	struct nt_ruleset ruleset;
	const char *saved;
	size_t len;

	complete(&first);
	ruleset = restore_ruleset(&first);
	capture_begin();
	words_ruleset(stdout, &ruleset);
	capture_check(false);
	saved = capture_stdout(&len);
	if (read_file(&second, saved, len))
		fuzz_wrong("refused what save prints: %s", saved);
	if (memcmp(&first.config, &second.config, sizeof(first.config)) ||
	    first.profile_count != second.profile_count ||
	    memcmp(first.profiles, second.profiles, sizeof(first.profiles)) ||
	    first.rule_count != second.rule_count ||
	    memcmp(first.rules, second.rules, sizeof(first.rules)))
		fuzz_wrong("restores something else than was saved: %s", saved);
}

/* The first line is a word: how it is quoted. */
static void quote(const u8 *data, size_t size)
{
	struct parse_error err;
	char word[64], text[512];
	struct line line;
	size_t len = 0;

	while (len < size && len < sizeof(word) - 1 && data[len] && data[len] != '\n') {
		word[len] = data[len];
		len++;
	}
	word[len] = '\0';
	snprintf(text, sizeof(text), "%s", line_quote(word).s);
	capture_begin();
	printf("%s\n", text);
	capture_check(false);
	if (line_split(text, &line, &err) || line.argc != 1 || strcmp(line.argv[0], word))
		fuzz_wrong("the word %s does not come back from its quotes", word);
}

static u32 hash(const u8 *data, size_t size)
{
	u32 h = 2166136261;

	while (size--)
		h = (h ^ *data++) * 16777619;
	return h;
}

/*
 * A kernel that refuses what is at some offset of the request. Not of every file,
 * as the tool takes 2 MiB to read one.
 */
static void run(const u8 *data, size_t size)
{
	u32 h = hash(data, size), at = h / 8 % 512;
	const u8 refusal[] = {
		0, SCRIPT_ERROR | SCRIPT_TLVS | SCRIPT_CAPPED, 22,
		NLMSGERR_ATTR_OFFS, 4, at & 0xff, at >> 8, 0, 0,
		NLMSGERR_ATTR_MSG, 4, 'n', '\033', '\n', 0, 0,
	};
	char words[] = "nthrottle -j restore --check FILE", *argv[8] = { NULL };
	int argc;

	if (h & 6)
		return;
	kernel_begin(refusal, sizeof(refusal));
	system_begin((const char *)data, size);
	argc = tool_words(words, ' ', argv, 5);
	if (h & 1)
		argv[3] = argv[--argc];
	argv[argc] = NULL;
	tool_run(argc, argv, false);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	quote(data, size);
	if (!read_file(&first, (const char *)data, size))
		there_and_back();
	run(data, size);
	return 0;
}
