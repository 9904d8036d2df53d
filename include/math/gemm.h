/* Many dot products at once: f32 matrix products by BLAS, on the calling thread alone. */
#ifndef MATH_GEMM_H
#define MATH_GEMM_H

#include <stddef.h>

/* out (n, m) = a (n, d) · b (m, d)ᵀ, row-major and dense. The order of summation is the library's:
 * each product is within KERNEL_DOT_GAMMA(d) of the exact one, relative to the lengths. Sizes below
 * 2³¹. */
void gemm_dots(const float *a, size_t n, const float *b, size_t m, size_t d, float *out);

#endif
