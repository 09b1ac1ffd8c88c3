// SPDX-License-Identifier: GPL-2.0
/* Notifications of a hostile kernel, and its answers to who missed some. */
#include "commands.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	command_run(watch_commands, data, size);
	return 0;
}
