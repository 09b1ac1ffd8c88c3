/* SPDX-License-Identifier: GPL-2.0 */
/* A random storm on all kinds of interfaces: dummies s1, s2, ..., every fourth
 * one a veth with the other end p4, p8, ..., the bridge br0 and the bond bond7.
 * The large one is on 2,000 dummies and veths whose ifindexes are used again and
 * again; it can be stopped by SIGSTOP at any time.
 */
#ifndef STORM_H
#define STORM_H

#define STORM_ENDLESS 0x7fffffff

#include <stdbool.h>
#include <sys/types.h>

#include "client.h"

unsigned int below(unsigned int n);
pid_t storm_start(unsigned int seed, int operations);
pid_t storm_large_start(unsigned int seed, int operations);
bool storm_wait(struct client *c);
bool storm_freeze(pid_t pid);
void storm_thaw(pid_t pid);
bool storm_kill(pid_t pid);

#endif
