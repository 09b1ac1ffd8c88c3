// SPDX-License-Identifier: GPL-2.0
/*
 * Recordings for "simulate". The first line has its parameters; the rest is the
 * recording. No event may be lost on the way.
 */
#include <string.h>

#include <json-c/json.h>

#include "fuzz.h"

static const u8 silence[] = { 0 };

static u64 number(struct json_object *totals, const char *key)
{
	struct json_object *value;

	if (!json_object_object_get_ex(totals, key, &value))
		fuzz_wrong("the totals have no %s", key);
	return json_object_get_uint64(value);
}

static void check_totals(struct json_object *simulation)
{
	struct json_object *totals;
	u64 sum;

	if (!json_object_object_get_ex(simulation, "totals", &totals))
		fuzz_wrong("no totals");
	if (json_object_object_get_ex(totals, "a", NULL))
		return;
	sum = number(totals, "delivered") + number(totals, "filtered") +
	      number(totals, "bounced") + number(totals, "elided") +
	      number(totals, "unrecorded");
	if (sum != number(totals, "events"))
		fuzz_wrong("%ju events, but of %ju it is known what became of them",
			   number(totals, "events"), sum);
}

static void run(char *words, const char *recording, size_t size)
{
	bool json = words[0] == '-' && words[1] == 'j' && words[2] == ' ';
	char *argv[FUZZ_WORDS + 5] = { "nthrottle", "simulate" };
	struct json_object *document;
	int argc = 2, status;

	if (json) {
		words += 3;
		argv[1] = "-j";
		argv[argc++] = "simulate";
	}
	argc += tool_words(words, ' ', argv + argc, FUZZ_WORDS);
	argv[argc++] = "FILE";
	kernel_begin(silence, sizeof(silence));
	system_begin(recording, size);
	status = tool_run(argc, argv, false);
	if (!json)
		return;
	document = capture_json();
	if (!status)
		check_totals(document);
	json_object_put(document);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	const u8 *end = memchr(data, '\n', size);
	char words[1024];
	size_t len;

	if (!end || end - data >= (long)sizeof(words))
		return 0;
	len = end - data;
	memcpy(words, data, len);
	words[len] = '\0';
	run(words, (const char *)end + 1, size - len - 1);
	return 0;
}
