// SPDX-License-Identifier: GPL-2.0
/* Answers of a hostile kernel to every command that asks it for something. */
#include "commands.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	command_run(kernel_commands, data, size);
	return 0;
}
