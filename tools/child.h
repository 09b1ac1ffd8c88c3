/* SPDX-License-Identifier: GPL-2.0 */
/* A command that the tool runs for the user. */
#ifndef NTHROTTLE_TOOL_CHILD_H
#define NTHROTTLE_TOOL_CHILD_H

int child_run(char *const *argv);

#endif /* NTHROTTLE_TOOL_CHILD_H */
