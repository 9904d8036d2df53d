/*
 * t-SNE in two dimensions: words that are near in the model lie near on the map; distances between
 * far ones mean little. All pairs repel each other exactly, no tree and no grid; what attracts are
 * the nearest neighbours, found exactly.
 *
 * Deterministic: the same rows, start and options give the same map to the last bit on every
 * processor and with any number of threads.
 *
 * van der Maaten & Hinton, "Visualizing Data using t-SNE" (2008); start from principal components
 * and rate of learning: Kobak & Berens (2019), Belkina and others (2019), as scikit-learn has them.
 */
#ifndef MATH_TSNE_H
#define MATH_TSNE_H

#include "math/layout.h"

struct tsne_options {
	double perplexity;	/* how many neighbours count, roughly; at most (n − 1) / 3 is used */
	size_t neighbours;	/* that attract: 0 = 3 × perplexity, at most n − 1 */
	size_t early;		/* rounds with exaggeration */
	double exaggeration;	/* factor of the attraction in them */
	double rate;		/* of learning; 0 = max(n / exaggeration / 4, 50) */
	size_t threads;		/* 0 = all */
};

#define TSNE_DEFAULTS                                                                             \
	{                                                                                         \
		.perplexity = 30, .early = 250, .exaggeration = 12                                \
	}
#define TSNE_ROUNDS 1000

struct tsne;

enum status tsne_new(struct tsne **out, const struct layout_rows *rows,
		     const struct tsne_options *opt, const struct progress *progress,
		     struct error *err);
/* Go on until `rounds` rounds were done in all. When it is cancelled (within 50 ms) the map is that
 * of the last whole round, and it can go on from there. */
enum status tsne_run(struct tsne *t, size_t rounds, const struct progress *progress,
		     struct error *err);
void tsne_free(struct tsne *t);		/* NULL is fine */

size_t tsne_rounds(const struct tsne *t);		/* done so far */
const double *tsne_points(const struct tsne *t);	/* (n, 2), around the origin */
/* p_ij: how strongly i and j attract each other; all sum up to 1. */
double tsne_affinity(const struct tsne *t, size_t i, size_t j);
/* Kullback-Leibler divergence Σ p_ij log(p_ij / q_ij): what the map tries to make small. */
double tsne_divergence(const struct tsne *t);
/* Its gradient at the map as it is, (n, 2), without exaggeration. */
void tsne_gradient(struct tsne *t, double *out);

#endif
