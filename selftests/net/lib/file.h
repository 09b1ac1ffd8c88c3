/* SPDX-License-Identifier: GPL-2.0 */
/* The kernel's own files: knobs of sysfs, debugfs, cgroups. */
#ifndef FILE_H
#define FILE_H

int file_put(const char *path, const char *text);

#endif
