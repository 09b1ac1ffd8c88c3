// SPDX-License-Identifier: GPL-2.0
/* The tracepoints' code, made by the kernel's macros out of trace.h. */
#define CREATE_TRACE_POINTS
#include "trace.h"
