/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What differs among the supported kernels. The rest of the code is written for
 * the newest one; Kbuild probes the headers for HAVE_*.
 */
#ifndef NTHROTTLE_COMPAT_H
#define NTHROTTLE_COMPAT_H

#include <linux/atomic.h>
#include <linux/hrtimer.h>
#include <linux/kernel.h>
#include <linux/netlink.h>
#include <linux/nsproxy.h>
#include <linux/sched.h>

#ifndef HAVE_HRTIMER_SETUP
static inline void hrtimer_setup(struct hrtimer *timer,
				 enum hrtimer_restart (*function)(struct hrtimer *),
				 clockid_t clock_id, enum hrtimer_mode mode)
{
	hrtimer_init(timer, clock_id, mode);
	timer->function = function;
}
#endif

#ifndef NL_SET_ERR_MSG_FMT
#define NETLINK_MAX_FMTMSG_LEN	80

/**
 * struct nthrottle_compat_msgs - messages that outlive their requests
 * @next: place of the next one
 * @text: the messages
 *
 * These kernels keep only a pointer to the message, and read it when the
 * request has been handled. With so many places, one is used again while it is
 * still wanted only if as many other requests are refused in that moment; the
 * reader then gets the text of one of them. So each namespace has its own: what
 * is read is never another one's. All have the same length, made up with
 * blanks, because the kernel measures a message before it copies it.
 */
struct nthrottle_compat_msgs {
	atomic_t next;
	char text[16][NETLINK_MAX_FMTMSG_LEN];
};

static inline const char *
nthrottle_compat_msg(struct nthrottle_compat_msgs *msgs, const char *text)
{
	char padded[NETLINK_MAX_FMTMSG_LEN];
	unsigned int place = atomic_inc_return(&msgs->next);
	char *msg = msgs->text[place % ARRAY_SIZE(msgs->text)];

	snprintf(padded, sizeof(padded), "%-*s", (int)sizeof(padded) - 1, text);
	return memcpy(msg, padded, sizeof(padded));
}

/* The task that asks reads it as well, so its namespace is what counts. */
#define NL_SET_ERR_MSG_FMT(extack, fmt, args...) do {			\
	struct netlink_ext_ack *extack_ = (extack);			\
	struct net *net_ = current->nsproxy->net_ns;			\
	char text_[NETLINK_MAX_FMTMSG_LEN];				\
									\
	snprintf(text_, sizeof(text_), fmt, ##args);			\
	if (extack_)							\
		extack_->_msg =						\
			nthrottle_compat_msg(&nthrottle_net(net_)->msgs, \
					     text_);			\
} while (0)
#else
struct nthrottle_compat_msgs {};
#endif

#endif /* NTHROTTLE_COMPAT_H */
