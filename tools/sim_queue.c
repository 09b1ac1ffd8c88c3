// SPDX-License-Identifier: GPL-2.0
/* The deadline queue and the worker in virtual time, as in kmod/queue.c. */
#include <linux/minmax.h>
#include <linux/nthrottle.h>

#include "sim.h"

#define BATCH_MAX	256

static struct sim_dev *dev_of(struct sim_node *node)
{
	return (struct sim_dev *)((char *)node - offsetof(struct sim_dev, node));
}

static struct sim_net *net_of(struct sim_node *node)
{
	return (struct sim_net *)((char *)node - offsetof(struct sim_net, node));
}

/* Those before all others are always due. */
static u64 due_of(const struct sim_node *node)
{
	return node->at < 0 ? 0 : node->at;
}

/* Have the worker come. One that was called for too early finds nothing to do,
 * and is called again.
 */
static void arm(struct sim *s, struct sim_net *net)
{
	struct sim_node *first = sim_heap_first(&net->due);
	u64 at_ns;
	u32 reason;

	if (!first)
		return;
	at_ns = nthrottle_pace_due(&net->pace, &s->settings->pace,
				   due_of(first), &reason);
	at_ns = max(at_ns, s->now_ns) + s->latency_ns;
	if (!net->node.place || at_ns < (u64)net->node.at)
		sim_heap_set(&s->ready, &net->node, at_ns);
}

void sim_queue_del(struct sim_dev *d)
{
	sim_heap_del(&d->net->due, &d->node);
}

/* Put an interface where its gates want it. */
void sim_queue_dev(struct sim *s, struct sim_dev *d)
{
	struct nthrottle_verdict v;

	if (!nthrottle_gates_waiting(&d->gates)) {
		sim_queue_del(d);
		d->gate = NTHROTTLE_GATE_NONE;
		return;
	}
	v = nthrottle_gates_due(&d->gates, &d->profile->gates);
	if (v.reason != NTHROTTLE_GATE_NONE)
		d->gate = v.reason;
	if (!d->node.place || v.due_ns != (u64)d->node.at)
		d->let_ns = s->now_ns;
	sim_heap_set(&d->net->due, &d->node, v.due_ns);
	arm(s, d->net);
}

/* Before all that have a due time, in the order in which they came. */
void sim_queue_head(struct sim *s, struct sim_dev *d)
{
	d->let_ns = s->now_ns;
	sim_heap_set(&d->net->due, &d->node, INT64_MIN + (s64)d->net->heads++);
	arm(s, d->net);
}

/* Return: true if one was sent. */
static bool send_one(struct sim *s, struct sim_net *net)
{
	struct sim_node *first = sim_heap_first(&net->due);
	const struct nthrottle_pace_params *p = &s->settings->pace;

	if (!first || due_of(first) > s->now_ns ||
	    !nthrottle_pace_may(&net->pace, p, s->now_ns))
		return false;
	/* It looks at what the rate was before it took its share. */
	sim_heap_del(&net->due, first);
	sim_send(s, dev_of(first), due_of(first));
	nthrottle_pace_take(&net->pace, p, s->now_ns);
	return true;
}

static void work(struct sim *s, struct sim_net *net)
{
	const struct nthrottle_pace_params *p = &s->settings->pace;
	unsigned int n = 0;
	u32 reason;

	if (nthrottle_pace_due(&net->pace, p, 0, &reason) <= s->now_ns)
		while (n < BATCH_MAX && send_one(s, net))
			n++;
	if (n) {
		nthrottle_pace_on_sent(&net->pace, p->batch_ns, s->now_ns);
		s->sends++;
	}
	arm(s, net);
}

/* Let the workers do what they would do before @until_ns. */
void sim_queue_run(struct sim *s, u64 until_ns)
{
	struct sim_node *first;

	while ((first = sim_heap_first(&s->ready)) &&
	       (u64)first->at < until_ns) {
		s->now_ns = first->at;
		sim_heap_del(&s->ready, first);
		work(s, net_of(first));
	}
}
