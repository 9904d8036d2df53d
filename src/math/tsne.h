/* Inside of t-SNE: what attracts, shared by tsne.c (the map) and tsne_near.c (who attracts whom). */
#ifndef TSNE_H
#define TSNE_H

#include "math/tsne.h"
#include "symmetric.h"

struct affinity_task {
	struct neighbour_task rows;
	double perplexity;
};

/* p_ij = (p_j|i + p_i|j) / 2n over the k nearest neighbours of each row. */
enum status affinities_find(struct symmetric *out, const struct affinity_task *task,
			    const struct progress *progress, struct error *err);

#endif
