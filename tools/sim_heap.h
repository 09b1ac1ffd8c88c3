/* SPDX-License-Identifier: GPL-2.0 */
/* A queue by time, first in, first out at the same time. */
#ifndef NTHROTTLE_TOOL_SIM_HEAP_H
#define NTHROTTLE_TOOL_SIM_HEAP_H

#include <linux/types.h>

/**
 * struct sim_node - an object's place in a queue
 * @at: its time
 * @turn: which of those with the same time it is
 * @place: where it is in the heap, counted from 1; 0: nowhere
 */
struct sim_node {
	s64 at;
	u64 turn;
	size_t place;
};

/**
 * struct sim_heap - a queue
 * @nodes: a binary heap; the first element is not used
 * @count: number of nodes in it
 * @room: number of nodes that fit
 * @turns: number of nodes that were ever put in
 */
struct sim_heap {
	struct sim_node **nodes;
	size_t count;
	size_t room;
	u64 turns;
};

/* Makes room for as many nodes altogether; returns -1 without memory. */
int sim_heap_reserve(struct sim_heap *heap, size_t count);
void sim_heap_free(struct sim_heap *heap);

/* Puts a node in, or moves it to another time. */
void sim_heap_set(struct sim_heap *heap, struct sim_node *node, s64 at);
void sim_heap_del(struct sim_heap *heap, struct sim_node *node);

static inline struct sim_node *sim_heap_first(const struct sim_heap *heap)
{
	return heap->count ? heap->nodes[1] : NULL;
}

#endif /* NTHROTTLE_TOOL_SIM_HEAP_H */
