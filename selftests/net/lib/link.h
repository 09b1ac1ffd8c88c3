/* SPDX-License-Identifier: GPL-2.0 */
/* Interfaces by rtnetlink: fast changes, and the kernel's own view of them. */
#ifndef LINK_H
#define LINK_H

#include <net/if.h>
#include <stdbool.h>

#include "chan.h"

#define RT_BATCH (32 << 10)

/**
 * struct rt - a socket for changes
 * @chan: the socket
 * @batching: collect changes until rt_flush(); their errors are counted only
 * @len: bytes collected
 * @errors: changes of batches that failed
 * @buf: what is collected
 */
struct rt {
	struct chan chan;
	bool batching;
	size_t len;
	unsigned int errors;
	char buf[RT_BATCH];
};

/* What both rtnetlink and nthrottle say of an interface. */
struct link_state {
	__u32 ifindex;
	char name[IFNAMSIZ];
	char kind[IFNAMSIZ];
	__u32 flags;
	__u8 operstate;
	__u8 carrier;
	__u32 ups;
	__u32 downs;
	__u32 mtu;
	__u32 master;
	__u8 addr_len;
	__u8 addr[32];
};

/**
 * struct move - where an interface goes
 * @fd: the namespace, or
 * @pid: whose namespace, if not 0
 * @name: its name there, or NULL to keep it
 * @index: its ifindex there, or 0: the same one, or what the kernel chooses
 */
struct move {
	int fd;
	__u32 pid;
	const char *name;
	__u32 index;
};

int rt_open(struct rt *rt);
void rt_close(struct rt *rt);
void rt_batch(struct rt *rt);
int rt_flush(struct rt *rt);

int link_add(struct rt *rt, const char *kind, const char *name, __u32 index,
	     __u32 group);
int link_add_veth(struct rt *rt, const char *name, const char *peer);
int link_add_veth_at(struct rt *rt, const char *name, __u32 index,
		     const char *peer, __u32 peer_index);
int link_add_veth_into(struct rt *rt, const char *name, __u32 index,
		       const char *peer, __u32 peer_index, int fd);
int link_del(struct rt *rt, __u32 index);
int link_del_group(struct rt *rt, __u32 group);
int link_flags(struct rt *rt, __u32 index, __u32 mask, __u32 flags);
int link_up(struct rt *rt, __u32 index, bool up);
int link_mtu(struct rt *rt, __u32 index, __u32 mtu);
int link_txqlen(struct rt *rt, __u32 index, __u32 len);
int link_name(struct rt *rt, __u32 index, const char *name);
int link_addr(struct rt *rt, __u32 index, __u64 addr);
int link_shake(struct rt *rt, __u32 index, __u32 salt);
int link_master(struct rt *rt, __u32 index, __u32 master);
int link_netns(struct rt *rt, __u32 index, int fd);
int link_move(struct rt *rt, __u32 index, const struct move *m);

typedef void (*link_fn)(const struct link_state *s, void *arg);

int link_dump(struct rt *rt, link_fn fn, void *arg);
int link_get(struct rt *rt, const char *name, struct link_state *s);
__u32 link_index(struct rt *rt, const char *name);
const char *link_differs(const struct link_state *a,
			 const struct link_state *b);

#endif
