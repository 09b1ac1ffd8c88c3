/* SPDX-License-Identifier: GPL-2.0 */
/* A netlink socket on libnl's core: calls, dumps, and what the kernel says. */
#ifndef CHAN_H
#define CHAN_H

#include <linux/types.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>

#define WHY_LEN 160

/**
 * struct chan - a socket for calls
 * @sk: the socket
 * @why: what the extack of the last call said
 * @err_attr: type of the attribute that the extack pointed at, 0 for none
 */
struct chan {
	struct nl_sock *sk;
	char why[WHY_LEN];
	int err_attr;
};

typedef void (*chan_fn)(struct nlmsghdr *h, void *arg);

int chan_open(struct chan *c, int protocol);
void chan_close(struct chan *c);
int chan_call(struct chan *c, struct nl_msg *msg, chan_fn fn, void *arg);
int chan_raw(struct chan *c, const void *buf, size_t len);
int chan_drain(struct chan *c, unsigned int *errors);
int chan_told(struct chan *c, int timeout_ms);

__u64 now_ns(void);
void pause_ms(unsigned int ms);
void tell(const char *fmt, ...);
void tell_progress(unsigned int done, unsigned int all, const char *what);

#endif
