/*
 * The hot loops of training, one table per instruction set, named and chosen as those of
 * math/kernels.h are. Rows are padded with zeros to a multiple of TRAIN_LANES floats, so that no
 * loop has a rest; `n` is always such a multiple.
 *
 * The scalar table gives the same bytes on every machine (no fused operations, no libm, fixed order
 * of summation); the others differ from it by rounding only: avx512bf16, where the processor has it,
 * rounds the factors of a block's products to bfloat16 (8 bits of mantissa).
 */
#ifndef MATH_TRAIN_KERNELS_H
#define MATH_TRAIN_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#define TRAIN_LANES   16
#define TRAIN_STRIPE  8	/* outputs scored by one call; the number of negatives is a multiple of it */
#define TRAIN_BLOCK_MAX 64	/* inputs of a block at most */

/*
 * Inputs and outputs that are learned together: all steps are taken from one state. The first
 * `near` outputs are the words around the inputs, in the order of the text: input i has output j as
 * a target where low_i ≤ j < high_i and j ≠ self_i, which is so only where
 * |i + offset − j| ≤ window; what lies off that band is not computed. The outputs after them are
 * negatives, for every input.
 *
 * Coefficients (minus the derivative of the loss by the score, times the step):
 *	g_ji = alpha σ(−x_i·y_j) of a target, weights_i σ(x_i·y_j) of a negative, 0 of the rest
 */
struct train_block {
	size_t dims, n;			/* n: dims with the zeros behind them, the length of rows */
	size_t inputs, outputs, near;
	size_t offset, window;		/* offset ≤ window */
	const float *const *x;		/* (inputs) rows (n) */
	float *const *x_out;		/* (inputs) where Σ_j g_ji y_j is added; no row of y */
	float *const *y;		/* (outputs) rows (n): get Σ_i g_ji x_i. One may be there twice */
	const int32_t *low, *high, *self;	/* (stride); low = high beyond the inputs */
	const float *weights;		/* (stride), negative; 0 beyond the inputs */
	float alpha;
	float *g;			/* (outputs, stride): scores, then coefficients */
	size_t stride;			/* inputs, rounded up to TRAIN_LANES */
	float *space;			/* (train_block_space()): what the kernels copy */
};

struct train_kernels {
	const char *name;
	/* The steps of a block, in this order: copy the inputs; scores g_ji = x_i·y_j of outputs
	 * [from, to), TRAIN_STRIPE of them or what is left of the near ones or of the negatives, in
	 * rising order; turn all scores into coefficients; add to x_out and y. */
	void (*take)(const struct train_block *b);
	void (*scores)(const struct train_block *b, size_t from, size_t to);
	void (*coefficients)(const struct train_block *b);
	void (*update)(const struct train_block *b);
	float (*dot)(const float *x, const float *y, size_t n);
	void (*add)(float *y, const float *x, size_t n);		/* y += x */
	/* y += Σ x_j over `count` rows */
	void (*gather)(float *y, const float *const *x, size_t count, size_t n);
	void (*axpy)(float *y, float a, const float *x, size_t n);	/* y += a x */
	void (*scale)(float *y, float a, size_t n);	/* y *= a */
	void (*ask)(const float *x, size_t n);	/* have the row brought into the cache */
};

/* Floats that the kernels want as `space` of a block. */
size_t train_block_space(size_t inputs, size_t outputs, size_t n);

/* The table of that name, or that goes with that row of math/kernels.h, if this processor can run
 * it, else NULL. */
const struct train_kernels *train_kernels_find(const char *name);
/* The one that goes with kernels_get(). */
const struct train_kernels *train_kernels_get(void);

#endif
