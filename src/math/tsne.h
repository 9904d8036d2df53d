/* Inside of t-SNE: what attracts, shared by tsne.c (the map) and tsne_near.c (who attracts whom). */
#ifndef TSNE_H
#define TSNE_H

#include "math/neighbours.h"
#include "math/tsne.h"

/* A symmetric sparse matrix: entries of row i are [starts[i], starts[i + 1]), columns rising. */
struct affinities {
	size_t *starts;		/* (n + 1) */
	uint32_t *columns;
	float *values;		/* sum up to 1 */
};

struct affinity_task {
	struct neighbour_task rows;
	double perplexity;
};

/* p_ij = (p_j|i + p_i|j) / 2n over the k nearest neighbours of each row. */
enum status affinities_find(struct affinities *out, const struct affinity_task *task,
			    const struct progress *progress, struct error *err);
void affinities_release(struct affinities *a);

#endif
