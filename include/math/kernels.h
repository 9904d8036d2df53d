/*
 * The hot loops on floats, one table per instruction set, chosen once. Results of the f32 kernels
 * may differ between tables in the last bits; callers use them only to select candidates within
 * a rigorous bound (KERNEL_DOT_GAMMA) and let vec.h decide.
 */
#ifndef MATH_KERNELS_H
#define MATH_KERNELS_H

#include <stddef.h>
#include <stdint.h>

struct kernels {
	const char *name;	/* "scalar" "avx2" "avx512" "neon" */
	/* out[r] = row_r · q for r in [0, rows); rows start at m + r × stride, any alignment */
	void (*dot_rows)(const float *m, size_t stride, size_t rows, const float *q, size_t cols,
			 float *out);
	/* Σ x_i² in f64 of one row */
	double (*sum_squares)(const float *x, size_t n);
	/* widen halves and bytes: out[i] = value */
	void (*widen_f16)(const uint16_t *x, size_t n, float *out);
	void (*widen_i8)(const int8_t *x, size_t n, float scale, float *out);
};

/* |fl(a·b) − a·b| ≤ KERNEL_DOT_GAMMA(n) ‖a‖‖b‖ for every table and order of summation
 * (n ε / (1 − n ε), Higham, Accuracy and Stability, 3.1, with ε = 2⁻²⁴; rounding of b included). */
#define KERNEL_DOT_GAMMA(n) ((double)((n) + 4) * 0x1p-24 / (1.0 - (double)((n) + 4) * 0x1p-24))

/* All tables this processor can run, ending with NULL; the first is the fastest. */
const struct kernels *const *kernels_available(void);
/* The table named `name`, or the fastest for NULL or ""; NULL if the processor lacks it. */
const struct kernels *kernels_find(const char *name);
/* The table in use: chosen at first use from VECSCOPE_KERNELS, else the fastest. */
const struct kernels *kernels_get(void);
/* Choose by name before any search runs (--kernels). */
int kernels_select(const char *name);	/* 0, or -1 if there is no such table here */

#endif
