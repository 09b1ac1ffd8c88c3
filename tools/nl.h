/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Talking to the module. Every function that fails has already said why, and
 * returns -1.
 */
#ifndef NTHROTTLE_TOOL_NL_H
#define NTHROTTLE_TOOL_NL_H

#include <linux/compiler_attributes.h>
#include <sys/types.h>

#include "codec.h"
#include "parse.h"

#define NL_BUFFER_SIZE	65536

struct mnl_socket;

struct nl {
	struct mnl_socket *sock;
	struct codec_family family;
	u32 seq;
	char buffer[NL_BUFFER_SIZE] __aligned(8);
};

/* Replies in the order of their arrival, @set->size bytes each. */
struct nl_list {
	const struct nt_set *set;
	char *items;
	size_t count;
	size_t room;
};

int nl_open(struct nl *nl, const struct options *opt);
void nl_close(struct nl *nl);
int nl_set(struct nl *nl, u8 cmd, const struct nt_set *set,
	   const void *request);
int nl_order(const struct options *opt, u8 cmd, const struct nt_set *set,
	     const void *request);
int nl_get(struct nl *nl, u8 cmd, const struct nt_set *set,
	   const void *request, struct nl_list *list);
int nl_dump(struct nl *nl, u8 cmd, const struct nt_set *set,
	    struct nl_list *list);
void nl_list_free(struct nl_list *list);

int nl_subscribe(struct nl *nl, bool config);
ssize_t nl_receive(struct nl *nl);

static inline void *nl_item(const struct nl_list *list, size_t i)
{
	return list->items + i * list->set->size;
}

#endif /* NTHROTTLE_TOOL_NL_H */
