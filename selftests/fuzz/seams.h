/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where the tool meets the system: its sources are compiled with this header in
 * front of them, so that they meet kernel.c and system.c instead.
 */
#ifndef NTHROTTLE_FUZZ_SEAMS_H
#define NTHROTTLE_FUZZ_SEAMS_H

#define clock_gettime		fuzz_clock_gettime
#define epoll_ctl		fuzz_epoll_ctl
#define fopen			fuzz_fopen
#define if_indextoname		fuzz_if_indextoname
#define main			tool_main
#define mnl_socket_bind		fuzz_mnl_socket_bind
#define mnl_socket_close	fuzz_mnl_socket_close
#define mnl_socket_get_fd	fuzz_mnl_socket_get_fd
#define mnl_socket_open2	fuzz_mnl_socket_open2
#define mnl_socket_sendto	fuzz_mnl_socket_sendto
#define mnl_socket_setsockopt	fuzz_mnl_socket_setsockopt
#define poll			fuzz_poll
#define recvfrom		fuzz_recvfrom
#define signalfd		fuzz_signalfd

#endif /* NTHROTTLE_FUZZ_SEAMS_H */
