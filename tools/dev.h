/* SPDX-License-Identifier: GPL-2.0 */
/* What the texts of "dev show" and "monitor" have in common. */
#ifndef NTHROTTLE_TOOL_DEV_H
#define NTHROTTLE_TOOL_DEV_H

#include "out.h"
#include "text.h"

struct text dev_name(u32 ifindex);
bool dev_has_raw(const struct nt_dev *dev);
struct text dev_raw(const struct nt_dev *dev);
enum color dev_state_color(const struct nt_dev *dev);

#endif /* NTHROTTLE_TOOL_DEV_H */
