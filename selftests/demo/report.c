// SPDX-License-Identifier: GPL-2.0
/* What the demo prints: progress, the table, the chart, the verdict. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "report.h"
#include "storm.h"

#define GREEN	"\033[32m"
#define RED	"\033[31m"
#define BOLD	"\033[1m"
#define PLAIN	"\033[0m"
#define BAR	24	/* longest bar of the chart */
#define LINES	30	/* most lines of the chart */

/* Colours, and a progress line that overwrites itself. */
bool report_terminal;

static const char *color(const char *code)
{
	return report_terminal ? code : "";
}

/* 1234567 as 1,234,567; valid until the fourth call after this one. */
static const char *digits(uint64_t n)
{
	static char buf[4][32];
	static unsigned int turn;
	char *p = buf[turn++ % 4] + sizeof(buf[0]);
	unsigned int i = 0;

	*--p = '\0';
	do {
		if (i && i % 3 == 0)
			*--p = ',';
		*--p = '0' + n % 10;
		n /= 10;
		i++;
	} while (n);
	return p;
}

/**
 * report_progress() - say how far it is
 * @s: the accounts
 * @phase: what is going on
 *
 * On a terminal the line stays in place; elsewhere, call it rarely.
 */
void report_progress(const struct shared *s, const char *phase)
{
	/* Short enough for one line of a terminal. */
	printf("%s%3u s  %-8s %s operations  rtnetlink %s, ENOBUFS %s  nthrottle %s%s",
	       report_terminal ? "\r" : "",
	       (unsigned int)((now_ns() - s->begin_ns) / 1000000000),
	       phase, digits(account_done(s)), digits(s->rtnl.messages),
	       digits(s->rtnl.overruns), digits(s->nthrottle.messages),
	       report_terminal ? "\033[K" : "\n");
	fflush(stdout);
}

void report_progress_end(void)
{
	if (report_terminal)
		printf("\n");
	printf("\n");
}

static void row(const char *what, const char *left, const char *right)
{
	printf("  %-36s %16s %16s\n", what, left, right);
}

static void numbers(const char *what, uint64_t rtnl, uint64_t nthrottle)
{
	row(what, digits(rtnl), digits(nthrottle));
}

static void cpu(const struct account *rtnl, const struct account *nthrottle)
{
	char left[32], right[32];

	snprintf(left, sizeof(left), "%.3f s", rtnl->cpu_ns / 1e9);
	snprintf(right, sizeof(right), "%.3f s", nthrottle->cpu_ns / 1e9);
	row("CPU time of the listener", left, right);
}

static void correctness(const struct verdict *v)
{
	char left[32], right[32];

	snprintf(left, sizeof(left), "%u of %u", v->rtnl_differ, v->interfaces);
	snprintf(right, sizeof(right), "%u of %u", v->nthrottle_differ,
		 v->interfaces);
	row("interfaces known wrongly at the end", left, right);
	row("last known state equals `ip link`", v->rtnl_differ ? "no" : "yes",
	    v->nthrottle_differ ? "no" : "yes");
}

/**
 * report_table() - both listeners side by side
 * @s: the accounts
 * @v: the result
 */
void report_table(const struct shared *s, const struct verdict *v)
{
	const struct account *r = &s->rtnl, *n = &s->nthrottle;

	printf("%s%s link operations in %.1f s on %u interfaces made ",
	       color(BOLD), digits(v->operations), v->storm_ns / 1e9,
	       INTERFACES);
	printf("%s events on the notifier chain.%s\n\n", digits(v->events),
	       color(PLAIN));
	row("", "rtnetlink", "nthrottle");
	numbers("messages received", r->messages, n->messages);
	numbers("messages lost", r->lost, n->lost);
	numbers("reports of loss (ENOBUFS)", r->overruns, n->overruns);
	numbers("wake-ups (poll returned)", r->wakeups, n->wakeups);
	numbers("reads (recv with data)", r->reads, n->reads);
	numbers("bytes read", r->bytes, n->bytes);
	cpu(r, n);
	correctness(v);
	printf("\n");
}

/**
 * struct column - a listener's messages over time
 * @messages: by line of the chart
 * @overran: lines in which ENOBUFS was reported
 */
struct column {
	uint32_t messages[LINES];
	bool overran[LINES];
};

static void fill(struct column *c, const struct account *a, unsigned int slots)
{
	unsigned int i;

	for (i = 0; i < LINES * slots && i < SLOTS; i++) {
		c->messages[i / slots] += a->slot[i];
		c->overran[i / slots] |= a->overrun_slot[i] != 0;
	}
}

static unsigned int last_slot(const struct shared *s)
{
	unsigned int i = SLOTS;

	while (--i && !s->rtnl.slot[i] && !s->nthrottle.slot[i])
		;
	return i;
}

static void bar(const struct column *c, unsigned int i, uint32_t max,
		const char *end)
{
	char line[BAR + 40];
	unsigned int len = ((uint64_t)c->messages[i] * BAR + max - 1) / max;

	memset(line, '#', len);
	snprintf(line + len, sizeof(line) - len, "%s%s%s", len ? " " : "",
		 len ? digits(c->messages[i]) : "", c->overran[i] ? " lost" : "");
	printf("%-*s%s", *end ? 0 : BAR + 16, line, end);
}

/**
 * report_chart() - messages over time
 * @s: the accounts
 */
void report_chart(const struct shared *s)
{
	unsigned int i, last = last_slot(s), slots = last / LINES + 1;
	struct column r = {}, n = {};
	uint32_t max = 1;

	fill(&r, &s->rtnl, slots);
	fill(&n, &s->nthrottle, slots);
	for (i = 0; i < LINES; i++) {
		max = r.messages[i] > max ? r.messages[i] : max;
		max = n.messages[i] > max ? n.messages[i] : max;
	}
	printf("Messages received in each %.1f s, same scale; \"lost\": ENOBUFS reported:\n\n",
	       slots * (SLOT_NS / 1e9));
	printf("     time  %-*s%s\n", BAR + 16, "rtnetlink", "nthrottle");
	for (i = 0; i <= last / slots; i++) {
		printf("  %5.1f s  ", i * slots * (SLOT_NS / 1e9));
		bar(&r, i, max, "");
		bar(&n, i, max, "\n");
	}
	printf("\n");
}

static bool check(bool ok, const char *what)
{
	printf("  %s%s%s  %s", color(ok ? GREEN : RED), ok ? "yes" : " NO",
	       color(PLAIN), what);
	return ok;
}

/**
 * report_verdict() - did nthrottle keep its promises?
 * @s: the accounts
 * @v: the result
 *
 * Return: true if it did.
 */
bool report_verdict(const struct shared *s, const struct verdict *v)
{
	const struct account *n = &s->nthrottle;
	double thresholds = v->duration_ns / 1e6 / v->threshold_ms;
	uint64_t bound = INTERFACES * (thresholds + v->burst + 1);
	bool ok;

	ok = check(!n->lost && !n->overruns, "the listener of nthrottle lost nothing\n");
	ok &= check(!v->nthrottle_differ,
		    "its last known state of every interface equals `ip link`\n");
	ok &= check(n->messages <= bound, "it was not told too often: ");
	printf("%s messages <= %u interfaces x (%.1f s / %u ms + burst %u + 1) = %s\n\n",
	       digits(n->messages), INTERFACES, v->duration_ns / 1e9,
	       v->threshold_ms, v->burst, digits(bound));
	return ok;
}
