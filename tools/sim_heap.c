// SPDX-License-Identifier: GPL-2.0
/* A queue by time; see sim_heap.h. */
#include <stdlib.h>

#include "sim_heap.h"

int sim_heap_reserve(struct sim_heap *heap, size_t count)
{
	size_t room = heap->room ? heap->room : 8;
	struct sim_node **nodes;

	if (count <= heap->room)
		return 0;
	while (room < count)
		room *= 2;
	nodes = reallocarray(heap->nodes, room + 1, sizeof(*nodes));
	if (!nodes)
		return -1;
	heap->nodes = nodes;
	heap->room = room;
	return 0;
}

void sim_heap_free(struct sim_heap *heap)
{
	free(heap->nodes);
}

static bool before(const struct sim_node *a, const struct sim_node *b)
{
	return a->at != b->at ? a->at < b->at : a->turn < b->turn;
}

static void put(struct sim_heap *heap, struct sim_node *node, size_t place)
{
	heap->nodes[place] = node;
	node->place = place;
}

static void rise(struct sim_heap *heap, struct sim_node *node)
{
	size_t place = node->place;

	for (; place > 1 && before(node, heap->nodes[place / 2]); place /= 2)
		put(heap, heap->nodes[place / 2], place);
	put(heap, node, place);
}

static void sink(struct sim_heap *heap, struct sim_node *node)
{
	size_t child, place = node->place;

	while ((child = 2 * place) <= heap->count) {
		if (child < heap->count &&
		    before(heap->nodes[child + 1], heap->nodes[child]))
			child++;
		if (!before(heap->nodes[child], node))
			break;
		put(heap, heap->nodes[child], place);
		place = child;
	}
	put(heap, node, place);
}

void sim_heap_set(struct sim_heap *heap, struct sim_node *node, s64 at)
{
	if (node->place && node->at == at)
		return;
	if (!node->place)
		node->place = ++heap->count;
	node->at = at;
	node->turn = heap->turns++;
	rise(heap, node);
	sink(heap, node);
}

void sim_heap_del(struct sim_heap *heap, struct sim_node *node)
{
	struct sim_node *last;

	if (!node->place)
		return;
	last = heap->nodes[heap->count--];
	if (last != node) {
		last->place = node->place;
		rise(heap, last);
		sink(heap, last);
	}
	node->place = 0;
}
