// SPDX-License-Identifier: GPL-2.0
/* Refuses before others are called, whoever was loaded first. */
#define VETO_PRIORITY 100
#include "veto.h"
