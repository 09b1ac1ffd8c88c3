/* SPDX-License-Identifier: GPL-2.0 */
/* Commands that read what the kernel says, and the scripts that they get. */
#ifndef NTHROTTLE_FUZZ_COMMANDS_H
#define NTHROTTLE_FUZZ_COMMANDS_H

#include <linux/types.h>

#include "model.h"

#define COMMAND_REPLIES	3

/**
 * struct command - a command
 * @words: with blanks between them
 * @replies: what is in the answers to its requests, one after the other
 */
struct command {
	const char *words;
	const struct nt_set *replies[COMMAND_REPLIES];
};

/* The last one has no words. */
extern const struct command kernel_commands[];
extern const struct command watch_commands[];

/* The first byte of an input. */
#define COMMAND_JSON	1
#define COMMAND_PRETTY	2
#define COMMAND_COLOR	4

void command_run(const struct command *commands, const u8 *data, size_t size);

#endif /* NTHROTTLE_FUZZ_COMMANDS_H */
