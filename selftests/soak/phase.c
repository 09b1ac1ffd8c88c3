// SPDX-License-Identifier: GPL-2.0
/* Phases: what is configured, and what may be expected then. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>

#include "rules.h"
#include "soak.h"

static const char * const kinds[] = {
	[PHASE_STEADY] = "steady",
	[PHASE_GATED] = "gated",
	[PHASE_CHANGING] = "changing",
	[PHASE_FILTERED] = "filtered",
};

static __u32 one_of(const __u32 *from, size_t n)
{
	return from[below(n)];
}

/* Everything off, at once. */
int soak_defaults(struct soak *k)
{
	return chan_call(&k->x.c.chan, ruleset_msg(&k->x.c, 0), NULL, NULL);
}

/* Only P1 is checked against these: each of them is a reason to be late. */
static int set_gates(struct soak *k)
{
	k->x.w.urgent = 1 << below(12);
	return profile_do(&k->x.c, NTHROTTLE_CMD_PROFILE_SET, "default",
			  NTHROTTLE_A_PROFILE_THRESHOLD_MAX_MS,
			  below(2) ? k->p.threshold_ms * 8 : 0,
			  NTHROTTLE_A_PROFILE_UPDELAY_MS, below(300),
			  NTHROTTLE_A_PROFILE_DOWNDELAY_MS, below(300),
			  NTHROTTLE_A_PROFILE_DAMP, below(3),
			  NTHROTTLE_A_PROFILE_HALF_LIFE_MS, 100 + below(900),
			  NTHROTTLE_A_PROFILE_MAX_SUPPRESS_MS, 3000,
			  NTHROTTLE_A_PROFILE_URGENT, k->x.w.urgent, 0) ?:
	       config_set(&k->x.c, NTHROTTLE_A_CONFIG_RATE,
			  below(2) ? 0 : 500 + below(5000), 0);
}

/* How full a bucket is of what went before, nobody knows here: at most full. */
static void expect(struct soak *k, __u32 burst)
{
	struct witness *w = &k->x.w;
	bool constant = k->p.kind <= PHASE_GATED;
	size_t i;

	w->threshold_ns = constant ? k->p.threshold_ms * MS : 0;
	w->urgent = k->p.kind == PHASE_GATED ? w->urgent : 0;
	w->burst = burst;
	w->debounced = k->p.kind != PHASE_STEADY;
	for (i = 0; i < w->n_rows; i++) {
		w->rows[i].tokens = burst;
		w->rows[i].complete = false;
	}
}

static int set_constant(struct soak *k)
{
	static const __u32 thresholds[] = { 10, 100, 300, 500, 1000, 2000 };
	static const __u32 bursts[] = { 1, 1, 2, 4, 10 };
	static const __u32 batches[] = { 0, 1, 5, 20 };
	__u32 burst = one_of(bursts, 5);
	int err;

	k->p.threshold_ms = one_of(thresholds, 6);
	/* On a slow machine nobody is ever too fast for less. */
	if (k->p.number == 1) {
		k->p.threshold_ms = 1000;
		burst = 1;
	}
	k->p.batch_ms = one_of(batches, 4);
	err = profile_do(&k->x.c, NTHROTTLE_CMD_PROFILE_SET, "default",
			 NTHROTTLE_A_PROFILE_THRESHOLD_MS, k->p.threshold_ms,
			 NTHROTTLE_A_PROFILE_BURST, burst, 0) ?:
	      config_set(&k->x.c, NTHROTTLE_A_CONFIG_BATCH_MS, k->p.batch_ms,
			 NTHROTTLE_A_CONFIG_HEARTBEAT_MS,
			 below(2) ? 0 : 100 + below(1000), 0);
	if (!err && k->p.kind == PHASE_GATED)
		err = set_gates(k);
	snprintf(k->p.text, sizeof(k->p.text),
		 "phase %u (%s, threshold %u ms, burst %u, batch %u ms), seed %u",
		 k->p.number, kinds[k->p.kind], k->p.threshold_ms, burst,
		 k->p.batch_ms, k->seed);
	expect(k, burst);
	return err;
}

/* One of each kind, then any. Nothing is pending, everything is at its default. */
int phase_begin(struct soak *k)
{
	unsigned int number = k->p.number + 1;
	int err = 0;

	k->p = (struct phase){
		.number = number,
		.kind = number <= PHASE_KINDS ? number - 1 : below(PHASE_KINDS),
	};
	k->x.w.where = k->p.text;
	if (k->p.kind <= PHASE_GATED) {
		err = set_constant(k);
	} else {
		snprintf(k->p.text, sizeof(k->p.text),
			 "phase %u (%s), seed %u", number, kinds[k->p.kind],
			 k->seed);
		expect(k, 0);
	}
	err = err ?: stats_get(&k->x.c, &k->p.begin);
	if (!err && k->p.kind >= PHASE_CHANGING)
		k->changer = changer_start(k, k->seed + number);
	if (err)
		complain(&k->x.w, "no phase: %d \"%s\"", err,
			 k->x.c.chan.why);
	return err ? -1 : 0;
}

/* How late at most: P2's one threshold and one batch are no lateness. */
static __u64 latest(const struct soak *k, unsigned int *count)
{
	const struct witness *w = &k->x.w;
	__u64 due_ns, late_ns, most_ns = 0;
	const struct ntf *n;

	*count = 0;
	for (n = w->log; n < w->log + w->n_log; n++) {
		due_ns = n->first_ns + k->p.threshold_ms * MS;
		if (n->seq <= k->p.begin.seq || n->sent_ns <= due_ns)
			continue;
		late_ns = n->sent_ns - due_ns;
		*count += 1;
		most_ns = late_ns > most_ns ? late_ns : most_ns;
	}
	return most_ns;
}

/* P2: under load, the time that others hold RTNL. The worker takes it once for 256
 * notifications, and its processor may be taken from it.
 */
static void check_freshness(struct soak *k)
{
	__u64 allowed_ns = 10000 * MS + 20 * (k->p.rtnl_ns + k->p.batch_ms * MS);
	__u64 p99_ns = witness_lateness(&k->x.w, 990);
	unsigned int count;
	__u64 worst_ns = latest(k, &count);

	say("%s: lateness p99 %llu us of %zu, worst %llu us; RTNL up to %llu us",
	    k->p.text, p99_ns / 1000, k->x.w.n_late, worst_ns / 1000,
	    k->p.rtnl_ns / 1000);
	if (!k->x.w.n_late)
		complain(&k->x.w, "P2: nothing to judge by");
	if (worst_ns > allowed_ns)
		complain(&k->x.w, "P2: %llu ms late, RTNL was waited for up to %llu ms",
			 worst_ns / MS, k->p.rtnl_ns / MS);
	allowed_ns = 500 * MS + 4 * (k->p.rtnl_ns + k->p.batch_ms * MS);
	if (p99_ns > allowed_ns)
		complain(&k->x.w, "P2: p99 is %llu ms, RTNL was waited for up to %llu ms",
			 p99_ns / MS, k->p.rtnl_ns / MS);
}

static void end_changes(struct soak *k)
{
	int status;

	if (!k->changer)
		return;
	kill(k->changer, SIGKILL);
	if (waitpid(k->changer, &status, 0) != k->changer ||
	    !WIFSIGNALED(status))
		complain(&k->x.w, "the changer died by itself");
	k->changer = 0;
}

/* The storm goes on; at the end everything is at its default again. */
int phase_run(struct soak *k, unsigned int ms)
{
	__u64 end_ns = now_ns() + ms * MS;
	int err = 0;

	while (!err && now_ns() < end_ns) {
		err = look(k);
		progress(k, false);
	}
	end_changes(k);
	if (!err && k->p.kind == PHASE_STEADY)
		check_freshness(k);
	k->x.w.threshold_ns = 0;
	return err || k->x.w.complaints ? -1 : 0;
}
