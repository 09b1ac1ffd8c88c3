// SPDX-License-Identifier: GPL-2.0
/* From event to what is pending, as in kmod/pending.c; see sim.h. */
#include <string.h>

#include <linux/nthrottle.h>

#include "sim.h"

void sim_init(struct sim *s, const struct sim_settings *settings)
{
	memset(s, 0, sizeof(*s));
	s->settings = settings;
}

static void count_bounced(struct sim *s, struct sim_dev *d)
{
	d->counters.bounced += d->held.count;
	s->total.bounced += d->held.count;
	d->bounced += d->held.count;
	d->held = (struct nthrottle_pending){};
}

static void count_flaps(struct sim *s, struct sim_dev *d, u32 flaps)
{
	d->counters.flaps += flaps;
	s->total.flaps += flaps;
}

/* Damping may end with it: of that, listeners do hear. */
static void filtered_event(struct sim *s, struct sim_dev *d, u32 event)
{
	const struct nthrottle_gate_params *p = &d->profile->gates;
	struct nthrottle_link link = sim_dev_link(d);

	d->counters.filtered++;
	s->total.filtered++;
	count_flaps(s, d, nthrottle_gates_on_filtered(&d->gates, p, s->now_ns,
						      event, &link));
	if (p->watch)
		sim_queue_dev(s, d);
}

static void gated_event(struct sim *s, struct sim_dev *d, u32 event)
{
	const struct nthrottle_gate_params *p = &d->profile->gates;
	struct nthrottle_link link = sim_dev_link(d);
	struct nthrottle_outcome o;

	o = nthrottle_gates_on_event(&d->gates, p, s->now_ns, event, &link);
	count_flaps(s, d, o.flaps);
	if (o.bounce == NTHROTTLE_BOUNCE_RELEASED)
		nthrottle_merge_all(&d->pending, &d->held);
	nthrottle_merge_event(o.merge ? &d->pending : &d->held, event,
			      s->now_ns);
	/* What cancels a change goes with it. */
	if (o.bounce == NTHROTTLE_BOUNCE_CANCELLED)
		count_bounced(s, d);
	if (o.requeue)
		sim_queue_dev(s, d);
}

static void counted_event(struct sim *s, struct sim_dev *d, u32 event)
{
	const struct sim_profile *p = d->profile;

	if (!(event & p->params.events))
		filtered_event(s, d, event);
	else if (nthrottle_gates_mind(&d->gates, &p->gates, event))
		gated_event(s, d, event);
	else
		nthrottle_merge_event(&d->pending, event, s->now_ns);
}

/* The rules may give it another profile now. */
static void renamed(struct sim *s, struct sim_dev *d)
{
	const struct sim_profile *old = d->profile;
	struct nthrottle_link link = sim_dev_link(d);

	d->profile = sim_settings_match(s->settings, d->name, d->kind);
	if (!memcmp(&old->params, &d->profile->params, sizeof(old->params)))
		return;
	nthrottle_gates_adopt(&d->gates, &d->profile->gates, s->now_ns, &link);
	/* The gates have released it. */
	if (!d->profile->gates.watch)
		nthrottle_merge_all(&d->pending, &d->held);
	sim_queue_dev(s, d);
}

/* Nobody needs to hear of an interface that nobody knows. */
static void ended(struct sim *s, struct sim_dev *d)
{
	d->gone = true;
	nthrottle_merge_all(&d->pending, &d->held);
	nthrottle_merge_event(&d->pending, NTHROTTLE_EVENT_UNREGISTER,
			      s->now_ns);
	if (d->known) {
		sim_queue_head(s, d);
		return;
	}
	sim_queue_del(d);
	d->counters.elided += d->pending.count;
	s->total.elided += d->pending.count;
	d->pending = (struct nthrottle_pending){};
}

struct sim_dev *sim_event(struct sim *s, const struct sim_event *e)
{
	struct sim_dev *d;

	if (!s->total.events)
		s->start_ns = e->now_ns;
	/* What happens at the same time is merged before it is sent. */
	sim_queue_run(s, e->now_ns);
	s->now_ns = e->now_ns;
	d = sim_dev_find(s, e);
	if (!d)
		return NULL;
	d->counters.events++;
	s->total.events++;
	if (d->gone) {
		d->counters.unrecorded++;
		s->total.unrecorded++;
		return d;
	}
	sim_dev_update(d, e);
	if (e->event == NTHROTTLE_EVENT_UNREGISTER) {
		ended(s, d);
		return d;
	}
	if (e->event == NTHROTTLE_EVENT_RENAME)
		renamed(s, d);
	counted_event(s, d, e->event);
	return d;
}

/* Until nothing is pending any more. */
void sim_finish(struct sim *s)
{
	sim_queue_run(s, UINT64_MAX);
}

void sim_free(struct sim *s)
{
	sim_dev_free_all(s);
	sim_heap_free(&s->ready);
}
