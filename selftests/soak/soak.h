/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The soak: random storms and random configuration for as long as one likes,
 * in phases, each of which ends in a quiet point where everything is looked at.
 */
#ifndef SOAK_H
#define SOAK_H

#include "follower.h"
#include "mortal.h"
#include "storm.h"
#include "world.h"

#define MS 1000000ULL
#define SOAK_AGENTS 3
#define QUIET_MS 300000		/* a slow kernel on a busy machine */

/* What may be expected of a phase. */
enum phase_kind {
	PHASE_STEADY,		/* constant parameters, no gate but throttle */
	PHASE_GATED,		/* constant parameters, all gates */
	PHASE_CHANGING,		/* anything changes at any time */
	PHASE_FILTERED,		/* so do the kinds that count, and the counters */
	PHASE_KINDS,
};

/**
 * struct phase - a while of storm, up to the next quiet point
 * @kind: what may be expected
 * @number: from 1 on
 * @text: number, kind and parameters, for those who read of broken promises
 * @threshold_ms: while it is constant
 * @batch_ms: likewise
 * @reset: the counters were reset
 * @begin: the counters at its beginning
 * @rtnl_ns: the longest time that RTNL was waited for
 */
struct phase {
	enum phase_kind kind;
	unsigned int number;
	char text[160];
	__u32 threshold_ms;
	__u32 batch_ms;
	bool reset;
	struct stats begin;
	__u64 rtnl_ns;
};

/**
 * struct mortal - an agent that is killed and begins anew
 * @name: its name
 * @pid: its process, 0 while it is dead
 * @acknowledged: by the life before
 */
struct mortal {
	char name[16];
	pid_t pid;
	__u64 acknowledged;
};

/**
 * struct soak - all of it
 * @x: the namespace, and the witness
 * @host_ns: the initial namespace
 * @host: nthrottle's operations in it
 * @f: the listener that misses most
 * @p: the phase
 * @agents: the agents
 * @seed: of everything
 * @fast: prefer operations that are cheap
 * @mix: the process that makes the storm
 * @changer: the process that changes the configuration, 0 for none
 * @begin_ns: when it began
 * @end_ns: when it shall end
 * @enough: events after which it ends, too; 0 for any number
 * @told_ns: when progress was told
 * @seen: events counted up to the last look
 * @events: of all lives of the module; the following ones likewise
 * @notifications: heard by the witness
 * @overruns: of the follower
 * @recoveries: of the follower
 * @resyncs: of the follower
 * @reloads: of the module
 * @answers: to questions of what changed since, that were checked
 * @lives: of agents
 * @looks: at the counters
 */
struct soak {
	struct world x;
	int host_ns;
	struct client host;
	struct follower f;
	struct phase p;
	struct mortal agents[SOAK_AGENTS];
	unsigned int seed;
	bool fast;
	pid_t mix;
	pid_t changer;
	__u64 begin_ns;
	__u64 end_ns;
	__u64 enough;
	__u64 told_ns;
	__u64 seen;
	__u64 events;
	__u64 notifications;
	unsigned int overruns;
	unsigned int recoveries;
	unsigned int resyncs;
	unsigned int reloads;
	unsigned int answers;
	unsigned int lives;
	__u64 looks;
};

/* mix.c */
pid_t mix_start(unsigned int seed, bool fast);

/* change.c */
pid_t changer_start(const struct soak *k, unsigned int seed);

/* phase.c: all return 0, or -1 if a promise is broken or nothing goes on */
int phase_begin(struct soak *k);
int phase_run(struct soak *k, unsigned int ms);
int soak_defaults(struct soak *k);

/* look.c: while the storm goes on */
int look(struct soak *k);
void look_at_counters(struct soak *k);
void agents_bury(struct soak *k);

/* quiet.c */
int storm_halt(struct soak *k);
void storm_continue(struct soak *k);
int quiet_point(struct soak *k);

/* reload.c */
int host_open(struct soak *k);
int soak_attach(struct soak *k);
int soak_reload(struct soak *k, bool in_storm);

/* progress.c */
void say(const char *fmt, ...);
void progress(struct soak *k, bool at_once);
int sum_up(struct soak *k);

#endif
