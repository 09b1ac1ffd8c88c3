/* SPDX-License-Identifier: GPL-2.0 */
/* The interfaces of the demo, and the storm over them. */
#ifndef DEMO_STORM_H
#define DEMO_STORM_H

#include "account.h"

#define PAIRS		50
#define BRIDGE_PORTS	10
#define INTERFACES	(2 * PAIRS + 1)
/* Requests in one datagram, at least: as an orchestrator sends them, or a switch that
 * loses a line card.
 */
#define BATCH		32

void storm_setup(void);
void storm_run(struct shared *s, unsigned int storm, unsigned int operations);

#endif /* DEMO_STORM_H */
