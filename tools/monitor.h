/* SPDX-License-Identifier: GPL-2.0 */
/* What monitor makes of what its watch tells. */
#ifndef NTHROTTLE_TOOL_MONITOR_H
#define NTHROTTLE_TOOL_MONITOR_H

#include "parse.h"

/**
 * struct monitor - a monitor
 * @opt: how to print
 * @args: what to print
 * @printed: how many notifications of interfaces were
 */
struct monitor {
	const struct options *opt;
	struct monitor_args args;
	u64 printed;
};

extern const struct nt_callbacks monitor_callbacks;

/* Why changes alone cannot tell, for people. */
const char *monitor_resync_text(u32 resync);

static inline bool monitor_has_enough(const struct monitor *m)
{
	return m->args.count && m->printed >= m->args.count;
}

#endif /* NTHROTTLE_TOOL_MONITOR_H */
