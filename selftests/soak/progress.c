// SPDX-License-Identifier: GPL-2.0
/* What whoever waits is told. */
#include <stdarg.h>
#include <stdio.h>

#include "soak.h"

#define TELL_MS 10000
#define MUST_MS 150000	/* after so long, all has happened that can */
#define COUNTS "%u overruns, %u recoveries, %u answers, %u lives, %u reloads"

void say(const char *fmt, ...)
{
	va_list ap;

	fputs("# ", stdout);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	fflush(stdout);
}

void progress(struct soak *k, bool at_once)
{
	__u64 now = now_ns();

	if (!at_once && now < k->told_ns + TELL_MS * MS)
		return;
	k->told_ns = now;
	say("%llu s: phase %u, %llu events, %llu notifications, " COUNTS,
	    (now - k->begin_ns) / 1000000000, k->p.number, k->events,
	    k->notifications + k->x.w.n_log, k->overruns + k->f.overruns,
	    k->recoveries + k->f.recoveries, k->answers, k->lives,
	    k->reloads);
}

/* What never happened cannot have gone well. */
int sum_up(struct soak *k)
{
	__u64 ms = (now_ns() - k->begin_ns) / MS;
	const struct {
		const char *what;
		__u64 times;
	} must[] = {
		{ "events", k->events },
		{ "notifications", k->notifications + k->x.w.n_log },
		{ "overruns", k->overruns + k->f.overruns },
		{ "recoveries", k->recoveries + k->f.recoveries },
		{ "answers", k->answers },
		{ "lives", k->lives },
		{ "looks at P3", k->looks },
		{ "reloads", k->p.number < 3 ? 1 : k->reloads },
		{ "phase of each kind", ms < MUST_MS || k->p.number >= PHASE_KINDS },
	};
	int err = 0;
	size_t i;

	progress(k, true);
	for (i = 0; i < sizeof(must) / sizeof(*must); i++) {
		if (must[i].times)
			continue;
		say("no %s", must[i].what);
		err = -1;
	}
	if (k->events < k->enough) {
		say("not %llu events", k->enough);
		err = -1;
	}
	say("%llu events in %llu s, %llu per second; %u resyncs; %llu looks at P3",
	    k->events, ms / 1000, k->events * 1000 / (ms + 1), k->resyncs,
	    k->looks);
	return err;
}
