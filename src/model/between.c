/*
 * min(cos(x, a), cos(x, b)): bounded by the minimum of the bounds of both cosines (search.c), decided
 * in double precision as every search is.
 */
#include "model/between.h"

#include <math.h>
#include <stdlib.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "math/kernels.h"
#include "math/vec.h"
#include "model/scan.h"

#define NORM_MAX 0x1p126f
#define SLACK	 0x1p-20

struct between {
	struct scorer scorer;
	const struct kernels *k;
	const double *q[2];
	float *unit[2];
	double g, u;
};

static double between_value(const struct scorer *s, uint32_t row)
{
	const struct between *b = (const struct between *)s;

	return fmin(search_score(s->m, METRIC_COSINE, b->q[0], row),
		    search_score(s->m, METRIC_COSINE, b->q[1], row));
}

static size_t between_select(const struct scorer *s, size_t row, size_t n, double floor,
			     struct candidate *out)
{
	const struct between *b = (const struct between *)s;
	const struct matrix *m = &s->m->matrix;
	const float *norms = s->m->norms + row;
	float d[2][SCAN_TILE];
	size_t count = 0;

	for (size_t side = 0; side < 2; side++)
		b->k->dot_rows(matrix_row(m, row), m->stride, n, b->unit[side], m->cols, d[side]);
	for (size_t i = 0; i < n; i++) {
		struct candidate c = { -(double)INFINITY, (double)INFINITY, (uint32_t)(row + i) };
		double norm = (double)norms[i], err = b->g + b->u / norm;

		if (!(norms[i] > 0))
			continue;
		if (norms[i] <= NORM_MAX) {
			c.lo = fmin((double)d[0][i], (double)d[1][i]) / norm - err;
			c.hi = c.lo + 2 * err;
		}
		if (c.hi >= floor)
			out[count++] = c;
	}
	return count;
}

static enum status make_unit(struct between *b, size_t side, size_t dims, struct error *err)
{
	double length = vec_norm_f64(b->q[side], dims);
	void *p;

	if (!(length > 0 && isfinite(length)))
		return error_set(err, ST_FAILED, "a vector of length 0 has no neighbours");
	if (mem_try_calloc(&p, dims, sizeof(float), "the query", err))
		return ST_NOMEM;
	b->unit[side] = p;
	for (size_t i = 0; i < dims; i++)
		b->unit[side][i] = (float)(b->q[side][i] / length);
	return ST_OK;
}

enum status search_between(const struct model *m, const double *a, const double *b,
			   const struct search *s, const struct progress *progress,
			   struct hit *hits, size_t *count, struct error *err)
{
	size_t dims = model_dims(m);
	struct between between = {
		.scorer = { .m = m, .select = between_select, .value = between_value },
		.k = kernels_get(),
		.q = { a, b },
		.g = KERNEL_DOT_GAMMA(dims) + SLACK,
		.u = (double)(dims + 2) * 0x1p-149,
	};
	enum status st = make_unit(&between, 0, dims, err);

	if (st == ST_OK)
		st = make_unit(&between, 1, dims, err);
	if (st == ST_OK)
		st = scan_top(&between.scorer, s, progress, hits, count, err);
	free(between.unit[0]);
	free(between.unit[1]);
	return st;
}
