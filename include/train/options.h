/*
 * What training can be told, with the field's names and defaults (word2vec.c, gensim, fastText).
 * train_options_init() gives the defaults; train_options_check() refuses what makes no sense with
 * one sentence. Plain data: copy it as you like.
 */
#ifndef TRAIN_OPTIONS_H
#define TRAIN_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

#define TRAIN_DIMS_MAX	   8192
#define TRAIN_WINDOW_MAX   1000
#define TRAIN_NEGATIVE_MAX 1000
#define TRAIN_EPOCHS_MAX   100000
#define TRAIN_NGRAM_MAX	   64
#define TRAIN_BUCKET_MAX   INT32_MAX

enum train_architecture { TRAIN_SKIPGRAM, TRAIN_CBOW };
const char *train_architecture_name(enum train_architecture a);	/* "skipgram" "cbow" */

struct train_options {
	enum train_architecture architecture;
	size_t dims;
	size_t window;		/* words to either side at most; shrunk at random to 1 … window */
	size_t negative;	/* negative samples per pair */
	double ns_exponent;	/* they are drawn by count ^ this */
	double sample;		/* subsampling threshold; 0 = keep every word */
	size_t epochs;
	double alpha;		/* learning rate at the start; NAN = the architecture's own */
	double min_alpha;	/* at the end, linearly by words; NAN = alpha / 10,000 */
	bool hierarchical;	/* hierarchical softmax instead of negative samples */

	/* sub-words as fastText has them: n-grams of min_ngram … max_ngram characters, hashed into
	 * `bucket` rows; max_ngram 0 = none */
	size_t min_ngram, max_ngram, bucket;

	size_t threads;		/* 0 = all processors */
	uint64_t seed;
	bool reproducible;	/* the same bytes on every machine: scalar kernels, one thread */
	bool sequential;	/* word2vec.c's own loop, pair by pair (slow; the yardstick) */

	double holdout;		/* share of sentences kept out to measure the loss on; 0 = none */
	bool stop_early;	/* end when the loss on them no longer falls (needs holdout) */

	const char *checkpoint;	/* native file written now and then; NULL = none; borrowed */
	double checkpoint_seconds;
};

/* The defaults: skip-gram, 100 dimensions, window 5, 5 negatives, exponent 0.75, sample 1e-4,
 * 5 epochs, all processors, seed 1. */
void train_options_init(struct train_options *o);
/* The learning rate that NAN stands for. */
double train_default_alpha(const struct train_options *o);
/* Replace NAN and 0-for-all by what they stand for, and refuse what cannot be: ST_USAGE. */
enum status train_options_check(struct train_options *o, struct error *err);

#endif
