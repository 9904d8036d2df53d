/*
 * The first p principal components without the d × d covariance, whose eigenproblem is cubic.
 *
 *	Q_0 = orthonormal, random (d × l, l = p + 10),  W_i = XᵀX Q_i
 *	Q_{i+1} = W_i made orthonormal to Q_0 … Q_i
 *	T = KᵀXᵀX K = U Θ Uᵀ,  K = [Q_0 … Q_i];  axes K u, variances θ / (n − 1)
 *
 * XᵀX is only ever applied to a block, in one pass over the rows (4 n d l operations), so that the
 * work is that of some ten passes. All blocks are kept: the space holds what as many power steps
 * would give and every polynomial of them, which is why slowly falling spectra do not need many.
 * When ‖XᵀX v − θ v‖ ≤ 1e-9 θ_1 for every axis, which costs no further pass, it is enough.
 *
 * Halko, Martinsson, Shkolnisky, Tygert, "An algorithm for the principal component analysis of large
 * data sets" (SIAM J. Sci. Comput. 2011); Musco & Musco (2015).
 *
 * Invariants: K has orthonormal columns; the start depends on d and l alone; sums over rows go part
 * by part as everywhere in PCA.
 */
#include <cblas.h>
#include <lapacke.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "base/rng.h"
#include "pca.h"
#include "blas.h"

#define ORDER_MIN    1024 /* below, the exact way is as fast */
#define EXTRA	     10
#define BLOCKS_MAX   40
#define COLUMNS_MAX  1024
#define TOLERANCE    1e-9
#define ROWS_AT_ONCE 64

struct krylov {
	struct fit *f;
	size_t d, l, p,
		most;	/* dimensions, columns of a block, components, columns there is room for */
	size_t columns; /* of K so far */
	double *k, *w;	/* (d, most) column-major: K and XᵀX K */
	double *t, *small;  /* (most, most) T, and what LAPACK destroys */
	double *values, *u; /* (most), (most, p) */
	double *axes;	    /* (d, p) column-major, by rising variance */
	double *product;    /* (d × l + 1) of one pass */
	size_t threads;
	double total; /* trace of XᵀX */
};

bool pca_krylov_pays(size_t order, size_t components)
{
	return order >= ORDER_MIN && (components + EXTRA) * 8 <= COLUMNS_MAX;
}

/* --- one pass --------------------------------------------------------------------------------- */

/* sum += Bᵀ(B Q) for the rows B of the block, and their squares in the number behind. */
static void add_product(struct fit *f, size_t part, size_t begin, size_t end)
{
	int d = (int)f->d, l = (int)f->columns, n = (int)(end - begin);
	double *rows = pca_scratch_of(f, part), *share = f->shares + part * f->block * f->columns;
	double *sum = f->sums + part * (f->d * f->columns + 1);

	for (size_t i = begin; i < end; i++)
		pca_load_centred(f, i, rows + (i - begin) * f->d);
	for (size_t i = 0; i < (end - begin) * f->d; i++)
		sum[f->d * f->columns] += rows[i] * rows[i];
	blas_begin();
	cblas_dgemm(CblasColMajor, CblasTrans, CblasNoTrans, n, l, d, 1, rows, d, f->basis, d, 0,
		    share, n);
	cblas_dgemm(CblasColMajor, CblasNoTrans, CblasNoTrans, d, l, n, 1, rows, d, share, n, 1,
		    sum, d);
	blas_end();
}

/* W of the newest block. */
static enum status apply(struct krylov *s, struct error *err)
{
	size_t size = s->d * s->l, at = (s->columns - s->l) * s->d;
	enum status st;

	memcpy(s->f->basis, s->k + at, size * sizeof(double));
	st = pca_run_pass(s->f, size + 1, s->threads, s->product, err);
	if (st != ST_OK)
		return st;
	memcpy(s->w + at, s->product, size * sizeof(double));
	s->total = s->product[size];
	return isfinite(s->total)
		       ? ST_OK
		       : error_set(err, ST_FAILED, "a row of the map holds NaN or infinity");
}

/* --- the space -------------------------------------------------------------------------------- */

/* Take away from the block x (d, l) what lies in K, and make the rest orthonormal. Twice: rounding
 * leaves some the first time, and a block that lay in K wholly is noise then. */
static enum status make_orthonormal(struct krylov *s, double *x, struct error *err)
{
	lapack_int d = (lapack_int)s->d, l = (lapack_int)s->l, info = 0;
	double *tau = xcalloc(s->l, sizeof(*tau));
	int n = (int)s->columns;

	blas_begin();
	for (int twice = 0; twice < 2 && !info; twice++) {
		if (n) {
			cblas_dgemm(CblasColMajor, CblasTrans, CblasNoTrans, n, l, d, 1, s->k, d, x,
				    d, 0, s->small, n);
			cblas_dgemm(CblasColMajor, CblasNoTrans, CblasNoTrans, d, l, n, -1, s->k, d,
				    s->small, n, 1, x, d);
		}
		info = LAPACKE_dgeqrf(LAPACK_COL_MAJOR, d, l, x, d, tau);
		if (!info)
			info = LAPACKE_dorgqr(LAPACK_COL_MAJOR, d, l, l, x, d, tau);
	}
	blas_end();
	free(tau);
	return info ? error_set(err, info == LAPACK_WORK_MEMORY_ERROR ? ST_NOMEM : ST_FAILED,
				"the principal components could not be computed")
		    : ST_OK;
}

static enum status add_block(struct krylov *s, struct error *err)
{
	double *x = s->k + s->columns * s->d;
	struct rng rng = rng_make(s->d, s->l, 0x6b72796c);
	enum status st;

	if (s->columns)
		memcpy(x, s->w + (s->columns - s->l) * s->d, s->d * s->l * sizeof(*x));
	for (size_t i = 0; !s->columns && i < s->d * s->l; i++)
		x[i] = (double)rng_unit(&rng) - 0.5;
	st = make_orthonormal(s, x, err);
	if (st == ST_OK) {
		s->columns += s->l;
		st = apply(s, err);
	}
	return st;
}

/* T = KᵀW grows by the columns of the newest block. */
static void grow(struct krylov *s)
{
	int n = (int)s->columns, l = (int)s->l, d = (int)s->d;
	size_t first = s->columns - s->l;

	blas_begin();
	cblas_dgemm(CblasColMajor, CblasTrans, CblasNoTrans, n, l, d, 1, s->k, d,
		    s->w + first * s->d, d, 0, s->t + first * s->most, (int)s->most);
	blas_end();
}

/* The eigenpairs of T; of its upper half, which is there. */
static enum status solve(struct krylov *s, struct error *err)
{
	size_t n = s->columns;

	for (size_t i = 0; i < n; i++)
		for (size_t j = i; j < n; j++)
			s->small[i * n + j] = s->t[j * s->most + i];
	return pca_eigenpairs(s->small, n, s->p, s->values, s->u, err);
}

/* axes = K u; the greatest ‖W u − θ K u‖ / θ_1. */
static double take_axes(struct krylov *s)
{
	int n = (int)s->columns, p = (int)s->p, d = (int)s->d;
	double most = 0, greatest = s->values[s->p - 1];

	blas_begin();
	cblas_dgemm(CblasColMajor, CblasNoTrans, CblasNoTrans, d, p, n, 1, s->w, d, s->u, n, 0,
		    s->small, d);
	cblas_dgemm(CblasColMajor, CblasNoTrans, CblasNoTrans, d, p, n, 1, s->k, d, s->u, n, 0,
		    s->axes, d);
	blas_end();
	for (size_t c = 0; c < s->p; c++) {
		double sum = 0;

		for (size_t j = 0; j < s->d; j++) {
			double r = s->small[c * s->d + j] - s->values[c] * s->axes[c * s->d + j];

			sum += r * r;
		}
		most = fmax(most, sqrt(sum));
	}
	return greatest > 0 ? most / greatest : 0;
}

static enum status find_space(struct krylov *s, double *residual, struct error *err)
{
	enum status st = ST_OK;

	*residual = HUGE_VAL;
	while (st == ST_OK && *residual > TOLERANCE && s->columns + s->l <= s->most) {
		st = add_block(s, err);
		if (st != ST_OK)
			break;
		grow(s);
		st = solve(s, err);
		if (st == ST_OK)
			*residual = take_axes(s);
	}
	return st;
}

/* --- together --------------------------------------------------------------------------------- */

static enum status reserve(struct krylov *s, struct error *err)
{
	size_t most = MAX(s->most * s->most, s->d * s->p);
	const size_t sizes[][2] = { { s->d, s->most }, { s->d, s->most }, { s->most, s->most },
				    { most, 1 },       { s->most, 1 },	  { s->most, s->p },
				    { s->d, s->p },    { s->d + 1, s->l } };
	double **all[] = {
		&s->k, &s->w, &s->t, &s->small, &s->values, &s->u, &s->axes, &s->product
	};
	enum status st = ST_OK;

	for (size_t i = 0; i < ARRAY_LEN(sizes) && st == ST_OK; i++) {
		void *p = NULL;

		st = mem_try_calloc(&p, sizes[i][0], sizes[i][1] * sizeof(double), "the components",
				    err);
		*all[i] = p;
	}
	return st;
}

static void release(struct krylov *s)
{
	double *all[] = { s->k, s->w, s->t, s->small, s->values, s->u, s->axes, s->product };

	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		free(all[i]);
}

static enum status plan(struct krylov *s, struct error *err)
{
	struct fit *f = s->f;
	enum status st;
	void *p;

	f->visit = add_product;
	f->length = f->n;
	f->parts = pca_parts(f->n, PCA_PARTS_MAX);
	f->block = ROWS_AT_ONCE;
	f->room = f->d;
	f->columns = s->l;
	st = pca_reserve_scratch(f, err);
	if (st == ST_OK)
		st = mem_try_calloc(&p, f->parts * f->block, s->l * sizeof(double),
				    "the components", err);
	if (st != ST_OK)
		return st;
	f->shares = p;
	st = mem_try_calloc(&p, s->d, s->l * sizeof(double), "the components", err);
	if (st == ST_OK)
		f->basis = p;
	return st;
}

static void put_axes(const struct krylov *s, struct pca *pca, double residual)
{
	double n = (double)(s->f->n - 1), floor = s->values[s->p - 1] * PCA_RANK_TOLERANCE;

	for (size_t c = 0; c < s->p; c++) {
		size_t from = s->p - 1 - c;

		if (s->f->n < s->d && !(s->values[from] > floor))
			break;
		pca->variance[c] = fmax(0, s->values[from]) / n;
		memcpy(pca->axes + c * s->d, s->axes + from * s->d, s->d * sizeof(double));
		pca_fix_sign(pca->axes + c * s->d, s->d);
		pca->components = c + 1;
	}
	pca->total_variance = s->total / n;
	pca->residual = residual;
}

enum status pca_krylov(struct fit *f, struct pca *pca, size_t components, size_t threads,
		       struct error *err)
{
	struct krylov s = { .f = f, .d = f->d, .p = components, .l = components + EXTRA };
	double residual;
	enum status st;

	s.most = MIN(BLOCKS_MAX, COLUMNS_MAX / s.l) * s.l;
	s.threads = threads;
	f->total = f->n * (BLOCKS_MAX + 1);
	st = plan(&s, err);
	if (st == ST_OK)
		st = reserve(&s, err);
	if (st == ST_OK)
		st = find_space(&s, &residual, err);
	if (st == ST_OK)
		put_axes(&s, pca, residual);
	release(&s);
	return st;
}
