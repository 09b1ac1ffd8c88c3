// SPDX-License-Identifier: GPL-2.0
/* What is looked at while the storm goes on, at random instants. */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "agent.h"
#include "soak.h"

/* Notifications that only a gate wanted. */
static __u64 eventless(const struct stats *s)
{
	return s->notifications + s->merged - s->delivered;
}

/* P3: nothing is lost. */
void look_at_counters(struct soak *k)
{
	struct stats s;

	if (stats_get(&k->x.c, &s)) {
		complain(&k->x.w, "no counters");
		return;
	}
	if (!stats_add_up(&s))
		complain(&k->x.w,
			 "P3: %llu events are not %llu delivered + %llu pending + %llu filtered + %llu bounced + %llu elided + %llu unrecorded",
			 s.events, s.delivered, s.pending, s.filtered,
			 s.bounced, s.elided, s.unrecorded);
	if (k->p.kind == PHASE_STEADY &&
	    eventless(&s) != eventless(&k->p.begin))
		complain(&k->x.w, "P3: %llu notifications without an event",
			 eventless(&s) - eventless(&k->p.begin));
	if (s.alloc_failures || s.driver_failures || s.unrecorded)
		complain(&k->x.w, "%llu allocations and %llu sends failed, %llu events unrecorded",
			 s.alloc_failures, s.driver_failures, s.unrecorded);
	/* After a reset they begin anew. */
	k->events += s.events - (s.events < k->seen ? 0 : k->seen);
	k->seen = s.events;
	k->looks++;
}

static void reset_counters(struct soak *k)
{
	k->p.reset = true;
	if (client_do(&k->x.c, NTHROTTLE_CMD_STATS_RESET))
		complain(&k->x.w, "no reset: \"%s\"", k->x.c.chan.why);
	/* What is pending counts as having happened since. */
	k->seen = 0;
}

/* P6: since any number that the witness remembers. */
static void ask(struct soak *k)
{
	struct witness *w = &k->x.w;
	__u64 since = w->seq - (w->n_log ? below(w->n_log + 1) : 0);
	struct since s = {};
	int err;

	if (!below(8))
		since = 0;
	err = since_get(&k->x.c, since, w->instance, &s);
	if (err)
		complain(w, "P6: no answer to since %llu: %d", since, err);
	else if (since_broken(&s, since) || !since_is_exact(&s, &k->x, since))
		complain(w,
			 "P6: the answer to since %llu is wrong (upto %llu, %zu shown, resync %d %d)",
			 since, s.upto, s.n, s.first, s.last);
	since_free(&s);
	k->answers++;
}

static void agent_dies(struct soak *k, struct mortal *m)
{
	struct agent a;

	kill(m->pid, SIGKILL);
	waitpid(m->pid, NULL, 0);
	m->pid = 0;
	if (agent_get(&k->x.c, m->name, &a))
		complain(&k->x.w, "agent %s is not remembered: \"%s\"",
			 m->name, k->x.c.chan.why);
	else
		m->acknowledged = a.seq;
}

static void agent_lives(struct soak *k, struct mortal *m)
{
	struct answer a = {};

	m->pid = mortal_start(m->name, &a);
	if (m->pid < 0) {
		complain(&k->x.w, "agent %s does not begin", m->name);
		m->pid = 0;
		return;
	}
	if (a.acknowledged != m->acknowledged)
		complain(&k->x.w, "agent %s is told of %llu, having acknowledged %llu",
			 m->name, a.acknowledged, m->acknowledged);
	if (!mortal_is_right(&k->x, &a))
		complain(&k->x.w,
			 "P6: agent %s is told what is not so since %llu (upto %llu, %zu shown, resync %d %d)",
			 m->name, a.acknowledged, a.s.upto, a.s.n, a.s.first,
			 a.s.last);
	since_free(&a.s);
	k->lives++;
}

/* All of them, and for good: the module goes. */
void agents_bury(struct soak *k)
{
	struct mortal *m;

	for (m = k->agents; m < k->agents + SOAK_AGENTS; m++) {
		if (m->pid) {
			kill(m->pid, SIGKILL);
			waitpid(m->pid, NULL, 0);
		}
		m->pid = 0;
		m->acknowledged = 0;
	}
}

/* How long RTNL is waited for. */
static void probe(struct soak *k)
{
	__u64 t = now_ns();

	link_index(&k->x.rt, "lo");
	t = now_ns() - t;
	k->p.rtnl_ns = t > k->p.rtnl_ns ? t : k->p.rtnl_ns;
}

/* Returns 0, or -1 if that is the end of it. */
int look(struct soak *k)
{
	struct mortal *m = &k->agents[below(SOAK_AGENTS)];

	witness_read(&k->x.w, 1 + below(30));
	look_at_counters(k);
	switch (below(40)) {
	case 0:
		if (m->pid)
			agent_dies(k, m);
		else
			agent_lives(k, m);
		break;
	case 1 ... 4:
		ask(k);
		break;
	case 5 ... 12:
		if (follower_read(&k->f, 0))
			complain(&k->x.w, "P6: the listener cannot recover");
		break;
	case 13 ... 15:
		probe(k);
		break;
	case 16:
		if (k->p.kind == PHASE_FILTERED)
			reset_counters(k);
		break;
	}
	if (waitpid(k->mix, NULL, WNOHANG))
		complain(&k->x.w, "the storm is over");
	return k->x.w.complaints ? -1 : 0;
}
