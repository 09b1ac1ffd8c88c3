/* SPDX-License-Identifier: GPL-2.0 */
/* Dumps of which half is read, and who asks all there is to ask, for ever. */
#ifndef PESTER_H
#define PESTER_H

#include <sys/types.h>

#include "since.h"

int half_open(struct client *slow, const struct client *c);
int half_plain(struct client *slow);
int half_since(struct client *slow, struct since *s);
pid_t pester(unsigned int seed, bool elsewhere);

#endif
