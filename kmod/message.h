/* SPDX-License-Identifier: GPL-2.0 */
/* Netlink messages about interfaces, for replies and notifications alike. */
#ifndef NTHROTTLE_MESSAGE_H
#define NTHROTTLE_MESSAGE_H

#include <linux/skbuff.h>

#include "agent.h"
#include "hold.h"
#include "netns.h"
#include "record.h"

size_t nthrottle_message_state_size(void);
int nthrottle_message_put_state(struct sk_buff *skb,
				const struct nthrottle_net *nn,
				const struct nthrottle_record *r,
				const struct nthrottle_state *s, u64 seq);
size_t nthrottle_message_damping_size(void);
int nthrottle_message_put_damping(struct sk_buff *skb,
				  const struct nthrottle_damping_report *d);
int nthrottle_message_put_told(struct sk_buff *skb,
			       const struct nthrottle_net *nn,
			       const struct nthrottle_record *r);
size_t nthrottle_message_ntf_size(void);
int nthrottle_message_put_ntf(struct sk_buff *skb,
			      const struct nthrottle_net *nn,
			      const struct nthrottle_record *r);

/* message_news.c: what else listeners are told */
struct sk_buff *nthrottle_message_hold(const struct nthrottle_net *nn,
				       const struct nthrottle_hold *h);
size_t nthrottle_message_agent_size(void);
int nthrottle_message_put_agent(struct sk_buff *skb,
				const struct nthrottle_net *nn,
				const struct nthrottle_agent_report *a);
struct sk_buff *nthrottle_message_agent(const struct nthrottle_net *nn,
					const struct nthrottle_agent_report *a);
struct sk_buff *nthrottle_message_sync(const struct nthrottle_net *nn, u64 seq);

#endif /* NTHROTTLE_MESSAGE_H */
