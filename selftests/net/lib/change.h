/* SPDX-License-Identifier: GPL-2.0 */
/* Random configuration. */
#ifndef CHANGE_H
#define CHANGE_H

#include "client.h"

int change(struct client *c);

#endif
