/*
 * The k eigenvectors of a large sparse symmetric matrix with the largest absolute eigenvalues, by
 * subspace iteration from a seeded start (Halko, Martinsson, Tropp, SIAM Review 2011, algorithm
 * 4.4, with Rayleigh-Ritz). For a symmetric matrix they are its singular vectors, the absolute
 * eigenvalues its singular values.
 *
 * Deterministic: one thread, double precision, sums in index order; the entry of largest size of
 * each vector is made positive.
 */
#ifndef MATH_SPECTRAL_H
#define MATH_SPECTRAL_H

#include <stddef.h>
#include <stdint.h>

#include "base/progress.h"

/* Both halves are stored: row i holds columns cols[begin[i]] … cols[begin[i + 1] - 1]. */
struct sparse {
	size_t n;
	const uint64_t *begin;	/* (n + 1) */
	const uint32_t *cols;
	const float *values;
};

/* vectors (n, k) row-major, orthonormal columns, by falling |value|; values (k). k ≤ n. ST_NOMEM,
 * ST_CANCELLED. */
enum status sparse_eigen(const struct sparse *m, size_t k, uint64_t seed, double *vectors,
			 double *values, const struct progress *progress, struct error *err);

/* Eigenvalues and vectors of a small dense symmetric matrix a (n, n) by Jacobi's rotations: a is
 * overwritten, values (n) unsorted, vectors (n, n) with one vector a column. */
void jacobi_eigen(double *a, size_t n, double *values, double *vectors);

#endif
