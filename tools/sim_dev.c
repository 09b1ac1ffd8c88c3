// SPDX-License-Identifier: GPL-2.0
/* Interfaces and namespaces of a simulation; see sim.h. */
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include <linux/nthrottle.h>

#include "sim.h"

/* IFF_*, of net/if.h, which cannot be included beside linux/if.h. */
#define FLAG_UP		0x1
/* What an up or down is told with: UP, RUNNING, LOWER_UP, DORMANT. */
#define FLAGS_LINK	0x30041
#define OPER_DOWN	2

static int compare_nets(const void *a, const void *b)
{
	const struct sim_net *x = a, *y = b;

	return x->instance < y->instance ? -1 : x->instance > y->instance;
}

static struct sim_net *find_net(struct sim *s, u64 instance)
{
	const struct sim_net key = { .instance = instance };
	struct sim_net *net;
	void **found;

	found = tfind(&key, &s->net_tree, compare_nets);
	if (found)
		return *found;
	if (sim_heap_reserve(&s->ready, s->nets + 1))
		return NULL;
	net = calloc(1, sizeof(*net));
	if (!net)
		return NULL;
	net->instance = instance;
	net->number = s->nets + 1;
	if (!tsearch(net, &s->net_tree, compare_nets)) {
		free(net);
		return NULL;
	}
	s->nets++;
	return net;
}

static int compare_u64(u64 a, u64 b)
{
	return a < b ? -1 : a > b;
}

/* In a plain recording, names stay. */
static int compare_devs(const void *a, const void *b)
{
	const struct sim_dev *x = a, *y = b;
	int differ;

	if (x->plain != y->plain)
		return x->plain ? 1 : -1;
	if (x->plain)
		return strcmp(x->name, y->name);
	differ = compare_u64(x->net->instance, y->net->instance);
	return differ ? differ : compare_u64(x->id, y->id);
}

static bool is_recent(const struct sim_dev *d, const struct sim_event *e)
{
	if (!d || d->plain != e->plain)
		return false;
	return d->plain ? !strcmp(d->name, e->name) :
	       d->id == e->id && d->net->instance == e->instance;
}

/*
 * How it was before its first event. If that tells of a carrier that is not
 * there, the carrier was lost just now. Before it was set up, there was none.
 */
static void begin_link(struct sim_dev *d, const struct sim_event *e)
{
	const u32 tells = NTHROTTLE_EVENT_CHANGE | NTHROTTLE_EVENT_DOWN;

	if (e->plain) {
		d->live = (struct sim_link){ .flags = FLAG_UP, .carrier = true };
		d->last = d->live;
		return;
	}
	sim_dev_update(d, e);
	if ((e->event & tells) && !e->carrier) {
		d->live.flags |= FLAG_UP;
		d->live.carrier = true;
		d->live.guessed = true;
		d->losses--;
	}
	d->last = d->live;
}

/* Those that were not seen to begin were there when the recording began. */
static void begin_dev(struct sim *s, struct sim_dev *d,
		      const struct sim_event *e)
{
	bool begins = e->event == NTHROTTLE_EVENT_REGISTER;
	struct nthrottle_link link;

	begin_link(d, e);
	d->known = !begins;
	d->profile = sim_settings_match(s->settings, d->name, d->kind);
	link = sim_dev_link(d);
	nthrottle_gates_init(&d->gates, &d->profile->gates,
			     begins ? e->now_ns : s->start_ns, &link);
}

/* The array grows in steps of powers of two. */
static int list_dev(struct sim *s, struct sim_dev *d)
{
	size_t n = s->n_devs;
	struct sim_dev **devs;

	if (!(n & (n - 1))) {
		devs = reallocarray(s->devs, n ? 2 * n : 1, sizeof(*devs));
		if (!devs)
			return -1;
		s->devs = devs;
	}
	s->devs[s->n_devs++] = d;
	return 0;
}

/* One of the same name may have gone before. */
static int index_dev(struct sim *s, struct sim_dev *d)
{
	void **found;

	if (sim_heap_reserve(&d->net->due, d->net->interfaces + 1))
		return -1;
	found = tsearch(d, &s->dev_tree, compare_devs);
	if (!found || list_dev(s, d))
		return -1;
	*found = d;
	d->net->interfaces++;
	return 0;
}

static void set_key(struct sim_dev *d, struct sim_net *net,
		    const struct sim_event *e)
{
	d->net = net;
	d->plain = e->plain;
	d->id = e->id;
	memcpy(d->name, e->name, sizeof(d->name));
}

static struct sim_dev *new_dev(struct sim *s, struct sim_net *net,
			       const struct sim_event *e)
{
	struct sim_dev *d = calloc(1, sizeof(*d));

	if (!d)
		return NULL;
	set_key(d, net, e);
	d->ifindex = e->ifindex;
	memcpy(d->kind, e->kind, sizeof(d->kind));
	begin_dev(s, d, e);
	if (!index_dev(s, d))
		return d;
	tdelete(d, &s->dev_tree, compare_devs);
	free(d);
	return NULL;
}

/* The interface of an event; NULL without memory. */
struct sim_dev *sim_dev_find(struct sim *s, const struct sim_event *e)
{
	struct sim_dev key = { .id = 0 };
	struct sim_dev *d = s->recent;
	struct sim_net *net;
	void **found;

	if (!is_recent(d, e)) {
		net = find_net(s, e->instance);
		if (!net)
			return NULL;
		set_key(&key, net, e);
		found = tfind(&key, &s->dev_tree, compare_devs);
		d = found ? *found : new_dev(s, net, e);
	}
	if (d && d->gone && d->plain && e->event == NTHROTTLE_EVENT_REGISTER)
		d = new_dev(s, d->net, e);
	s->recent = d;
	return d;
}

static void update_plain(struct sim_dev *d, enum sim_carrier change)
{
	if (change == SIM_CARRIER_KEPT)
		return;
	d->live.carrier = change == SIM_CARRIER_GAINED;
	d->losses += !d->live.carrier;
}

/* The state after an event. */
void sim_dev_update(struct sim_dev *d, const struct sim_event *e)
{
	if (e->plain) {
		update_plain(d, e->change);
		return;
	}
	d->live = (struct sim_link){
		.flags = e->flags,
		.operstate = e->operstate,
		.carrier = e->carrier,
	};
	d->losses = e->losses;
	memcpy(d->name, e->name, sizeof(d->name));
	/* It comes back as it was, for all that is known. */
	if (d->last.guessed && d->live.carrier)
		d->last = d->live;
}

struct nthrottle_link sim_dev_link(const struct sim_dev *d)
{
	return (struct nthrottle_link){
		.losses = d->losses,
		.admin_up = d->live.flags & FLAG_UP,
		.up = d->live.carrier,
		.same = d->live.flags == d->last.flags &&
			d->live.operstate == d->last.operstate &&
			d->live.carrier == d->last.carrier,
	};
}

/*
 * The link is notified as up or down, whatever it is; see
 * nthrottle_state_report().
 */
void sim_dev_report(struct sim_dev *d, bool up)
{
	struct sim_link told = d->live;
	u32 flags = d->live.flags & FLAG_UP;
	u32 operstate = OPER_DOWN;

	if (told.carrier != up) {
		if (d->last.carrier == up) {
			flags = d->last.flags;
			operstate = d->last.operstate;
			told.guessed = d->last.guessed;
		}
		told.flags = (told.flags & ~FLAGS_LINK) | (flags & FLAGS_LINK);
		told.operstate = operstate;
		told.carrier = up;
	}
	d->last = told;
}

static void free_net(void *net)
{
	sim_heap_free(&((struct sim_net *)net)->due);
	free(net);
}

static void keep(void *dev)
{
}

void sim_dev_free_all(struct sim *s)
{
	size_t i;

	for (i = 0; i < s->n_devs; i++)
		free(s->devs[i]);
	free(s->devs);
	tdestroy(s->dev_tree, keep);
	tdestroy(s->net_tree, free_net);
}
