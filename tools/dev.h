/* SPDX-License-Identifier: GPL-2.0 */
/* What the texts of "dev show" and "monitor" have in common. */
#ifndef NTHROTTLE_TOOL_DEV_H
#define NTHROTTLE_TOOL_DEV_H

#include "out.h"
#include "text.h"

struct text dev_name(u32 ifindex);
enum color dev_state_color(const struct nt_dev *dev);

#endif /* NTHROTTLE_TOOL_DEV_H */
