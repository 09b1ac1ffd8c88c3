/* SPDX-License-Identifier: GPL-2.0 */
/* Reading attributes that may be absent; both sources do it the same way. */
#ifndef DEMO_ATTRS_H
#define DEMO_ATTRS_H

#include <libmnl/libmnl.h>

#include "table.h"

#define ATTRS_MAX	128

/**
 * struct attrs - attributes of a message by type; NULL where there is none
 * @tb: they
 */
struct attrs {
	const struct nlattr *tb[ATTRS_MAX];
};

void attrs_parse(struct attrs *t, const struct nlmsghdr *nlh, size_t header);
uint8_t attrs_u8(const struct attrs *t, int type);
uint32_t attrs_u32(const struct attrs *t, int type);
void attrs_string(const struct nlattr *attr, char *to, size_t size);
void attrs_address(const struct nlattr *attr, struct iface *i);

#endif /* DEMO_ATTRS_H */
