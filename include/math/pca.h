/*
 * Principal component analysis: covariance of the chosen rows in double, eigenvectors by LAPACK
 * (dsyevr), on n < d rows through the n × n Gram matrix. A few components of thousands of rows with
 * thousands of dimensions come from a randomised block Krylov space instead, without the covariance:
 * the same to about nine digits, and `residual` says how exactly.
 *
 * Deterministic: the component with the largest absolute loading is made positive; coordinates
 * are rounded to 1e-6 of the span so that pictures do not differ between processors.
 */
#ifndef MATH_PCA_H
#define MATH_PCA_H

#include "base/progress.h"
#include "math/matrix.h"

struct pca {
	size_t dims;		/* d */
	size_t components;	/* p ≤ min(n - 1, d) */
	double *mean;		/* (d) */
	double *axes;		/* (p, d), orthonormal rows, by falling variance */
	double *variance;	/* (p), eigenvalues of the covariance with divisor n - 1 */
	double total_variance;	/* trace of the covariance */
	double residual;	/* greatest ‖C v − λ v‖ / λ₁ of the axes; 0 = found exactly */
};

/* Fit on the rows `ids` (n of them; NULL = rows 0 … n-1) of m. unit: scale each row to length 1
 * first (rows of length 0 stay). At most `components` axes. Rows with NaN or Inf must not be in. */
enum status pca_fit(struct pca *pca, const struct matrix *m, const uint32_t *ids, size_t n,
		    size_t components, bool unit, size_t threads, const struct progress *progress,
		    struct error *err);
/* Coordinates of one row on all axes: out (p). */
void pca_project(const struct pca *pca, const float *row, bool unit, double *out);
void pca_project_f64(const struct pca *pca, const double *v, double *out);
/* The same axes for other rows: variance and total_variance become those of the rows `ids`, around
 * their own mean. What is projected still starts from the mean of the rows it was fitted on. */
void pca_measure(struct pca *pca, const struct matrix *m, const uint32_t *ids, size_t n, bool unit);
void pca_release(struct pca *pca);

#endif
