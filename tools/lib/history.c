// SPDX-License-Identifier: GPL-2.0
/* Where a listener stands in history. Pure. */
#include "history.h"

/* What the notification with this number is to one who stands @at. */
enum history_step history_step(const struct history *at, u64 instance,
			       u64 seq)
{
	if (instance != at->instance)
		return HISTORY_OTHER;
	if (seq <= at->seq)
		return HISTORY_OLD;
	return seq == at->seq + 1 ? HISTORY_NEXT : HISTORY_HOLE;
}
