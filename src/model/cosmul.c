/*
 * 3CosMul (Levy & Goldberg 2014): Π_pos p / (Π_neg p + ε), p = (1 + cos) / 2, ε = 10⁻⁶.
 *
 * One pass over the rows; a few of them stay in the first cache while they meet each word. The
 * bound of a cosine (search.c) gives lower and upper p ≥ 0, and since the score grows with each p
 * above and falls with each p below, products of the bounds bound it; 10⁻¹² pays for their own
 * rounding. The copy in bytes (bytes.c) gives such bounds first, wider ones, from a quarter of the
 * memory.
 */
#include <math.h>
#include <stdlib.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "math/kernels.h"
#include "math/vec.h"
#include "model/bytes.h"
#include "model/scan.h"

#define EPSILON	 1e-6
#define ROUNDING 1e-12
#define NORM_MAX 0x1p126f
#define SLACK	 0x1p-20
#define TOGETHER 16 /* rows that meet all words before the next ones do */

struct cosmul {
	struct scorer scorer;
	const struct kernels *k;
	const uint32_t *row[2]; /* positive, negative */
	size_t count[2];
	float *unit;	/* (count[0] + count[1], dims): the words' rows at length 1 */
	double *length; /* of each word's row */
	double g, u;
	struct bytes_probe *probe; /* one per word, or NULL */
};

/* a comparison, not fmax(), so that the compiler makes vector code of it */
static inline double shifted(double cosine)
{
	double p = (1 + cosine) / 2;

	return p > 0 ? p : 0;
}

static double cosmul_value(const struct scorer *s, uint32_t row)
{
	const struct cosmul *cm = (const struct cosmul *)s;
	size_t n = model_dims(s->m), at = 0;
	const float *x = model_row(s->m, row);
	double length = vec_norm(x, n), product[2] = { 1, 1 };

	for (size_t side = 0; side < 2; side++)
		for (size_t i = 0; i < cm->count[side]; i++, at++) {
			const float *y = model_row(s->m, cm->row[side][i]);
			double dot = vec_dot_f32(x, y, n);

			product[side] *= shifted(dot / (length * cm->length[at]));
		}
	return length > 0 ? product[0] / (product[1] + EPSILON) : (double)NAN;
}

struct products {
	double lo[2][TOGETHER], hi[2][TOGETHER];
	double inverse[TOGETHER], err[TOGETHER]; /* of each row: 1 / N, and g + u / N */
};

static void multiply(struct products *p, size_t side, const float *d, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		double c = (double)d[i] * p->inverse[i];

		p->lo[side][i] *= shifted(c - p->err[i]);
		p->hi[side][i] *= shifted(c + p->err[i]);
	}
}

static void find_products(const struct cosmul *cm, size_t row, size_t n, struct products *p)
{
	const struct model *m = cm->scorer.m;
	const float *unit = cm->unit, *norms = m->norms + row;
	float d[TOGETHER];

	for (size_t i = 0; i < n; i++) {
		p->lo[0][i] = p->hi[0][i] = p->lo[1][i] = p->hi[1][i] = 1;
		p->inverse[i] = 1 / (double)norms[i];
		p->err[i] = cm->g + cm->u * p->inverse[i];
	}
	for (size_t side = 0; side < 2; side++)
		for (size_t t = 0; t < cm->count[side]; t++, unit += model_dims(m)) {
			cm->k->dot_rows(matrix_row(&m->matrix, row), m->matrix.stride, n, unit,
					model_dims(m), d);
			multiply(p, side, d, n);
		}
}

static size_t select_together(const struct cosmul *cm, size_t row, size_t n, double floor,
			      struct candidate *out)
{
	const float *norms = cm->scorer.m->norms + row;
	struct products p;
	size_t count = 0;

	find_products(cm, row, n, &p);
	for (size_t i = 0; i < n; i++) {
		struct candidate c = { -(double)INFINITY, (double)INFINITY, (uint32_t)(row + i) };

		if (!(norms[i] > 0))
			continue;
		if (norms[i] <= NORM_MAX) {
			c.lo = p.lo[0][i] / (p.hi[1][i] + EPSILON) * (1 - ROUNDING);
			c.hi = p.hi[0][i] / (p.lo[1][i] + EPSILON) * (1 + ROUNDING);
		}
		if (c.hi >= floor)
			out[count++] = c;
	}
	return count;
}

/* Upper bounds of the scores of a tile, from the copy. NaN for rows without a length. */
static void copy_bounds(const struct cosmul *cm, size_t row, size_t n, double *most)
{
	const float *norms = cm->scorer.m->norms + row;
	double product[2][SCAN_TILE];
	float high[SCAN_TILE], err[SCAN_TILE];
	size_t at = 0;

	for (size_t i = 0; i < n; i++)
		product[0][i] = product[1][i] = 1;
	for (size_t side = 0; side < 2; side++)
		for (size_t t = 0; t < cm->count[side]; t++, at++) {
			bytes_probe_tile(&cm->probe[at], row, n, norms, high, err);
			for (size_t i = 0; i < n; i++) {
				double dot = (double)high[i] - (side ? 2 * (double)err[i] : 0);

				product[side][i] *= shifted(dot / (double)norms[i]);
			}
		}
	for (size_t i = 0; i < n; i++)
		most[i] = product[0][i] / (product[1][i] + EPSILON) * (1 + ROUNDING);
}

/* The comparison is written so that NaN keeps the row; rows of no length are left out later. */
static size_t select_from_copy(const struct cosmul *cm, size_t row, size_t n, double floor,
			       struct candidate *out)
{
	double most[SCAN_TILE];
	size_t count = 0;

	copy_bounds(cm, row, n, most);
	for (size_t i = 0; i < n; i++)
		if (!(most[i] < floor))
			count += select_together(cm, row + i, 1, floor, out + count);
	return count;
}

static size_t cosmul_select(const struct scorer *s, size_t row, size_t n, double floor,
			    struct candidate *out)
{
	const struct cosmul *cm = (const struct cosmul *)s;
	size_t count = 0;

	if (cm->probe && row % SCAN_TILE == 0 && n > SCAN_SPARSE)
		return select_from_copy(cm, row, n, floor, out);
	for (size_t at = 0; at < n; at += TOGETHER)
		count += select_together(cm, row + at, MIN(n - at, TOGETHER), floor, out + count);
	return count;
}

static enum status word_unit(struct cosmul *cm, size_t at, uint32_t row, struct error *err)
{
	const struct model *m = cm->scorer.m;
	const float *x = model_row(m, row);
	size_t n = model_dims(m);
	double length = vec_norm(x, n);

	if (!(length > 0 && isfinite(length)))
		return error_set(err, ST_FAILED, "the vector of \"%s\" is all zero or not finite",
				 vocab_word(m->vocab, row, NULL));
	cm->length[at] = length;
	for (size_t i = 0; i < n; i++)
		cm->unit[at * n + i] = (float)((double)x[i] / length);
	return ST_OK;
}

static enum status cosmul_units(struct cosmul *cm, struct error *err)
{
	size_t words = cm->count[0] + cm->count[1], at = 0;
	void *unit, *length;

	if (mem_try_calloc(&unit, words, model_dims(cm->scorer.m) * sizeof(float), "the query",
			   err))
		return ST_NOMEM;
	cm->unit = unit;
	if (mem_try_calloc(&length, words, sizeof(double), "the query", err))
		return ST_NOMEM;
	cm->length = length;
	for (size_t side = 0; side < 2; side++)
		for (size_t i = 0; i < cm->count[side]; i++)
			if (word_unit(cm, at++, cm->row[side][i], err))
				return ST_FAILED;
	return ST_OK;
}

static enum status probe_word(struct cosmul *cm, size_t at, const struct bytes_copy *copy,
			      struct error *err)
{
	size_t dims = model_dims(cm->scorer.m);
	double *unit = xcalloc(dims, sizeof(*unit)), length;
	enum status st;

	for (size_t i = 0; i < dims; i++)
		unit[i] = (double)cm->unit[at * dims + i];
	length = vec_norm_f64(unit, dims);
	vec_scale(unit, 1 / length, dims);
	st = bytes_probe_init(&cm->probe[at], copy, unit, dims, err);
	free(unit);
	return st;
}

/* The units are rounded to f32 first: that is below the slack of the probe's bound. */
static enum status cosmul_probes(struct cosmul *cm, const struct bytes_copy *copy,
				 struct error *err)
{
	size_t words = cm->count[0] + cm->count[1];
	enum status st = ST_OK;

	if (!copy)
		return ST_OK;
	cm->probe = xcalloc(words, sizeof(*cm->probe));
	for (size_t at = 0; st == ST_OK && at < words; at++)
		st = probe_word(cm, at, copy, err);
	return st;
}

static void cosmul_release(struct cosmul *cm)
{
	for (size_t i = 0; cm->probe && i < cm->count[0] + cm->count[1]; i++)
		bytes_probe_release(&cm->probe[i]);
	free(cm->probe);
	free(cm->unit);
	free(cm->length);
}

enum status search_cosmul(const struct model *m, const uint32_t *positive, size_t positives,
			  const uint32_t *negative, size_t negatives, const struct search *s,
			  const struct progress *progress, struct hit *hits, size_t *count,
			  struct error *err)
{
	struct cosmul cm = {
		.scorer = { .m = m, .select = cosmul_select, .value = cosmul_value },
		.k = kernels_get(),
		.row = { positive, negative },
		.count = { positives, negatives },
		.g = KERNEL_DOT_GAMMA(model_dims(m)) + SLACK,
		.u = (double)(model_dims(m) + 2) * 0x1p-149,
	};
	enum status st;

	if (!positives)
		return error_set(err, ST_FAILED, "3CosMul needs at least one word to add");
	st = cosmul_units(&cm, err);
	if (st == ST_OK)
		st = cosmul_probes(&cm, bytes_copy_want(m, s->threads, progress), err);
	if (st == ST_OK)
		st = scan_top(&cm.scorer, s, progress, hits, count, err);
	cosmul_release(&cm);
	return st;
}
