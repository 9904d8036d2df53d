/*
 * Numbers in blocks, as GGUF stores them: which types there are, and how a row of the ones that are
 * read becomes floats. Pure.
 *
 * (ggml-org/ggml: src/ggml-common.h, src/ggml-quants.c: dequantize_row_*; all arithmetic in f32 in
 * the order written there, so that every bit is the same.)
 */
#ifndef MODEL_FORMATS_BLOCKS_H
#define MODEL_FORMATS_BLOCKS_H

#include <stddef.h>
#include <stdint.h>

struct block_type {
	uint32_t id;		/* ggml_type */
	const char *name;	/* "Q4_K" */
	size_t numbers, bytes;	/* of a block */
	/* n (a multiple of `numbers`) floats out of their blocks; NULL: this type is not read */
	void (*decode)(const void *blocks, size_t n, float *out);
};

/* NULL: no such type. */
const struct block_type *block_type_find(uint32_t id);

#endif
