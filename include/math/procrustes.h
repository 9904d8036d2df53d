/*
 * The rotation (or reflection) that lays one set of points on another as well as one can: orthogonal
 * Procrustes (Schönemann 1966), R = U Vᵀ of the singular value decomposition of Aᵀ B.
 */
#ifndef MATH_PROCRUSTES_H
#define MATH_PROCRUSTES_H

#include "base/error.h"

/* sum (d, d) += aᵀ b for n more pairs of points: a, b (n, d) row-major. */
void procrustes_add(double *sum, const double *a, const double *b, size_t n, size_t d);
/* r (d, d), orthogonal, that makes Σ ‖a_i r − b_i‖² least. sum is destroyed. */
enum status procrustes_solve(double *r, double *sum, size_t d, struct error *err);

#endif
