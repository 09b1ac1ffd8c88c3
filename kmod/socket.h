/* SPDX-License-Identifier: GPL-2.0 */
/* Netlink sockets that are closed. */
#ifndef NTHROTTLE_SOCKET_H
#define NTHROTTLE_SOCKET_H

int nthrottle_socket_init(void);
void nthrottle_socket_exit(void);

#endif /* NTHROTTLE_SOCKET_H */
