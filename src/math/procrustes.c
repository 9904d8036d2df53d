#include "math/procrustes.h"

#include <cblas.h>
#include <lapacke.h>
#include <stdlib.h>

#include "base/mem.h"
#include "blas.h"

void procrustes_add(double *sum, const double *a, const double *b, size_t n, size_t d)
{
	blas_begin();
	cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, (int)d, (int)d, (int)n, 1, a, (int)d,
		    b, (int)d, 1, sum, (int)d);
	blas_end();
}

enum status procrustes_solve(double *r, double *sum, size_t d, struct error *err)
{
	void *u = NULL, *v = NULL, *s = NULL;
	size_t all;
	enum status st = ST_OK;
	int info = -1;

	if (!size_mul(d, d, &all))
		return error_set(err, ST_NOMEM, "not enough memory for a rotation");
	st = mem_try_calloc(&u, all, sizeof(double), "the rotation", err);
	if (st == ST_OK)
		st = mem_try_calloc(&v, all, sizeof(double), "the rotation", err);
	if (st == ST_OK)
		st = mem_try_calloc(&s, d, sizeof(double), "the rotation", err);
	if (st == ST_OK) {
		blas_begin();
		info = LAPACKE_dgesdd(LAPACK_ROW_MAJOR, 'A', (int)d, (int)d, sum, (int)d, s, u,
				      (int)d, v, (int)d);
		blas_end();
		if (info)
			st = error_set(err, ST_FAILED,
				       "no rotation was found: the points are not "
				       "finite or lie badly");
	}
	if (st == ST_OK) {
		blas_begin();
		cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)d, (int)d, (int)d, 1, u,
			    (int)d, v, (int)d, 0, r, (int)d);
		blas_end();
	}
	free(u);
	free(v);
	free(s);
	return st;
}
