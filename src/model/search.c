/*
 * Neighbours of a vector by cosine, dot product or Euclidean distance.
 *
 * The kernels give d̃ = fl(x · q̂) with q̂ = q / ‖q‖ in f32. With N = ‖x‖ (stored as f32) and
 * Q = ‖q‖, for every table and order of summation (Higham, Accuracy and Stability, 3.1)
 *
 *	|d̃ − x · q̂| ≤ g N + u	g = γ(dims) + 2⁻²⁰,  u = (dims + 2) 2⁻¹⁴⁹
 *
 * where 2⁻²⁰ pays for the rounding of N, of the tests below and of the f64 reference, and u for
 * underflow. So
 *
 *	cosine		d̃/N ± (g + u/N)
 *	dot		Q (d̃ ± (g N + u))
 *	euclidean²	N² − 2Q d̃ + Q² ± (2⁻²⁰N² + 2Q(gN + u) + (dims + 32) 2⁻⁵¹(N² + Q²) + …)
 *
 * hold for the values that the reference arithmetic computes, and a row is left out only if its
 * upper bound is below the floor. Rows longer than 2¹²⁶, whose f32 sums may overflow, are always
 * scored exactly. What is left is decided in f64, so no bound ever shows in a result.
 */
#include "model/search.h"

#include <float.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "math/kernels.h"
#include "math/vec.h"
#include "model/bytes.h"
#include "model/scan.h"

#define NORM_MAX   0x1p126f /* longer rows may overflow in f32 */
#define SLACK	   0x1p-20
#define LENGTH_MIN 1e-150 /* of a query: squares and products stay within doubles */
#define LENGTH_MAX 1e150

const char *metric_name(enum metric metric)
{
	static const char *const names[] = { "cosine", "euclidean", "dot" };

	return names[metric];
}

/* --- reference arithmetic --------------------------------------------------------------------- */

double search_score(const struct model *m, enum metric metric, const double *q, uint32_t row)
{
	const float *x = model_row(m, row);
	size_t n = model_dims(m);

	if (metric == METRIC_DOT)
		return vec_dot(x, q, n);
	if (metric == METRIC_EUCLIDEAN)
		return vec_distance(x, q, n);
	return vec_dot(x, q, n) / (vec_norm(x, n) * vec_norm_f64(q, n));
}

double search_cosine(const struct model *m, uint32_t a, uint32_t b)
{
	const float *x = model_row(m, a), *y = model_row(m, b);
	size_t n = model_dims(m);

	return vec_dot_f32(x, y, n) / (vec_norm(x, n) * vec_norm(y, n));
}

/* --- scorer ----------------------------------------------------------------------------------- */

struct near {
	struct scorer scorer;
	const struct kernels *k;
	enum metric metric;
	const double *q;
	float *unit;		  /* q̂ */
	double length;		  /* Q */
	double g, u;		  /* of the bound */
	double rounding;	  /* (dims + 32) 2⁻⁵¹ */
	struct bytes_probe probe; /* no copy: the rows are read whole */
};

static double near_value(const struct scorer *s, uint32_t row)
{
	const struct near *near = (const struct near *)s;
	double score = search_score(s->m, near->metric, near->q, row);

	return near->metric == METRIC_EUCLIDEAN ? -score : score;
}

/* The greatest float that is not above x. */
static float float_below(double x)
{
	float f;

	if (x > (double)FLT_MAX)
		return FLT_MAX;
	if (x < -(double)FLT_MAX)
		return -INFINITY;
	f = (float)x;
	return (double)f > x ? nextafterf(f, -INFINITY) : f;
}

/* A row can be left out if d̃ < a + b N (cosine, dot) or p N² − r d̃ − s N > t (euclidean). */
struct test {
	float a, b;
	double p, r, s, t;
};

static struct test near_test(const struct near *near, double floor)
{
	double q = near->length;

	switch (near->metric) {
	case METRIC_COSINE:
		return (struct test){ .a = float_below(-near->u),
				      .b = float_below(floor - near->g) };
	case METRIC_DOT:
		return (struct test){ .a = float_below(floor / q - near->u),
				      .b = float_below(-near->g) };
	default:
		return (struct test){ .p = 1 - SLACK - near->rounding,
				      .r = 2 * q,
				      .s = 2 * q * near->g + 4 * near->u,
				      .t = floor * floor - q * q * (1 - near->rounding) +
					   2 * q * near->u + 4 * near->u * near->u };
	}
}

/* The comparisons are written so that NaN keeps the row. */
static inline bool linear_keeps(const struct test *t, float d, float norm)
{
	return !(d < t->a + t->b * norm) || norm > NORM_MAX;
}

static inline bool square_keeps(const struct test *t, float d, float norm)
{
	double n = (double)norm;

	return !(t->p * n * n - t->r * (double)d - t->s * n > t->t) || norm > NORM_MAX;
}

/* Whole tiles are tested without branches, which the compiler turns into vector code. */
static bool tile_keeps(const struct test *t, bool linear, const float *d, const float *norms)
{
	int any = 0;

	if (linear) {
		for (size_t i = 0; i < SCAN_TILE; i++)
			any |= !(d[i] < t->a + t->b * norms[i]) | (norms[i] > NORM_MAX);
		return any;
	}
	for (size_t i = 0; i < SCAN_TILE; i++) {
		double n = (double)norms[i];

		any |= !(t->p * n * n - t->r * (double)d[i] - t->s * n > t->t) |
		       (norms[i] > NORM_MAX);
	}
	return any;
}

static struct candidate near_bounds(const struct near *near, size_t row, float dot, float norm)
{
	double d = (double)dot, n = (double)norm, q = near->length, mid, err;
	struct candidate c = { -(double)INFINITY, (double)INFINITY, (uint32_t)row };

	if (norm > NORM_MAX)
		return c;
	switch (near->metric) {
	case METRIC_COSINE:
		mid = d / n;
		err = near->g + near->u / n;
		break;
	case METRIC_DOT:
		mid = q * d;
		err = q * (near->g * n + near->u);
		break;
	default:
		mid = n * n - 2 * q * d + q * q;
		err = SLACK * n * n + 2 * q * (near->g * n + near->u) +
		      near->rounding * (n * n + q * q) + 4 * near->u * (n + near->u);
		c.lo = -sqrt(mid + err);
		c.hi = -sqrt(fmax(0, mid - err));
		return c;
	}
	c.lo = mid - err;
	c.hi = mid + err;
	return c;
}

static inline bool keeps(const struct test *test, bool linear, float d, float norm)
{
	return linear ? linear_keeps(test, d, norm) : square_keeps(test, d, norm);
}

/* The bounds of row i of those at `row` into *out, if it may be a result. */
static size_t take_row(const struct near *near, const struct test *test, size_t row, float d,
		       struct candidate *out)
{
	float norm = near->scorer.m->norms[row];

	if (isnan(norm) || (near->metric == METRIC_COSINE && !(norm > 0)) ||
	    !keeps(test, near->metric != METRIC_EUCLIDEAN, d, norm))
		return 0;
	*out = near_bounds(near, row, d, norm);
	return 1;
}

/* One row that the copy lets through meets its f32 product. */
static size_t refine(const struct near *near, const struct test *test, size_t row,
		     struct candidate *out)
{
	const struct matrix *m = &near->scorer.m->matrix;
	float d;

	near->k->dot_rows(matrix_row(m, row), m->stride, 1, near->unit, m->cols, &d);
	return take_row(near, test, row, d, out);
}

/* d + e of the copy stands for d̃: what the tests leave out, they would leave out for x · q̂ too. */
static size_t select_from_copy(const struct near *near, size_t row, size_t n,
			       const struct test *test, struct candidate *out)
{
	const float *norms = near->scorer.m->norms + row;
	bool linear = near->metric != METRIC_EUCLIDEAN;
	float high[SCAN_TILE];
	size_t count = 0;

	if (linear && n == SCAN_TILE) {
		uint64_t left = bytes_probe_reach(&near->probe, row, norms, test->a, test->b, high);

		for (; left; left &= left - 1)
			count += refine(near, test, row + (size_t)__builtin_ctzll(left),
					out + count);
		return count;
	}
	bytes_probe_tile(&near->probe, row, n, norms, high, NULL);
	if (n == SCAN_TILE && !tile_keeps(test, linear, high, norms))
		return 0;
	for (size_t i = 0; i < n; i++)
		if (keeps(test, linear, high[i], norms[i]))
			count += refine(near, test, row + i, out + count);
	return count;
}

static size_t near_select(const struct scorer *s, size_t row, size_t n, double floor,
			  struct candidate *out)
{
	const struct near *near = (const struct near *)s;
	const struct matrix *m = &s->m->matrix;
	const float *norms = s->m->norms + row;
	const struct test test = near_test(near, floor);
	float d[SCAN_TILE];
	size_t count = 0;

	if (near->probe.copy && row % SCAN_TILE == 0 && n > SCAN_SPARSE)
		return select_from_copy(near, row, n, &test, out);
	near->k->dot_rows(matrix_row(m, row), m->stride, n, near->unit, m->cols, d);
	if (n == SCAN_TILE && !tile_keeps(&test, near->metric != METRIC_EUCLIDEAN, d, norms))
		return 0;
	for (size_t i = 0; i < n; i++)
		count += take_row(near, &test, row + i, d[i], out + count);
	return count;
}

static enum status check_length(double length, struct error *err)
{
	if (length == 0)
		return error_set(err, ST_FAILED, "a vector of length 0 has no neighbours");
	if (!(length >= LENGTH_MIN && length <= LENGTH_MAX))
		return error_set(err, ST_FAILED,
				 isfinite(length) ? "the vector asked for is out of range"
						  : "the vector asked for holds NaN or infinity");
	return ST_OK;
}

/* q̂ in f32, and for the copy. */
static enum status near_units(struct near *near, const struct bytes_copy *copy, struct error *err)
{
	size_t dims = model_dims(near->scorer.m);
	enum status st = ST_OK;
	void *unit, *exact;

	if (mem_try_calloc(&unit, dims, sizeof(float), "the query", err))
		return ST_NOMEM;
	near->unit = unit;
	for (size_t i = 0; i < dims; i++)
		near->unit[i] = (float)(near->q[i] / near->length);
	if (!copy)
		return ST_OK;
	if (mem_try_calloc(&exact, dims, sizeof(double), "the query", err))
		return ST_NOMEM;
	for (size_t i = 0; i < dims; i++)
		((double *)exact)[i] = near->q[i] / near->length;
	st = bytes_probe_init(&near->probe, copy, exact, dims, err);
	free(exact);
	return st;
}

static void near_release(struct near *near)
{
	free(near->unit);
	bytes_probe_release(&near->probe);
}

static enum status near_init(struct near *near, const struct model *m, enum metric metric,
			     const double *q, struct error *err)
{
	size_t dims = model_dims(m);
	double length = vec_norm_f64(q, dims);
	enum status st = check_length(length, err);

	*near = (struct near){
		.scorer = { .m = m, .select = near_select, .value = near_value },
		.k = kernels_get(),
		.metric = metric,
		.q = q,
		.length = length,
		.g = KERNEL_DOT_GAMMA(dims) + SLACK,
		.u = (double)(dims + 2) * 0x1p-149,
		.rounding = (double)(dims + 32) * 0x1p-51,
	};
	if (st == ST_OK)
		st = near_units(near, bytes_copy_get(m), err);
	if (st)
		near_release(near);
	return st;
}

enum status search_near(const struct model *m, const double *q, const struct search *s,
			const struct progress *progress, struct hit *hits, size_t *count,
			struct error *err)
{
	struct near near;
	enum status st;

	bytes_copy_want(m, s->threads, progress);
	st = near_init(&near, m, s->metric, q, err);
	if (st)
		return st;
	st = scan_top(&near.scorer, s, progress, hits, count, err);
	if (st == ST_OK && s->metric == METRIC_EUCLIDEAN)
		for (size_t i = 0; i < *count; i++)
			hits[i].score = -hits[i].score;
	near_release(&near);
	return st;
}

static enum status near_init_many(struct near *near, const struct scorer **scorers,
				  const struct model *m, const double *q, const struct search *s,
				  size_t n, struct error *err)
{
	enum status st = ST_OK;

	for (size_t i = 0; st == ST_OK && i < n; i++) {
		st = near_init(&near[i], m, s->metric, q + i * model_dims(m), err);
		scorers[i] = &near[i].scorer;
	}
	return st;
}

enum status search_near_many(const struct model *m, const double *q, const struct search *s,
			     size_t n, const struct progress *progress, struct hit *const *hits,
			     size_t *counts, struct error *err)
{
	struct near *near;
	const struct scorer **scorers;
	enum status st;

	if (!n)
		return ST_OK;
	near = xcalloc(n, sizeof(*near));
	scorers = xcalloc(n, sizeof(*scorers));
	bytes_copy_want(m, s->threads, progress);
	st = near_init_many(near, scorers, m, q, s, n, err);
	if (st == ST_OK)
		st = scan_top_many(scorers, s, n, progress, hits, counts, err);
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; st == ST_OK && s->metric == METRIC_EUCLIDEAN && j < counts[i];
		     j++)
			hits[i][j].score = -hits[i][j].score;
		near_release(&near[i]);
	}
	free(near);
	free(scorers);
	return st;
}

/* --- counting --------------------------------------------------------------------------------- */

struct counter {
	const struct scorer *scorer;
	const struct row_filter *filter;
	double value;
	atomic_size_t better;
};

static void count_tile(void *ctx, size_t row, size_t n, size_t worker)
{
	struct counter *counter = ctx;
	const struct scorer *s = counter->scorer;
	struct candidate c[SCAN_TILE];
	size_t count = s->select(s, row, n, counter->value, c), better = 0;

	(void)worker;
	for (size_t i = 0; i < count; i++) {
		if (!row_filter_passes(counter->filter, c[i].row))
			continue;
		better += c[i].lo > counter->value ||
			  (c[i].hi > counter->value && s->value(s, c[i].row) > counter->value);
	}
	if (better)
		atomic_fetch_add(&counter->better, better);
}

enum status search_count_better(const struct model *m, const double *q, double score,
				const struct search *s, const struct progress *progress,
				size_t *count, struct error *err)
{
	struct counter counter = { .value = s->metric == METRIC_EUCLIDEAN ? -score : score };
	struct row_filter filter;
	struct near near;
	enum status st = row_filter_init(&filter, m, s, err);

	if (st)
		return st;
	bytes_copy_want(m, s->threads, progress);
	st = near_init(&near, m, s->metric, q, err);
	if (st == ST_OK) {
		struct scan scan = { .m = m,
				     .filter = &filter,
				     .progress = progress,
				     .threads = scan_threads(m, filter.rows, s->threads),
				     .tile = count_tile,
				     .ctx = &counter };

		counter.scorer = &near.scorer;
		counter.filter = &filter;
		st = scan_run(&scan, err);
		near_release(&near);
	}
	if (st == ST_OK)
		*count = atomic_load(&counter.better);
	row_filter_release(&filter);
	return st;
}
