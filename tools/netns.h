/* SPDX-License-Identifier: GPL-2.0 */
#ifndef NTHROTTLE_TOOL_NETNS_H
#define NTHROTTLE_TOOL_NETNS_H

int netns_enter(const char *name);

#endif /* NTHROTTLE_TOOL_NETNS_H */
