/* SPDX-License-Identifier: GPL-2.0 */
/* Lines of the kernel's log. */
#ifndef KLOG_H
#define KLOG_H

int klog_open(void);
int klog_count(int fd);

#endif
