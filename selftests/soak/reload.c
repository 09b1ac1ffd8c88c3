// SPDX-License-Identifier: GPL-2.0
/* The module goes and comes, and whoever listens begins anew. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include "soak.h"

#define RCVBUF 4096

/* Everybody who listens, to this life of the module. */
int soak_attach(struct soak *k)
{
	int err;

	k->seen = 0;
	k->p.reset = false;
	err = witness_open(&k->x.w, &k->x.c) ?:
	      follower_open(&k->f, &k->x.c, &k->x.w, RCVBUF) ?:
	      stats_get(&k->x.c, &k->p.begin);
	k->x.w.where = k->p.text;
	return err;
}

static void detach(struct soak *k)
{
	agents_bury(k);
	k->notifications += k->x.w.n_log;
	k->overruns += k->f.overruns;
	k->recoveries += k->f.recoveries;
	k->resyncs += k->f.resyncs[NTHROTTLE_RESYNC_HORIZON] +
		      k->f.resyncs[NTHROTTLE_RESYNC_EVICTED];
	follower_close(&k->f);
	witness_close(&k->x.w);
	client_close(&k->x.c);
	client_close(&k->host);
}

/* A request under way holds the family for a moment. */
static int unload(void)
{
	__u64 end_ns = now_ns() + QUIET_MS * MS;
	int err;

	while ((err = module_unload()) && now_ns() < end_ns)
		pause_ms(10);
	return err;
}

/* Before the soak has a namespace of its own. */
int host_open(struct soak *k)
{
	k->host_ns = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	if (k->host_ns < 0)
		return -errno;
	return client_open(&k->host);
}

static int open_clients(struct soak *k)
{
	int err;

	if (setns(k->host_ns, CLONE_NEWNET))
		return -errno;
	err = client_open(&k->host);
	if (setns(k->x.netns, CLONE_NEWNET))
		return -errno;
	return err ?: client_open(&k->x.c);
}

/* Returns 0, or -1 if it does not come back, or not as silently as it should. */
int soak_reload(struct soak *k, bool in_storm)
{
	struct config cfg;
	int err;

	detach(k);
	err = unload() ?: module_load("") ?: open_clients(k) ?: soak_attach(k);
	if (err) {
		say("%s: the module cannot be loaded anew: %d", k->p.text, err);
		return -1;
	}
	k->reloads++;
	/* P7: of what is there already, nobody is told. */
	if (!in_storm && (config_get(&k->x.c, &cfg) || cfg.seq || cfg.pending))
		complain(&k->x.w, "P7: %llu notifications at the load", cfg.seq);
	return k->x.w.complaints ? -1 : 0;
}
