/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel's fault injection: the n-th allocation that a task makes in some
 * function of the kernel, or in what that calls, fails.
 */
#ifndef FAULT_H
#define FAULT_H

#include "client.h"

#define FAULT_MISSING "no fail-nth by function (FAULT_INJECTION_STACKTRACE_FILTER)"

bool fault_possible(void);
int fault_in_module(void);
int fault_in_function(const char *name);
int fault_always(bool on);
int fault_of_cache(const char *cache, bool on);

void fault_arm(unsigned int nth);
bool fault_disarm(void);
void fault_arm_workers(unsigned int nth);
bool fault_disarm_workers(void);

bool fault_healed(struct client *c, __u32 index);

#endif
