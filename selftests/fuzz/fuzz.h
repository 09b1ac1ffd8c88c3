/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The whole tool in one process, with the fuzzer's kernel and files around it,
 * and somebody who minds what it prints.
 */
#ifndef NTHROTTLE_FUZZ_H
#define NTHROTTLE_FUZZ_H

#include <linux/compiler_attributes.h>
#include <linux/types.h>

#include "libnthrottle.h"

#define FUZZ_WORDS	64

struct json_object;

/* Ends the process as a finding: something that must never be was. */
__printf(1, 2)
void fuzz_wrong(const char *format, ...);

/* capture.c: what the tool prints, and the rules for that */
void capture_begin(void);
void capture_check(bool color);
bool capture_silent(void);
const char *capture_stdout(size_t *len);
struct json_object *capture_json(void);

/* kernel.c: answers to requests, and notifications, out of a script */
void kernel_begin(const u8 *script, size_t size);
void kernel_end(void);

/* system.c: clock, files, and what runs elsewhere */
struct timespec;

void system_begin(const char *file, size_t size);
void system_sleep(u64 ns);

/* tool.c */
int tool_run(int argc, char **argv, bool color);
int tool_main(int argc, char **argv);
int tool_words(char *text, char separator, char **argv, int room);

/* The fuzzer calls it; targets have it. */
int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

#endif /* NTHROTTLE_FUZZ_H */
