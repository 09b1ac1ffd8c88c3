// SPDX-License-Identifier: GPL-2.0
/* Where a listener stands in history. Pure. */
#include "history.h"

/* Moves @at to the notification that came, unless that is an old one. */
enum history_step history_step(struct history *at, u64 instance,
			       u64 seq)
{
	enum history_step step = HISTORY_OTHER;

	if (instance == at->instance && seq <= at->seq)
		return HISTORY_OLD;
	if (instance == at->instance)
		step = seq == at->seq + 1 ? HISTORY_NEXT : HISTORY_HOLE;
	at->instance = instance;
	at->seq = seq;
	return step;
}
