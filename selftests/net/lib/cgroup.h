/* SPDX-License-Identifier: GPL-2.0 */
/* A memory cgroup for the children of a case. */
#ifndef CGROUP_H
#define CGROUP_H

#include <linux/types.h>
#include <stdbool.h>

int cgroup_make(const char *name);
int cgroup_remove(const char *name);
int cgroup_enter(const char *name);
int cgroup_limit(const char *name, __u64 bytes);
int cgroup_high(const char *name, __u64 bytes);
__u64 cgroup_value(const char *name, const char *file, const char *key);
__u64 cgroup_settled(const char *name, const char *file, const char *key);

#endif
