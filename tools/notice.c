// SPDX-License-Identifier: GPL-2.0
/* Notifications in words; see notice.h. */
#include <net/if.h>
#include <stdio.h>
#include <time.h>

#include <linux/nthrottle.h>

#include "dev.h"
#include "notice.h"
#include "words.h"

#define NS_PER_S	1000000000ULL

static void text_time(u64 wall_ns)
{
	time_t seconds = wall_ns / NS_PER_S;
	char text[16] = "--:--:--";
	struct tm tm;

	if (localtime_r(&seconds, &tm))
		strftime(text, sizeof(text), "%H:%M:%S", &tm);
	printf("%s%s.%03u%s ", color(COLOR_DIM), text,
	       (unsigned int)(wall_ns % NS_PER_S / NTHROTTLE_NS_PER_MS),
	       color(COLOR_END));
}

static u64 clock_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * NS_PER_S + now.tv_nsec;
}

/* For what tells CLOCK_BOOTTIME only. */
static u64 wall_ns(u64 boot_ns)
{
	return clock_ns(CLOCK_REALTIME) - clock_ns(CLOCK_BOOTTIME) + boot_ns;
}

/* How the interface looks, and how in truth if a gate shows it otherwise. */
static void text_state(const struct nt_dev *dev)
{
	bool up = dev->flags & IFF_UP;

	printf("%s%-4s%s %-10s %s%-14s%s mtu %u",
	       color(up ? COLOR_GOOD : COLOR_BAD), up ? "UP" : "DOWN",
	       color(COLOR_END), dev->carrier ? "carrier" : "no-carrier",
	       color(dev_state_color(dev)),
	       text_value(&nt_operstate_names, dev->operstate).s,
	       color(COLOR_END), dev->mtu);
	if (nt_has(dev, NTHROTTLE_A_DEV_MASTER))
		printf(" master %s", dev_name(dev->master).s);
	if (dev_has_raw(dev))
		printf(" %s(%s)%s", color(COLOR_NOTE), dev_raw(dev).s,
		       color(COLOR_END));
}

/*
 * What led here: how many events of which kinds, in how long, and why now. The
 * end of a damping may need none.
 */
static void text_cause(const struct nt_dev *dev)
{
	/* Asked for, and there since the module was loaded, or gone unnoticed. */
	if (!nt_has(dev, NTHROTTLE_A_DEV_WHY))
		return;
	if (dev->count)
		printf("  %ju %s (%s)", dev->count,
		       dev->count == 1 ? "event" : "events",
		       text_bits(&nt_event_names, dev->events).s);
	else
		printf("  no event");
	if (dev->count > 1)
		printf(" in %s", text_span(dev->last_ns - dev->first_ns).s);
	if (dev->bounced)
		printf(", %ju bounced", dev->bounced);
	printf(": %s", text_value(&nt_why_names, dev->why).s);
}

static void text_damping(const struct nt_dev *dev)
{
	const struct nt_damping *d = &dev->damping;

	if (d->damped && dev->why != NTHROTTLE_WHY_DAMPED)
		printf(", damped");
	if (d->damped || d->penalty)
		printf(", penalty %u", d->penalty);
	if (d->damped)
		printf(", reuse in %s", text_span(d->reuse_in_ns).s);
}

/* @recovered: it was asked for, because the notification itself was missed. */
void notice_dev(const struct nt_dev *dev, bool recovered)
{
	text_time(nt_has(dev, NTHROTTLE_A_DEV_WALL_NS) ? dev->wall_ns :
		  clock_ns(CLOCK_REALTIME));
	printf("seq %-6ju %s%-15s%s ", dev->seq, color(COLOR_NAME),
	       text_safe(dev->name).s, color(COLOR_END));
	if (dev->deleted)
		printf("%sdeleted%s", color(COLOR_BAD), color(COLOR_END));
	else
		text_state(dev);
	text_cause(dev);
	text_damping(dev);
	puts(recovered ? ", recovered" : "");
}

void notice_hold(const struct nt_hold *hold)
{
	bool ended = nt_has(hold, NTHROTTLE_A_HOLD_END);

	text_time(wall_ns(ended ? hold->end_ns : hold->begin_ns));
	printf("%shold %ju %s%s", color(COLOR_NOTE), hold->id,
	       ended ? "ends" : "begins", color(COLOR_END));
	if (ended)
		printf(" after %s: %s, opened",
		       text_span(hold->end_ns - hold->begin_ns).s,
		       text_value(&nt_hold_end_names, hold->end).s);
	else
		printf(" for %s at most: opened",
		       text_duration(hold->limit_ms * NTHROTTLE_NS_PER_MS).s);
	printf(" by %s (pid %u)\n", text_safe(hold->comm).s, hold->pid);
}

void notice_config(const struct nt_config *config)
{
	text_time(clock_ns(CLOCK_REALTIME));
	printf("%sconfiguration%s: profiles %u  rules %u", color(COLOR_NOTE),
	       color(COLOR_END), config->profiles, config->rules);
	words_show(stdout, config_words, NTHROTTLE_CONFIG_PARAMS, config);
}

void notice_agent(const struct nt_agent *agent)
{
	bool up = agent->state == NTHROTTLE_AGENT_STATE_UP;

	text_time(clock_ns(CLOCK_REALTIME));
	printf("%sagent %s%s is %s%s%s", color(COLOR_NOTE),
	       text_safe(agent->name).s, color(COLOR_END),
	       color(up ? COLOR_GOOD : COLOR_BAD),
	       text_value(&nt_agent_state_names, agent->state).s,
	       color(COLOR_END));
	if (nt_has(agent, NTHROTTLE_A_AGENT_CAUSE))
		printf(": %s", text_value(&nt_agent_cause_names, agent->cause).s);
	printf(", seq %ju, lag %ju, by %s (pid %u)\n", agent->seq, agent->lag,
	       text_safe(agent->comm).s, agent->pid);
}
