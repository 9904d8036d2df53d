/*
 * The hot loops on floats, one table per instruction set, chosen once. Results of the f32 kernels
 * may differ between tables in the last bits; callers use them only to select candidates within
 * a rigorous bound (KERNEL_DOT_GAMMA) and let vec.h decide.
 */
#ifndef MATH_KERNELS_H
#define MATH_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#define BYTES_TILE     64 /* = SCAN_TILE of the searches */
#define BYTES_GROUP    (4 * BYTES_TILE)
#define BYTES_DIMS_MAX 65536

/*
 * Byte rows lie in tiles of BYTES_TILE rows: first the 4 bytes of dimensions 0 … 3 of each row, then
 * those of dimensions 4 … 7 …, each byte stored + 128; a tile is one run of
 * groups × BYTES_GROUP bytes, aligned to 64. A query is an integer vector p = 128 hi + lo with
 * |hi| ≤ 63, -64 ≤ lo ≤ 63: small enough that two products of a byte fit 16 bits, which is what
 * AVX2 adds in one go.
 */
struct bytes_query {
	size_t groups;		/* ⌈dims / 4⌉ */
	const int8_t *digits;	/* (groups, 8): four high digits, four low ones */
	int32_t offset[2];	/* 128 Σ hi, 128 Σ lo: what the + 128 adds */
};

/* What bounds the products of a tile's rows with a query, and which rows matter. */
struct bytes_bound {
	const float *dot, *scale, *residual, *norm;	/* (BYTES_TILE) each */
	float step, per_residual, per_norm;
	float a, b;		/* a row matters unless its bound is below a + b norm */
};

struct kernels {
	const char *name;	/* "scalar" "avx2" "avx512" "avx512vnni" "neon" */
	/* out[r] = row_r · q for r in [0, rows); rows start at m + r × stride, any alignment */
	void (*dot_rows)(const float *m, size_t stride, size_t rows, const float *q, size_t cols,
			 float *out);
	/* Σ x_i² in f64 of one row */
	double (*sum_squares)(const float *x, size_t n);
	/* widen halves and bytes: out[i] = value */
	void (*widen_f16)(const uint16_t *x, size_t n, float *out);
	void (*widen_i8)(const int8_t *x, size_t n, float scale, float *out);
	/* A row as bytes: out[i] = round(x_i / s) in [-127, 127], returns s = max |x| / 127 and writes
	 * ‖x − s out‖, computed in f32 (relative error below 1e-4, absolute below 2⁻²¹ ‖x‖ for
	 * 2⁻⁴⁰ ≤ ‖x‖ ≤ 2⁴⁰). n ≤ BYTES_DIMS_MAX. */
	float (*to_bytes)(const float *x, size_t n, int8_t *out, float *residual);
	/* out[r] = x_r · p for the BYTES_TILE rows of a tile of bytes (see struct bytes_query):
	 * sums of integers, exact, then 128 × the high digit's + the low digit's in f32. */
	void (*dot_bytes)(const uint8_t *tile, const struct bytes_query *q, float *out);
	/* high[i] = step dot_i scale_i + (residual_i per_residual + norm_i per_norm) for a whole tile,
	 * each operation rounded or fused; bit i of the answer: !(high[i] < a + b norm_i), so NaN
	 * matters. */
	uint64_t (*bound_bytes)(const struct bytes_bound *b, float *high);
	/* The greatest (b_i − a_i) + c_i, rounded after each operation; −∞ for n = 0. No NaN in it. */
	float (*max_sum)(const float *a, const float *b, const float *c, size_t n);
	/* The greatest p(b_i) p(c_i) / (max(p(a_i) − 2 δ, 0) + 10⁻⁶) with p(x) = (1 + x) / 2 + δ:
	 * an upper bound of 3CosMul for cosines known within 2 δ; its own rounding is
	 * within that of changing δ by 2⁻²² and of the result by 2⁻²⁰ of it. */
	float (*max_ratio)(const float *a, const float *b, const float *c, size_t n, float delta);
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
