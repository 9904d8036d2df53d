/*
 * Vectors in double precision, summed in index order: the reference arithmetic that decides every
 * ranking. Slow on purpose; kernels.h is the fast way to find candidates.
 */
#ifndef MATH_VEC_H
#define MATH_VEC_H

#include <stddef.h>

double vec_dot(const float *a, const double *b, size_t n);	/* Σ a_i b_i */
double vec_dot_f32(const float *a, const float *b, size_t n);
double vec_norm(const float *a, size_t n);			/* √Σ a_i² */
double vec_norm_f64(const double *a, size_t n);
double vec_distance(const float *a, const double *b, size_t n);	/* √Σ (a_i − b_i)² */
void vec_add_scaled(double *y, double w, const float *x, size_t n);	/* y += w x */
void vec_scale(double *y, double w, size_t n);			/* y *= w */

#endif
