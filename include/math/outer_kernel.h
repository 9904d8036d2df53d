/*
 * Sums of outer products, the heart of a covariance, in the fastest form this processor has. Rows
 * come in panels: panel p of n rows holds their columns 8 p … 8 p + 7, row behind row.
 */
#ifndef MATH_OUTER_KERNEL_H
#define MATH_OUTER_KERNEL_H

#include <stddef.h>

enum { OUTER_HIGH = 8, OUTER_WIDE = 16, OUTER_PANEL = 8 };

/*
 * c[i × stride + j] += Σ_r x[8 r + i] y(r, j) for i < 8, j < 16; x is a panel of n rows, y two that
 * follow each other. Rows are summed in order; forms with fused operations differ in the last bits.
 */
typedef void outer_kernel_fn(const double *x, const double *y, size_t n, double *c, size_t stride);
outer_kernel_fn *outer_kernel(void);

#endif
