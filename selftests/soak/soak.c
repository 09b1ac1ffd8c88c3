// SPDX-License-Identifier: GPL-2.0
/*
 * A storm for as long as one likes, with every promise checked all the time.
 * usage: soak MINUTES SEED EVENTS [fast]     ends after the minutes or the events;
 *                                           EVENTS 0: the minutes
 */
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "soak.h"

#define PHASE_MS 12000

static int begin(struct soak *k)
{
	snprintf(k->p.text, sizeof(k->p.text), "the beginning, seed %u",
		 k->seed);
	if (host_open(k) || world_open(&k->x) || world_without_ipv6())
		return -1;
	witness_close(&k->x.w);
	if (soak_attach(k))
		return -1;
	k->mix = mix_start(k->seed, k->fast);
	if (storm_halt(k))
		return -1;
	return quiet_point(k);
}

/* The second phase ends with a reload, so that short runs have one, too. */
static int between(struct soak *k)
{
	bool reload = k->p.number % 4 == 2;
	bool in_storm = k->p.number % 8 == 6;

	if (!reload)
		return phase_begin(k);
	/* The module begins with its own parameters, whatever was before. */
	k->p.kind = PHASE_CHANGING;
	snprintf(k->p.text, sizeof(k->p.text), "the reload after phase %u, seed %u",
		 k->p.number, k->seed);
	if (in_storm)
		storm_continue(k);
	if (soak_reload(k, in_storm))
		return -1;
	if (in_storm && (phase_run(k, PHASE_MS / 4) || storm_halt(k)))
		return -1;
	return quiet_point(k) ?: phase_begin(k);
}

static int run(struct soak *k)
{
	int err = begin(k);

	while (!err && now_ns() < k->end_ns &&
	       (!k->enough || k->events < k->enough)) {
		err = between(k);
		if (err)
			break;
		storm_continue(k);
		err = phase_run(k, PHASE_MS) ?: storm_halt(k) ?:
		      quiet_point(k);
	}
	return err;
}

int main(int argc, char **argv)
{
	static struct soak k;
	unsigned int minutes;
	int err, i;

	if (argc < 4) {
		fprintf(stderr, "usage: soak MINUTES SEED EVENTS [fast]\n");
		return 2;
	}
	minutes = strtoul(argv[1], NULL, 0);
	k.seed = strtoul(argv[2], NULL, 0);
	k.enough = strtoull(argv[3], NULL, 0);
	k.fast = argc > 4 && !strcmp(argv[4], "fast");
	k.begin_ns = now_ns();
	k.told_ns = k.begin_ns;
	k.end_ns = k.begin_ns + minutes * 60000 * MS;
	srandom(k.seed);
	for (i = 0; i < SOAK_AGENTS; i++)
		snprintf(k.agents[i].name, sizeof(k.agents[i].name),
			 "mortal%d", i);
	err = run(&k);
	if (err)
		say("broken in %s", k.p.text);
	if (k.mix > 0)
		kill(k.mix, SIGKILL);
	agents_bury(&k);
	return sum_up(&k) || err ? 1 : 0;
}
