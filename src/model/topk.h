/*
 * The best k of a stream of candidates, in memory for about 2 k of them however many come.
 *
 * A heap of the k greatest lower bounds gives the floor: a row whose upper bound is below it can
 * never be among the best k. When the buffer is full, rows below the floor are dropped; if that
 * does not free half of it, all are scored exactly and the best k kept.
 */
#ifndef MODEL_TOPK_H
#define MODEL_TOPK_H

#include "model/scan.h"

struct topk {
	const struct scorer *scorer;
	struct candidate *item;
	double *heap; /* smallest first; the k greatest lower bounds */
	size_t k, cap, count, heap_count;
	double floor;
};

enum status topk_init(struct topk *t, const struct scorer *scorer, size_t k, size_t rows,
		      struct error *err);
void topk_release(struct topk *t);
/* Take a candidate. `go_on` is asked now and then while exact scores are computed; the buffer is
 * as it was when that says no. */
void topk_add(struct topk *t, const struct candidate *c, bool (*go_on)(void *ctx), void *ctx);
/* Raise the floor to one that others found. */
void topk_raise(struct topk *t, double floor);
/* Drop what is below the floor. */
void topk_prune(struct topk *t);

/* Order of results: greater value first, then lower row. */
bool candidate_before(const struct candidate *a, const struct candidate *b);

#endif
