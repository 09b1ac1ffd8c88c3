// SPDX-License-Identifier: GPL-2.0
/* What the texts of "dev show" and "monitor" have in common. */
#include <net/if.h>
#include <stdio.h>

#include <linux/nthrottle.h>

#include "dev.h"

/* As it is called now; an interface that is gone is a number. */
struct text dev_name(u32 ifindex)
{
	char name[IF_NAMESIZE];
	struct text t;

	if (if_indextoname(ifindex, name))
		return text_safe(name);
	snprintf(t.s, sizeof(t.s), "if%u", ifindex);
	return t;
}

/* Whether a gate makes it look other than it is. */
bool dev_has_raw(const struct nt_dev *dev)
{
	return nt_has(dev, NTHROTTLE_A_DEV_RAW_FLAGS) ||
	       nt_has(dev, NTHROTTLE_A_DEV_RAW_OPERSTATE) ||
	       nt_has(dev, NTHROTTLE_A_DEV_RAW_CARRIER);
}

/* What is absent is as reported. */
struct text dev_raw(const struct nt_dev *dev)
{
	u32 flags = nt_has(dev, NTHROTTLE_A_DEV_RAW_FLAGS) ?
		    dev->raw_flags : dev->flags;
	u8 carrier = nt_has(dev, NTHROTTLE_A_DEV_RAW_CARRIER) ?
		     dev->raw_carrier : dev->carrier;
	u8 state = nt_has(dev, NTHROTTLE_A_DEV_RAW_OPERSTATE) ?
		   dev->raw_operstate : dev->operstate;
	struct text t;

	snprintf(t.s, sizeof(t.s), "raw: %s %s %.40s",
		 flags & IFF_UP ? "UP" : "DOWN",
		 carrier ? "carrier" : "no-carrier",
		 text_value(&nt_operstate_names, state).s);
	return t;
}

enum color dev_state_color(const struct nt_dev *dev)
{
	switch (dev->operstate) {
	case NT_OPER_UP:
		return COLOR_GOOD;
	case NT_OPER_UNKNOWN:
		return COLOR_DIM;
	default:
		return COLOR_BAD;
	}
}
