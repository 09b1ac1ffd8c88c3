/* SPDX-License-Identifier: GPL-2.0 */
/* What the gates are told of an interface's link. See gate.h. */
#ifndef NTHROTTLE_GATE_LINK_H
#define NTHROTTLE_GATE_LINK_H

#include <linux/types.h>

/**
 * struct nthrottle_link - an interface's link
 * @losses: the device's carrier-down counter
 * @admin_up: it is administratively up
 * @up: it is, and it has carrier
 * @same: flags and operational state are those last notified
 */
struct nthrottle_link {
	u32 losses;
	bool admin_up;
	bool up;
	bool same;
};

#endif /* NTHROTTLE_GATE_LINK_H */
