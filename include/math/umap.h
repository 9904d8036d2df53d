/*
 * A layout in two dimensions after UMAP: words that are near in the model lie near on the map,
 * groups come apart, and far distances mean more than those of t-SNE, though still little.
 *
 * McInnes, Healy, Melville, "UMAP: Uniform Manifold Approximation and Projection for Dimension
 * Reduction" (2018), with the constants of its reference implementation: the fuzzy union of each
 * row's neighbourhood, drawn by stochastic gradient descent with negative samples. Other than there
 * the neighbours are exact and the start is given (principal components).
 *
 * Deterministic by its seed: the same rows, start and options give the same map to the last bit on
 * every processor and with any number of threads. The neighbours use all; the descent is one chain
 * of small steps and uses one.
 */
#ifndef MATH_UMAP_H
#define MATH_UMAP_H

#include "math/layout.h"

struct umap_options {
	size_t neighbours;	/* of each row, itself counted; 2 ≤ … ≤ n is used */
	double min_dist;	/* how close points may lie together, 0 … spread */
	double spread;		/* scale of the map */
	size_t rounds;		/* 0 = 500 up to 10,000 rows, 200 for more */
	size_t negatives;	/* that push a point away for each that attracts it */
	double rate;		/* of learning at first; falls to 0 */
	uint64_t seed;
	size_t threads;		/* of the search for neighbours; 0 = all */
};

#define UMAP_DEFAULTS                                                                             \
	{                                                                                         \
		.neighbours = 15, .min_dist = 0.1, .spread = 1, .negatives = 5, .rate = 1         \
	}

struct umap;

enum status umap_new(struct umap **out, const struct layout_rows *rows,
		     const struct umap_options *opt, const struct progress *progress,
		     struct error *err);
/* Go on until `rounds` rounds were done in all, umap_total() at most. When it is cancelled (within
 * 50 ms) the map is as it stands in the middle of a round; it can go on from there, and the end is
 * the same. */
enum status umap_run(struct umap *u, size_t rounds, const struct progress *progress,
		     struct error *err);
void umap_free(struct umap *u);		/* NULL is fine */

size_t umap_rounds(const struct umap *u);		/* whole rounds done so far */
size_t umap_total(const struct umap *u);
const double *umap_points(const struct umap *u);	/* (n, 2) */

/* What row i makes of its neighbourhood: distance of the nearest other place, and width. */
double umap_rho(const struct umap *u, size_t i);
double umap_sigma(const struct umap *u, size_t i);
/* How strongly i and j belong together: a + b − ab of what both say, 0 … 1. */
double umap_membership(const struct umap *u, size_t i, size_t j);
/* a and b with which 1 / (1 + a x^2b) is nearest, in 300 places up to 3 × spread, to 1 below
 * min_dist and exp(−(x − min_dist) / spread) above it. */
void umap_fit_curve(double min_dist, double spread, double *a, double *b);

#endif
