/* SPDX-License-Identifier: GPL-2.0 */
/* A table of interfaces, as a daemon keeps one. */
#ifndef DEMO_TABLE_H
#define DEMO_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include <linux/if.h>

#define TABLE_SIZE	512	/* a power of 2, with room to spare */

/**
 * struct iface - an interface as a listener knows it
 * @ifindex: its number; 0 marks a free place
 * @flags: IFF_*
 * @operstate: IF_OPER_*
 * @carrier: there is carrier, and the interface is up
 * @mtu: in bytes
 * @master: ifindex of the master, 0 without one
 * @carrier_ups: how often it gained carrier
 * @carrier_downs: how often it lost it
 * @address: link-layer address
 * @name: name
 * @kind: link kind
 */
struct iface {
	int ifindex;
	uint32_t flags;
	uint8_t operstate;
	bool carrier;
	uint32_t mtu;
	uint32_t master;
	uint32_t carrier_ups;
	uint32_t carrier_downs;
	uint8_t address[8];
	char name[IFNAMSIZ];
	char kind[16];
};

/* All zero is an empty table. */
struct table {
	struct iface place[TABLE_SIZE];
};

void table_put(struct table *t, const struct iface *i);
void table_remove(struct table *t, int ifindex);
unsigned int table_count(const struct table *t);
unsigned int table_differences(const struct table *known,
			       const struct table *truth);

#endif /* DEMO_TABLE_H */
