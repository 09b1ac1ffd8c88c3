// SPDX-License-Identifier: GPL-2.0
/* Quiet points: the storm stands still, everything is at its default, and what
 * everybody knows must be the truth.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "memory.h"
#include "soak.h"

#define CALM_MS 10000

/* Stop the storm where it is. Returns -1 if there is none. */
int storm_halt(struct soak *k)
{
	int status;

	kill(k->mix, SIGSTOP);
	if (waitpid(k->mix, &status, WUNTRACED) == k->mix &&
	    WIFSTOPPED(status))
		return 0;
	complain(&k->x.w, "the storm is over");
	return -1;
}

void storm_continue(struct soak *k)
{
	kill(k->mix, SIGCONT);
}

static void touch(const struct link_state *s, void *arg)
{
	struct rt *rt = arg;

	link_txqlen(rt, s->ifindex, s->mtu);
	link_txqlen(rt, s->ifindex, s->mtu + 1);
}

/* Of what did not count, nothing is known before something happens that does. */
static int touch_all(struct rt *rt)
{
	static struct rt other;
	int err = rt_open(&other);

	if (err)
		return err;
	rt_batch(&other);
	err = link_dump(rt, touch, &other) ?: rt_flush(&other);
	rt_close(&other);
	return err;
}

static void count(const struct link_state *s, void *arg)
{
	(void)s;
	++*(__u32 *)arg;
}

/* P3, seen from outside: what was delivered is what came. */
static void check_delivered(struct soak *k)
{
	const struct witness *w = &k->x.w;
	const struct ntf *n;
	struct stats s;
	__u64 came = 0;

	if (stats_get(&k->x.c, &s) || k->p.reset)
		return;
	for (n = w->log; n < w->log + w->n_log; n++)
		if (n->seq > k->p.begin.seq && n->seq <= s.seq)
			came += n->count;
	if (came != s.delivered - k->p.begin.delivered)
		complain(&k->x.w, "P3: %llu events delivered, %llu came",
			 s.delivered - k->p.begin.delivered, came);
}

/* P8: a record for each interface, and as many tombstones as are allowed. */
static void check_memory(struct soak *k)
{
	__u64 end_ns = now_ns() + QUIET_MS * MS;
	struct config here, host;
	__u32 links = 0;
	long objects;

	do {
		if (config_get(&k->x.c, &here) ||
		    config_get(&k->host, &host)) {
			complain(&k->x.w, "P8: no configuration");
			return;
		}
		objects = slab_objects("nthrottle_record");
		if (objects < 0 ||
		    objects == here.interfaces + here.deleted +
			       host.interfaces + host.deleted)
			break;
		pause_ms(20);
	} while (now_ns() < end_ns);
	if (objects < 0 || objects > here.interfaces + here.deleted +
				     host.interfaces + host.deleted)
		complain(&k->x.w, "P8: %ld records for %u interfaces and %u tombstones",
			 objects, here.interfaces + host.interfaces,
			 here.deleted + host.deleted);
	if (!link_dump(&k->x.rt, count, &links) && links != here.interfaces)
		complain(&k->x.w, "P8: %u interfaces are recorded, %u exist",
			 here.interfaces, links);
	if (here.deleted > here.tombstones || here.holds || here.pending ||
	    here.agents > SOAK_AGENTS)
		complain(&k->x.w, "P8: %u tombstones of %u, %u holds, %u pending, %u agents",
			 here.deleted, here.tombstones, here.holds,
			 here.pending, here.agents);
}

/* Link watch takes up to a second, and then something comes: whoever disagrees
 * though nothing has come for long is wrong.
 */
static bool witness_is_right(struct soak *k)
{
	struct witness *w = &k->x.w;
	__u64 seq = w->seq, calm_ns = now_ns();

	while (now_ns() < calm_ns + CALM_MS * MS) {
		witness_read(w, 20);
		if (!witness_compare(w, &k->x.rt, false))
			return true;
		if (w->seq != seq)
			calm_ns = now_ns();
		seq = w->seq;
	}
	return !witness_compare(w, &k->x.rt, true);
}

/* P4: of the witness, and of the listener that missed most. */
static void check_tables(struct soak *k)
{
	struct world *x = &k->x;
	int err;

	if (!witness_is_right(k))
		complain(&x->w, "P4: the witness's table is not that of ip link");
	if (!follower_agrees(&k->f, &x->rt, CALM_MS))
		complain(&x->w, "P4: the listener's table is not that of ip link");
	/* Link watch may have had something to say meanwhile. */
	err = world_settle(x, QUIET_MS);
	if (err)
		complain(&x->w, "P2: nothing settles: %d", err);
}

int quiet_point(struct soak *k)
{
	struct witness *w = &k->x.w;
	int err;

	err = soak_defaults(k);
	if (!err && k->p.kind == PHASE_FILTERED)
		err = touch_all(&k->x.rt);
	err = err ?: world_settle(&k->x, QUIET_MS);
	if (err) {
		complain(w, "P2: nothing settles: %d, \"%s\"", err,
			 k->x.c.chan.why);
		return -1;
	}
	check_tables(k);
	check_delivered(k);
	check_memory(k);
	look_at_counters(k);
	k->notifications += w->n_log;
	witness_forget(w);
	progress(k, false);
	return w->complaints ? -1 : 0;
}
