/* SPDX-License-Identifier: GPL-2.0 */
/* What each test program needs: cmocka and the headers it wants before it. */
#ifndef NTHROTTLE_UNIT_CHECK_H
#define NTHROTTLE_UNIT_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit.h"

#endif /* NTHROTTLE_UNIT_CHECK_H */
