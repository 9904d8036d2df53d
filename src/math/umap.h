/* Inside of the UMAP-like layout: who belongs to whom, shared by umap.c (the descent) and
 * umap_graph.c. */
#ifndef UMAP_H
#define UMAP_H

#include "math/umap.h"
#include "symmetric.h"

struct umap_graph {
	struct symmetric w;
	double *rho, *sigma;	/* (n) each */
};

/* The neighbours of task->k rows, themselves not counted. */
enum status umap_graph_find(struct umap_graph *out, const struct neighbour_task *task,
			    const struct progress *progress, struct error *err);
void umap_graph_release(struct umap_graph *g);

#endif
