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
 * nthrottle_compat_msg() - room for a message that outlives its request
 * @text: the message
 *
 * These kernels keep only a pointer to the message, and read it when the
 * request has been handled. With so many places, one is used again while it is
 * still wanted only if as many other requests are refused in that moment; the
 * reader then gets the text of one of them. All have the same length, made up
 * with blanks, because the kernel measures a message before it copies it.
 */
static inline const char *nthrottle_compat_msg(const char *text)
{
	static char msgs[64][NETLINK_MAX_FMTMSG_LEN];
	static atomic_t next;
	char padded[NETLINK_MAX_FMTMSG_LEN];
	char *msg;

	msg = msgs[(unsigned int)atomic_inc_return(&next) % ARRAY_SIZE(msgs)];
	snprintf(padded, sizeof(padded), "%-*s", (int)sizeof(padded) - 1, text);
	return memcpy(msg, padded, sizeof(padded));
}

#define NL_SET_ERR_MSG_FMT(extack, fmt, args...) do {			\
	struct netlink_ext_ack *extack_ = (extack);			\
	char text_[NETLINK_MAX_FMTMSG_LEN];				\
									\
	snprintf(text_, sizeof(text_), fmt, ##args);			\
	if (extack_)							\
		extack_->_msg = nthrottle_compat_msg(text_);		\
} while (0)
#endif

#endif /* NTHROTTLE_COMPAT_H */
