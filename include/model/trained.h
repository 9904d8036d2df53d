/*
 * What a model that was trained here knows besides its vectors: output rows, counts, sub-words and
 * the place where training stopped. Belongs to its model, immutable like it; the native file keeps
 * it (tensors "output.*", "subword.*", "counts", and metadata "train.*").
 */
#ifndef MODEL_TRAINED_H
#define MODEL_TRAINED_H

#include <stdbool.h>
#include <stdint.h>

#include "math/matrix.h"

/* Numbers that are kept as metadata, one by one: u64 and f64. Meanings: train/options.h; `cbow`,
 * `hierarchical`: 0 or 1; epoch, piece, words: how far training came; tokens: words of the corpus. */
#define TRAINED_FIELDS(U, F)                                                                       \
	U(cbow) U(hierarchical) U(window) U(negative) U(epochs) U(seed)                            \
	U(min_ngram) U(max_ngram) U(bucket)                                                        \
	U(epoch) U(piece) U(words) U(tokens)                                                       \
	F(ns_exponent) F(sample) F(alpha) F(min_alpha) F(holdout) F(loss)

struct trained {
#define TRAINED_U64(name) uint64_t name;
#define TRAINED_F64(name) double name;
	TRAINED_FIELDS(TRAINED_U64, TRAINED_F64)
#undef TRAINED_U64
#undef TRAINED_F64
	uint64_t *counts;	/* (rows of the model): how often each word stands in the corpus */
	/* (words, dims): one row per word; hierarchical: (words − 1, dims), inner nodes of the tree */
	struct matrix output;
	/* sub-word models: the model's vectors are means of a word's own row and its n-grams' */
	struct matrix word_rows;	/* (words, dims) */
	struct matrix gram_rows;	/* (gram_count, dims): buckets that occur in the vocabulary */
	uint32_t *grams;		/* (gram_count) their bucket numbers, rising */
	size_t gram_count;
	/* (epochs, 2): mean loss of training and on the held-out sentences, epoch by epoch; NAN = not
	 * known. NULL in files that do not tell. */
	double *losses;
};

struct trained *trained_new(void);
void trained_free(struct trained *t);	/* NULL is fine */

#endif
