/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Talking to the module, for commands: what fails has been said, and returns
 * -1.
 */
#ifndef NTHROTTLE_TOOL_KERNEL_H
#define NTHROTTLE_TOOL_KERNEL_H

#include "exchange.h"
#include "nl.h"
#include "parse.h"

int kernel_open(struct nl *nl, const struct options *opt);
int kernel_exchange(struct nl *nl, struct exchange *x);
int kernel_set(struct nl *nl, u8 cmd, const struct nt_set *set,
	       const void *request);
int kernel_order(const struct options *opt, u8 cmd, const struct nt_set *set,
		 const void *request);
int kernel_get(struct nl *nl, u8 cmd, const struct nt_set *set,
	       const void *request, struct nl_list *list);
int kernel_dump(struct nl *nl, u8 cmd, const struct nt_set *set,
		struct nl_list *list);

#endif /* NTHROTTLE_TOOL_KERNEL_H */
