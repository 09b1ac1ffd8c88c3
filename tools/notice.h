/* SPDX-License-Identifier: GPL-2.0 */
/* Notifications in words, one a line. */
#ifndef NTHROTTLE_TOOL_NOTICE_H
#define NTHROTTLE_TOOL_NOTICE_H

#include "model.h"

void notice_dev(const struct nt_dev *dev, bool recovered);
void notice_hold(const struct nt_hold *hold);
void notice_config(const struct nt_config *config);
void notice_agent(const struct nt_agent *agent);

#endif /* NTHROTTLE_TOOL_NOTICE_H */
