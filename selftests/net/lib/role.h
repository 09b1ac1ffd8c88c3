/* SPDX-License-Identifier: GPL-2.0 */
/* Who somebody is: what a child of a case becomes before it does anything. */
#ifndef ROLE_H
#define ROLE_H

#include <stdbool.h>
#include <sys/types.h>

#define NOBODY 65534

/* Each returns 0 or -1; there is no way back. */
int become_nobody(void);
int become_nobody_with_net_admin(void);
int become_without_net_admin(void);
int become_userns_root(void);
int become_container_root(void);

typedef int (*child_fn)(void *arg);

pid_t child_start(int (*become)(void), child_fn fn, void *arg);
int child_wait(pid_t pid);
int child_run(int (*become)(void), child_fn fn, void *arg);

#endif
