// SPDX-License-Identifier: GPL-2.0
/* What the texts of "dev show" and "monitor" have in common. */
#include <net/if.h>
#include <stdio.h>

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
