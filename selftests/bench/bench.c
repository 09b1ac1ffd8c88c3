// SPDX-License-Identifier: GPL-2.0
/* The bench inside the VM: one command, one measurement. */
#include <err.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench.h"

uint64_t raw_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC_RAW, &t);
	return t.tv_sec * 1000000000ULL + t.tv_nsec;
}

static int ifindex_of(unsigned int n)
{
	char name[IF_NAMESIZE];

	snprintf(name, sizeof(name), "bench%u", n);
	return if_nametoindex(name);
}

/* They are made in one go each time and never removed. */
struct ifaces ifaces_find(void)
{
	struct ifaces all = { .first = ifindex_of(0) };

	if (!all.first)
		errx(1, "no interfaces yet: bench grow");
	while (ifindex_of(all.count) == all.first + (int)all.count)
		all.count++;
	return all;
}

/**
 * bench_grow() - make dummy interfaces until there are so many
 * @count: how many
 */
int bench_grow(unsigned int count)
{
	unsigned int n = ifindex_of(0) ? ifaces_find().count : 0;
	char name[IF_NAMESIZE];
	struct rtlink rt;

	rtlink_open(&rt);
	for (; n < count; n++) {
		snprintf(name, sizeof(name), "bench%u", n);
		rtlink_add(&rt, "dummy", name);
	}
	rtlink_commit(&rt);
	rtlink_close(&rt);
	if (ifaces_find().count != count)
		errx(1, "the interfaces are not numbered in a row");
	return 0;
}

/**
 * bench_pend() - two events for each of some interfaces
 * @count: how many
 */
int bench_pend(unsigned int count)
{
	static const uint32_t mtu[] = { 1400, 1500 };
	struct ifaces all = ifaces_find();
	struct rtlink rt;
	unsigned int n, i;

	rtlink_open(&rt);
	for (i = 0; i < 2; i++)
		for (n = 0; n < count; n++)
			rtlink_set_mtu(&rt, all.first + n, mtu[i]);
	rtlink_commit(&rt);
	rtlink_close(&rt);
	return 0;
}

static unsigned int number(const char *text)
{
	return strtoul(text, NULL, 0);
}

int main(int argc, char **argv)
{
	const char *command = argc > 1 ? argv[1] : "";

	if (argc == 3 && !strcmp(command, "grow"))
		return bench_grow(number(argv[2]));
	if (argc == 3 && !strcmp(command, "pend"))
		return bench_pend(number(argv[2]));
	if (argc == 3 && !strcmp(command, "ops"))
		return bench_ops(argv[2]);
	if (argc == 3 && !strcmp(command, "since"))
		return bench_since(number(argv[2]));
	fprintf(stderr, "usage: bench grow N | pend N | since N |\n"
		"\tops nobody|rtnetlink|nthrottle|paced\n");
	return 2;
}
