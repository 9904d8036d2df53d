/*
 * Which word belongs here? The probabilities that a trained model gives to words amid a context:
 * softmax over all words of (mean of the context's vectors · output row), as gensim's
 * predict_output_word. For models trained with negative samples; pure, any thread.
 */
#ifndef MODEL_PREDICT_H
#define MODEL_PREDICT_H

#include "model/model.h"

struct prediction {
	uint32_t row;
	double probability;
};

/* The k most probable words, best first (ties: lower row), and their number. context: `n` ≥ 1 rows,
 * repeated ones count again. ST_FAILED for models without output rows of words. */
enum status predict_words(const struct model *m, const uint32_t *context, size_t n, size_t k,
			  struct prediction *out, size_t *count, struct error *err);

#endif
