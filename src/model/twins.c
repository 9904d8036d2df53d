/*
 * Pairs of rows that are nearly the same: f32 products of blocks of rows choose, double precision
 * decides. A pair is looked at when its f32 cosine is within the rounding bound of the least one.
 */
#include <math.h>
#include <stdlib.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "math/gemm.h"
#include "math/kernels.h"
#include "math/vec.h"
#include "model/cluster.h"
#include "model/search.h"

#define BLOCK 256

struct twins {
	const struct model *m;
	const uint32_t *ids; /* (rows), or NULL */
	float *unit;	     /* (rows, dims) */
	size_t rows, dims, max, cap, count;
	double least, bound;
	uint64_t total;
	struct twin *found;
};

static int by_cosine(const void *a, const void *b)
{
	const struct twin *x = a, *y = b;

	if (x->cosine < y->cosine || x->cosine > y->cosine)
		return x->cosine > y->cosine ? -1 : 1;
	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return x->b < y->b ? -1 : x->b > y->b;
}

static uint32_t row_of(const struct twins *t, size_t i)
{
	return t->ids ? t->ids[i] : (uint32_t)i;
}

/* Room for twice as many as are kept: when it is full, the better half stays. */
static void take(struct twins *t, uint32_t a, uint32_t b)
{
	double cosine = search_cosine(t->m, a, b);

	if (!(cosine >= t->least))
		return;
	t->total++;
	if (t->count == t->cap) {
		qsort(t->found, t->count, sizeof(*t->found), by_cosine);
		t->count = t->max;
	}
	t->found[t->count++] = (struct twin){ a, b, cosine };
}

static void look(struct twins *t, const float *dots, size_t a, size_t an, size_t b, size_t bn)
{
	float least = (float)(t->least - t->bound);

	for (size_t i = 0; i < an; i++)
		for (size_t j = 0; j < bn; j++)
			if (dots[i * bn + j] >= least && a + i < b + j)
				take(t, row_of(t, a + i), row_of(t, b + j));
}

static void make_units(struct twins *t)
{
	for (size_t i = 0; i < t->rows; i++) {
		const float *x = model_row(t->m, row_of(t, i));
		double length = vec_norm(x, t->dims);

		for (size_t j = 0; length > 0 && isfinite(length) && j < t->dims; j++)
			t->unit[i * t->dims + j] = (float)((double)x[j] / length);
	}
}

static enum status visit(struct twins *t, float *dots, const struct progress *progress,
			 struct error *err)
{
	for (size_t a = 0; a < t->rows; a += BLOCK)
		for (size_t b = a; b < t->rows; b += BLOCK) {
			size_t an = MIN(BLOCK, t->rows - a), bn = MIN(BLOCK, t->rows - b);

			if (!progress_step(progress, a, t->rows))
				return progress_cancelled(err);
			gemm_dots(t->unit + a * t->dims, an, t->unit + b * t->dims, bn, t->dims,
				  dots);
			look(t, dots, a, an, b, bn);
		}
	return ST_OK;
}

enum status cluster_twins(struct twin **out, size_t *count, uint64_t *total,
			  const struct twin_search *what, const struct progress *progress,
			  struct error *err)
{
	const struct model *m = what->m;
	struct twins t = { .m = m,
			   .ids = what->ids,
			   .rows = MIN(what->n, model_rows(m)),
			   .dims = model_dims(m),
			   .max = MAX(what->max, 1),
			   .least = what->least,
			   .bound = KERNEL_DOT_GAMMA(model_dims(m)) + 0x1p-20 };
	float *dots = xcalloc(BLOCK * BLOCK, sizeof(*dots));
	void *unit = NULL, *found = NULL;
	enum status st = mem_try_calloc(&unit, t.rows * t.dims + 1, sizeof(float), "the rows", err);

	t.cap = 2 * t.max;
	if (st == ST_OK)
		st = mem_try_calloc(&found, t.cap, sizeof(*t.found), "the pairs", err);
	t.unit = unit;
	t.found = found;
	if (st == ST_OK) {
		make_units(&t);
		st = visit(&t, dots, progress, err);
	}
	if (st == ST_OK) {
		qsort(t.found, t.count, sizeof(*t.found), by_cosine);
		*out = t.found;
		*count = MIN(t.count, t.max);
		*total = t.total;
	} else {
		free(found);
	}
	free(dots);
	free(unit);
	return st;
}
