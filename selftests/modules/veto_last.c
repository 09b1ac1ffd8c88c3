// SPDX-License-Identifier: GPL-2.0
/* Refuses what others have been told already. */
#define VETO_PRIORITY (-100)
#include "veto.h"
