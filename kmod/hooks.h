/* SPDX-License-Identifier: GPL-2.0 */
/* The netdevice notifier. */
#ifndef NTHROTTLE_HOOKS_H
#define NTHROTTLE_HOOKS_H

int nthrottle_hooks_init(void);
void nthrottle_hooks_exit(void);

#endif /* NTHROTTLE_HOOKS_H */
