/* The tables that train.c chooses from; each is declared only where it can be compiled. */
#ifndef KERNELS_TRAIN_TABLES_H
#define KERNELS_TRAIN_TABLES_H

#include <string.h>

#include "base/compiler.h"
#include "math/train_kernels.h"

extern const struct train_kernels train_kernels_scalar;
#if defined(__x86_64__)
extern const struct train_kernels train_kernels_avx2;
extern const struct train_kernels train_kernels_avx512;
extern const struct train_kernels train_kernels_avx512bf16;
#endif
#if defined(__aarch64__)
extern const struct train_kernels train_kernels_neon;
#endif

/* What of a block is computed: the band along which inputs meet the near outputs. */
struct span {
	size_t from, to;
};

/* The near outputs that inputs [from, to) may have as targets. */
static inline struct span train_near_of(const struct train_block *b, size_t from, size_t to)
{
	size_t low = from + b->offset;

	return (struct span){ low - MIN(low, b->window), MIN(b->near, to + b->offset + b->window) };
}

/* The inputs that outputs [from, to) meet. */
static inline struct span train_inputs_of(const struct train_block *b, size_t from, size_t to)
{
	if (to > b->near)
		return (struct span){ 0, b->inputs };
	return (struct span){ from - MIN(from, b->offset + b->window),
			      MIN(b->inputs, to + b->window - b->offset) };
}

#endif
