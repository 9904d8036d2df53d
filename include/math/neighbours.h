/*
 * The k nearest neighbours of every one of n rows, exact: all pairs are looked at. What t-SNE and
 * the UMAP-like layout are made from.
 *
 * The same on every processor and with any number of threads: products of blocks of rows, in
 * double, say which rows may be among the nearest, with a bound of their error; distances summed in
 * a fixed order decide.
 */
#ifndef MATH_NEIGHBOURS_H
#define MATH_NEIGHBOURS_H

#include <stdbool.h>

#include "base/progress.h"
#include "math/matrix.h"

struct neighbour_task {
	const struct matrix *m;
	const uint32_t *ids;	/* (n); NULL = rows 0 … n-1; none with NaN or infinity */
	size_t n, k;		/* 1 ≤ k < n */
	bool unit;		/* rows at length 1 (rows of length 0 stay) */
	size_t threads;		/* 0 = all */
};

struct neighbours {
	size_t n, k;
	uint32_t *rows;		/* (n, k), indices into 0 … n-1, nearest first, ties by index */
	double *squared;	/* (n, k), squared Euclidean distances */
};

/* Work is n² d, memory n (d + 2k) numbers. ST_NOMEM, ST_CANCELLED within 50 ms. */
enum status neighbours_find(struct neighbours *out, const struct neighbour_task *task,
			    const struct progress *progress, struct error *err);
void neighbours_release(struct neighbours *nn);

#endif
