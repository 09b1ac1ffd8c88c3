/* SPDX-License-Identifier: GPL-2.0 */
/* The worker of a namespace. */
#ifndef NTHROTTLE_SENDER_H
#define NTHROTTLE_SENDER_H

#include <linux/workqueue.h>

void nthrottle_sender_work(struct work_struct *work);

#endif /* NTHROTTLE_SENDER_H */
