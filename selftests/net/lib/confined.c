// SPDX-License-Identifier: GPL-2.0
/* A container with a memory cgroup of its own. */
#include "cgroup.h"
#include "confined.h"
#include "role.h"
#include "rules.h"

#define PROFILES 63		/* besides the default */
#define RULES 1024

int become_confined(void)
{
	return cgroup_enter(CONFINED) || become_container_root();
}

/* In the container; without a witness, whose memory would count as well. */
struct world *confined_world(void)
{
	static struct world x;

	if (world_without_ipv6() || rt_open(&x.rt) || client_open(&x.c) ||
	    world_settle(&x, SOON_MS))
		return NULL;
	nl_socket_set_buffer_size(x.c.chan.sk, 1 << 18, 1 << 18);
	return &x;
}

/* The largest ruleset there can be. */
struct nl_msg *confined_largest(struct client *c)
{
	struct nl_msg *msg = ruleset_msg(c, RULES);
	struct rule r = { 0, "a-name-of-thirty-one-characters", "fifteen-letters",
			  "p1" };
	char name[16];
	int i;

	for (i = 0; i < PROFILES; i++) {
		snprintf(name, sizeof(name), "p%d", i);
		ruleset_profile(msg, name, 100, 1);
	}
	for (r.pref = 1; r.pref <= RULES; r.pref++)
		ruleset_rule(msg, &r);
	return msg;
}
