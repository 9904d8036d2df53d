/*
 * The search copy: the rows of a model as bytes, a quarter of the memory, from which follows an
 * upper bound of every row's product with a query. Private to the searches of this folder.
 *
 * Built once per model (search_prepare()) and published by one atomic pointer; immutable then.
 */
#ifndef MODEL_BYTES_H
#define MODEL_BYTES_H

#include "base/progress.h"
#include "math/kernels.h"
#include "model/model.h"

struct bytes_copy {
	size_t rows, groups;
	uint8_t *tiles;		/* (⌈rows / 64⌉, groups × BYTES_GROUP) */
	float *scale;		/* (rows up to a whole tile) s of each row */
	float *residual;	/* ‖x − s q‖ or more; infinity: the row always passes */
	size_t mapped;		/* bytes of the memory that holds all three, tiles first */
	bool borrowed;		/* it is somebody else's */
};

/* A query, ready for tiles of the copy. */
struct bytes_probe {
	const struct bytes_copy *copy;
	const struct kernels *k;
	struct bytes_query query;	/* digits owned */
	float step;			/* t: û ≈ t p */
	float per_residual, per_norm;	/* factors of the bound */
};

/* The copy if it is there; NULL otherwise. */
const struct bytes_copy *bytes_copy_get(const struct model *m);
/* Called by every search before it starts: from the second search of a big model on the copy is
 * there. Whatever prevents that (memory, a stop) leaves the search to the rows themselves. */
const struct bytes_copy *bytes_copy_want(const struct model *m, size_t threads,
					 const struct progress *progress);

/* All of the copy as one piece of memory, to be kept in a file; NULL if there is none. Its layout goes
 * with BYTES_TILE, BYTES_GROUP and the model's shape. */
const void *bytes_copy_memory(const struct model *m, size_t *n);
/* Take such a piece as the model's copy; it stays the caller's and outlives the model. False: it has
 * not the size that the model's copy has, or there is one already. */
bool bytes_copy_adopt(const struct model *m, const void *memory, size_t n);

/* unit (dims): a vector of length 1. */
enum status bytes_probe_init(struct bytes_probe *p, const struct bytes_copy *c, const double *unit,
			     size_t dims, struct error *err);
void bytes_probe_release(struct bytes_probe *p);
/* high[i] ≥ x · û for the n ≤ BYTES_TILE rows from `row` (a multiple of BYTES_TILE), whose lengths
 * are norms[i]; err[i] if asked for: high[i] − 2 err[i] ≤ x · û. NaN where the length is NaN. */
void bytes_probe_tile(const struct bytes_probe *p, size_t row, size_t n, const float *norms,
		      float *high, float *err);
/* The same for a whole tile, and which of its rows may reach a + b norm: one bit each. */
uint64_t bytes_probe_reach(const struct bytes_probe *p, size_t row, const float *norms, float a,
			   float b, float *high);

#endif
