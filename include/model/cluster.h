/* Groups of words: k-means on the sphere, and words that are (nearly) the same. */
#ifndef MODEL_CLUSTER_H
#define MODEL_CLUSTER_H

#include "base/progress.h"
#include "model/model.h"

struct clusters {
	uint32_t *of;		/* (n) the cluster of each vector */
	double *cosine;		/* (n) with its centre */
	double *centre;		/* (k, dims), length 1 */
	size_t k;		/* how many there are: at most what was asked */
	double mean_cosine;
};

/*
 * Spherical k-means (Dhillon & Modha 2001) of n vectors of `dims` numbers: each goes to the centre of
 * greatest cosine, each centre is the mean of its vectors at length 1. Started by k-means++ from the
 * seed, at most 100 rounds. Clusters come by falling size. Vectors must have a direction; k ≥ 1.
 */
struct cluster_vectors {
	const float *const *v;	/* (n) */
	size_t n, dims;
};

enum status cluster_vectors(struct clusters *out, const struct cluster_vectors *vectors, size_t k,
			    uint64_t seed, const struct progress *progress, struct error *err);
void clusters_release(struct clusters *c);

struct twin {
	uint32_t a, b;		/* a < b */
	double cosine;
};

/* All pairs of the n rows (by rising number; ids = NULL: the first n) with a cosine of at least
 * `least`, by falling cosine; at most max are kept, *total counts them all. *out is freed by the
 * caller. */
struct twin_search {
	const struct model *m;
	const uint32_t *ids;
	size_t n;
	double least;
	size_t max;
};

enum status cluster_twins(struct twin **out, size_t *count, uint64_t *total,
			  const struct twin_search *what, const struct progress *progress,
			  struct error *err);

#endif
