/*
 * How honest a map is: whether what lies together on it belongs together (trustworthiness), and
 * whether what belongs together lies together (continuity). Venna & Kaski, "Neighborhood
 * preservation in nonlinear projection methods" (2001); trustworthiness as scikit-learn has it:
 *
 *	T(k) = 1 − 2 / (n k (2n − 3k − 1)) Σ_i Σ_{j ∈ U_k(i)} (r(i, j) − k)
 *
 * U_k(i): the k nearest of i on the map that are not among its k nearest in the model; r(i, j): rank
 * of j among the neighbours of i in the model, nearest = 1. Continuity is the same the other way
 * round. 1 is best; a map by chance gets about 0.5.
 */
#ifndef MATH_TRUST_H
#define MATH_TRUST_H

#include <stdbool.h>

#include "base/progress.h"
#include "math/matrix.h"

struct trust_rows {
	const struct matrix *m;
	const uint32_t *ids;	/* (n); NULL = rows 0 … n-1 */
	size_t n;
	bool unit;		/* the model's distances are those of rows at length 1 */
	const double *xy;	/* the map: point i at xy[i × stride], xy[i × stride + 1] … */
	size_t stride;
	size_t x, y;		/* … offset of its coordinates in a point: 0 and 1 for (n, 2) */
};

struct trust {
	double trustworthiness, continuity;
	size_t k;		/* that was used: at most (n − 1) / 2 */
	size_t sampled;		/* points that were looked at, evenly spaced; n = all */
};

/* sample: how many points to look at, 0 = all; their neighbours are looked for among all. Work is
 * sampled × n × (d + 2k). At least 4 rows. Cancellable. */
enum status trust_measure(struct trust *out, const struct trust_rows *rows, size_t k, size_t sample,
			  const struct progress *progress, struct error *err);

#endif
