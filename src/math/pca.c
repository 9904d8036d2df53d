/*
 * Principal components of a set of rows.
 *
 *	X = rows − mean (n × d),  C = XᵀX / (n − 1) = V Λ Vᵀ,  coordinates X V
 *
 * n ≥ d: C is summed in double from blocks of centred rows (pca_covariance.c) and its greatest
 * eigenpairs are found by dsyevr. n < d: the same from the smaller G = XXᵀ / (n − 1) = U Λ Uᵀ, V = Xᵀ U scaled to
 * length 1 (Jolliffe, Principal Component Analysis, 3.5). Few components of large matrices: see
 * pca_krylov.c.
 *
 * The work is cut into parts that depend on n and d alone, each with a sum of its own, and the sums
 * are added in order: the result does not depend on the number of threads. One block takes some
 * ten milliseconds at most, and between blocks worker 0 asks whether to go on.
 */
#include "pca.h"

#include <cblas.h>
#include <lapacke.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "base/thread.h"
#include "math/vec.h"
#include "blas.h"

#define PARTS_MAX     8
#define PARTS_BIG     2	  /* when one sum takes more than 8 MiB */
#define PART_MIN      256 /* rows or columns that are worth a part */
#define BIG_SUM	      1024
#define BLOCK_FLOPS   1e8
#define BLOCK_MAX     256
#define TIE_TOLERANCE 1e-6 /* of the greatest loading: which one gives the sign */

/* --- rows in double --------------------------------------------------------------------------- */

static void load_row(const struct fit *f, size_t i, double *out)
{
	const float *x = matrix_row(f->m, f->ids ? f->ids[i] : i);
	double length = f->unit ? sqrt(f->k->sum_squares(x, f->d)) : 1;
	double scale = length > 0 ? 1 / length : 1;

	for (size_t j = 0; j < f->d; j++)
		out[j] = (double)x[j] * scale;
}

void pca_load_centred(const struct fit *f, size_t i, double *out)
{
	load_row(f, i, out);
	for (size_t j = 0; j < f->d; j++)
		out[j] -= f->mean[j];
}

/* --- passes ----------------------------------------------------------------------------------- */

static void run_parts(void *ctx, size_t begin, size_t end, size_t worker)
{
	struct fit *f = ctx;

	for (size_t part = begin; part < end; part++) {
		size_t last = f->length * (part + 1) / f->parts;

		for (size_t at = f->length * part / f->parts; at < last; at += f->block) {
			size_t stop = MIN(at + f->block, last);

			if (worker == 0 &&
			    !progress_step(f->progress, atomic_load(&f->done), f->total))
				atomic_store(&f->stop, true);
			if (atomic_load(&f->stop))
				return;
			f->visit(f, part, at, stop);
			atomic_fetch_add(&f->done, stop - at);
		}
	}
}

enum status pca_run_pass(struct fit *f, size_t size, size_t threads, double *out, struct error *err)
{
	void *sums;

	if (mem_try_calloc(&sums, f->parts, size * sizeof(double), "the covariance", err))
		return ST_NOMEM;
	f->sums = sums;
	parallel_for(threads, f->parts, 1, run_parts, f);
	memset(out, 0, size * sizeof(double));
	for (size_t p = 0; p < f->parts; p++)
		for (size_t i = 0; i < size; i++)
			out[i] += f->sums[p * size + i];
	free(sums);
	f->sums = NULL;
	return atomic_load(&f->stop) ? progress_cancelled(err) : ST_OK;
}

double *pca_scratch_of(const struct fit *f, size_t part)
{
	return f->scratch + part * (f->block + 1) * f->room;
}

static void sum_rows(struct fit *f, size_t part, size_t begin, size_t end)
{
	double *sum = f->sums + part * f->d, *row = pca_scratch_of(f, part);

	for (size_t i = begin; i < end; i++) {
		load_row(f, i, row);
		for (size_t j = 0; j < f->d; j++)
			sum[j] += row[j];
	}
}

static void add_gram(struct fit *f, size_t part, size_t begin, size_t end)
{
	double *sum = f->sums + part * f->n * f->n;

	blas_begin();
	cblas_dsyrk(CblasRowMajor, CblasUpper, CblasNoTrans, (int)f->n, (int)(end - begin), 1,
		    f->centred + begin, (int)f->d, 1, sum, (int)f->n);
	blas_end();
}

static void plan_pass(struct fit *f, size_t length, double flops_each,
		      void (*visit)(struct fit *f, size_t part, size_t begin, size_t end))
{
	f->visit = visit;
	f->length = length;
	f->parts = pca_parts(length, f->order > PCA_BIG_SUM ? PCA_PARTS_BIG : PCA_PARTS_MAX);
	f->block = (size_t)fmax(1, fmin(BLOCK_MAX, BLOCK_FLOPS / flops_each));
	f->room = f->d;
}

enum status pca_reserve_scratch(struct fit *f, struct error *err)
{
	size_t floats;
	void *p;

	free(f->scratch);
	f->scratch = NULL;
	if (!size_mul(f->block + 1, f->room, &floats) || floats > SIZE_MAX / sizeof(double))
		return error_set(err, ST_NOMEM, "not enough memory for %zu dimensions", f->d);
	if (mem_try_calloc(&p, f->parts, floats * sizeof(double), "the covariance", err))
		return ST_NOMEM;
	f->scratch = p;
	return ST_OK;
}

static enum status find_mean(struct fit *f, size_t threads, struct error *err)
{
	enum status st;

	plan_pass(f, f->n, (double)f->d, sum_rows);
	st = pca_reserve_scratch(f, err);
	if (st == ST_OK)
		st = pca_run_pass(f, f->d, threads, f->mean, err);
	for (size_t j = 0; st == ST_OK && j < f->d; j++)
		f->mean[j] /= (double)f->n;
	return st;
}

static enum status centre_rows(struct fit *f, struct error *err)
{
	size_t floats;
	void *p;

	if (!size_mul(f->n, f->d, &floats))
		return error_set(err, ST_NOMEM, "not enough memory for %zu rows", f->n);
	if (mem_try_calloc(&p, floats, sizeof(double), "the rows of the map", err))
		return ST_NOMEM;
	f->centred = p;
	for (size_t i = 0; i < f->n; i++)
		pca_load_centred(f, i, f->centred + i * f->d);
	return ST_OK;
}

/* The upper half of XᵀX or XXᵀ, (order, order), in room for pca_padded(order)². */
static enum status find_products(struct fit *f, size_t threads, double *out, struct error *err)
{
	double order = (double)f->order;
	enum status st;

	if (f->n >= f->d)
		return pca_covariance(f, threads, out, err);
	st = centre_rows(f, err);
	plan_pass(f, f->d, order * order, add_gram);
	return st ? st : pca_run_pass(f, f->order * f->order, threads, out, err);
}

/* --- eigenvectors ----------------------------------------------------------------------------- */

enum status pca_eigenpairs(double *a, size_t order, size_t p, double *values, double *vectors,
			   struct error *err)
{
	lapack_int n = (lapack_int)order, k = (lapack_int)p, found = 0;
	lapack_int *support = xcalloc(2 * p, sizeof(*support));
	/* the upper half by rows is the lower half by columns */
	lapack_int info;

	blas_begin();
	info = LAPACKE_dsyevr(LAPACK_COL_MAJOR, 'V', 'I', 'L', n, a, n, 0, 0, n - k + 1, n, 0,
			      &found, values, vectors, n, support);
	blas_end();

	free(support);
	if (info || found != k)
		return error_set(err, info == LAPACK_WORK_MEMORY_ERROR ? ST_NOMEM : ST_FAILED,
				 "the principal components could not be computed");
	return ST_OK;
}

void pca_fix_sign(double *axis, size_t d)
{
	double most = 0;
	size_t at = 0;

	for (size_t j = 0; j < d; j++)
		most = fmax(most, fabs(axis[j]));
	while (at < d && fabs(axis[at]) < most * (1 - TIE_TOLERANCE))
		at++;
	if (at < d && axis[at] < 0)
		vec_scale(axis, -1, d);
}

/* Xᵀ u at length 1 and at right angles to the axes before it. */
static void axis_from_gram(const struct fit *f, const double *u, const struct pca *pca, size_t c)
{
	double *axis = pca->axes + c * f->d;

	blas_begin();
	cblas_dgemv(CblasRowMajor, CblasTrans, (int)f->n, (int)f->d, 1, f->centred, (int)f->d, u, 1,
		    0, axis, 1);
	blas_end();
	for (size_t b = 0; b < c; b++) {
		const double *before = pca->axes + b * f->d;

		cblas_daxpy((int)f->d, -cblas_ddot((int)f->d, before, 1, axis, 1), before, 1, axis,
			    1);
	}
	vec_scale(axis, 1 / vec_norm_f64(axis, f->d), f->d);
}

/* values rise; the axes fall. Directions in which nothing varies are left out of a Gram matrix,
 * which does not tell them. */
static void take_axes(const struct fit *f, struct pca *pca, const double *values,
		      const double *vectors, size_t p)
{
	double floor = values[p - 1] * PCA_RANK_TOLERANCE;

	for (size_t c = 0; c < p; c++) {
		const double *u = vectors + (p - 1 - c) * f->order;
		double value = fmax(0, values[p - 1 - c]);

		if (f->centred && !(value > floor))
			break;
		pca->variance[c] = value / (double)(f->n - 1);
		if (f->centred)
			axis_from_gram(f, u, pca, c);
		else
			memcpy(pca->axes + c * f->d, u, f->d * sizeof(double));
		pca_fix_sign(pca->axes + c * f->d, f->d);
		pca->components = c + 1;
	}
}

static enum status solve(struct fit *f, struct pca *pca, double *products, size_t p,
			 struct error *err)
{
	double *values = NULL, *vectors = NULL;
	enum status st = ST_OK;
	void *q;

	for (size_t i = 0; i < f->order; i++)
		pca->total_variance += products[i * f->order + i] / (double)(f->n - 1);
	if (!isfinite(pca->total_variance))
		return error_set(err, ST_FAILED, "a row of the map holds NaN or infinity");
	values = xcalloc(f->order, sizeof(*values));
	st = mem_try_calloc(&q, p, f->order * sizeof(double), "the components", err);
	if (st == ST_OK) {
		vectors = q;
		st = pca_eigenpairs(products, f->order, p, values, vectors, err);
	}
	if (st == ST_OK)
		take_axes(f, pca, values, vectors, p);
	free(values);
	free(vectors);
	return st;
}

/* --- together --------------------------------------------------------------------------------- */

static enum status reserve_pca(struct pca *pca, size_t d, size_t p, struct error *err)
{
	void *mean, *axes;

	if (mem_try_calloc(&mean, d, sizeof(double), "the components", err))
		return ST_NOMEM;
	pca->mean = mean;
	if (mem_try_calloc(&axes, p, d * sizeof(double), "the components", err))
		return ST_NOMEM;
	pca->axes = axes;
	pca->variance = xcalloc(p, sizeof(*pca->variance));
	pca->dims = d;
	return ST_OK;
}

static enum status fit_all(struct fit *f, struct pca *pca, size_t p, size_t threads,
			   struct error *err)
{
	size_t size;
	enum status st;
	void *products;

	f->mean = pca->mean;
	st = find_mean(f, threads, err);
	if (st || !p)
		return st;
	if (pca_krylov_pays(f->order, p))
		return pca_krylov(f, pca, p, threads, err);
	if (!size_mul(pca_padded(f->order), pca_padded(f->order), &size))
		return error_set(err, ST_NOMEM, "not enough memory for %zu dimensions", f->d);
	if (mem_try_calloc(&products, size, sizeof(double), "the covariance", err))
		return ST_NOMEM;
	st = find_products(f, threads, products, err);
	if (st == ST_OK)
		st = solve(f, pca, products, p, err);
	free(products);
	return st;
}

enum status pca_fit(struct pca *pca, const struct matrix *m, const uint32_t *ids, size_t n,
		    size_t components, bool unit, size_t threads, const struct progress *progress,
		    struct error *err)
{
	size_t d = m->cols;
	struct fit f = { .m = m, .ids = ids, .n = n, .d = d, .order = MIN(n, d), .unit = unit };
	struct pca new = { 0 };
	size_t p = MIN(components, MIN(n ? n - 1 : 0, d));
	enum status st;

	if (!n || !d || n > INT32_MAX || d > INT32_MAX)
		return error_set(err, ST_FAILED, "%zu rows of %zu numbers have no components", n,
				 d);
#ifdef OPENBLAS_VERSION
	openblas_set_num_threads(1); /* the rows are split here */
#endif
	f.k = kernels_get();
	f.progress = progress;
	f.total = n + (n < d ? d : n);
	st = reserve_pca(&new, d, p, err);
	if (st == ST_OK)
		st = fit_all(&f, &new, p, threads, err);
	free(f.centred);
	free(f.scratch);
	free(f.basis);
	free(f.shares);
	if (st == ST_OK)
		*pca = new;
	else
		pca_release(&new);
	return st;
}

void pca_release(struct pca *pca)
{
	free(pca->mean);
	free(pca->axes);
	free(pca->variance);
	*pca = (struct pca){ 0 };
}
