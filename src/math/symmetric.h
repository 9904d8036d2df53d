/* A sparse symmetric matrix from what each row says about its nearest neighbours. Private to math. */
#ifndef SYMMETRIC_H
#define SYMMETRIC_H

#include "math/neighbours.h"

/* Entries of row i are [starts[i], starts[i + 1]), columns rising; no diagonal. */
struct symmetric {
	size_t *starts;		/* (n + 1) */
	uint32_t *columns;
	float *values;
};

/* given (n, k): what row i says about its j-th neighbour. An entry that both rows speak of is
 * join(a, b), which must not depend on their order; one that one speaks of is what it says. */
enum status symmetric_make(struct symmetric *out, const struct neighbours *nn, const float *given,
			   float (*join)(float a, float b), struct error *err);
void symmetric_release(struct symmetric *s);

/* 0 where there is no entry. */
double symmetric_value(const struct symmetric *s, size_t i, size_t j);

#endif
