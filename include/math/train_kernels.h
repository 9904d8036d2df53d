/*
 * The hot loops of training, one table per instruction set, named and chosen as those of
 * math/kernels.h are. Rows are padded with zeros to a multiple of TRAIN_LANES floats, so that no
 * loop has a rest; `n` is always such a multiple.
 *
 * The scalar table gives the same bytes on every machine (no fused operations, no libm, fixed order
 * of summation); the others differ from it by rounding only: avx512bf16, where the processor has it,
 * rounds the factors of scores() and accumulate() to bfloat16 (8 bits of mantissa).
 */
#ifndef MATH_TRAIN_KERNELS_H
#define MATH_TRAIN_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#define TRAIN_LANES   16
#define TRAIN_SHARED  16	/* the number of shared negatives is a multiple of this */
#define TRAIN_BLOCK_MAX 128	/* inputs of a block at most */

/* One input and its own targets. */
struct train_pairs {
	const float *x;		/* (n): the input as it was before the block */
	float *x_out;		/* (n): where its error goes: gets Σ g_j y_j */
	const float *const *y;	/* (count) rows of the targets */
	float *const *dy;	/* (count) where g_j x is added */
	float *g;		/* (count, and up to 3 more that are written) */
	size_t count;
};

struct train_kernels {
	const char *name;
	/* g_j = −x·y_j */
	void (*dots)(const struct train_pairs *p, size_t n);
	/* x_out += Σ g_j y_j ; dy_j += g_j x */
	void (*spread)(const struct train_pairs *p, size_t n);
	/* out (n, count) = the transpose of `count` rows of n floats, in the form that scores()
	 * takes; count % 16 = 0 */
	void (*transpose)(float *out, const float *const *rows, size_t count, size_t n);
	/* s (m, k) = x (m, n) · yt (n, k) */
	void (*scores)(float *s, const float *x, size_t stride, size_t m, const float *yt, size_t k,
		       size_t n);
	/* p_ik = w_i σ(s_ik), in place */
	void (*sigmoids)(float *s, const float *w, size_t m, size_t k);
	/* c_r (n) += Σ_j a[r·row_step + j·inner_step] b_j (n) for r < rows; rows and inner at most
	 * TRAIN_BLOCK_MAX, one of the two steps is 1, no row of c is one of b */
	void (*accumulate)(float *const *c, size_t rows, const float *a, size_t row_step,
			   size_t inner_step, size_t inner, const float *const *b, size_t n);
	float (*dot)(const float *x, const float *y, size_t n);
	void (*add)(float *y, const float *x, size_t n);		/* y += x */
	/* y += Σ x_j over `count` rows */
	void (*gather)(float *y, const float *const *x, size_t count, size_t n);
	void (*axpy)(float *y, float a, const float *x, size_t n);	/* y += a x */
	void (*scale)(float *y, float a, size_t n);	/* y *= a */
	void (*ask)(const float *x, size_t n);	/* have the row brought into the cache */
};

/* The table of that name, or that goes with that row of math/kernels.h, if this processor can run
 * it, else NULL. */
const struct train_kernels *train_kernels_find(const char *name);
/* The one that goes with kernels_get(). */
const struct train_kernels *train_kernels_get(void);

#endif
