/* SPDX-License-Identifier: GPL-2.0 */
#ifndef NTHROTTLE_TOOL_NETNS_H
#define NTHROTTLE_TOOL_NETNS_H

int netns_enter(const char *name);
int netns_here(void);
int netns_return(int fd);

#endif /* NTHROTTLE_TOOL_NETNS_H */
