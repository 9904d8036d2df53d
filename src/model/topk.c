#include "model/topk.h"

#include <math.h>
#include <stdlib.h>

#include "base/compiler.h"
#include "base/hash.h"
#include "base/mem.h"

#define SPARE	  1024 /* room beyond 2 k, so that a small k is not pruned all the time */
#define ASK_EVERY 256  /* exact scores between two questions whether to go on */

enum status topk_init(struct topk *t, const struct scorer *scorer, size_t k, size_t rows,
		      struct error *err)
{
	struct topk new = { .scorer = scorer, .k = k, .floor = -(double)INFINITY };
	void *item, *heap;

	new.cap = MIN(2 * k + SPARE, MAX(rows, k)); /* k ≤ rows < 2³² */
	if (mem_try_calloc(&item, new.cap, sizeof(*new.item), "the best rows", err))
		return ST_NOMEM;
	if (mem_try_calloc(&heap, k, sizeof(*new.heap), "the best rows", err)) {
		free(item);
		return ST_NOMEM;
	}
	new.item = item;
	new.heap = heap;
	*t = new;
	return ST_OK;
}

void topk_release(struct topk *t)
{
	free(t->item);
	free(t->heap);
	*t = (struct topk){ 0 };
}

/* --- heap of lower bounds --------------------------------------------------------------------- */

static void sift_down(double *heap, size_t n, size_t i)
{
	double x = heap[i];

	for (size_t child; (child = 2 * i + 1) < n; i = child) {
		if (child + 1 < n && heap[child + 1] < heap[child])
			child++;
		if (!(heap[child] < x))
			break;
		heap[i] = heap[child];
	}
	heap[i] = x;
}

static void sift_up(double *heap, size_t i)
{
	double x = heap[i];

	for (size_t parent; i && heap[parent = (i - 1) / 2] > x; i = parent)
		heap[i] = heap[parent];
	heap[i] = x;
}

static void note_lower_bound(struct topk *t, double lo)
{
	if (t->heap_count < t->k) {
		t->heap[t->heap_count] = lo;
		sift_up(t->heap, t->heap_count++);
	} else if (lo > t->heap[0]) {
		t->heap[0] = lo;
		sift_down(t->heap, t->k, 0);
	}
	if (t->heap_count == t->k)
		topk_raise(t, t->heap[0]);
}

void topk_raise(struct topk *t, double floor)
{
	if (floor > t->floor)
		t->floor = floor;
}

/* --- making room ------------------------------------------------------------------------------ */

bool candidate_before(const struct candidate *a, const struct candidate *b)
{
	return a->lo > b->lo || (!(a->lo < b->lo) && a->row < b->row);
}

static void swap_items(struct candidate *a, struct candidate *b)
{
	struct candidate t = *a;

	*a = *b;
	*b = t;
}

/* Bring the best k of n exactly scored items to the front (Hoare's selection; the pivot depends on
 * the size only through a hash, so that no order of rows is a bad one on purpose). */
static void keep_best(struct candidate *a, size_t n, size_t k)
{
	while (n > 1 && k && k < n) {
		size_t at = 0;

		swap_items(&a[hash_mix(n, k) % n], &a[n - 1]);
		for (size_t i = 0; i + 1 < n; i++)
			if (candidate_before(&a[i], &a[n - 1]))
				swap_items(&a[i], &a[at++]);
		swap_items(&a[at], &a[n - 1]);
		if (at >= k) {
			n = at;
		} else {
			a += at + 1;
			n -= at + 1;
			k -= at + 1;
		}
	}
}

void topk_prune(struct topk *t)
{
	size_t kept = 0;

	for (size_t i = 0; i < t->count; i++)
		if (t->item[i].hi >= t->floor)
			t->item[kept++] = t->item[i];
	t->count = kept;
}

/* Score every item exactly; false if told to stop. Rows that are no results are dropped. */
static bool score_items(struct topk *t, bool (*go_on)(void *ctx), void *ctx)
{
	size_t kept = 0;

	for (size_t i = 0; i < t->count; i++) {
		struct candidate c = t->item[i];

		if (i % ASK_EVERY == ASK_EVERY - 1 && !go_on(ctx))
			return false;
		if (c.lo != c.hi)
			c.lo = c.hi = t->scorer->value(t->scorer, c.row);
		if (!isnan(c.lo))
			t->item[kept++] = c;
	}
	t->count = kept;
	return true;
}

static void make_room(struct topk *t, bool (*go_on)(void *ctx), void *ctx)
{
	topk_prune(t);
	if (t->count <= t->cap / 2 || !score_items(t, go_on, ctx))
		return;
	keep_best(t->item, t->count, t->k);
	t->count = MIN(t->count, t->k);
	t->heap_count = 0;
	for (size_t i = 0; i < t->count; i++)
		note_lower_bound(t, t->item[i].lo);
}

void topk_add(struct topk *t, const struct candidate *c, bool (*go_on)(void *ctx), void *ctx)
{
	if (t->count == t->cap)
		make_room(t, go_on, ctx);
	if (t->count == t->cap)
		return; /* told to stop: the answer is thrown away */
	t->item[t->count++] = *c;
	note_lower_bound(t, c->lo);
}
