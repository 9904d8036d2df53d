/*
 * Directions between words, and what leans which way: axes with a yardstick, and the Word Embedding
 * Association Test.
 */
#ifndef MODEL_BIAS_H
#define MODEL_BIAS_H

#include "base/progress.h"
#include "model/model.h"

struct bias_pair {
	const float *left, *right;	/* (dims) of any length */
};

/* The direction from the left vectors to the right ones: Σ (u_right − u_left) over the pairs at
 * length 1, u = vector at length 1. out (dims) has length 1. ST_FAILED if nothing is left. */
enum status axis_direction(double *out, size_t dims, const struct bias_pair *pairs, size_t n,
			   struct error *err);
/* How far random axes spread a vector: the root of the mean of cos² with 1,000 axes between random
 * words of the most frequent 10,000. out: one number for each of the n vectors. */
enum status axis_spread(double *out, const struct model *m, const float *const *vectors, size_t n,
			uint64_t seed, struct error *err);
/* cos of a vector with the direction; NaN for one without direction. */
double axis_position(const double *direction, const float *x, size_t dims);

struct bias_words {
	const uint32_t *rows;
	size_t n;
};

struct weat {
	double effect;		/* d: difference of mean associations / their standard deviation */
	double p;		/* one-sided: share of divisions of X ∪ Y that score at least as high */
	uint64_t divisions;	/* how many were tried */
	bool exact;		/* all of them */
	double mean[2];		/* of s over X and over Y */
	double spread;		/* standard deviation of s over both */
};

/*
 * Caliskan, Bryson & Narayanan 2017. s(w) = mean cos(w, a) − mean cos(w, b);
 * effect = (mean_X s − mean_Y s) / stddev_{X ∪ Y} s (divisor n − 1).
 * All divisions are tried up to 200,000, else 100,000 random ones (seed), the true one counted in.
 */
enum status weat_run(struct weat *out, const struct model *m, const struct bias_words x[2],
		     const struct bias_words a[2], uint64_t seed, const struct progress *progress,
		     struct error *err);

#endif
