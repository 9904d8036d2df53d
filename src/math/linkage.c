#include "math/linkage.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/compiler.h"
#include "base/mem.h"

struct chain {
	double *d; /* (n, n) between the groups that are left, each under one of its items */
	size_t n;
	enum linkage kind;
	uint32_t *size; /* 0: it is part of another */
	uint32_t *items, length;
};

static double *at(const struct chain *c, uint32_t i, uint32_t j)
{
	return &c->d[(size_t)i * c->n + j];
}

/* The group nearest to `from`; `before` wins a tie, so that the chain ends. */
static uint32_t nearest(const struct chain *c, uint32_t from, uint32_t before)
{
	uint32_t best = before;
	double least = before == UINT32_MAX ? HUGE_VAL : *at(c, from, before);

	for (uint32_t j = 0; j < c->n; j++)
		if (j != from && c->size[j] && *at(c, from, j) < least) {
			best = j;
			least = *at(c, from, j);
		}
	return best;
}

/* How far group j is from p and q taken together: Lance and Williams (1967). */
static double joined_distance(const struct chain *c, uint32_t p, uint32_t q, uint32_t j)
{
	double np = c->size[p], nq = c->size[q], nj = c->size[j];
	double dp = *at(c, p, j), dq = *at(c, q, j), between = *at(c, p, q);

	switch (c->kind) {
	case LINKAGE_SINGLE:
		return fmin(dp, dq);
	case LINKAGE_COMPLETE:
		return fmax(dp, dq);
	case LINKAGE_WARD:
		return sqrt(fmax(
			0, ((np + nj) * dp * dp + (nq + nj) * dq * dq - nj * between * between) /
				   (np + nq + nj)));
	default:
		return (np * dp + nq * dq) / (np + nq);
	}
}

/* The second takes the first in. */
static void join(struct chain *c, uint32_t from, uint32_t into)
{
	for (uint32_t j = 0; j < c->n; j++) {
		if (!c->size[j] || j == from || j == into)
			continue;
		*at(c, into, j) = joined_distance(c, from, into, j);
		*at(c, j, into) = *at(c, into, j);
	}
	c->size[into] += c->size[from];
	c->size[from] = 0;
}

/* Walk from nearest to nearest until two groups are each other's, and join them. */
static void merge_next(struct chain *c, struct merge *out)
{
	uint32_t a, b;

	if (!c->length) {
		for (a = 0; !c->size[a]; a++)
			;
		c->items[c->length++] = a;
	}
	for (;;) {
		uint32_t before = c->length > 1 ? c->items[c->length - 2] : UINT32_MAX;

		a = c->items[c->length - 1];
		b = nearest(c, a, before);
		if (b == before)
			break;
		c->items[c->length++] = b;
	}
	*out = (struct merge){ MIN(a, b), MAX(a, b), *at(c, a, b), c->size[a] + c->size[b] };
	c->length -= 2;
	join(c, MIN(a, b), MAX(a, b));
}

static int by_height(const void *a, const void *b)
{
	const struct merge *p = a, *q = b;

	if (p->height != q->height)
		return p->height < q->height ? -1 : 1;
	if (p->size != q->size)
		return p->size < q->size ? -1 : 1;
	return (p->left > q->left) - (p->left < q->left);
}

/* Merges name an item of each group; make them name the groups. */
static void name_groups(struct merge *merges, size_t n)
{
	uint32_t *parent = xcalloc(2 * n, sizeof(*parent));

	for (size_t i = 0; i < 2 * n; i++)
		parent[i] = (uint32_t)i;
	for (size_t i = 0; i + 1 < n; i++) {
		uint32_t ends[2] = { merges[i].left, merges[i].right };

		for (int k = 0; k < 2; k++) {
			uint32_t top = ends[k];

			while (parent[top] != top)
				top = parent[top] = parent[parent[top]];
			ends[k] = top;
			parent[top] = (uint32_t)(n + i);
		}
		merges[i].left = MIN(ends[0], ends[1]);
		merges[i].right = MAX(ends[0], ends[1]);
	}
	free(parent);
}

enum status linkage_merge(double *distances, size_t n, enum linkage kind, struct merge *merges,
			  const struct progress *progress, struct error *err)
{
	struct chain c = { .d = distances, .n = n, .kind = kind };
	enum status st = ST_OK;

	if (n < 2)
		return ST_OK;
	c.size = xcalloc(n, sizeof(*c.size));
	c.items = xcalloc(n + 1, sizeof(*c.items));
	for (size_t i = 0; i < n; i++)
		c.size[i] = 1;
	for (size_t i = 0; i + 1 < n && st == ST_OK; i++) {
		merge_next(&c, &merges[i]);
		if (i % 64 == 0 && !progress_step(progress, i, n))
			st = progress_cancelled(err);
	}
	free(c.size);
	free(c.items);
	if (st != ST_OK)
		return st;
	qsort(merges, n - 1, sizeof(*merges), by_height);
	name_groups(merges, n);
	return ST_OK;
}

static uint32_t size_of(const struct merge *merges, size_t n, uint32_t group)
{
	return group < n ? 1 : merges[group - n].size;
}

void linkage_order(const struct merge *merges, size_t n, uint32_t *order)
{
	uint32_t *stack = xcalloc(n + 1, sizeof(*stack));
	size_t depth = 0, count = 0;

	if (n)
		stack[depth++] = (uint32_t)(2 * n - 2);
	while (depth) {
		uint32_t group = stack[--depth];

		if (group < n) {
			order[count++] = group;
			continue;
		}
		const struct merge *m = &merges[group - n];
		bool left = size_of(merges, n, m->left) >= size_of(merges, n, m->right);

		stack[depth++] = left ? m->right : m->left;
		stack[depth++] = left ? m->left : m->right;
	}
	free(stack);
}
