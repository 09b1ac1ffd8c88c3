// SPDX-License-Identifier: GPL-2.0
/* The namespace that a case works in. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "world.h"

/* One that watches itself. */
bool kernel_is_slow(void)
{
	const char *kernel = getenv("NTHROTTLE_KERNEL");

	return kernel && strchr(kernel, '-');
}

/* Wait until nothing is pending and all that was sent has come. A notification
 * has its number a moment before it is sent.
 */
int world_settle(struct world *x, int timeout_ms)
{
	__u64 end_ns = now_ns() + timeout_ms * 1000000ULL;
	bool listening = x->w.chan.sk;
	struct config cfg;
	int err;

	do {
		err = config_get(&x->c, &cfg);
		if (err || (!cfg.pending &&
			    (!listening || x->w.seq >= cfg.seq)))
			return err;
		if (listening)
			witness_read(&x->w, 5);
		else
			pause_ms(1);
	} while (now_ns() < end_ns);
	return -ETIMEDOUT;
}

/* Wait until more than @sends sends are over, and with it what follows from that:
 * they are counted, and batch-ms begins. What a send sends comes a moment earlier.
 */
int world_sent(struct world *x, __u64 sends)
{
	__u64 end_ns = now_ns() + SOON_MS * 1000000ULL;
	struct stats s;
	int err;

	do {
		err = stats_get(&x->c, &s);
		if (err || s.sends > sends)
			return err;
	} while (now_ns() < end_ns);
	return -ETIMEDOUT;
}

static int attach(struct world *x)
{
	memset(x, 0, sizeof(*x));
	x->netns = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	if (x->netns < 0)
		return -errno;
	return rt_open(&x->rt) ?: client_open(&x->c);
}

/* Sockets into the namespace that the task is in, whatever happens there. */
int world_attach(struct world *x)
{
	return attach(x) ?: witness_open(&x->w, &x->c);
}

/* A new namespace, with lo's birth behind it. */
int world_open(struct world *x)
{
	int err;

	if (unshare(CLONE_NEWNET))
		return -errno;
	err = attach(x) ?: world_settle(x, SOON_MS) ?:
	      witness_open(&x->w, &x->c);
	if (err)
		fprintf(stderr, "no world: %s\n", strerror(-err));
	return err;
}

/* At the end: no promise may be broken. Returns how many were. */
int world_close(struct world *x)
{
	struct stats s;
	int broken;

	witness_read(&x->w, 0);
	broken = x->w.complaints;
	if (module_loaded())
		broken += stats_get(&x->c, &s) || !stats_balance(&s) ||
			  s.alloc_failures || s.driver_failures;
	witness_close(&x->w);
	client_close(&x->c);
	rt_close(&x->rt);
	close(x->netns);
	return broken;
}

/* IPv6 walks all routes at each down: with thousands of interfaces it would be
 * all that is measured. For the interfaces made from now on.
 */
int world_without_ipv6(void)
{
	FILE *f = fopen("/proc/sys/net/ipv6/conf/default/disable_ipv6", "w");
	int err;

	if (!f)
		return errno == ENOENT ? 0 : -errno;
	err = fputs("1", f) < 0;
	return fclose(f) || err ? -EIO : 0;
}

void forget_all(struct world *x)
{
	size_t i;

	for (i = x->w.scan; i < x->w.n_log; i++)
		x->w.log[i].taken = true;
}

/* Make a dummy, wait for its birth to be notified, and take that. */
int world_dummy(struct world *x, const char *name, __u32 *index, struct ntf *n)
{
	struct ntf unwanted;
	int err = link_add(&x->rt, "dummy", name, 0, 0);

	if (err)
		return err;
	*index = link_index(&x->rt, name);
	if (!witness_next(&x->w, *index, SOON_MS, n ?: &unwanted))
		return -ETIMEDOUT;
	return 0;
}

int world_burst(struct world *x, __u32 threshold_ms, __u32 burst)
{
	struct profile p = {
		.threshold_ms = threshold_ms,
		.burst = burst,
		.events = EVENT_ALL,
	};
	int err = profile_set(&x->c, &p);

	x->w.threshold_ns = threshold_ms * 1000000ULL;
	x->w.burst = burst;
	return err;
}

/* The strict form: one at once, then one per threshold. */
int world_strict(struct world *x, __u32 threshold_ms)
{
	return world_burst(x, threshold_ms, 1);
}
