/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Talking to the module. Every function that fails returns -1, and leaves errno
 * and a text in @error for who wants to tell it.
 */
#ifndef NTHROTTLE_LIB_NL_H
#define NTHROTTLE_LIB_NL_H

#include <linux/compiler_attributes.h>
#include <sys/types.h>

#include "codec.h"

#define NL_BUFFER_SIZE	65536
#define NL_ERROR_SIZE	512

struct mnl_socket;

struct nl {
	struct mnl_socket *sock;
	struct codec_family family;
	u32 seq;
	char error[NL_ERROR_SIZE];
	char buffer[NL_BUFFER_SIZE] __aligned(8);
};

/*
 * Replies in the order of their arrival, @set->size bytes each; torn: things
 * kept changing, some may be missing or be there twice.
 */
struct nl_list {
	const struct nt_set *set;
	char *items;
	size_t count;
	size_t room;
	bool torn;
};

__printf(3, 4)
int nl_fail(struct nl *nl, int err, const char *format, ...);

int nl_open(struct nl *nl);
void nl_close(struct nl *nl);
int nl_family(struct nl *nl, const char *name, struct codec_family *family);
int nl_resolve(struct nl *nl);
ssize_t nl_receive(struct nl *nl, int flags);

int nl_set(struct nl *nl, u8 cmd, const struct nt_set *set,
	   const void *request);
int nl_get_one(struct nl *nl, u8 cmd, const struct nt_set *set,
	       const void *request, void *reply);
int nl_get(struct nl *nl, u8 cmd, const struct nt_set *set,
	   const void *request, struct nl_list *list);
int nl_dump(struct nl *nl, u8 cmd, const struct nt_set *set,
	    struct nl_list *list);
void nl_list_free(struct nl_list *list);

static inline void *nl_item(const struct nl_list *list, size_t i)
{
	return list->items + i * list->set->size;
}

#endif /* NTHROTTLE_LIB_NL_H */
