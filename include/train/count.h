/*
 * Vectors by counting, without learning: how often words meet, PPMI, truncated SVD (Bullinaria and
 * Levy 2007; Levy, Goldberg, Dagan 2015).
 *
 *	n(a, b)	= how often b stands within `window` words of a, in the same sentence
 *	PPMI	= max(0, log(n(a, b) N / (n(a) n(b))))
 *	PPMI ≈ U Σ Uᵀ (symmetric), vectors = U √Σ, the rows
 *
 * Deterministic: the same text and options give the same bytes, on any number of processors.
 */
#ifndef TRAIN_COUNT_H
#define TRAIN_COUNT_H

#include "base/progress.h"
#include "model/model.h"
#include "text/corpus.h"

struct count_options {
	size_t dims, window;
	uint64_t seed;		/* of the start of the decomposition */
};

struct count_report {
	uint64_t pairs;		/* different pairs that meet */
	uint64_t meetings;	/* all of them */
	double largest, smallest;	/* singular values kept */
	size_t dims;		/* kept: fewer than asked for with fewer words */
};

/* ST_FAILED when no two words meet; ST_NOMEM; ST_CANCELLED. */
enum status count_train(struct model **out, const struct corpus *corpus,
			const struct count_options *opt, struct count_report *report,
			const struct progress *progress, struct error *err);

#endif
